"""Embargo and expiry, to the second: for pages that are made, that are in memory, and that the reader has."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from render.function import RenderFunction
from render.report import Report
from render.request import Request
from slugline.answer import Answer
from slugline.storage import Storage, Stored
from tests.render.conftest import Start
from tests.render.newsroom import FolderShelf, story

MOMENT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)


def ask(function: RenderFunction, now: datetime, validator: str | None = None, path: str = "/a") -> Answer:
    """What a function answers at a time."""
    return function.pages.answer(Request("GET", path, "", validator, now), Report())


def longest(answered: Answer) -> int:
    """How many seconds an answer may be shown for at most, fresh or stale."""
    kept = {name: int(number) for name, number in re.findall(r"([a-z-]+)=(\d+)", answered.headers["Cache-Control"])}
    stale = max(kept.get("stale-while-revalidate", 0), kept.get("stale-if-error", 0))
    return max(kept["max-age"], kept["s-maxage"]) + stale


@pytest.mark.parametrize("path", ["/a", "/amp/a"])
def test_embargo(folder: FolderShelf, start: Start, path: str) -> None:
    """Until its embargo ends a story is not there, and what says so is not kept past that; then it is there."""
    folder.put("/a", story("/a", embargo_until="2026-11-24T13:00:00+01:00"))
    function = start(folder.setting)
    for left in (timedelta(days=1), timedelta(seconds=5), timedelta(seconds=2.5), timedelta(seconds=1), INSTANT):
        absent = ask(function, MOMENT - left, path=path)
        assert absent.status == 404
        assert "The story at" not in absent.body
        assert longest(absent) == min(5, int(left.total_seconds()))
    page = ask(function, MOMENT, path=path)
    assert page.status == 200
    assert ask(function, MOMENT - INSTANT, path=path).status == 200, "from memory: clocks do not run backwards"


@pytest.mark.parametrize("expiry", ["2026-11-24T12:00:00Z", "2026-11-24T12:00:00.900Z"])
def test_expiry(folder: FolderShelf, start: Start, expiry: str) -> None:
    """From its expiry on a story is gone: from memory, and for whoever has its page. No copy outlives it."""
    folder.put("/a", story("/a", expires_at=expiry, published_at="2020-01-01T00:00:00Z"))
    end = datetime.fromisoformat(expiry)
    function, fresh = start(folder.setting), start(folder.setting)
    validator = ask(function, end - timedelta(days=30)).headers["ETag"]
    for left in (timedelta(days=30), timedelta(hours=1), timedelta(seconds=61), timedelta(seconds=1.5), INSTANT):
        for one in (function, fresh):
            assert ask(one, end - left).status == 200
            assert ask(one, end - left, validator).status == 304
            for answered in (ask(one, end - left), ask(one, end - left, validator)):
                assert longest(answered) <= left.total_seconds()
    for late in (timedelta(0), INSTANT, timedelta(days=1)):
        for one in (function, fresh, start(folder.setting)):
            assert ask(one, end + late).status == 404
            assert ask(one, end + late, validator).status == 404
            assert ask(one, end + late, "*").status == 404


def test_a_lifted_expiry(folder: FolderShelf, start: Start) -> None:
    """A story whose expiry was taken away is there again, with another validator."""
    folder.put("/a", story("/a", expires_at="2026-11-24T12:00:00Z"))
    function = start(folder.setting)
    validator = ask(function, MOMENT - INSTANT).headers["ETag"]
    folder.put("/a", story("/a"))
    page = ask(function, MOMENT, validator)
    assert page.status == 200
    assert page.headers["ETag"] != validator


@pytest.mark.parametrize("name", ["embargo_until", "expires_at"])
def test_an_unsound_time_never_opens_a_story(folder: FolderShelf, start: Start, name: str) -> None:
    """A story whose embargo or expiry cannot be read is not shown."""
    folder.put("/a", story("/a", **{name: "soon"}))
    folder.put("/b", story("/b", **{name.replace("_", "-"): "2026-11-24T12:00:00Z"}))
    function = start(folder.setting)
    assert [ask(function, MOMENT, path=path).status for path in ("/a", "/b")] == [404, 404]


@pytest.mark.parametrize("validated", [False, True])
def test_storage_that_takes_its_time(folder: FolderShelf, start: Start, *, validated: bool) -> None:
    """A page is kept until its expiry from when it is sent: the seconds that storage took are not added to them."""
    folder.put("/a", story("/a", expires_at="2026-11-24T12:00:20Z", published_at="2020-01-01T00:00:00Z"))
    function = start(folder.setting)
    validator = ask(function, MOMENT).headers["ETag"] if validated else None
    slow = Request("GET", "/a", "", validator, MOMENT, elapsed=lambda: 2.5)
    answered = function.pages.answer(slow, Report())
    assert answered.status == (304 if validated else 200)
    assert longest(answered) == 17


class Slow:
    """A storage that takes two seconds, by the clock of a test."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.elapsed = 0.0

    def open(self) -> Slow:
        """One request's use of it: the same."""
        return self

    def read(self, key: str, unless: str | None = None) -> Stored | None:
        """As the storage, later."""
        self.elapsed += 2.0
        return self.storage.read(key, unless)


@pytest.mark.parametrize("had_by", ["nobody", "memory", "the reader"])
def test_an_expiry_that_comes_while_storage_is_read(folder: FolderShelf, start: Start, had_by: str) -> None:
    """A story that expires before its page could be sent is not shown any more, whoever has it already."""
    folder.put("/a", story("/a", expires_at="2026-11-24T12:00:01Z"))
    function = start(folder.setting)
    validator = ask(function, MOMENT).headers["ETag"]
    other = function if had_by == "memory" else start(folder.setting)
    slow = Slow(other.pages.storage)
    other.pages.storage = slow  # type: ignore[assignment] # as much of a storage as is asked for
    sent = validator if had_by == "the reader" else None
    late = Request("GET", "/a", "", sent, MOMENT, elapsed=lambda: slow.elapsed)
    answered = other.pages.answer(late, Report())
    assert answered.status == 404
    assert "The story at" not in answered.body
