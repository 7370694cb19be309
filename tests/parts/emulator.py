"""AWS's own Lambda runtime emulator and runtime client: a handler runs as it does in Lambda, without Docker."""

from __future__ import annotations

import http.client
import importlib.util
import json
import os
import re
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.parts.missing import INSTALL, PACKAGES
from tests.parts.pins import emulator_pin
from tests.parts.service import HOST, Service, free_port

_INVOKE = "/2015-03-31/functions/function/invocations"
_INIT = re.compile(r"INIT REPORT\(durationMs: ([\d.]+)\)")
_LONGEST = 120.0
REPORT_PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What the function is given: memory (told to it, not enforced) and time (enforced)."""

    memory_mb: int = 512
    seconds: int = 10


DEFAULT = Limits()


class HandlerError(Exception):
    """The handler could not be loaded, raised, or ran out of time. Carries Lambda's own account of it."""


def available() -> str | None:
    """Say what the emulator lacks, if anything."""
    pin = emulator_pin()
    if pin is None:
        return "Lambda emulator: there is none for this machine; run these tests on Linux, x86_64 or aarch64"
    if not pin.file.exists():
        return "Lambda emulator: it is missing; run `" + INSTALL + "`"
    if importlib.util.find_spec("awslambdaric") is None:
        return "Lambda emulator: the Python package awslambdaric is missing; run `" + PACKAGES + "`"
    return None


class Function:
    """A function under the emulator. It is initialised by the first event: that one is the cold start."""

    def __init__(self, service: Service) -> None:
        """Speak to a running emulator."""
        self._service = service

    def invoke(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Return the handler's answer to an event; raise HandlerError if it has none."""
        sent = self.send(json.dumps(event).encode())
        try:
            answer = json.loads(sent)
        except ValueError:
            answer = sent.decode("utf-8", "replace")
        if not isinstance(answer, dict) or ("errorMessage" in answer and "statusCode" not in answer):
            raise HandlerError(f"{answer}\n{self._service.said()[-2000:]}")
        return answer

    def send(self, event: bytes) -> bytes:
        """Return the raw answer to an event given as JSON."""
        connection = http.client.HTTPConnection(HOST, self._service.port, timeout=_LONGEST)
        try:
            connection.request("POST", _INVOKE, event, {"Content-Type": "application/json"})
            return connection.getresponse().read()
        finally:
            connection.close()

    def log(self) -> str:
        """Return all that the emulator and the handler have written."""
        return self._service.said()

    @property
    def init_ms(self) -> float:
        """The milliseconds of the initialisation: from the runtime's start to the loaded handler.

        It is read from the line INIT REPORT; what the line REPORT calls Init Duration is something else.
        """
        end = time.monotonic() + REPORT_PATIENCE
        while (found := _INIT.search(self.log())) is None:
            if time.monotonic() > end:
                raise HandlerError(f"no INIT REPORT: was an event sent?\n{self.log()[-2000:]}")
            time.sleep(0.005)
        return float(found[1])


@contextmanager
def start(
    task: Path,
    handler: str,
    env: Mapping[str, str] | None = None,
    *,
    python: str = sys.executable,
    limits: Limits = DEFAULT,
) -> Iterator[Function]:
    """Run a handler (`module.function`) of a task folder until the block ends.

    Nothing of this process's environment reaches it but what `env` gives, and the folder is not written to: as in
    Lambda.
    """
    pin = emulator_pin()
    if pin is None:
        raise HandlerError(available())
    pin.verify()
    ports = _two_ports()
    command = [
        *(str(pin.file), "--log-level", "info"),
        *("--runtime-interface-emulator-address", f"{HOST}:{ports[0]}"),
        *("--runtime-api-address", f"{HOST}:{ports[1]}"),
        *(python, "-m", "awslambdaric", handler),
    ]
    with Service(command, ports[0], _environment(task, limits) | dict(env or {}), cwd=task) as service:
        yield Function(service)


def _two_ports() -> tuple[int, int]:
    first = free_port()
    while (second := free_port()) == first:
        pass
    return first, second


def _environment(task: Path, limits: Limits) -> dict[str, str]:
    return {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "TZ": ":UTC",
        "LAMBDA_TASK_ROOT": str(task),
        "PYTHONPATH": str(task),
        "PYTHONDONTWRITEBYTECODE": "1",
        "AWS_REGION": "eu-west-1",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_LAMBDA_FUNCTION_NAME": "slugline",
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(limits.memory_mb),
        "AWS_LAMBDA_FUNCTION_TIMEOUT": str(limits.seconds),
    }
