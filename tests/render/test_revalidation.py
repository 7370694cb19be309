"""What readers and instances have already is not made again: one conditional read tells whether it is still right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from render import pages, versions
from render.function import RenderFunction
from slugline.page.render import render
from slugline.storage import Storage, Stored
from slugline.story.decode import decode
from tests.parts.faults import FaultyProxy
from tests.render.conftest import Start
from tests.render.newsroom import Json, Reader, S3Shelf, Shelf, key, story


class Watched:
    """A storage that notes what it is asked."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.reads: list[tuple[str, bool, bool]] = []
        """Key; whether a condition was set; whether it held."""

    def open(self) -> Watched:
        """One request's use of it: the same."""
        return self

    def read(self, key: str, unless: str | None = None) -> Stored | None:
        """As the storage."""
        stored = self.storage.read(key, unless)
        self.reads.append((key, unless is not None, stored is None))
        return stored


class Work:
    """Notes how often a document is decoded and a page rendered; both are done all the same."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.done: list[str] = []
        monkeypatch.setattr(versions, "decode", self._noting("decode", decode))
        monkeypatch.setattr(pages, "render", self._noting("render", render))

    def _noting(self, name: str, do: Callable[..., object]) -> Callable[..., object]:
        def noted(*given: object) -> object:
            self.done.append(name)
            return do(*given)

        return noted


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    """What is done in this test."""
    return Work(monkeypatch)


def watch(function: RenderFunction, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool, bool]]:
    """Notes what a function asks of its storage, whichever it is."""
    watched = Watched(function.pages.storage)
    monkeypatch.setattr(function.pages, "storage", watched)
    return watched.reads


@pytest.mark.parametrize("fresh", [False, True], ids=["same instance", "fresh instance"])
def test_a_page_that_the_reader_has(
    shelf: Shelf, start: Start, work: Work, monkeypatch: pytest.MonkeyPatch, *, fresh: bool
) -> None:
    """304 costs one conditional read, no decoding, no rendering: on a fresh instance too, and for a weak validator."""
    shelf.put("/a", story("/a"))
    function = start(shelf.setting)
    for path in ("/a", "/amp/a"):
        validator = Reader(function).ask(path).headers["ETag"]
        again = start(shelf.setting) if fresh else function
        reads = watch(again, monkeypatch)
        work.done.clear()
        for sent in (validator, f"W/{validator}", f'"x", {validator}'):
            reads.clear()
            answered = Reader(again).again(path, sent)
            assert (answered.status, answered.headers["ETag"]) == (304, validator)
            assert reads == [(key("/a"), True, True)]
        assert work.done == []


def test_a_revalidation_is_one_request_to_s3(remote: S3Shelf, start: Start, proxy: FaultyProxy) -> None:
    """On the wire, a 304 is one GET with S3's own, strong ETag as its condition; a memory hit is just the same."""
    remote.put("/a", story("/a"))
    reader = Reader(start(remote.setting))
    validator = reader.ask("/a").headers["ETag"]
    etag = remote.bucket.versions(f"newsroom/{key('/a')}")[0].etag
    for headers, status in (({"If-None-Match": f"W/{validator}"}, 304), ({}, 200), ({"If-None-Match": '"x"'}, 200)):
        proxy.forget()
        assert reader.ask("/a", headers=headers).status == status
        assert [(seen.method, seen.headers.get("if-none-match")) for seen in proxy.requests] == [("GET", etag)]


