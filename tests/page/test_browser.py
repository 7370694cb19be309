"""The samples in a real browser, under their own policy: on a phone and a desktop, by day and by night."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import pytest

from tests import samples
from tests.page.conftest import Served
from tests.parts.chromium import Chromium, Reading, View

ELSEWHERE = "net::ERR_NAME_NOT_RESOLVED"
"""How a request to another host ends here: there is no network."""

PLAIN = View(width=360, height=740, javascript=False)
SIGHTS: tuple[tuple[int, Literal["light", "dark"]], ...] = ((360, "light"), (1280, "dark"))

QUIET = 3
"""How often in a row every picture must be found loaded: one that is chosen anew begins to load a moment later."""

LOOK = """() => {
    const scrolls = e => e && (/auto|scroll/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
    const lead = document.querySelector('main img[fetchpriority=high]');
    const box = lead && lead.getBoundingClientRect();
    const heading = document.querySelector('h1').getBoundingClientRect();
    return {
        // Even what is clipped sticks out; what stands in a box that scrolls does not.
        wide: [...document.querySelectorAll('main *')]
            .filter(e => e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1)
            .filter(e => !scrolls(e.parentElement))
            .map(e => e.outerHTML.slice(0, 90)).slice(0, 5),
        overflow: document.documentElement.scrollWidth - innerWidth,
        headings: document.querySelectorAll('h1').length,
        heading: heading.width > 100 && heading.height > 20,
        lead: lead ? [lead.complete && lead.naturalWidth > 0, box.width > 100, box.height > 50] : null,
        unloaded: [...document.images]
            .filter(i => i.complete && !i.naturalWidth && new URL(i.currentSrc || i.src).host === location.host)
            .map(i => i.src),
    }
}"""
SHIFT = """() => new Promise(resolve => {
    let sum = 0;
    new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value })
        .observe({type: 'layout-shift', buffered: true});
    requestAnimationFrame(() => setTimeout(() => resolve(sum), 150));
})"""


@contextmanager
def _open(browser: Chromium, page: Served, view: View) -> Iterator[Reading]:
    with browser.open(
        page.html, view, {name.lower(): text for name, text in page.headers.items()}, samples.media()
    ) as reading:
        yield reading


def _looks(reading: Reading, *, lead: bool) -> dict[str, Any]:
    """What is wrong with how a page looks, by kind; empty for a good one."""
    seen = reading.page.evaluate(LOOK)
    faults = {
        "complaints": reading.complaints(ELSEWHERE),
        "overflow": max(0, seen["overflow"]),
        "wide": seen["wide"],
        "headings": None if seen["headings"] == 1 and seen["heading"] else seen["headings"],
        "lead": None if not lead or seen["lead"] == [True, True, True] else seen["lead"] or "none",
        "unloaded": seen["unloaded"],
    }
    return {kind: fault for kind, fault in faults.items() if fault}


def _settle(reading: Reading) -> None:
    """Waits for the pictures that a new width asks for; without scripts the page cannot be told to wait by itself."""
    quiet = 0
    for _ in range(200):
        reading.page.wait_for_timeout(25)
        loaded = reading.page.evaluate(
            "[...document.images].every(image => image.getBoundingClientRect() && image.complete)"
        )
        quiet = quiet + 1 if loaded else 0
        if quiet == QUIET:
            return
    raise AssertionError("pictures are still being loaded")


def _of(served: tuple[Served, ...], *paths: str, page_format: str = "html") -> list[Served]:
    found = {page.path: page for page in served if page.format == page_format}
    return [found[path] for path in paths]


def _has_lead_picture(page: Served) -> bool:
    """Whether the page has a picture to be painted at once."""
    return 'fetchpriority="high"' in page.html.partition("<main")[2]


def test_every_page_looks_whole_without_scripts(browser: Chromium, served: tuple[Served, ...]) -> None:
    """On a phone by day and a desktop by night: no complaint, nothing overflows, one headline, the lead painted."""
    faults = {}
    html = [page for page in served if page.format == "html"]
    for page in html:
        with _open(browser, page, PLAIN) as reading:
            for width, scheme in SIGHTS:
                reading.page.set_viewport_size({"width": width, "height": 800})
                reading.page.emulate_media(color_scheme=scheme)
                _settle(reading)
                faults[f"{page.name} at {width}"] = _looks(reading, lead=_has_lead_picture(page))
    for name in [name for name in faults if samples.BROKEN in name]:  # one of its pictures is not there
        assert {*faults.pop(name)} <= {"complaints", "unloaded"}
    assert {name: found for name, found in faults.items() if found} == {}
    assert sum(map(_has_lead_picture, html)) >= samples.LEAST


@pytest.mark.parametrize(
    ("path", "scheme"),
    [
        ("/world/asia/harbour-talks", "light"),
        ("/world/asia/harbour-talks", "dark"),
        ("/politics/live/assembly-budget-vote", "dark"),
        ("/world/live/sarn-tunnel", "light"),
        ("/world/live/sarn-tunnel/page/2", "dark"),
        ("/world/marjana-desalination-ar", "light"),
        ("/world/marjana-desalination-ar", "dark"),
        ("/world/storm-hanne-in-posts", "light"),
        ("/culture/the-salt-ledger", "dark"),
        ("/science/how-tides-are-predicted", "light"),
        ("/business/sponsored/old-houses-warm", "dark"),
    ],
)
def test_nothing_shifts(browser: Chromium, served: tuple[Served, ...], path: str, scheme: Any) -> None:
    """Nothing moves while a page is loaded, by day, by night, from right to left; and nothing is complained of."""
    [page] = _of(served, path)
    with _open(browser, page, View(width=390 if scheme == "light" else 1280, scheme=scheme)) as reading:
        assert reading.page.evaluate(SHIFT) == 0
        assert reading.complaints(ELSEWHERE) == []


@pytest.mark.parametrize(
    "path",
    [
        "/world/asia/harbour-talks",
        "/world/live/sarn-tunnel",
        "/sport/arrel-regatta-eights",
        "/science/delta-learning-to-rise",
    ],
)
@pytest.mark.parametrize("javascript", [True, False])
def test_amp_is_painted_without_its_cdn(
    browser: Chromium, served: tuple[Served, ...], path: str, *, javascript: bool
) -> None:
    """With AMP's CDN out of reach the page is there all the same: its text, its lead, and nothing that moves."""
    [page] = _of(served, path, page_format="amp")
    with _open(browser, page, View(width=390, javascript=javascript)) as reading:
        assert _looks(reading, lead=_has_lead_picture(page)) == {}
        assert reading.page.is_visible("main p >> nth=3")
        asked = [url for url in reading.requests if "cdn.ampproject.org" in url]
        assert bool(asked) == (javascript and "cdn.ampproject.org" in page.html)
        if javascript:
            assert reading.page.evaluate(SHIFT) == 0


def test_samples_cover_scripts_and_directions(served: tuple[Served, ...]) -> None:
    """Among the pages are right-to-left ones, and ones in scripts that are set otherwise."""
    languages = {page.article.language.split("-")[0] for page in served}
    assert {"en", "ar", "ja", "hi"} <= languages
    assert any('dir="rtl"' in page.html for page in served)
