"""An origin that fails, hangs or is gone: what readers get, how long they wait, and when all is well again."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from slugline.tags import path_tag
from tests.edge.conftest import BRIEF, Late
from tests.edge.reader import ask, crowd, soon, until
from tests.parts import edge as part
from tests.parts import faults, s3
from tests.parts.edge import READ_SECONDS, Edge
from tests.parts.faults import Answer, Exchange, Fault, FaultyProxy
from tests.parts.missing import need
from tests.render.newsroom import FolderShelf, as_bytes, key, story

_, FRESH, REVALIDATED, IF_ERROR = BRIEF
PATIENT = 1.0
"""Seconds that a reader may wait for anything that takes no time, on a machine that is busy with other tests."""
RECOVERY = 2.0
FAULTS: dict[str, tuple[Fault, float]] = {
    "500": (faults.Status(500), 0),
    "503": (faults.Status(503), 0),
    "nobody listens": (faults.Refuse(), 0),
    "reset": (faults.Reset(), 0),
    "breaks off": (faults.Truncate(), 0),
    "hangs": (faults.StallHeaders(), READ_SECONDS),
    "hangs in the middle": (faults.StallBody(), READ_SECONDS),
}
"""What the origin does, and how long one reader waits for it at most."""


@pytest.mark.parametrize("name", FAULTS)
def test_a_page_survives_the_origin(swift: Edge, shelf: FolderShelf, path: str, name: str) -> None:
    """While the origin fails readers get the page, at the first past its time after one time-out, then at once.

    However many they are, the origin is asked once a second; when it is back they have the newest within two.
    """
    fault, wait = FAULTS[name]
    shelf.put(path, story(path))
    page = ask(swift.port, path)
    shelf.put(path, story(path, headline="Newest"))
    swift.proxy.set(fault)
    time.sleep(FRESH + REVALIDATED + 0.1)
    swift.proxy.forget()
    got = crowd(swift.port, path, 50)
    assert {(one.status, one.cache, one.body) for one in got} == {(200, "stale", page.body)}
    assert max(one.seconds for one in got) < wait + PATIENT
    assert swift.proxy.count() <= (0 if name == "nobody listens" else 2)
    at_once = ask(swift.port, path)
    assert (at_once.status, at_once.cache) == (200, "stale")
    assert at_once.seconds < PATIENT
    swift.proxy.clear()
    assert until(swift.port, path, "Newest", RECOVERY) < RECOVERY


@pytest.mark.parametrize("name", FAULTS)
def test_a_page_that_nobody_has(edge: Edge, shelf: FolderShelf, path: str, name: str) -> None:
    """A crowd that asks a failing origin for a page that is nowhere gets a failure, together, after one request."""
    fault, wait = FAULTS[name]
    shelf.put(path, story(path))
    edge.proxy.set(fault)
    edge.proxy.forget()
    got = crowd(edge.port, path, 50)
    assert {one.status for one in got} <= {500, 503}
    assert max(one.seconds for one in got) < wait + PATIENT
    assert edge.proxy.count() <= (0 if name == "nobody listens" else 2)
    edge.proxy.clear()
    assert until(edge.port, path, "The story at", RECOVERY) < RECOVERY


def test_an_origin_that_is_killed(shelf: FolderShelf, path: str) -> None:
    """Pages survive the death of the origin's process, in all three ages; and another in its place is found."""
    with Edge(shelf.setting, lifetimes=BRIEF) as edge:
        shelf.put(path, story(path))
        page = ask(edge.port, path)
        edge.kill()
        ended = time.monotonic()
        seen = set()
        while time.monotonic() - ended < FRESH + IF_ERROR - 0.5:
            got = ask(edge.port, path)
            assert (got.status, got.body) == (200, page.body)
            assert got.seconds < PATIENT
            seen.add(got.cache)
            time.sleep(0.05)
        assert seen == {"hit", "stale"}
        assert ask(edge.port, f"{path}-new").status >= 500
        edge.revive()
        assert ask(edge.port, path).status == 200
        soon(edge.port, path, "hit", RECOVERY)


@pytest.mark.parametrize("lifetimes", [(0, 1, 1, 3), (0, 1, 2, 0), (0, 1, 0, 0)])
def test_no_copy_outlives_what_the_origin_said(shelf: FolderShelf, path: str, lifetimes: tuple[int, ...]) -> None:
    """A page is shown until its own time and the longer of the stale times have passed, and not a tenth longer."""
    _, fresh, revalidated, if_error = lifetimes
    with Edge(shelf.setting, lifetimes=(0, fresh, revalidated, if_error)) as edge:
        shelf.put(path, story(path))
        assert ask(edge.port, path).status == 200
        began = time.monotonic()
        edge.kill()
        last = 0.0
        while (now := time.monotonic() - began) < fresh + max(revalidated, if_error) + 0.6:
            if ask(edge.port, path).status == 200:
                last = now
            time.sleep(0.02)
        whole = fresh + max(revalidated, if_error)
        assert whole - PATIENT < last < whole + 0.1


