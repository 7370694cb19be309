"""The world beyond this machine, as a proxy that notes who is asked for and lets nobody through."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.parts.service import HOST


@dataclass(frozen=True, slots=True)
class Outside:
    """A proxy on the loopback address."""

    port: int
    asked: list[str] = field(default_factory=list)
    """Hosts and addresses that programs have asked for, in order."""

    def environment(self) -> dict[str, str]:
        """Return the variables that send programs here for all but this machine."""
        address = f"http://{HOST}:{self.port}"
        here = f"{HOST},localhost"
        named = {"HTTP_PROXY": address, "HTTPS_PROXY": address, "NO_PROXY": here}
        return named | {name.lower(): value for name, value in named.items()}


@contextmanager
def watched() -> Iterator[Outside]:
    """Run the proxy until the block ends."""
    asked: list[str] = []

    class Refusal(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            asked.append(self.path)
            self.send_error(502)

        do_GET = do_HEAD = do_POST = do_PUT = do_CONNECT  # noqa: N815 -- the server's names

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer((HOST, 0), Refusal) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield Outside(server.server_port, asked)
        finally:
            server.shutdown()
            thread.join()
