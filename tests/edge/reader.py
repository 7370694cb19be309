"""Readers who ask the edge over HTTP."""

from __future__ import annotations

import http.client
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from tests.parts.service import HOST

PATIENCE = 30.0


class Got(NamedTuple):
    """What a reader got, and how long that took."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def cache(self) -> str:
        """How the edge came by it: hit, miss, stale or function."""
        return self.headers["X-Cache"]

    @property
    def text(self) -> str:
        """The body."""
        return self.body.decode()


def ask(port: int, target: str, method: str = "GET", headers: dict[str, str] | None = None) -> Got:
    """One request, its target sent as it is given."""
    started = time.monotonic()
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        given = {"Host": "www.meridian.example", **(headers or {})}
        connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
        for name, text in given.items():
            connection.putheader(name, text)
        connection.endheaders()
        answered = connection.getresponse()
        body = answered.read()
    finally:
        connection.close()
    return Got(answered.status, dict(answered.getheaders()), body, time.monotonic() - started)


def crowd(port: int, target: str, count: int) -> list[Got]:
    """So many readers who ask at the same moment."""
    gate = threading.Barrier(count)

    def one(_: int) -> Got:
        gate.wait()
        return ask(port, target)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def soon(port: int, target: str, cache: str, seconds: float = 10.0) -> Got:
    """Ask again and again until the edge comes by the answer in a way: hit, miss, stale; fail after some seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        got = ask(port, target)
        if got.cache == cache:
            return got
        time.sleep(0.02)
    raise AssertionError(f"there was no {cache} of {target} in {seconds} s")


def until(port: int, target: str, text: str, seconds: float) -> float:
    """Ask again and again until the page has a text; return how long that took; fail after some seconds."""
    started = time.monotonic()
    while (waited := time.monotonic() - started) < seconds:
        got = ask(port, target)
        if got.status == 200 and text in got.text:
            return time.monotonic() - started
        time.sleep(0.02)
    raise AssertionError(f"{text!r} did not come to {target} within {waited:.1f} s")
