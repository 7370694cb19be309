"""A bad publish never replaces a good page: while the newest version cannot be decoded, the last good one stands in."""

from __future__ import annotations

import pytest

from slugline.storage.s3 import MAX_VERSIONS
from slugline.story.limits import MAX_DOCUMENT_BYTES
from tests.parts import faults
from tests.render.conftest import Log, Start
from tests.render.newsroom import FolderShelf, Json, Reader, S3Shelf, as_bytes, document, key, redirect, story

GOOD = story("/a", headline="The good one")
BAD: dict[str, Json | bytes] = {
    "not JSON": b'{"version": "1", "headline": "Secret",',
    "empty": b"",
    "not UTF-8": b'{"headline": "\xff"}',
    "not an object": b"[1, 2]",
    "unsound": {**GOOD, "body": "Secret"},
    "of another format": {"type": "post", "title": "Secret"},
    "too large": b'{"x": "' + b"x" * MAX_DOCUMENT_BYTES + b'"}',
    "too deep": b"[" * 100_000,
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_the_last_good_version(remote: S3Shelf, start: Start, log: Log, bad: Json | bytes) -> None:
    """The newest version that can be decoded is served as ever, in both formats; the fault is told and counted."""
    for content in (story("/a", headline="An older one"), GOOD, {**GOOD, "kind": "?"}, bad):
        remote.put("/a", content)
    reader = Reader(start(remote.setting))
    for path in ("/a", "/amp/a"):
        page = reader.ask(path)
        assert page.status == 200
        assert "The good one" in page.body
        assert "ETag" in page.headers
        told = log.read()
        assert told.lines[0]["level"] == "ERROR"
        assert told.lines[0]["last_good"] is True
        assert told.lines[0]["faults"][0].startswith("stories/a.json: $")
        assert "Secret" not in told.text
        assert (told.metrics["Faults"], told.metrics["LastGoodServings"], told.metrics["Renders"]) == (1, 1, 1)


def test_each_serving_of_an_old_version_is_told(remote: S3Shelf, start: Start, log: Log) -> None:
    """As long as an old version stands in, each page and 304 that this instance gives is told: the alarm stays on."""
    remote.put("/a", GOOD)
    remote.put("/a", b"{")
    reader = Reader(start(remote.setting))
    page = reader.ask("/a")
    log.read()
    assert reader.ask("/a") == page
    assert reader.again("/a", page.headers["ETag"]).status == 304
    told = log.read()
    assert [line["status"] for line in told.lines] == [200, 304]
    assert (told.metrics["LastGoodServings"], told.metrics["Faults"]) == (2, 2)
    remote.put("/a", story("/a", headline="Mended"))
    assert "Mended" in reader.again("/a", page.headers["ETag"]).body
    assert "LastGoodServings" not in log.read().metrics


def test_an_old_version_is_not_taken_for_another(remote: S3Shelf, start: Start) -> None:
    """The same broken bytes over two good versions are two pages, for memory and for readers who have the first."""
    remote.put("/a", GOOD)
    remote.put("/a", b"{")
    reader = Reader(start(remote.setting))
    first = reader.ask("/a")
    remote.put("/a", story("/a", headline="The newer one"))
    remote.put("/a", b"{")
    assert "The newer one" in reader.ask("/a").body
    assert "The newer one" in reader.again("/a", first.headers["ETag"]).body


def test_a_takedown_with_a_slip_holds_below_a_broken_version(remote: S3Shelf, start: Start) -> None:
    """What was meant to hide the story hides it, whatever nonsense is published after it."""
    for content in (GOOD, {**document("withdrawn", "/a"), "kind": "withdrawm"}, b"{"):
        remote.put("/a", content)
    answered = Reader(start(remote.setting)).ask("/a")
    assert answered.status == 404
    assert "The good one" not in answered.body


@pytest.mark.parametrize(
    "good", [document("withdrawn", "/a"), redirect("/a", "/b"), story("/a", embargo_until="2999-01-01T00:00:00Z")]
)
def test_every_kind_of_version(remote: S3Shelf, start: Start, good: Json) -> None:
    """Whatever the last good version says holds: that a story moved, was withdrawn, or is not to be shown yet."""
    remote.put("/a", GOOD)
    remote.put("/a", good)
    wanted = Reader(start(remote.setting)).ask("/a")
    remote.put("/a", b"{")
    answered = Reader(start(remote.setting)).ask("/a")
    assert wanted.status in (301, 404, 410)
    assert (answered.status, answered.headers.get("Location")) == (wanted.status, wanted.headers.get("Location"))


def test_what_was_deleted_stays_so(remote: S3Shelf, start: Start) -> None:
    """A deleted story is 404; and a bad publish after it does not bring back what was deleted."""
    remote.put("/a", GOOD)
    remote.remove("/a")
    assert Reader(start(remote.setting)).ask("/a").status == 404
    remote.put("/a", b"{")
    assert Reader(start(remote.setting)).ask("/a").status == 500
    remote.put("/a", GOOD)
    remote.put("/a", b"{")
    assert Reader(start(remote.setting)).ask("/a").status == 200


def test_names_of_other_objects(remote: S3Shelf, start: Start) -> None:
    """Only versions of the object itself stand in, though others' names begin with its name."""
    name = "/a b+ü,世"
    remote.put(name, GOOD)
    remote.put(name, b"{")
    for other in (b"1", b"2"):
        remote.bucket.put(f"newsroom/stories{name}.json.bak", other)
    storage = start(remote.setting).pages.storage
    assert [version.data for version in storage.earlier(key(name))] == [as_bytes(GOOD)]


def test_no_good_version(remote: S3Shelf, start: Start, log: Log) -> None:
    """Where no version can be decoded it is 500, which nobody keeps; the search for a good one has an end."""
    remote.put("/a", GOOD)
    for _ in range(MAX_VERSIONS):
        remote.put("/a", b"{")
    answered = Reader(start(remote.setting)).ask("/a")
    assert (answered.status, answered.headers["Cache-Control"], answered.headers["Retry-After"]) == (
        500,
        "no-store",
        "30",
    )
    told = log.read()
    assert told.lines[0]["status"] == 500
    assert told.lines[0]["faults"][0].startswith("stories/a.json: $ is not JSON")
    assert told.metrics == {"Faults": len(told.lines[0]["faults"])}


@pytest.mark.parametrize(("status", "named"), [(403, "s3:ListBucketVersions"), (503, "SlowDown")])
def test_versions_that_cannot_be_read(remote: S3Shelf, start: Start, log: Log, status: int, named: str) -> None:
    """Where earlier versions cannot be read it is 503, and both faults are told; a refusal names the permission."""
    remote.put("/a", GOOD)
    remote.put("/a", b"{")
    reader = Reader(start(remote.setting))
    remote.proxy.set(faults.Status(status), only=lambda _, target: "versions" in target)
    assert reader.ask("/a").status == 503
    broken, unread = log.read().lines[0]["faults"]
    assert broken.startswith("stories/a.json: $ is not JSON")
    assert named in unread
    remote.proxy.clear()
    assert reader.ask("/a").status == 200


def test_a_folder_keeps_no_versions(folder: FolderShelf, start: Start) -> None:
    """Over a folder a broken document is 500 until it is mended."""
    folder.put("/a", GOOD)
    reader = Reader(start(folder.setting))
    assert reader.ask("/a").status == 200
    folder.put("/a", b"{")
    assert reader.ask("/a").status == 500
    folder.put("/a", GOOD)
    assert reader.ask("/a").status == 200
