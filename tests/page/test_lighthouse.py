"""Lighthouse over representative pages, as on a phone.

Its performance score is not held to a figure here: nearly all that it takes off is time in which a simulated slow phone
could not answer, which on a busy machine is the machine's time. Held are the things that a page decides: what it loads,
that nothing moves, and every audit but that one. `make bench PARTS=lighthouse` has the score, as a median.
"""

from __future__ import annotations

import pytest

from slugline.address import Route, location
from tests import samples
from tests.page.conftest import Served
from tests.parts import lighthouse, missing
from tests.parts.lighthouse import Verdict
from tests.parts.stand import stand

PATHS = ("/world/asia/harbour-talks", "/politics/live/assembly-budget-vote", "/world/marjana-desalination-ar")
"""News with pictures, a live blog, a page from right to left; in both formats."""
WITH_COMPONENTS = "/sport/arrel-regatta-eights"
"""In AMP, a page with players: its engine lies on a network that is not there."""
BROKEN = "/broken"
CONTROL = (
    "<!doctype html><html><body><p>Control</p><img src=/none.png><script src=/none.js></script><a href=/><b></b></a>"
)

MACHINE = {"total-blocking-time"}
"""Audits of performance that measure the machine as well as the page."""
CDN = {"errors-in-console"}
"""What is left to be desired of an AMP page whose engine cannot be fetched: the browser says so in its console.

Its speed cannot be told: Lighthouse reckons with an engine on its way, though the page is painted without.
"""
FLIGHT = 14_600
"""Bytes that come in one round trip."""
MOST_BYTES = 160_000
"""Of a page with the pictures that a phone loads at once."""


@pytest.fixture(scope="module")
def verdicts(served: tuple[Served, ...]) -> dict[str, Verdict]:
    """By address; a page that is known to be broken is among them."""
    missing.need(lighthouse)
    chosen = [page for page in served if page.path in PATHS or (page.path, page.format) == (WITH_COMPONENTS, "amp")]
    pages = {location(Route(page.path, page.format)): (page.html, page.headers) for page in chosen}
    pages[BROKEN] = (CONTROL, {"Content-Type": "text/html"})
    with stand(pages, samples.media()) as site:
        found = lighthouse.judge([site + path for path in pages])
    return dict(zip(pages, found, strict=True))


def _of(verdicts: dict[str, Verdict], served: tuple[Served, ...]) -> dict[str, tuple[Verdict, set[str]]]:
    """The verdicts on our pages, each with the scripts that the page names."""
    engine = {location(Route(page.path, page.format)) for page in served if "cdn.ampproject.org" in page.html}
    return {path: (verdict, CDN if path in engine else set()) for path, verdict in verdicts.items() if path != BROKEN}


def test_everything_but_speed_is_perfect(verdicts: dict[str, Verdict], served: tuple[Served, ...]) -> None:
    """100 for accessibility, best practices and search; where AMP's engine is wanted, but for its absence."""
    pages = _of(verdicts, served)
    assert len(pages) == 2 * len(PATHS) + 1
    for path, (verdict, without_engine) in pages.items():
        for category in ("accessibility", "best-practices", "seo"):
            assert set(verdict.failed[category]) <= without_engine, (path, category)
            assert verdict.scores[category] == 100 or without_engine, (path, category)


def test_speed_is_perfect_as_far_as_a_page_decides_it(verdicts: dict[str, Verdict], served: tuple[Served, ...]) -> None:
    """Nothing moves; nothing is loaded but pictures, in one flight and few bytes; only the machine costs points."""
    for path, (verdict, without_engine) in _of(verdicts, served).items():
        assert verdict.shift == 0, path
        assert set(verdict.failed["performance"]) <= MACHINE or without_engine, path
        kinds = {asked.kind for asked in verdict.requests if not asked.url.endswith("/favicon.ico")}
        assert kinds <= {"Document", "Image"} or without_engine, path
        assert verdict.requests[0].bytes <= FLIGHT, path
        assert sum(asked.bytes for asked in verdict.requests) <= MOST_BYTES, path


def test_lighthouse_sees_what_is_broken(verdicts: dict[str, Verdict]) -> None:
    """A page without title, language and words for its picture, with a script that is not there, is found out."""
    broken = verdicts[BROKEN]
    assert {"document-title", "html-has-lang", "image-alt", "link-name"} <= set(broken.failed["accessibility"])
    assert "errors-in-console" in broken.failed["best-practices"]
    assert "document-title" in broken.failed["seo"]
    assert "Script" in {asked.kind for asked in broken.requests}
