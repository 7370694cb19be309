"""The golden screenshots: what a reader sees is what was reviewed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import screens
from tests.parts.chromium import Chromium

LARGEST = 2_000_000
"""Bytes of all golden screenshots together."""

CHANGES = {
    "a colour": ":root { --accent: #8f4a1f }",
    "a headline that stands lower": "h1 { position: relative; inset-block-start: 4px }",
    "a block that is not there": ".standfirst { visibility: hidden }",
    "a face": "h1 { font-family: var(--sans) }",
    "a hairline": ".credits { border-block-end-color: transparent }",
}


def test_pages_look_as_they_were_reviewed(browser: Chromium) -> None:
    """Ten pages at three widths look as their golden screenshots; after a change that is meant, `make golden`.

    With another browser or other faces than those were made with, lines break elsewhere: then only the whole is held.
    """
    alike = screens.stored_with() == screens.made_with(browser)
    was, now = screens.stored(), dict(screens.shots(browser))
    assert was.keys() == now.keys()
    changed = _changed(was, now, alike=alike)
    if changed:  # a page of a busy machine is at times drawn halfway: what counts differs twice
        again = dict(screens.shots(browser, names=sorted({name.split("-")[0] for name in changed})))
        changed = _changed(was, {name: again[name] for name in changed}, alike=alike)
    assert changed == {}


def _changed(was: dict[str, bytes], now: dict[str, bytes], *, alike: bool) -> dict[str, str]:
    """What differs of the screenshots that were taken now, by name, in words."""
    found = {name: screens.difference(was[name], now[name], alike=alike) for name in now}
    return {name: words for name, words in found.items() if words}


def _phone(browser: Chromium, theme: Path | None = None) -> Iterator[screens.Shot]:
    """One page on a phone."""
    return screens.shots(browser, theme, ["story"], [360])


@pytest.fixture(scope="module")
def reviewed(browser: Chromium) -> dict[str, bytes]:
    """One page as it is, taken here: what a change is held against."""
    return dict(_phone(browser))


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen(browser: Chromium, reviewed: dict[str, bytes], tmp_path: Path, change: str) -> None:
    """A small change of one rule is seen on a phone already."""
    changed = dict(_phone(browser, _theme(tmp_path, CHANGES[change])))
    for name, shot in reviewed.items():
        assert screens.difference(shot, changed[name], alike=True), name


def test_the_same_page_is_the_same(browser: Chromium, reviewed: dict[str, bytes]) -> None:
    """Taken twice, a page does not differ from itself, whichever way it is compared."""
    again = dict(_phone(browser))
    for name, shot in reviewed.items():
        assert screens.difference(shot, again[name], alike=True) == ""
        assert screens.difference(shot, again[name], alike=False) == ""


def test_elsewhere_the_whole_is_held(browser: Chromium, reviewed: dict[str, bytes], tmp_path: Path) -> None:
    """Where other faces are taken, a page passes in them, but not on another paper, nor without its story."""
    faces = ":root { --serif: 'DejaVu Serif', serif; --sans: 'DejaVu Sans', sans-serif }"
    paper = ":root { --paper: #888 }"
    lost = "main { display: none }"
    found = [_whole(browser, reviewed, tmp_path / str(at), css) for at, css in enumerate((faces, paper, lost))]
    assert found == [[], [*reviewed], [*reviewed]]


def _whole(browser: Chromium, reviewed: dict[str, bytes], folder: Path, css: str) -> list[str]:
    """What is seen of a change where only the whole is compared."""
    changed = dict(_phone(browser, _theme(folder, css)))
    return [name for name, shot in reviewed.items() if screens.difference(shot, changed[name], alike=False)]


def _theme(folder: Path, css: str) -> Path:
    """A theme that changes some rules of the default, and nothing else."""
    file = folder / "page" / "theme.css"
    file.parent.mkdir(parents=True)
    file.write_text(css, "utf-8")
    return folder


def test_the_set_is_small() -> None:
    """All that is kept stays small enough to be looked at, and to be cloned."""
    kept = screens.stored()
    assert len(kept) == len(screens.PAGES) * len(screens.WIDTHS)
    assert sum(map(len, kept.values())) < LARGEST
