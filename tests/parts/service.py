"""A server process on the loopback address: started, watched, ended."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Self

HOST = "127.0.0.1"
_PAUSE = 0.01


class ServiceError(Exception):
    """A server did not start or ended too early. Carries the end of its output."""


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


class Service:
    """A process that serves on a port; as a context manager it runs from the port's opening to the block's end."""

    def __init__(
        self,
        command: list[str],
        port: int,
        env: dict[str, str],
        cwd: Path | None = None,
        patience: float = 60.0,
    ) -> None:
        """Keep what to run; `patience` is how many seconds the port may take to open."""
        self.command = command
        self.port = port
        self.env = env
        self.cwd = cwd
        self.patience = patience
        self._output = tempfile.TemporaryFile()  # noqa: SIM115 -- lives as long as the service, closed by stop()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start the process and wait until its port accepts connections."""
        self._process = subprocess.Popen(
            self.command,
            cwd=self.cwd,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            self._wait(self._process)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *failure: object) -> None:
        """End the process."""
        self.stop()

    @property
    def pid(self) -> int:
        """The process's number."""
        if self._process is None:
            raise ServiceError(f"{self.command[0]} is not running")
        return self._process.pid

    def log(self) -> str:
        """Return all that the process has written so far."""
        size = os.fstat(self._output.fileno()).st_size
        return os.pread(self._output.fileno(), size, 0).decode("utf-8", "replace")

    def stop(self) -> None:
        """End the process and what it started: first by asking, after ten seconds by force."""
        process, self._process = self._process, None
        if process is not None:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self._output.close()

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        end = time.monotonic() + self.patience
        while not accepts(self.port):
            if process.poll() is not None:
                raise ServiceError(f"{self.command[0]} ended with {process.returncode}:\n{self.log()[-2000:]}")
            if time.monotonic() > end:
                raise ServiceError(f"{self.command[0]} opened no port in {self.patience} s:\n{self.log()[-2000:]}")
            time.sleep(_PAUSE)


def accepts(port: int) -> bool:
    """Say whether someone accepts connections on the port."""
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True
