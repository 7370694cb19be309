"""A process of the stand-in: started, waited for, ended."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self

HOST = "127.0.0.1"
_PAUSE = 0.02
_PATIENCE = 60.0
"""Seconds until a process must be ready."""
_GRACE = 10.0
"""Seconds until one that was asked to end is made to."""


class NotStarted(Exception):  # noqa: N818 -- called what happened, as the project's own errors are
    """A process ended, or was not ready in time. Whoever starts the stand-in meets this, with its last words."""


class Process:
    """As a context manager it runs from when it is ready to the end of the block."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        ready: Callable[[], bool],
        folder: Path | None = None,
    ) -> None:
        """Takes what to run.

        Args:
            command: the program and its arguments.
            environment: its whole environment.
            ready: says whether it serves by now.
            folder: where it runs.
        """
        self._command = command
        self._environment = environment
        self._ready = ready
        self._folder = folder
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 -- open as long as the process runs
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Starts it.

        Raises:
            NotStarted: it never got ready.
        """
        self._process = subprocess.Popen(
            self._command,
            env=dict(self._environment),
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            stdout=self._said,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # a Ctrl+C of the terminal is for us, who then end it in order
        )
        try:
            self._wait(self._process)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *failure: object) -> None:
        """Ends it."""
        self.stop()
        self._said.close()

    @property
    def pid(self) -> int | None:
        """Its number while it runs."""
        return self._process.pid if self._process else None

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Ends it, and whatever it has started; what it said can still be read."""
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(how)
        try:
            process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def said(self) -> str:
        """All that it has written so far."""
        size = os.fstat(self._said.fileno()).st_size
        return os.pread(self._said.fileno(), size, 0).decode("utf-8", "replace")

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        end = time.monotonic() + _PATIENCE
        while not self._ready():
            if process.poll() is not None or time.monotonic() > end:
                raise NotStarted(f"{' '.join(self._command[:3])} did not get ready:\n{self.said()[-2_000:]}")
            time.sleep(_PAUSE)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


def accepts(port: int) -> bool:
    """Whether somebody listens on a port of this machine."""
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True
