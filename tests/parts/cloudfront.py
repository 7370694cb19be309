"""CloudFront's purging with CloudFront's refusals: a server that looks at what stand-ins take unseen."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final, Self
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from tests.parts.cloud import Invalidation
from tests.parts.service import HOST

_SPACE: Final = "http://cloudfront.amazonaws.com/doc/2020-05-31/"
_TAG: Final = re.compile(r"#[!-+\--~]{1,256}")
MOST: Final = 3_000
"""Items of one purge."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error in place of an answer."""

    code: str
    status: int = 400


THROTTLED: Final = Refusal("Throttling")
TOO_MANY: Final = Refusal("TooManyInvalidationsInProgress")
DENIED: Final = Refusal("AccessDenied", 403)
BROKEN: Final = Refusal("InternalError", 500)


@dataclass(slots=True)
class _Plan:
    """The refusal in force, and for how many more requests."""

    refusal: Refusal | None = None
    left: int | None = None


@dataclass(slots=True)
class StrictCloudFront:
    """A running CloudFront with one distribution of any id. It takes sound purges, and a known name only once."""

    taken: list[Invalidation] = field(default_factory=list)
    asked: int = 0
    """Requests, refused ones included."""
    unwelcome: frozenset[str] = frozenset()
    """Items that are refused though they look sound."""
    _plan: _Plan = field(default_factory=_Plan)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _server: ThreadingHTTPServer | None = None

    def __enter__(self) -> Self:
        """Open a port."""
        self._server = ThreadingHTTPServer((HOST, 0), type("Bound", (_Handler,), {"edge": self}))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *failure: object) -> None:
        """Close it."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()

    @property
    def endpoint(self) -> str:
        """Its address."""
        assert self._server
        return f"http://{HOST}:{self._server.server_address[1]}"

    def refuse(self, refusal: Refusal, times: int | None = None) -> None:
        """Refuse from now on; if given, so many times."""
        with self._lock:
            self._plan = _Plan(refusal, times)

    def forget(self) -> None:
        """Be as it was at first."""
        self.recover()
        self.unwelcome = frozenset()
        self.taken.clear()
        self.asked = 0

    def recover(self) -> None:
        """Refuse nothing more that is sound."""
        with self._lock:
            self._plan = _Plan()

    def take(self, purge: Invalidation) -> Refusal | None:
        """Take a purge, or say why not."""
        with self._lock:
            self.asked += 1
            if self._plan.refusal and self._plan.left != 0:
                self._plan.left = None if self._plan.left is None else self._plan.left - 1
                return self._plan.refusal
            if wrong := _wrong_in(purge, self.unwelcome):
                return Refusal(wrong)
            known = next((one for one in self.taken if one.reference == purge.reference), None)
            if known is None:
                self.taken.append(purge)
            return Refusal("InvalidationBatchAlreadyExists", 409) if known and known != purge else None


def _wrong_in(purge: Invalidation, unwelcome: frozenset[str]) -> str:
    """The code of the error that a purge is answered with; empty for a sound one."""
    if purge.quantity != len(purge.items):
        return "InconsistentQuantities"
    if len(purge.items) > MOST:
        return "BatchTooLarge"
    sound = all(_TAG.fullmatch(item) and item not in unwelcome for item in purge.items)
    return "" if sound and purge.items and purge.reference else "InvalidArgument"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    edge: StrictCloudFront

    def do_POST(self) -> None:
        """Answer a CreateInvalidation."""
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        purge = _read(asked)
        refusal = self.edge.take(purge)
        if refusal:
            self._send(
                refusal.status,
                f'<ErrorResponse xmlns="{_SPACE}"><Error><Type>Sender</Type><Code>{refusal.code}</Code>'
                f"<Message>{refusal.code}</Message></Error><RequestId>1</RequestId></ErrorResponse>",
            )
            return
        self._send(
            201,
            f'<Invalidation xmlns="{_SPACE}"><Id>I1</Id><Status>InProgress</Status>'
            "<CreateTime>2026-11-24T09:30:00Z</CreateTime><InvalidationBatch><Paths><Quantity>0</Quantity></Paths>"
            f"<CallerReference>{escape(purge.reference)}</CallerReference></InvalidationBatch></Invalidation>",
        )

    def _send(self, status: int, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base class names it
        """Say nothing: the purges are kept."""


def _read(body: bytes) -> Invalidation:
    batch = ET.fromstring(body)  # noqa: S314 -- it comes from the SDK in these tests
    at = {"c": _SPACE}
    return Invalidation(
        items=tuple(item.text or "" for item in batch.findall("c:Paths/c:Items/c:Path", at)),
        quantity=int(batch.findtext("c:Paths/c:Quantity", "0", at)),
        reference=batch.findtext("c:CallerReference", "", at),
    )
