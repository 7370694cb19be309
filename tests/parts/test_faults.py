"""The faulty proxy does to clients exactly what it is told, and nothing when it is told nothing."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.parts import faults, s3
from tests.parts.faults import FaultyProxy
from tests.parts.missing import need
from tests.parts.s3 import S3
from tests.parts.service import HOST

BODY = b"0123456789abcdef" * 8


class _Origin(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        sent = self.rfile.read(int(self.headers.get("content-length") or 0))
        body = BODY if self.command == "GET" else sent
        self.send_response(200)
        self.send_header("ETag", '"right"')
        self.send_header("Content-Length", str(len(BODY if self.command == "HEAD" else body)))
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else body)

    do_GET = do_HEAD = do_PUT = _answer  # noqa: N815 -- the base class finds them by name

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base class names it
        """Say nothing."""


@pytest.fixture
def proxy() -> Iterator[FaultyProxy]:
    """Give a proxy in front of a server of one body."""
    with ThreadingHTTPServer((HOST, 0), _Origin) as origin:
        thread = threading.Thread(target=origin.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        with FaultyProxy(f"http://{HOST}:{origin.server_port}") as running:
            yield running
        origin.shutdown()
        thread.join()


@pytest.fixture
def client(proxy: FaultyProxy) -> Iterator[http.client.HTTPConnection]:
    """Give a connection to the proxy that waits half a second at most."""
    connection = http.client.HTTPConnection(proxy.endpoint.removeprefix("http://"), timeout=0.5)
    yield connection
    connection.close()


def get(client: http.client.HTTPConnection, method: str = "GET", body: bytes | None = None) -> tuple[int, bytes]:
    """Return status and body of a request."""
    client.request(method, "/a", body, {"If-None-Match": '"mine"'})
    response = client.getresponse()
    return response.status, response.read()


def test_without_a_fault_all_passes(proxy: FaultyProxy, client: http.client.HTTPConnection) -> None:
    """Answers pass unchanged, on one kept connection, and each request is noted with its headers."""
    assert get(client) == (200, BODY)
    assert get(client, "PUT", b"body") == (200, b"body")
    assert get(client, "HEAD") == (200, b"")
    assert [(seen.method, seen.target, seen.fault) for seen in proxy.requests] == [
        ("GET", "/a", "Pass"),
        ("PUT", "/a", "Pass"),
        ("HEAD", "/a", "Pass"),
    ]
    assert proxy.requests[0].headers["if-none-match"] == '"mine"'


@pytest.mark.parametrize("status", [403, 404, 500, 503])
def test_an_error_answer(proxy: FaultyProxy, client: http.client.HTTPConnection, status: int) -> None:
    """The error comes as S3 words it, the server is not asked, and the connection goes on."""
    proxy.set(faults.Status(status))
    found, body = get(client)
    assert found == status
    assert b"<Error><Code>" in body
    assert get(client, "HEAD") == (status, b"")
    proxy.clear()
    assert get(client) == (200, BODY)


def test_not_modified_for_a_wrong_etag(proxy: FaultyProxy, client: http.client.HTTPConnection) -> None:
    """A 304 comes although the validator does not match."""
    proxy.set(faults.NotModified())
    assert get(client) == (304, b"")


def test_refused_connections(proxy: FaultyProxy, client: http.client.HTTPConnection) -> None:
    """While refused, kept connections are cut and new ones refused; afterwards the same address works."""
    assert get(client) == (200, BODY)
    proxy.set(faults.Refuse())
    client.close()
    with pytest.raises(ConnectionRefusedError):
        get(client)
    proxy.clear()
    client.close()
    assert get(client) == (200, BODY)


def test_a_kept_connection_is_cut_when_refusing(proxy: FaultyProxy, client: http.client.HTTPConnection) -> None:
    """A client that holds its connection open finds it closed."""
    assert get(client) == (200, BODY)
    proxy.set(faults.Refuse())
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        get(client)


def test_refusing_cannot_be_counted(proxy: FaultyProxy) -> None:
    """A refused connection has no request, so neither a number nor a filter is taken."""
    with pytest.raises(ValueError, match="refused"):
        proxy.set(faults.Refuse(), times=1)


def test_a_reset(proxy: FaultyProxy, client: http.client.HTTPConnection) -> None:
    """The connection is reset after the request."""
    proxy.set(faults.Reset())
    with pytest.raises(ConnectionResetError):
        get(client)
    assert proxy.count() == 1


def test_a_stall_before_the_headers(proxy: FaultyProxy, client: http.client.HTTPConnection) -> None:
    """No byte comes until the client gives up."""
    proxy.set(faults.StallHeaders())
    client.request("GET", "/a")
    with pytest.raises(TimeoutError):
        client.getresponse()


def test_a_stall_in_the_body(proxy: FaultyProxy, client: http.client.HTTPConnection) -> None:
    """The headers and some bytes come at once, the rest never."""
    proxy.set(faults.StallBody(after=10))
    client.request("GET", "/a")
    response = client.getresponse()
    assert response.read(10) == BODY[:10]
    with pytest.raises(TimeoutError):
        response.read()


def test_a_stall_ends_when_it_is_cleared(proxy: FaultyProxy) -> None:
    """Whoever is held is let go, with a closed connection, as soon as the fault is over."""
    proxy.set(faults.StallHeaders())
    with socket.create_connection((HOST, int(proxy.endpoint.rsplit(":", 1)[1])), timeout=30) as client:
        client.sendall(b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
        while proxy.count() == 0:
            time.sleep(0.005)
        proxy.clear()
        assert client.recv(1) == b""


def test_a_truncated_body(proxy: FaultyProxy, client: http.client.HTTPConnection) -> None:
    """The headers promise the whole body, and the connection ends before it."""
    proxy.set(faults.Truncate(after=10))
    with pytest.raises(http.client.IncompleteRead) as error:
        get(client)
    assert error.value.partial == BODY[:10]


def test_a_dripping_body(proxy: FaultyProxy, client: http.client.HTTPConnection) -> None:
    """The body comes whole, in many pieces."""
    proxy.set(faults.Drip(piece=16, pause=0.01))
    client.request("GET", "/a")
    response = client.getresponse()
    pieces = list(iter(lambda: response.read1(1000), b""))
    assert b"".join(pieces) == BODY
    assert len(pieces) > 1


def test_a_fault_for_some_requests(proxy: FaultyProxy, client: http.client.HTTPConnection) -> None:
    """A fault may be for the next requests only, or for some methods and targets only."""
    proxy.set(faults.Status(503), times=2)
    assert [get(client)[0] for _ in range(3)] == [503, 503, 200]
    proxy.set(faults.Status(500), only=lambda method, target: method == "HEAD" and target == "/a")
    assert [get(client)[0], get(client, "HEAD")[0]] == [200, 500]
    assert (proxy.count(), proxy.count("HEAD")) == (5, 1)
    proxy.forget()
    assert proxy.count() == 0


def test_a_dead_server_behind(client: http.client.HTTPConnection, proxy: FaultyProxy) -> None:
    """If the server behind has gone, the client's connection just ends."""
    proxy.server = f"{HOST}:9"
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        get(client)


def test_storage_through_the_proxy() -> None:
    """boto3 puts and reads through it, and meets the faults as its own errors."""
    need(s3)
    with S3() as server, FaultyProxy(server.endpoint) as proxy:
        bucket = server.bucket()
        client = server.client(proxy.endpoint)
        client.put_object(Bucket=bucket.name, Key="a.json", Body=b"x" * 5000)
        assert client.get_object(Bucket=bucket.name, Key="a.json")["Body"].read() == bucket.get("a.json")
        proxy.set(faults.Status(404))
        with pytest.raises(client.exceptions.NoSuchKey):
            client.get_object(Bucket=bucket.name, Key="a.json")
