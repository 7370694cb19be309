"""Where readers are sent: to a story's own address, to where it moved, and never in a circle."""

from __future__ import annotations

from pathlib import Path

import pytest

from slugline.errors import Misconfigured
from tests.render.conftest import Log, Start
from tests.render.newsroom import BASE_URL, FolderShelf, Json, Reader, document, redirect, story

ENGLISH = Path(__file__).parents[2] / "templates" / "site.toml"


def follow(reader: Reader, path: str) -> tuple[int, list[str]]:
    """The status at the end of the way from an address, and the addresses on it."""
    way = [path]
    while (answered := reader.ask(way[-1].partition("#")[0])).status in (301, 302):
        there = answered.headers["Location"]
        assert there not in way, f"a circle: {way} {there}"
        way.append(there)
    return answered.status, way


@pytest.mark.parametrize(
    ("documents", "asked", "there"),
    [
        ([story("/b")], "/amp/b", (200, [])),
        ([("/a", story("/b")), story("/b")], "/a", (200, ["/b"])),
        ([("/a", story("/b")), story("/b")], "/amp/a", (200, ["/amp/b"])),
        ([("/a", story("/b"))], "/a", (200, [])),
        ([("/a", story("/b")), ("/b", b"{")], "/a", (200, [])),
        ([("/a", story("/b")), ("/b", story("/a"))], "/a", (200, [])),
        ([("/a", story("/b")), ("/b", story("/c")), ("/c", story("/a"))], "/a", (200, [])),
        ([("/a", story("/b")), ("/b", redirect("/b", "/a"))], "/a", (200, [])),
        ([("/a", story("/b")), ("/b", redirect("/b", "/c")), story("/c")], "/a", (200, ["/b", "/c"])),
        ([("/a", story("/A"))], "/a", (200, [])),
        ([("/a", story("/b/amp")), ("/b/amp", story("/b/amp")), story("/b")], "/a", (200, [])),
        ([("/a", story("/amp/b")), ("/amp/b", story("/amp/b")), story("/b")], "/amp/a", (200, [])),
        ([("/a", story("/港")), ("/港", story("/港"))], "/a", (200, ["/%E6%B8%AF"])),
        ([redirect("/a", "/b"), story("/b")], "/amp/a", (200, ["/amp/b"])),
        ([redirect("/a", "/b"), story("/b", amp=False)], "/amp/a", (200, ["/amp/b", "/b"])),
        ([redirect("/a", "/B/"), story("/b")], "/a", (200, ["/b"])),
        ([redirect("/a", "/b?amp=1"), story("/b")], "/a", (200, ["/b"])),
        ([redirect("/a", "/b#part-2"), story("/b")], "/a", (200, ["/b#part-2"])),
        ([redirect("/a", f"{BASE_URL}/b"), story("/b")], "/a", (200, ["/b"])),
        ([redirect("/a", "HTTP://WWW.Meridian.example:80/b"), story("/b")], "/a", (200, ["/b"])),
        (
            [redirect("/a", "/b"), redirect("/b", "/c"), redirect("/c", "/d"), story("/d")],
            "/a",
            (200, ["/b", "/c", "/d"]),
        ),
        ([redirect("/a", "/b"), document("withdrawn", "/b")], "/a", (410, ["/b"])),
        ([redirect("/a", "/world")], "/a", (404, ["/world"])),
        ([redirect("/a", "/world")], "/amp/a", (404, ["/world"])),
        ([redirect("/a", "/")], "/a", (404, ["/"])),
        ([redirect("/a", "/x/../b"), story("/b")], "/a", (200, ["/b"])),
        ([redirect("/a", "/x/%2E%2e/b"), story("/b")], "/a", (200, ["/b"])),
        ([redirect("/a", "https://www.meridian.example./b"), story("/b")], "/a", (200, ["/b"])),
    ],
)
def test_the_way(
    folder: FolderShelf,
    start: Start,
    documents: list[Json | tuple[str, Json | bytes]],
    asked: str,
    there: tuple[int, list[str]],
) -> None:
    """A reader gets from any address to the page in the format asked for, by 301 from each document to the next."""
    for stored in documents:
        path, content = (stored["path"], stored) if isinstance(stored, dict) else stored
        folder.put(path, content)
    status, way = there
    assert follow(Reader(start(folder.setting)), asked) == (status, [asked, *way])


