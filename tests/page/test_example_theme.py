"""The example theme, `tests/themes/relais`: another look without a line of Python, before the same judges."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

from local.theme.examination import examine
from render.function import RenderFunction
from render.settings import settings_from
from tests import samples
from tests.page.conftest import Served, served_by
from tests.page.content import missing
from tests.page.test_accessibility import axe_faults, losses
from tests.page.test_browser import ELSEWHERE, SHIFT, _looks, _open, _settle
from tests.parts import amp_rules, nu, parity
from tests.parts.amp import AmpValidator
from tests.parts.chromium import Chromium, View

THEME = samples.ROOT / "themes" / "relais"
SHOWN = (
    "/world/asia/harbour-talks",
    "/culture/the-salt-ledger",
    "/politics/live/assembly-budget-vote",
    "/world/marjana-desalination-ar",
    "/world/storm-hanne-in-posts",
    "/sport/arrel-regatta-eights",
)
"""Samples that have pictures, quotes, boxes, updates, players and embeds between them, in two directions."""


@pytest.fixture(scope="module")
def dressed() -> tuple[Served, ...]:
    """Those samples' pages in the example theme, in both formats."""
    function = RenderFunction(settings_from({"SLUGLINE_STORAGE": str(samples.ROOT), "SLUGLINE_THEME": str(THEME)}))
    pages = served_by(function, SHOWN)
    assert {page.path for page in pages} >= {*SHOWN}
    return pages


def test_the_example_fits() -> None:
    """It is a folder of designers' files, of which `slugline theme` has nothing to say."""
    examined = examine(THEME)
    assert examined.findings == ()
    assert not [*THEME.rglob("*.py")]
    assert {file.name for file in examined.files} == {
        file.relative_to(THEME).as_posix() for file in THEME.rglob("*") if file.is_file()
    }


def test_the_example_looks_different(dressed: tuple[Served, ...], served: tuple[Served, ...]) -> None:
    """Another publisher, other words, colours, order, quotes: nothing of the sample's publisher is on its pages."""
    default = {(page.path, page.format): page.html for page in served}
    for page in dressed:
        other = default[page.path, page.format]
        assert "Le Relais" in page.html
        assert '<link rel="canonical" href="https://www.relais.example/' in page.html
        assert (other.count("#a3231f"), page.html.count("#a3231f")) == (1, 0)
        if 'class="lead' in page.html:
            assert page.html.index('class="lead') < page.html.index("<h1")
            assert other.index('class="lead') > other.index("<h1")
    quotes = [page.html.partition('class="pull-quote"')[2] for page in dressed if 'class="pull-quote"' in page.html]
    assert quotes
    assert all(quote.index("<figcaption>") < quote.index("<blockquote") for quote in quotes)


def test_the_example_is_valid_in_both_formats(
    dressed: tuple[Served, ...], amp_validator: AmpValidator, nu_checker: None
) -> None:
    """The AMP validator, our own rules and the Nu checker have nothing to say; each story is whole and alike."""
    del nu_checker
    html = {page.path: page.html for page in dressed if page.format == "html"}
    amp = {page.path: page.html for page in dressed if page.format == "amp"}
    verdicts = {path: amp_validator.validate(page) for path, page in amp.items()}
    assert {(verdict.status, *verdict.issues, verdict.transformed) for verdict in verdicts.values()} == {("PASS", 1)}
    assert {path: faults for path, page in amp.items() if (faults := amp_rules.faults(page))} == {}
    assert {path: faults for path, faults in nu.check_pages(html).items() if faults} == {}
    assert {path: found for path, page in amp.items() if (found := parity.differences(html[path], page))} == {}
    assert {page.name: lost for page in dressed if (lost := missing(page.article, page.html))} == {}


@pytest.mark.parametrize("path", SHOWN)
def test_the_example_can_be_read_by_everybody(browser: Chromium, dressed: tuple[Served, ...], path: str) -> None:
    """At 320, 360 and 1280 pixels nothing overflows or shifts, and nothing is complained of."""
    page = next(page for page in dressed if (page.path, page.format) == (path, "html"))
    with _open(browser, page, View(width=320, javascript=False)) as reading:
        for width in (320, 360, 1280):
            reading.page.set_viewport_size({"width": width, "height": 800})
            _settle(reading)
            assert _looks(reading, lead=False) == {}, width
    sights: tuple[tuple[int, Literal["light", "dark"]], ...] = ((360, "dark"), (1280, "light"))
    for width, scheme in sights:
        with _open(browser, page, View(width=width, scheme=scheme)) as reading:
            assert reading.page.evaluate(SHIFT) == 0
            assert reading.complaints(ELSEWHERE) == []


def test_the_example_is_accessible(browser: Chromium, dressed: tuple[Served, ...]) -> None:
    """In both formats, as the default theme: axe finds nothing, opened or closed; no word is lost in large text."""
    assert axe_faults(browser, dressed) == {}
    assert losses(browser, dressed) == {}


def test_a_last_word_about_the_example(tmp_path: Path) -> None:
    """A slip in the example is found: its colours too pale, a name misspelt."""
    (tmp_path / "page").mkdir()
    colours = (THEME / "page" / "colours.css").read_text("utf-8").replace("--muted: #4d5766", "--muted: #9aa3b0")
    (tmp_path / "page" / "colours.css").write_text(colours, "utf-8")
    article = (THEME / "page" / "article.jinja").read_text("utf-8").replace("story.headline", "story.hedline")
    (tmp_path / "page" / "article.jinja").write_text(article, "utf-8")
    told = [str(finding) for finding in examine(tmp_path).findings]
    assert len([line for line in told if "--muted on" in line and "by day" in line]) == 2
    assert len([line for line in told if "did you mean headline?" in line]) == 1
