"""The edge stand-in in front of the real render function, with a proxy between the two that can be told to fail."""

from __future__ import annotations

import json
import signal
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any, NamedTuple, Self

from infra.edge import origin, varnish
from infra.edge.process import HOST, Process, free_port
from infra.edge.varnish import Varnish
from tests.parts import brief_origin
from tests.parts.faults import FaultyProxy
from tests.parts.missing import INSTALL

READ_SECONDS = 1.5
"""How long the origin may take to begin an answer; in the distribution it is the render function's ten seconds."""


def available() -> str | None:
    """Say what the edge lacks, if anything."""
    lacking = varnish.missing()
    return f"the edge: {', '.join(lacking)} is missing; run `{INSTALL}`" if lacking else None


class Rendered(NamedTuple):
    """A page that the origin made."""

    story: str
    format: str


class Edge:
    """A running edge with nothing in it: readers ask at `port`."""

    def __init__(
        self,
        storage: str,
        *,
        lifetimes: tuple[int, int, int, int] | None = None,
        environment: Mapping[str, str] | None = None,
        read_seconds: float = READ_SECONDS,
    ) -> None:
        """Start nothing yet.

        Args:
            storage: SLUGLINE_STORAGE.
            lifetimes: of all pages instead of the contract's, in seconds: browser, edge, while revalidating, if error.
            environment: what else the origin is to know.
            read_seconds: how long the origin may take to begin an answer.
        """
        self._storage = storage
        self.environment = {**(environment or {}), **brief_origin.told(lifetimes)}
        self._module = brief_origin.__name__ if lifetimes else origin.__name__
        self._stack = ExitStack()
        self._origins: list[Process] = []
        self.origin_port = free_port()
        """Where the origin listens: past the edge and the proxy."""
        self.port = free_port()
        """Where readers ask."""
        self.proxy = FaultyProxy(f"http://{HOST}:{self.origin_port}")
        self.varnish = Varnish(int(self.proxy.endpoint.rpartition(":")[2]), self.port, read_seconds=read_seconds)

    def __enter__(self) -> Self:
        """Start origin, proxy and edge, and wait until they answer."""
        with ExitStack() as stack:
            self._stack = stack
            self.revive()
            stack.enter_context(self.proxy)
            stack.enter_context(self.varnish)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *failure: object) -> None:
        """End them."""
        self._stack.close()

    def kill(self) -> None:
        """End the origin at once: nobody listens where it was."""
        self._origins[-1].stop(signal.SIGKILL)

    def revive(self) -> None:
        """Start the origin, or another in the place of the one that was killed."""
        started = origin.origin(self.origin_port, self._storage, self.environment, self._module)
        self._origins.append(self._stack.enter_context(started))

    def forget(self, *tags: str) -> int:
        """Purge by tags and return how many copies went."""
        return self.varnish.forget(tags)

    def answers(self) -> list[dict[str, Any]]:
        """Return what the origin has answered since the start, by its own log: a line each."""
        lines = [json.loads(line) for one in self._origins for line in one.said().splitlines() if line[:1] == "{"]
        return [line for line in lines if "outcome" in line]

    def renders(self) -> list[Rendered]:
        """Return what the origin has rendered since the start."""
        return [Rendered(line["story"], line["format"]) for line in self.answers() if line["outcome"] == "render"]
