"""The function as a whole: under several threads, and with the edges of what Lambda sends."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from urllib.parse import quote

import pytest

from slugline.storage.s3 import READ_SECONDS
from tests.parts import events, faults
from tests.render.conftest import Log, Start
from tests.render.newsroom import WAYS_IN, FolderShelf, Reader, S3Shelf, redirect, story

THREADS = 8


@pytest.mark.usefixtures("restless")
def test_threads(folder: FolderShelf, start: Start, log: Log) -> None:
    """Requests at the same time each get their own page, are told once under their own id, and counted rightly."""
    for number in range(THREADS):
        folder.put(f"/s{number}", story(f"/s{number}"))
    function = start(folder.setting, SLUGLINE_CACHE_BYTES="40000")

    def ask(number: int) -> list[str]:
        path = f"/s{number % THREADS}"
        reader = Reader(function, WAYS_IN[number % 2])
        found = []
        for turn in range(30):
            answered = reader.ask(path, method="GET" if turn % 3 else "PUT", request_id=f"r-{number}-{turn}")
            found.append(
                f"{answered.status} {path}" if f"The story at {path}<" in answered.body else str(answered.status)
            )
        return found

    with ThreadPoolExecutor(THREADS) as threads:
        for number, found in enumerate(threads.map(ask, range(2 * THREADS))):
            assert found == ([str(405)] + [f"200 /s{number % THREADS}"] * 2) * 10
    told = log.read()
    assert len({line["request_id"] for line in told.lines}) == len(told.lines) == 2 * THREADS * 30
    assert all(
        line["story"] == f"S-/s{int(line['request_id'].split('-')[1]) % THREADS}"
        for line in told.lines
        if line["story"]
    )
    assert told.metrics["Renders"] + told.metrics.get("MemoryHits", 0) == 2 * THREADS * 20


@pytest.mark.parametrize("path", ["/мир/порт", "/عالم", "/世/港", "/a/caf\u00e9"])
def test_every_script(folder: FolderShelf, remote: S3Shelf, start: Start, path: str) -> None:
    """A path of any script is found in a folder and in S3, behind a gateway that decodes it and one that does not."""
    for shelf in (folder, remote):
        shelf.put(path, story(path))
        function = start(shelf.setting)
        for way in WAYS_IN:
            answered = Reader(function, way).ask(quote(path))
            assert answered.status == 200
            assert f"/amp{quote(path)}" in answered.body


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/" + "a" * 300, 404),
        ("/" + "a" * 300 + "/b", 404),
        ("/a" * 1_500, 404),
        ("/" + quote("世" * 300), 404),
        ("/a" * 3_000, 400),
        ("/a%0Ab", 400),
        ("/%ED%A0%80", 400),
        ("/a%00", 400),
        ("/stories/../../etc/passwd", 400),
        ("/..%2f..%2fetc/passwd", 400),
    ],
)
def test_a_strange_path(folder: FolderShelf, remote: S3Shelf, start: Start, path: str, status: int) -> None:
    """A path that no file and no key can have is 404, one that no story can have 400; never a fault of storage."""
    for shelf in (folder, remote):
        function = start(shelf.setting)
        assert [Reader(function, way).ask(path).status for way in WAYS_IN] == [status] * 2


@pytest.mark.parametrize("query", ["amp&" * 200, "%", "amp=%ff", "outputType", "x=" + "a" * 9_000, "=&;amp"])
def test_a_strange_query(folder: FolderShelf, start: Start, query: str) -> None:
    """No query is a fault: it asks for AMP, or for nothing."""
    folder.put("/a", story("/a"))
    assert Reader(start(folder.setting)).ask("/a", query).status in (200, 301)


def test_a_request_has_one_budget(remote: S3Shelf, start: Start) -> None:
    """However many documents a way leads through, the reader waits no longer for storage than the setting says."""
    for path, there in zip("abcdef", "bcdefg", strict=True):
        remote.put(f"/{path}", redirect(f"/{path}", f"/{there}"))
    reader = Reader(start(remote.setting, SLUGLINE_STORAGE_SECONDS="1"))
    remote.proxy.set(faults.Drip(piece=10, pause=0.05))
    began = monotonic()
    assert reader.ask("/a").status == 503
    assert monotonic() - began < 1 + READ_SECONDS + 1
    remote.proxy.clear()
    assert reader.ask("/c").status == 301


def test_an_event_without_headers(folder: FolderShelf, start: Start) -> None:
    """The least that Lambda's console sends for a test is enough."""
    folder.put("/a", story("/a"))
    event = events.function_url("GET", "/a")
    del event["rawQueryString"]
    event["headers"] = {}
    assert start(folder.setting)(event, events.LambdaContext())["statusCode"] == 200  # type: ignore[arg-type] # has what is asked for
