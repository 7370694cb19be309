"""What `make sam` says when it cannot start, with an engine that is none."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from infra.sam import start
from infra.sam.engine import Engine, EngineError
from slugline.errors import Misconfigured
from tests.parts import missing, sam_cli
from tests.parts.service import HOST, free_port

ROOT = Path(__file__).parents[2]
IMAGE = "public.ecr.aws/lambda/python:3.14-x86_64"


class Registryless(BaseHTTPRequestHandler):
    """Docker's API on a machine that has no image and reaches no registry."""

    fetched = (500, b'{"message":"no such host"}')

    def do_GET(self) -> None:
        """Answer a question."""
        self._answer(200 if self.path == "/_ping" else 404, b"{}")

    def do_POST(self) -> None:
        """Answer a request to fetch."""
        self._answer(*self.fetched)

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def engine() -> Iterator[Engine]:
    """An engine that answers and has nothing."""
    with ThreadingHTTPServer((HOST, 0), Registryless) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield Engine(f"tcp://{HOST}:{server.server_port}")
        server.shutdown()
        thread.join()


def test_without_the_sam_cli_the_way_to_it_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Its absence comes first, with the command that adds it."""
    monkeypatch.setattr(sam_cli, "SAM", tmp_path / "sam")
    with pytest.raises(Misconfigured, match=r"SAM CLI: it is missing; run `python -m tests.parts.install`"):
        start.require(Engine(f"unix://{tmp_path}/none.sock"), free_port())


def test_an_image_that_cannot_be_fetched_is_told(engine: Engine, tmp_path: Path) -> None:
    """The image's name and the engine's words, 1, no trace; nothing is built for it."""
    missing.need(sam_cli)
    command = [sys.executable, "-m", "infra.sam.start", "--port", str(free_port()), "--folder", str(tmp_path)]
    environment = sam_cli.environment() | {"DOCKER_HOST": engine.host}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout.startswith("Fetching public.ecr.aws/lambda/python:3.14-")
    assert "no such host" in done.stdout
    assert done.stderr == ""
    assert list(tmp_path.iterdir()) == []


def test_how_a_fetch_ends_stands_in_its_last_line(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine answers 200 before it knows: what comes last says whether the image is there."""
    monkeypatch.setattr(Registryless, "fetched", (200, b'{"status":"Pulling"}\n{"status":"Downloaded"}\n'))
    start.fetch_image(engine, IMAGE)
    monkeypatch.setattr(Registryless, "fetched", (200, b'{"status":"Pulling"}\n{"error":"manifest unknown"}\n'))
    with pytest.raises(EngineError, match=f"cannot fetch {IMAGE}: .*manifest unknown"):
        start.fetch_image(engine, IMAGE)
