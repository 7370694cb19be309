"""A proxy in front of a local HTTP server, which does to its answers what networks and clouds do."""

from __future__ import annotations

import contextlib
import http.client
import select
import selectors
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Protocol, Self

from tests.parts.service import HOST

LONGEST = 60.0
"""How many seconds a stalled answer is held at most."""

_CODES = {403: "AccessDenied", 404: "NoSuchKey", 412: "PreconditionFailed", 500: "InternalError", 503: "SlowDown"}
_HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "proxy-connection", "te", "upgrade"}
_RESET = struct.pack("ii", 1, 0)


@dataclass(frozen=True, slots=True)
class Seen:
    """One request that came in, and what was done with it."""

    method: str
    target: str
    headers: dict[str, str]
    fault: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it goes to the client."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes = b""

    def head(self) -> bytes:
        """Return the status line and the headers, with the blank line that ends them."""
        lines = [f"HTTP/1.1 {self.status} {_phrase(self.status)}", *(f"{key}: {text}" for key, text in self.headers)]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


class Exchange(Protocol):
    """One request and the connection on which it came."""

    command: str

    def forward(self) -> Answer:
        """Ask the server behind and return its answer."""

    def send(self, content: bytes) -> None:
        """Send bytes to the client, in one piece."""

    def wait(self, seconds: float) -> bool:
        """Wait until the fault is over or the client has gone (True), but no longer than this (False)."""

    def cut(self, *, reset: bool = False) -> None:
        """End the connection: in order, or with a reset."""


class Fault(Protocol):
    """What is done with a request."""

    def act(self, exchange: Exchange) -> None:
        """Do it."""


@dataclass(frozen=True, slots=True)
class Pass:
    """The server's own answer."""

    def act(self, exchange: Exchange) -> None:
        """Forward the request and send the answer, headers and body at once."""
        answer = exchange.forward()
        exchange.send(answer.head() + answer.body)


@dataclass(frozen=True, slots=True)
class Status:
    """An error as S3 words it. The server is not asked."""

    status: int
    code: str = ""

    def act(self, exchange: Exchange) -> None:
        """Send the error; to HEAD without its body."""
        code = self.code or _CODES.get(self.status, "Error")
        body = f'<?xml version="1.0"?>\n<Error><Code>{code}</Code><Message>{code}</Message></Error>'.encode()
        headers = [("Content-Type", "application/xml"), ("Content-Length", str(len(body)))]
        answer = Answer(self.status, headers, b"" if exchange.command == "HEAD" else body)
        exchange.send(answer.head() + answer.body)


@dataclass(frozen=True, slots=True)
class NotModified:
    """A 304, whatever validator was sent: to a wrong ETag, or to none."""

    etag: str = '"0000"'

    def act(self, exchange: Exchange) -> None:
        """Send it."""
        exchange.send(Answer(304, [("ETag", self.etag)]).head())


@dataclass(frozen=True, slots=True)
class Refuse:
    """Nobody listens: a connection is refused. What was connected is cut off."""

    def act(self, exchange: Exchange) -> None:
        """End a connection that came in while the port was being closed."""
        exchange.cut(reset=True)


@dataclass(frozen=True, slots=True)
class Reset:
    """The connection is reset after the request, without an answer."""

    def act(self, exchange: Exchange) -> None:
        """Reset it."""
        exchange.cut(reset=True)


@dataclass(frozen=True, slots=True)
class StallHeaders:
    """No answer comes, and the connection stays open."""

    def act(self, exchange: Exchange) -> None:
        """Hold the client until the fault is over, then hang up."""
        exchange.wait(LONGEST)
        exchange.cut()


@dataclass(frozen=True, slots=True)
class StallBody:
    """The headers and the first bytes of the body come, then nothing."""

    after: int = 16

    def act(self, exchange: Exchange) -> None:
        """Send so much, then hold the client until the fault is over, then hang up."""
        answer = exchange.forward()
        exchange.send(answer.head() + answer.body[: self.after])
        exchange.wait(LONGEST)
        exchange.cut()


