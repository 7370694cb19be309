"""The publish function over a folder: what changes there is purged at the stand-in by the very rules of the stack."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from infra.edge.varnish import Varnish
from local.events import Context
from publish.function import PublishFunction
from slugline.storage.folder import Folder
from slugline.theme.folder import folders_of, providers_in

Say = Callable[[str], None]


class Desk:
    """Gets to know which documents changed, and has the edge forget them, now and later."""

    def __init__(self, storage: Path, edge: Varnish, second_purge: int, say: Say) -> None:
        """Takes what it works with.

        Args:
            storage: the folder that holds `stories/`; nothing is written to it.
            edge: what forgets.
            second_purge: seconds after which it forgets once more.
            say: tells whoever sits in front of it.
        """
        self._queue = _Queue(say)
        self._publish = PublishFunction(
            _Samples(storage, say),
            _Edge(edge, say),
            self._queue,
            providers=providers_in(folders_of(None)),
            second_purge=second_purge,
        )
        self._publish.logger.setLevel("CRITICAL")  # it is said in words

    def changed(self, paths: Iterable[str]) -> None:
        """Publishes the documents of some paths, and whatever is due of earlier ones."""
        events = [{"source": "aws.s3", "detail": {"object": {"key": f"stories{path}.json"}}} for path in paths]
        if bodies := [json.dumps(event) for event in events] + self._queue.due():
            self._publish({"Records": [_record(n, body) for n, body in enumerate(bodies)]}, Context())  # type: ignore[arg-type] # as much of a context as is asked for


def _record(number: int, body: str) -> dict[str, object]:
    attributes = {"ApproximateReceiveCount": "1"}
    return {"messageId": f"message {number}", "receiptHandle": body, "body": body, "attributes": attributes}


class _Samples(Folder):
    """A folder that is read only; problems are said."""

    def __init__(self, root: Path, say: Say) -> None:
        super().__init__(root)
        self._say = say

    def write(self, key: str, data: bytes) -> None:
        """Says how many problems would be told, and where."""
        if problems := json.loads(data)["problems"]:
            self._say(f"         {key} would tell {len(problems)} problems; `slugline check` names them")

    def remove(self, key: str) -> None:
        """There is nothing to remove."""


class _Edge:
    """The edge; what it forgets is said."""

    def __init__(self, varnish: Varnish, say: Say) -> None:
        self._varnish = varnish
        self._say = say

    def purge(self, tags: Sequence[str], reference: str) -> None:
        """As `Edge.purge`."""
        turn = "again " if reference.startswith("second") else ""
        self._say(f"{time.strftime('%H:%M:%S')} {', '.join(tags)} {turn}purged: {self._varnish.forget(tags)} copies")


class _Queue:
    """Keeps messages until they are due."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._kept: list[tuple[float, str]] = []

    def later(self, body: str, seconds: int) -> None:
        """As `Queue.later`."""
        self._kept.append((time.monotonic() + seconds, body))

    def back(self, receipt: str, seconds: int) -> None:
        """As `Queue.back`; the receipt is the message."""
        self._say(f"         that failed, and is tried again in {seconds} s")
        self.later(receipt, seconds)

    def due(self) -> list[str]:
        """The messages that are due by now; they are kept no longer."""
        now = time.monotonic()
        found = [body for at, body in self._kept if at <= now]
        self._kept = [(at, body) for at, body in self._kept if at > now]
        return found
