"""A news stand on this machine: pages given as text, served as by a site, compressed, with what lies beside them."""

from __future__ import annotations

import gzip
import mimetypes
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import unquote

from infra.edge.process import HOST

ROBOTS = b"User-agent: *\nAllow: /\n"
_WORTH_PACKING = 200
"""Bytes: less than this grows."""


class Good(NamedTuple):
    """What is to be had at an address."""

    body: bytes
    headers: Mapping[str, str]


@contextmanager
def stand(pages: Mapping[str, tuple[str, Mapping[str, str]]], files: Mapping[str, bytes]) -> Iterator[str]:
    """Serves pages, a text and its headers by path, and the files beside them; gives the address of it all."""
    goods = {path: Good(data, {"Content-Type": _kind(path)}) for path, data in files.items()}
    goods |= {path: Good(html.encode(), headers) for path, (html, headers) in pages.items()}
    goods["/robots.txt"] = Good(ROBOTS, {"Content-Type": "text/plain; charset=utf-8"})
    server = ThreadingHTTPServer((HOST, 0), _handler(goods))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _kind(path: str) -> str:
    return mimetypes.guess_type(path)[0] or "application/octet-stream"


def _handler(goods: Mapping[str, Good]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = unquote(self.path.partition("?")[0])
            good = goods.get(path)
            if good:
                self._give(HTTPStatus.OK, *_packed(good, self.headers.get("Accept-Encoding", "")))
            else:  # a browser asks for an icon of the whole site, of which there is none
                status = HTTPStatus.NO_CONTENT if path == "/favicon.ico" else HTTPStatus.NOT_FOUND
                self._give(status, b"", {})

        def _give(self, status: HTTPStatus, body: bytes, headers: Mapping[str, str]) -> None:
            self.send_response(status)
            for name, text in headers.items():
                self.send_header(name, text)
            if status is not HTTPStatus.NO_CONTENT:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *told: object) -> None:
            """Nothing is told: who looks is in the same process."""

    return Handler


def _packed(good: Good, accepted: str) -> tuple[bytes, Mapping[str, str]]:
    text = good.headers.get("Content-Type", "").startswith("text/")
    if not text or "gzip" not in accepted or len(good.body) < _WORTH_PACKING:
        return good.body, good.headers
    return gzip.compress(good.body, 6, mtime=0), {**good.headers, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
