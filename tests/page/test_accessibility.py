"""Every page of every sample for every reader: by axe, by keyboard, magnified, respaced, narrow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from tests import samples
from tests.page.conftest import Served
from tests.parts.chromium import Chromium, Reading, View, Window

PHONE = View(width=390, height=844)
DESKTOP = View(width=1280, height=900)
NARROW = View(width=320, height=640)
"""A desktop of 1280 pixels at 400 %, WCAG 1.4.10."""

OPEN = "document.querySelectorAll('details').forEach(box => { box.open = true })"
"""What stands behind a notice or a button is read as well."""

RESTYLE = """css => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
}"""
"""A reader's own stylesheet: no policy of a page is in its way."""

SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-block-end: 2em !important }"""
"""The text spacing that WCAG 1.4.12 asks for, no content being lost."""

DOUBLED = {"standard": 32, "fixed": 26}
"""Text of twice its size, WCAG 1.4.4, as a reader sets it in the browser: media queries see it too."""

LOST = """() => {
    const told = e => e.outerHTML.replace(/\\s+/g, ' ').slice(0, 80);
    const style = e => getComputedStyle(e);
    const scrolls = e => e && (/auto|scroll/.test(style(e).overflowX) || scrolls(e.parentElement));
    const elements = [...document.querySelectorAll('body *')].filter(e => e.checkVisibility());
    const sticksOut = box => box.right > innerWidth + 1 || box.left < -1;
    const hides = e => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1;
    return {
        overflow: Math.max(0, document.documentElement.scrollWidth - innerWidth),
        clipped: elements
            .filter(e => hides(e) && /hidden|clip/.test(style(e).overflow) && style(e).position !== 'absolute')
            .filter(e => e.textContent.trim())
            .map(told),
        outside: elements
            .filter(e => sticksOut(e.getBoundingClientRect()))
            .filter(e => style(e).position !== 'absolute' && !scrolls(e.parentElement))
            .map(told).slice(0, 5),
    };
}"""
"""Where text cannot be reached: boxes that hide what does not fit, and what sticks out of the window."""

UNSEEN_FOCUS = """() => {
    const found = [];
    const all = document.querySelectorAll('a[href], summary, [tabindex="0"], video[controls], audio[controls], iframe');
    for (const element of all) {
        if (!element.checkVisibility()) continue;
        element.focus();
        if (document.activeElement !== element || !element.matches(':focus-visible')) continue;
        const seen = getComputedStyle(element);
        const ring = seen.outlineStyle !== 'none' && parseFloat(seen.outlineWidth) >= 2;
        if (!ring) found.push(element.outerHTML.slice(0, 80));
    }
    const jumps = document.querySelectorAll('[tabindex]:not([tabindex="0"]):not([tabindex="-1"])').length;
    return {unseen: found, jumps};
}"""

FOCUSED = """() => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const box = e.getBoundingClientRect();
    const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
    const y = Math.min(Math.max(box.top + Math.min(box.height, 20) / 2, 1), innerHeight - 1);
    const top = document.elementFromPoint(x, y);
    return {
        place: [...document.querySelectorAll('*')].indexOf(e),
        name: e.outerHTML.slice(0, 80),
        seen: box.bottom > 0 && box.top < innerHeight && !!top && (e.contains(top) || top.contains(e)),
    };
}"""


def _shown(window: Window, page: Served) -> Reading:
    return window.show(page.html, {name.lower(): text for name, text in page.headers.items()})


def axe_faults(browser: Chromium, pages: Iterable[Served]) -> dict[str, list[str]]:
    """What axe finds on pages, closed and opened, by day and by night; by page and sight."""
    faults: dict[str, list[str]] = {}
    with browser.window(PHONE, samples.media()) as window:
        for page in pages:
            reading = _shown(window, page)
            if "<details" in page.html:
                faults[f"{page.name}, closed"] = reading.axe()
                reading.page.evaluate(OPEN)
            faults[f"{page.name}, light"] = reading.axe()
            reading.page.emulate_media(color_scheme="dark")
            faults[f"{page.name}, dark"] = reading.axe("color-contrast", "link-in-text-block")
    return {name: found for name, found in faults.items() if found}


def test_axe_finds_nothing_on_any_page(browser: Chromium, served: tuple[Served, ...]) -> None:
    """WCAG 2.2 AA and best practice, closed and opened, by day and by night: no violation, nothing left undecided."""
    assert axe_faults(browser, served) == {}


def _unlike(served: Iterable[Served]) -> list[Served]:
    """The pages whose boxes are not those of another: each in HTML, and in AMP where it has components."""
    return [page for page in served if page.format == "html" or "<amp-" in page.html]


def _lost(reading: Reading, view: View, css: str = "") -> dict[str, Any]:
    reading.page.set_viewport_size({"width": view.width, "height": view.height})
    reading.page.evaluate(RESTYLE, css)
    return {kind: found for kind, found in reading.page.evaluate(LOST).items() if found}


def losses(browser: Chromium, pages: Iterable[Served]) -> dict[str, Any]:
    """What cannot be reached on pages at 400 %, respaced, and in text of twice the size; by page and sight."""
    faults: dict[str, Any] = {}
    with browser.window(NARROW, samples.media()) as window:
        for page in _unlike(pages):
            reading = _shown(window, page)
            reading.page.evaluate(OPEN)
            faults[f"{page.name} at 320"] = _lost(reading, NARROW)
            for view in (NARROW, PHONE, DESKTOP):
                faults[f"{page.name} respaced at {view.width}"] = _lost(reading, view, SPACED)
            reading.page.context.new_cdp_session(reading.page).send("Page.setFontSizes", {"fontSizes": DOUBLED})
            for view in (PHONE, DESKTOP):
                faults[f"{page.name} doubled at {view.width}"] = _lost(reading, view)
            assert reading.page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    return {name: found for name, found in faults.items() if found}


def test_nothing_is_lost_however_it_is_read(browser: Chromium, served: tuple[Served, ...]) -> None:
    """At 400 %, respaced, and in text of twice the size, every word can be reached without scrolling sideways."""
    assert losses(browser, served) == {}


def test_focus_is_seen_wherever_it_goes(browser: Chromium, served: tuple[Served, ...]) -> None:
    """Each link, notice and box that scrolls shows a ring of at least two pixels when a keyboard comes to it."""
    faults: dict[str, Any] = {}
    with browser.window(DESKTOP, samples.media()) as window:
        for page in _unlike(served):
            reading = _shown(window, page)
            reading.page.evaluate(OPEN)
            reading.page.keyboard.press("Tab")  # from now on the browser shows focus as to a reader with a keyboard
            found = reading.page.evaluate(UNSEEN_FOCUS)
            if found["unseen"] or found["jumps"]:
                faults[page.name] = found
    assert faults == {}


@pytest.mark.parametrize(
    "path",
    ["/world/asia/harbour-talks", "/politics/live/assembly-budget-vote", "/world/marjana-desalination-ar"],
)
def test_the_keyboard_goes_through_a_page_in_its_order(
    browser: Chromium, served: tuple[Served, ...], path: str
) -> None:
    """Tab goes first to the link past the masthead, then through the page in its order; nothing covers its goal."""
    [page] = [page for page in served if page.path == path and page.format == "html"]
    visited: list[dict[str, Any]] = []
    with browser.window(PHONE, samples.media()) as window:
        reading = _shown(window, page)
        for _ in range(80):
            reading.page.keyboard.press("Tab")
            at = reading.page.evaluate(FOCUSED)
            if at is None or at["place"] in [before["place"] for before in visited]:
                break
            visited.append(at)
    assert 'class="skip"' in visited[0]["name"]
    assert [stop["place"] for stop in visited] == sorted(stop["place"] for stop in visited)
    assert [stop["name"] for stop in visited if not stop["seen"]] == []
    assert len(visited) > 15