def test_a_stale_page_comes_at_once(swift: Edge, shelf: FolderShelf, path: str) -> None:
    """Within its time of revalidation an old page is given at once, however slow the origin, and then the new."""
    shelf.put(path, story(path))
    ask(swift.port, path)
    shelf.put(path, story(path, headline="Newest"))
    time.sleep(FRESH + 0.1)
    swift.proxy.set(Late(1.0))
    swift.proxy.forget()
    got = crowd(swift.port, path, 50)
    assert {(one.status, one.cache) for one in got} == {(200, "stale")}
    assert max(one.seconds for one in got) < PATIENT
    assert swift.proxy.count() == 1
    assert until(swift.port, path, "Newest", 3.0) > 0
    assert swift.proxy.count() <= 3


def test_an_outage_costs_the_origin_little(swift: Edge, shelf: FolderShelf, path: str) -> None:
    """Readers who ask without a pause all get the page through an outage; the origin is asked once a second."""
    shelf.put(path, story(path))
    ask(swift.port, path)
    time.sleep(FRESH)
    swift.proxy.set(faults.Status(503))
    swift.proxy.forget()
    end = time.monotonic() + IF_ERROR - 1.0
    asked = 0
    while time.monotonic() < end:
        assert ask(swift.port, path).status == 200
        asked += 1
    assert asked > 100
    assert swift.proxy.count() <= IF_ERROR


@pytest.mark.parametrize("broken", [b"{", b""])
def test_a_broken_publish_that_is_not_purged(swift: Edge, shelf: FolderShelf, path: str, broken: bytes) -> None:
    """Where storage keeps no versions, the page that the edge has stays, for as long as the contract says."""
    shelf.put(path, story(path))
    page = ask(swift.port, path)
    shelf.put(path, broken)
    end = time.monotonic() + FRESH + IF_ERROR - 1.0
    while time.monotonic() < end:
        got = ask(swift.port, path)
        assert (got.status, got.body) == (200, page.body)
        time.sleep(0.1)
    shelf.put(path, story(path, headline="Mended"))
    assert until(swift.port, path, "Mended", RECOVERY) < RECOVERY


def test_a_broken_publish_that_is_purged(s3_server: s3.S3, bucket: s3.Bucket, path: str) -> None:
    """Where storage keeps versions, the last good page is there even for whoever asks after a purge."""
    need(part)
    with Edge(f"s3://{bucket.name}", environment=s3.environment(s3_server.endpoint)) as edge:
        bucket.put(key(path), as_bytes(story(path, headline="Good")))
        page = ask(edge.port, path)
        assert "Good" in page.text
        bucket.put(key(path), b'{"headline": "Bad"')
        assert edge.forget(path_tag(path)) == 1
        again = ask(edge.port, path)
        assert (again.status, again.cache, again.body) == (200, "miss", page.body)
        bucket.put(key(path), as_bytes(story(path, headline="Mended")))
        assert edge.forget(path_tag(path)) == 1
        assert "Mended" in ask(edge.port, path).text


@dataclass
class Remembered:
    """Storage that gives an answer it gave before, whatever has been written since."""

    answer: Answer | None = None

    def act(self, exchange: Exchange) -> None:
        """Ask once, and give that answer ever after."""
        self.answer = self.answer or exchange.forward()
        exchange.send(self.answer.head() + self.answer.body)


def test_storage_that_returns_an_old_version(s3_server: s3.S3, bucket: s3.Bucket, path: str) -> None:
    """A page made of an old version after its purge stays until the second purge, which heals it as it does a race."""
    need(part)
    storage = FaultyProxy(s3_server.endpoint)
    with storage, Edge(f"s3://{bucket.name}", environment=s3.environment(storage.endpoint)) as edge:
        bucket.put(key(path), as_bytes(story(path, headline="Before")))
        storage.set(Remembered())
        assert "Before" in ask(edge.port, path).text
        bucket.put(key(path), as_bytes(story(path, headline="After")))
        edge.forget(path_tag(path))
        assert "Before" in ask(edge.port, path).text
        storage.clear()
        assert "Before" in ask(edge.port, path).text
        edge.forget(path_tag(path))
        assert "After" in ask(edge.port, path).text


@pytest.mark.parametrize("again", [False, True], ids=["one purge", "a second one"])
def test_a_purge_that_meets_a_render_in_flight(edge: Edge, shelf: FolderShelf, path: str, *, again: bool) -> None:
    """A page that was being made as its purge came is kept, old as it is; a second purge past that heals it."""
    old = 0
    for turn in range(10):
        one = f"{path}-{turn}"
        shelf.put(one, story(one, headline="Before"))
        edge.proxy.set(Late(0.3))
        edge.proxy.forget()
        reader = in_flight(edge, one)
        shelf.put(one, story(one, headline="After"))
        assert edge.forget(path_tag(one)) == 0, "there is nothing to forget yet"
        assert "Before" in reader()
        edge.proxy.clear()
        if again:
            assert edge.forget(path_tag(one)) == 1
        old += "Before" in ask(edge.port, one).text
    assert old == (0 if again else 10)


def in_flight(edge: Edge, path: str) -> Callable[[], str]:
    """A reader whose page the origin has made, but not yet given; what is returned waits for it."""
    pool = ThreadPoolExecutor(1)
    before = len(edge.renders())
    waiting = pool.submit(lambda: ask(edge.port, path).text)
    end = time.monotonic() + 5
    while len(edge.renders()) == before and time.monotonic() < end:
        time.sleep(0.005)

    def got() -> str:
        with pool:
            return waiting.result(10)

    return got