@pytest.mark.parametrize(
    "locations",
    [
        ["/a"],
        ["/A"],
        ["/amp/a"],
        ["/a#top"],
        ["/a?utm=1"],
        [f"{BASE_URL}/a"],
        [f"{BASE_URL}:443/a#top"],
        ["http://www.MERIDIAN.example/a"],
        ["/b", "/a"],
        ["/b", "/b"],
        ["/b", "/c", "/b"],
        ["/b", "/c#x", f"{BASE_URL}/a?x=1"],
        ["/x/../a"],
        ["/%2e/a"],
        ["https://www.meridian.example./a"],
        ["https://www.meridian.example.:443/./a"],
    ],
)
def test_a_circle(folder: FolderShelf, start: Start, log: Log, locations: list[str]) -> None:
    """Redirects that lead round are 404, kept for seconds, and told, however an address of this site is written."""
    for path, location in zip("abc", locations, strict=False):
        folder.put(f"/{path}", redirect(f"/{path}", location))
    function = start(folder.setting)
    for asked in ("/a", "/amp/a"):
        answered = Reader(function).ask(asked)
        assert answered.status == 404
        assert answered.headers["Cache-Control"] == "max-age=0, s-maxage=5, stale-if-error=0"
        told = log.read()
        assert "stories/a.json" in told.lines[-1]["faults"][0]
        assert told.metrics["Faults"] == 1


@pytest.mark.parametrize(
    "location",
    [
        "https://other.example/a",
        "https://www.meridian.example.evil.example/a",
        "https://www.meridian.example:8443/a",
        "https://www.meridian.example",
        "mailto:desk@meridian.example",
        "/Search?q=Harbour&page=2#found",
        "https://www.meridian.example/Search?q=Harbour",
    ],
)
def test_no_story_of_this_site(folder: FolderShelf, start: Start, location: str) -> None:
    """An address of another site, or of this one but of no story, is passed on as it is, in either format."""
    folder.put("/a", redirect("/a", location))
    reader = Reader(start(folder.setting))
    for asked in ("/a", "/amp/a"):
        answered = reader.ask(asked)
        assert (answered.status, answered.headers["Location"]) == (301, location)


def with_amp(folder: Path, state: str) -> str:
    """A theme that has another state of AMP in its settings, and nothing else of its own."""
    folder.mkdir()
    settings = ENGLISH.read_text("utf-8")
    assert 'amp = "on"' in settings
    (folder / "site.toml").write_text(settings.replace('amp = "on"', state), "utf-8")
    return str(folder)


def test_amp_off_for_new_stories(folder: FolderShelf, start: Start, tmp_path: Path) -> None:
    """From a day on, new stories have no AMP page: its address leads to the page for now. Older ones keep theirs."""
    theme = with_amp(tmp_path / "theme", 'amp = "off for new stories"\namp_ends = 2026-06-01T00:00:00+02:00')
    folder.put("/old", story("/old", published_at="2026-05-31T21:59:59Z", updated_at="2026-07-01T00:00:00Z"))
    folder.put("/new", story("/new", published_at="2026-05-31T22:00:00Z"))
    reader = Reader(start(folder.setting, SLUGLINE_THEME=theme))
    assert reader.ask("/amp/old").status == 200
    assert "amphtml" in reader.ask("/old").body
    assert (reader.ask("/amp/new").status, follow(reader, "/amp/new")) == (302, (200, ["/amp/new", "/new"]))
    assert "amphtml" not in reader.ask("/new").body


def test_amp_off_from_no_day(folder: FolderShelf, start: Start, tmp_path: Path) -> None:
    """Off for new stories without a day fails the start, and names what to write."""
    theme = with_amp(tmp_path / "theme", 'amp = "off for new stories"')
    with pytest.raises(Misconfigured, match=r"site\.toml.*write amp_ends"):
        start(folder.setting, SLUGLINE_THEME=theme)


def test_amp_retired(folder: FolderShelf, start: Start, tmp_path: Path) -> None:
    """Where AMP is retired, every AMP address leads to its page for good, read or not; the page names no AMP."""
    theme = with_amp(tmp_path / "theme", 'amp = "retired"')
    folder.put("/a", story("/a"))
    reader = Reader(start(folder.setting, SLUGLINE_THEME=theme))
    assert follow(reader, "/amp/a") == (200, ["/amp/a", "/a"])
    assert reader.ask("/amp/a").status == 301
    assert reader.ask("/amp/none").status == 301
    assert follow(reader, "/a.amp") == (200, ["/a.amp", "/amp/a", "/a"])
    assert "amphtml" not in reader.ask("/a").body
    assert "amphtml" in Reader(start(folder.setting)).ask("/a").body