@dataclass(frozen=True, slots=True)
class Truncate:
    """The connection ends after the first bytes of the body, though the headers promise more."""

    after: int = 16

    def act(self, exchange: Exchange) -> None:
        """Send so much, then hang up."""
        answer = exchange.forward()
        exchange.send(answer.head() + answer.body[: self.after])
        exchange.cut()


@dataclass(frozen=True, slots=True)
class Drip:
    """The body comes whole, in small pieces with pauses: no read ever waits long, the whole takes for ever."""

    piece: int = 1
    pause: float = 0.02

    def act(self, exchange: Exchange) -> None:
        """Send the headers, then piece by piece; the rest at once when the fault is over."""
        answer = exchange.forward()
        exchange.send(answer.head())
        sent = 0
        while sent < len(answer.body):
            size = len(answer.body) if exchange.wait(self.pause) else self.piece
            exchange.send(answer.body[sent : sent + size])
            sent += size


@dataclass(slots=True)
class _Plan:
    """The fault in force: for which requests and how many of them, and whether it is over."""

    fault: Fault
    left: int | None = None
    only: Callable[[str, str], bool] | None = None
    over: threading.Event = field(default_factory=threading.Event)


class FaultyProxy:
    """A proxy that passes everything on until it is told otherwise.

    It notes each request, in order. Faults take hold at the next request, on connections that are kept open too.
    """

    def __init__(self, server: str) -> None:
        """Stand in front of a local server, given as `http://127.0.0.1:PORT`."""
        self.server = server.removeprefix("http://").rstrip("/")
        self.requests: list[Seen] = []
        self._lock = threading.Lock()
        self._plan = _Plan(Pass())
        self._door = _Door(self._serve)

    @property
    def endpoint(self) -> str:
        """The proxy's address; it stays the same while connections are refused."""
        return f"http://{HOST}:{self._door.port}"

    def __enter__(self) -> Self:
        """Open the door."""
        self._door.open()
        return self

    def __exit__(self, *failure: object) -> None:
        """Let go whoever is held, and close the door."""
        self._plan.over.set()
        self._door.remove()

    def set(
        self,
        fault: Fault,
        times: int | None = None,
        only: Callable[[str, str], bool] | None = None,
    ) -> None:
        """Do this from now on: if given, to the next `times` requests, and where `only(method, target)` is true."""
        refuse = isinstance(fault, Refuse)
        if refuse and (times is not None or only is not None):
            raise ValueError("a connection that is refused has no request to count or to look at")
        with self._lock:
            self._plan.over.set()
            self._plan = _Plan(fault, times, only)
        if refuse:
            self._door.shut()
        else:
            self._door.open()

    def clear(self) -> None:
        """Pass everything on again, and let go whoever is held."""
        self.set(Pass())

    def forget(self) -> None:
        """Forget the requests noted so far."""
        with self._lock:
            self.requests.clear()

    def count(self, method: str | None = None) -> int:
        """Return how many requests came in since the start or the last `forget`; of one method if given."""
        with self._lock:
            return sum(method in {None, seen.method} for seen in self.requests)

    def _serve(self, connection: socket.socket) -> None:
        _Handler(connection, self)

    def take(self, method: str, target: str, headers: dict[str, str]) -> tuple[Fault, threading.Event]:
        """Note a request and return what to do with it, and the event that ends it."""
        with self._lock:
            plan = self._plan
            hit = plan.left != 0 and (plan.only is None or plan.only(method, target))
            if hit and plan.left is not None:
                plan.left -= 1
            fault = plan.fault if hit else Pass()
            self.requests.append(Seen(method, target, headers, type(fault).__name__))
        return fault, plan.over


