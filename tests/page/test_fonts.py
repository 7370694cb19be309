"""Web fonts of a theme are loaded under the page's own policy, in both formats; from elsewhere only where named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from slugline.address import Format
from slugline.page.render import render
from slugline.page.theme import Theme
from slugline.policy import policy_of
from slugline.story.decode import decode
from slugline.story.document import Article
from slugline.theme.folder import folders_of, load_theme
from tests.parts.amp import AmpValidator
from tests.parts.chromium import Chromium, View
from tests.samples import story
from tests.settled import settled

FACE = """
@font-face { font-family: Ours; src: url(/media/ours.ttf) }
@font-face { font-family: Theirs; src: url(https://fonts.example/theirs.ttf) }
h1 { font-family: Ours, Theirs }
"""
FONT = Path("/usr/share/fonts/truetype/noto/NotoSansThai-Regular.ttf")
LOADED = "async () => { await document.fonts.ready; return [...document.fonts].map(face => face.status) }"


@pytest.fixture(scope="module")
def faced(tmp_path_factory: pytest.TempPathFactory) -> Theme:
    """The default theme with a last word about the faces."""
    own = tmp_path_factory.mktemp("faced")
    (own / "page").mkdir()
    (own / "page" / "theme.css").write_text(FACE)
    return load_theme(folders_of(own))


def _page(theme: Theme, page_format: Format) -> tuple[str, str]:
    article = decode(json.dumps(story()).encode()).document
    assert isinstance(article, Article)
    rendered = render(article, page_format, theme)
    return rendered.html, policy_of(rendered.needs)


@pytest.mark.parametrize("page_format", ["html", "amp"])
def test_a_web_font_is_loaded(browser: Chromium, faced: Theme, page_format: Format) -> None:
    """From the page's own host it comes; the other host is not asked, since no setting names it."""
    html, policy = _page(faced, page_format)
    files = {"/media/ours.ttf": FONT.read_bytes()}
    with browser.open(html, View(), {"content-security-policy": policy}, files) as reading:
        assert reading.page.evaluate(LOADED)[0] == "loaded"
        assert "https://fonts.example" not in policy


def test_fonts_from_a_named_host(theme: Theme, faced: Theme) -> None:
    """What the settings name is let in, and pages of a theme without web fonts let in none."""
    named = settled(faced, fonts=("fonts.example",))
    assert "font-src 'self' https://fonts.example;" in _page(named, "html")[1]
    assert "font-src" not in _page(theme, "html")[1]


def test_amp_takes_web_fonts(faced: Theme, amp_validator: AmpValidator) -> None:
    """The page is as valid as without."""
    assert amp_validator.validate(_page(faced, "amp")[0]).issues == []
