"""`sam local`: a function in a container, invoked by an event or served over HTTP, with no account and no way out."""

from __future__ import annotations

import http.client
import json
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.artifact.packages import here
from infra.sam import start
from infra.sam.engine import Engine
from tests.parts import docker, lambda_image, missing, sam_cli
from tests.parts.outside import Outside
from tests.parts.service import HOST, Service, free_port

PATIENCE = 120.0


class SamError(Exception):
    """SAM itself failed. Carries what it wrote."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came over HTTP; names of headers in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Invocation:
    """What a function answered, and what it and SAM wrote."""

    answer: dict[str, Any]
    log: str


@contextmanager
def machine() -> Iterator[Engine]:
    """Give an engine that has Lambda's base image; what is missing of all that `sam local` takes skips the test."""
    missing.need(sam_cli, lambda_image, docker)
    with docker.engine() as engine, lambda_image.on(engine):
        yield engine


@dataclass(frozen=True, slots=True)
class Sam:
    """The SAM CLI on an engine."""

    engine: Engine
    home: Path
    """Its home folder, where it keeps its own settings."""
    outside: Outside

    def environment(self) -> dict[str, str]:
        """Return what it runs with: nothing of this user's, and every way out leads to the watched proxy."""
        kept = sam_cli.environment() | self.outside.environment()
        return kept | {"DOCKER_HOST": self.engine.host, "HOME": str(self.home)}

    def invoke(
        self, function: str, folder: Path, event: Mapping[str, Any], more: Mapping[str, str] | None = None
    ) -> Invocation:
        """Have one of the template's functions answer an event, in a container of its own."""
        with tempfile.NamedTemporaryFile("w", suffix=".json", dir=self.home) as file:
            json.dump(event, file)
            file.flush()
            command = [
                *(str(sam_cli.SAM), "local", "invoke", function, "--template", str(start.TEMPLATE)),
                *("--skip-pull-image", "--event", file.name),
                *start.overrides(folder, here(), f"http://{HOST}"),
            ]
            environment = self.environment() | dict(more or {})
            done = subprocess.run(
                command, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE
            )
        if done.returncode:
            raise SamError(done.stdout + done.stderr)
        return Invocation(json.loads(done.stdout), done.stderr)

    @contextmanager
    def api(self, folder: Path) -> Iterator[Api]:
        """Serve the folder over HTTP until the block ends."""
        port = free_port()
        with Service(start.command(folder, here(), port), port, self.environment()) as service:
            yield Api(port, service)


@dataclass(frozen=True, slots=True)
class Api:
    """A running `sam local start-api`."""

    port: int
    service: Service

    def ask(self, path: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Answer:
        """Return the answer to a request; the path goes as it is given."""
        return ask(self.port, path, method, headers)


def ask(port: int, path: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Answer:
    """Return the answer of a server on this machine; the path goes as it is given, and redirects are not followed."""
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        connection.request(method, path, headers=dict(headers or {}))
        answer = connection.getresponse()
        return Answer(answer.status, {n.lower(): v for n, v in answer.getheaders()}, answer.read())
    finally:
        connection.close()