class _Handler(BaseHTTPRequestHandler):
    """One connection: reads requests, and lets faults answer them."""

    protocol_version = "HTTP/1.1"
    timeout = LONGEST

    def __init__(self, connection: socket.socket, proxy: FaultyProxy) -> None:
        self._proxy = proxy
        self._body = b""
        self._over = threading.Event()
        with contextlib.suppress(OSError, http.client.HTTPException):
            super().__init__(connection, connection.getpeername(), proxy)  # type: ignore[arg-type] # the proxy stands in for a server

    def _handle(self) -> None:
        self._body = self.rfile.read(int(self.headers.get("content-length") or 0))
        headers = {key.lower(): text for key, text in self.headers.items()}
        fault, self._over = self._proxy.take(self.command, self.path, headers)
        fault.act(self)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _handle  # noqa: N815 -- the base class finds them by name

    def forward(self) -> Answer:
        """Ask the server behind, with the client's own headers."""
        connection = http.client.HTTPConnection(self._proxy.server, timeout=LONGEST)
        try:
            connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for key, text in self.headers.items():
                if key.lower() not in _HOP_BY_HOP | {"expect"}:
                    connection.putheader(key, text)
            connection.putheader("Connection", "close")
            connection.endheaders(self._body)
            return _answer(connection.getresponse(), self.command)
        finally:
            connection.close()

    def send(self, content: bytes) -> None:
        """Send at once, past all buffers."""
        self.connection.sendall(content)

    def wait(self, seconds: float) -> bool:
        """Wait for the fault's end, looking now and then whether the client is still there."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if self._over.wait(min(left, 0.05)) or _gone(self.connection):
                return True
        return False

    def cut(self, *, reset: bool = False) -> None:
        """End the connection after this request."""
        self.close_connection = True
        if reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base class names it
        """Say nothing: the proxy notes the requests."""


class _Door:
    """A port that can be shut and opened again, and stays ours meanwhile: it is bound but not listened on."""

    def __init__(self, serve: Callable[[socket.socket], None]) -> None:
        self._serve = serve
        self._lock = threading.Lock()
        self._guests: dict[socket.socket, threading.Thread] = {}
        self._socket = _bound(0)
        self._waker: socket.socket | None = None
        self._porter: threading.Thread | None = None
        self.port: int = self._socket.getsockname()[1]

    def open(self) -> None:
        """Accept connections, if not yet so."""
        if self._porter is not None:
            return
        self._socket.listen(128)
        self._waker, sleeper = socket.socketpair()
        self._porter = threading.Thread(target=self._receive, args=(self._socket, sleeper), daemon=True)
        self._porter.start()

    def shut(self) -> None:
        """Refuse connections, and end those that are open."""
        self._close()
        self._socket = _bound(self.port)

    def remove(self) -> None:
        """Give the port back."""
        self._close()

    def _close(self) -> None:
        porter, self._porter = self._porter, None
        if porter is not None and self._waker is not None:
            self._waker.close()
            porter.join()
        self._socket.close()
        with self._lock:
            guests = dict(self._guests)
        for guest in guests:
            with contextlib.suppress(OSError):
                guest.shutdown(socket.SHUT_RDWR)
        for thread in guests.values():
            thread.join(LONGEST)

    def _receive(self, listening: socket.socket, sleeper: socket.socket) -> None:
        with sleeper, selectors.DefaultSelector() as selector:
            selector.register(listening, selectors.EVENT_READ)
            selector.register(sleeper, selectors.EVENT_READ)
            while not any(key.fileobj is sleeper for key, _ in selector.select()):
                guest, _ = listening.accept()
                guest.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                thread = threading.Thread(target=self._host, args=(guest,), daemon=True)
                with self._lock:
                    self._guests[guest] = thread
                thread.start()

    def _host(self, guest: socket.socket) -> None:
        with guest:
            self._serve(guest)
        with self._lock:
            self._guests.pop(guest, None)


def _bound(port: int) -> socket.socket:
    door = socket.socket()
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    door.bind((HOST, port))
    return door


def _gone(connection: socket.socket) -> bool:
    if not select.select([connection], [], [], 0)[0]:
        return False
    try:
        return connection.recv(1, socket.MSG_PEEK) == b""
    except OSError:
        return True


def _answer(response: http.client.HTTPResponse, method: str) -> Answer:
    body = response.read()
    headers = [(key, text) for key, text in response.getheaders() if key.lower() not in _HOP_BY_HOP]
    if method != "HEAD" and response.status not in {204, 304}:
        headers = [(key, text) for key, text in headers if key.lower() != "content-length"]
        headers.append(("Content-Length", str(len(body))))
    return Answer(response.status, headers, body)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