def test_memory(shelf: Shelf, start: Start, work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page in memory is given after one conditional read; a changed story is read, decoded and rendered once."""
    shelf.put("/a", story("/a", headline="First"))
    function = start(shelf.setting)
    reader = Reader(function)
    first = reader.ask("/a")
    reads = watch(function, monkeypatch)
    work.done.clear()
    assert reader.ask("/a") == first
    assert (reads, work.done) == ([(key("/a"), True, True)], [])
    shelf.put("/a", story("/a", headline="Second"))
    second = reader.again("/a", first.headers["ETag"])
    assert second.status == 200
    assert "Second" in second.body
    assert second.headers["ETag"] != first.headers["ETag"]
    assert reads[1:] == [(key("/a"), True, False)]
    assert work.done == ["decode", "render"]


def test_a_reader_with_an_older_page(shelf: Shelf, start: Start, work: Work) -> None:
    """Where memory is newer than the reader's copy, the page comes from memory; where a reader is newer, it is 304."""
    shelf.put("/a", story("/a", headline="First"))
    old, new = start(shelf.setting), start(shelf.setting)
    first = Reader(old).ask("/a")
    shelf.put("/a", story("/a", headline="Second"))
    second = Reader(new).ask("/a")
    work.done.clear()
    assert Reader(new).again("/a", first.headers["ETag"]) == second
    assert Reader(old).again("/a", second.headers["ETag"]).status == 304
    assert work.done == []


@pytest.mark.parametrize("sent", ["*", " * "])
def test_any_page_will_do(folder: Shelf, start: Start, sent: str) -> None:
    """`*` is answered 304 where there is a page, and as ever where there is none."""
    folder.put("/a", story("/a"))
    reader = Reader(start(folder.setting))
    assert reader.again("/a", sent).status == 304
    assert reader.again("/a", sent).status == 304
    assert reader.again("/none", sent).status == 404


@pytest.mark.parametrize("sent", ['"', "W/", "é", '"a.b"', "\x00", "," * 5_000, '"' + "A" * 100_000 + '"', "* , x"])
def test_a_hostile_validator(folder: Shelf, start: Start, sent: str) -> None:
    """What is no validator of ours is passed over."""
    folder.put("/a", story("/a"))
    assert Reader(start(folder.setting)).again("/a", sent).status == 200


def test_one_format_does_not_vouch_for_the_other(folder: Shelf, start: Start, baked: Path) -> None:
    """A validator is of one page: another format, address, site or build has another one."""
    content: Json = story("/a")
    folder.put("/a", content)
    folder.put("/b", content | {"path": "/b"})
    one = Reader(start(folder.setting))
    elsewhere = Reader(start(folder.setting, SLUGLINE_BASE_URL="https://other.example"))
    assert baked
    validator = one.ask("/a").headers["ETag"]
    others = [(one, "/amp/a"), (one, "/b"), (elsewhere, "/a")]
    assert [reader.again(path, validator).status for reader, path in others] == [200, 200, 200]
    assert len({validator, *(reader.ask(path).headers["ETag"] for reader, path in others)}) == 4


def test_one_address_does_not_vouch_for_the_other(remote: S3Shelf, start: Start) -> None:
    """The same bytes have the same ETag at two addresses in S3; still a page at one is not what the other leads to."""
    for path in ("/a", "/b"):
        remote.put(path, story("/a"))
    reader = Reader(start(remote.setting))
    validator = reader.ask("/a").headers["ETag"]
    assert reader.again("/a", validator).status == 304
    assert reader.again("/b", validator).status == 301


def test_a_page_away_from_its_path(shelf: Shelf, start: Start) -> None:
    """A story shown away from its own path gives way once this path leads somewhere, for memory and for validators."""
    shelf.put("/a", story("/b"))
    reader = Reader(start(shelf.setting))
    away = reader.ask("/a")
    assert (away.status, away.headers["Cache-Tag"]) == (200, "site,story:s-/b,path:/a,path:/b")
    assert reader.again("/a", away.headers["ETag"]).status == 304
    shelf.put("/b", story("/b"))
    assert [reader.ask("/a").status, reader.again("/a", away.headers["ETag"]).status] == [301, 301]


def test_a_page_that_is_gone(shelf: Shelf, start: Start) -> None:
    """A story that was removed is 404 at once, for memory and for validators."""
    shelf.put("/a", story("/a"))
    reader = Reader(start(shelf.setting))
    validator = reader.ask("/a").headers["ETag"]
    shelf.remove("/a")
    assert [reader.ask("/a").status, reader.again("/a", validator).status] == [404, 404]
