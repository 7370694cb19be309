"""The Docker engine, as far as it is asked for here: whether one answers, which images it has, what runs on it."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, urlencode, urlsplit

DEFAULT_HOST = "unix:///var/run/docker.sock"
DESKTOP_SOCKET = Path(".docker") / "run" / "docker.sock"
"""Where Docker Desktop listens, below the home folder."""

ADVICE = (
    "Debian and Ubuntu: `apt-get install docker.io iptables`, then `systemctl start docker` (or `dockerd`). "
    "Elsewhere: install Docker Desktop and start it. An engine at another place is named by DOCKER_HOST."
)
"""How to come by an engine."""

_PING_PATIENCE = 5.0
_MOST_TOLD = 400
"""Characters of an engine's answer that an error shows."""

_NOT_FOUND = 404
_LEAST_FAILURE = 400


class EngineError(Exception):
    """No engine answers, or it refuses. Met when SAM is to be started; the message names the engine's address."""


class _Local(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path: str, timeout: float) -> None:
        super().__init__("localhost", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine, by its address as DOCKER_HOST has it: `unix:///path` or `tcp://host:port`."""

    host: str
    patience: float = 60.0
    """Seconds that each step of a request may take."""

    def answers(self) -> bool:
        """Say whether it is there and takes requests."""
        try:
            replace(self, patience=_PING_PATIENCE).call("GET", "/_ping")
        except EngineError:
            return False
        return True

    def has_image(self, name: str) -> bool:
        """Say whether the image is there, so that it need not be pulled."""
        return self.call("GET", f"/images/{quote(name, safe='/:')}/json", absent_is_well=True) is not None

    def pull_image(self, name: str) -> None:
        """Fetch an image from its registry.

        Raises:
            EngineError: it is not to be had; the engine's own words come with it.
        """
        told = self.call("POST", f"/images/create?{urlencode({'fromImage': name})}") or b""
        last = told.strip().rpartition(b"\n")[2].decode(errors="replace")
        if '"error"' in last:
            raise EngineError(f"{self.host} cannot fetch {name}: {last[-_MOST_TOLD:]}")

    def remove_image(self, name: str) -> None:
        """Remove a name of an image, and the image with its last name; without it nothing happens."""
        self.call("DELETE", f"/images/{quote(name, safe='/:')}?force=1", absent_is_well=True)

    def import_image(self, name: str, archive: IO[bytes], changes: Mapping[str, str]) -> None:
        """Make an image of a tar archive of its root folder; `changes` are environment variables of the image."""
        repository, _, tag = name.rpartition(":")
        made = [("changes", f"ENV {key}={value}") for key, value in changes.items()]
        query = urlencode([("fromSrc", "-"), ("repo", repository), ("tag", tag), *made])
        self.call("POST", f"/images/create?{query}", archive)

    def containers(self) -> dict[str, str]:
        """Return all containers, the ended ones too: their images' names by their ids."""
        listed: list[dict[str, Any]] = json.loads(self.call("GET", "/containers/json?all=1") or b"[]")
        return {told["Id"]: told["Image"] for told in listed}

    def remove_container(self, container: str) -> None:
        """End and remove a container; one that is gone already is no error."""
        self.call("DELETE", f"/containers/{container}?force=1&v=1", absent_is_well=True)

    def call(
        self,
        method: str,
        address: str,
        body: IO[bytes] | None = None,
        *,
        content_type: str = "application/x-tar",
        absent_is_well: bool = False,
    ) -> bytes | None:
        """Return the body of an answer of the engine's API.

        Args:
            method: of the request.
            address: path and query.
            body: what is sent, in chunks.
            content_type: of the body.
            absent_is_well: whether a 404 is None instead of an error.

        Raises:
            EngineError: nobody answers, or the answer is a refusal.
        """
        connection = self._connection()
        try:
            connection.request(method, address, body, {"Content-Type": content_type} if body else {})
            answer = connection.getresponse()
            told = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise EngineError(f"no Docker engine answers at {self.host} ({error})") from error
        finally:
            connection.close()
        if answer.status == _NOT_FOUND and absent_is_well:
            return None
        if answer.status >= _LEAST_FAILURE:
            raise EngineError(f"{self.host} refuses {method} {address}: {told.decode(errors='replace')[-_MOST_TOLD:]}")
        return told

    def _connection(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.host)
        if parts.scheme == "unix":
            return _Local(parts.path, self.patience)
        if parts.scheme in {"tcp", "http"} and parts.hostname:
            return http.client.HTTPConnection(parts.hostname, parts.port or 2375, timeout=self.patience)
        raise EngineError(f"DOCKER_HOST is {self.host!r}: write unix:///path or tcp://host:port")


def engine_of(environment: Mapping[str, str]) -> Engine:
    """Return the engine that an environment leads to, whether it runs or not.

    It is the one DOCKER_HOST names, else the one at the default socket, else Docker Desktop's.
    """
    if named := environment.get("DOCKER_HOST"):
        return Engine(named)
    desktop = Path(environment.get("HOME", "/")) / DESKTOP_SOCKET
    if desktop.is_socket() and not Path(urlsplit(DEFAULT_HOST).path).is_socket():
        return Engine(f"unix://{desktop}")
    return Engine(DEFAULT_HOST)
