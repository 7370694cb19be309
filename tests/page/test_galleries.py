"""Galleries and tables that scroll in boxes of their own, without script, in both formats."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from slugline.address import Format
from slugline.page.render import Rendered, render
from slugline.page.theme import Theme
from slugline.story.decode import decode
from slugline.story.document import Article
from tests import samples
from tests.page.test_browser import SHIFT
from tests.parts.chromium import Chromium, View
from tests.samples import Json, story

PICTURES = ("harbour-dusk", "cellist", "regatta")
GALLERY: Json = {
    "type": "gallery",
    "images": [{"url": f"/media/{name}.jpg", "width": 1280, "height": 720, "alt": name} for name in PICTURES],
}
TABLE: Json = {
    "type": "table",
    "header_rows": 1,
    "rows": [["Port", *(f"Year {n}" for n in range(9))]]
    + [[{"text": f"Port {row}", "header": True}, *("a word" for _ in range(9))] for row in range(60)],
}


def _page(theme: Theme, page_format: Format, *blocks: Json, **fields: Any) -> Rendered:
    article = decode(msgspec.json.encode(story(*blocks, **fields))).document
    assert isinstance(article, Article)
    return render(article, page_format, theme)


@pytest.mark.parametrize(("language", "count"), [("en", "Picture 2 of 3"), ("fa", "۲")])
def test_each_picture_says_which_it_is(theme: Theme, language: str, count: str) -> None:
    """In the page's language and digits, in both formats, without a component; the only one of a gallery does not."""
    for page_format in ("html", "amp"):
        page = _page(theme, page_format, GALLERY, language=language)
        assert page.html.count('<figcaption><span class="credit">') == len(PICTURES)
        assert count in page.html.partition("<li>")[2]
        assert page.needs.components == ()
        assert (
            '<ul class="bare" tabindex="0" aria-label="' in page.html
        )  # not every browser lets keys into what scrolls
        alone = _page(theme, page_format, GALLERY | {"images": GALLERY["images"][:1]}, language=language)
        assert "<figcaption" not in alone.html


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("page_format", ["html", "amp"])
def test_a_gallery_is_seen_to_go_on(browser: Chromium, theme: Theme, page_format: Format, language: str) -> None:
    """A phone shows one picture and the edge of the next; keys scroll to it; nothing moves; paper has them all."""
    page = _page(theme, page_format, GALLERY, language=language)
    seen = """() => [...document.querySelectorAll('.gallery li')].map(e => e.getBoundingClientRect())
        .map(box => Math.max(0, Math.min(box.right, innerWidth) - Math.max(box.left, 0)))"""
    with browser.open(page.html, View(width=360), None, samples.media()) as reading:
        tab = reading.page
        assert tab.evaluate(SHIFT) == 0
        first, second, third = tab.evaluate(seen)
        assert first > 250
        assert 20 < second < 60
        assert third == 0
        tab.locator(".gallery ul").focus()
        tab.keyboard.press("ArrowRight" if language == "en" else "ArrowLeft")
        tab.wait_for_function(f"({seen})()[1] > 250")
        tab.emulate_media(media="print")
        assert min(tab.evaluate(seen)) > 250


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_heads_of_a_table_stay_in_view(browser: Chromium, theme: Theme, language: str) -> None:
    """However a table is scrolled, the heads of its rows and columns stand at the edges of its box."""
    page = _page(theme, "html", TABLE, language=language)
    edges = """() => {
        const box = document.querySelector('.table');
        box.scrollTo(document.dir === 'rtl' || document.documentElement.dir === 'rtl' ? -400 : 400, 900);
        const outer = box.getBoundingClientRect();
        const head = document.querySelector('thead').getBoundingClientRect();
        const side = document.querySelectorAll('tbody th')[30].getBoundingClientRect();
        const start = document.documentElement.dir === 'rtl' ? outer.right - side.right : side.left - outer.left;
        return [box.scrollTop > 800, Math.round(head.top - outer.top), Math.round(start)];
    }"""
    with browser.open(page.html, View(width=360)) as reading:
        assert reading.page.evaluate(edges) == [True, 1, 1]
