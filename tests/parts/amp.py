"""The AMP validator: its official engine in one long-lived Node process."""

from __future__ import annotations

import json
import queue
import shutil
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

from tests.parts.missing import INSTALL
from tests.parts.pins import AMP_ENGINE

SCRIPT = Path(__file__).with_name("amp_validator.js")
FIRST_PATIENCE = 120.0
PATIENCE = 30.0


class AmpError(Exception):
    """The validator itself failed: it died, was too slow or answered nonsense. Never a verdict about a page."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the validator says of a page.

    Warnings leave `status` at PASS, so a page is good only when `issues` is empty. `transformed` is 1 for a page that
    was read as a server-side rendered one, else 0.
    """

    status: str
    transformed: int
    issues: list[str]


def available() -> str | None:
    """Say what the validator lacks, if anything."""
    if shutil.which("node") is None:
        return "AMP validator: Node.js is missing; install Node.js 20 or newer, then run `" + INSTALL + "`"
    if not AMP_ENGINE.file.exists():
        return "AMP validator: its engine is missing; run `" + INSTALL + "`"
    return None


class AmpValidator:
    """A running validator. The first verdict takes a second or more, the others milliseconds."""

    def __init__(self, engine: Path | None = None) -> None:
        """Take the pinned engine; another one only for tests of this part itself."""
        self._engine = engine
        self._lock = threading.Lock()
        self._answers: queue.Queue[str | None] = queue.Queue()
        self._complaints: list[str] = []
        self._process: subprocess.Popen[str] | None = None
        self._threads: list[threading.Thread] = []
        self._patience = FIRST_PATIENCE

    def __enter__(self) -> Self:
        """Start the process, after the engine's hash was checked."""
        if self._engine is None:
            AMP_ENGINE.verify()
        command = [shutil.which("node") or "node", str(SCRIPT), str(self._engine or AMP_ENGINE.file)]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, encoding="utf-8")
        self._listen(self._process)
        return self

    def __exit__(self, *failure: object) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for thread in self._threads:
            thread.join()
        for pipe in (process.stdin, process.stdout, process.stderr):
            _close(pipe)

    def validate(self, html: str) -> Verdict:
        """Return the verdict on a page, read as format AMP."""
        with self._lock:
            self._send(json.dumps({"html": html}))
            answer = self._receive()
        return _verdict(answer)

    def _listen(self, process: subprocess.Popen[str]) -> None:
        self._threads = [
            threading.Thread(target=self._read_answers, args=(process.stdout,), daemon=True),
            threading.Thread(target=self._read_complaints, args=(process.stderr,), daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def _read_answers(self, pipe: IO[str]) -> None:
        for line in pipe:
            self._answers.put(line)
        self._answers.put(None)

    def _read_complaints(self, pipe: IO[str]) -> None:
        for line in pipe:
            self._complaints.append(line)

    def _send(self, line: str) -> None:
        if self._process is None or self._process.stdin is None:
            raise AmpError("the AMP validator is not running")
        try:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
        except OSError as error:
            raise self._death() from error

    def _receive(self) -> str:
        try:
            answer = self._answers.get(timeout=self._patience)
        except queue.Empty:
            raise AmpError(f"the AMP validator gave no verdict in {self._patience} s") from None
        if answer is None:
            self._answers.put(None)
            raise self._death()
        self._patience = PATIENCE
        return answer

    def _death(self) -> AmpError:
        for thread in self._threads:
            thread.join(1)
        last_words = "".join(self._complaints)[-2000:].strip() or "it said nothing"
        return AmpError(f"the AMP validator has ended: {last_words}")


def _verdict(answer: str) -> Verdict:
    try:
        return Verdict(**json.loads(answer))
    except (ValueError, TypeError) as error:
        raise AmpError(f"the AMP validator answered {answer[:200]!r}") from error


def _close(pipe: IO[str] | None) -> None:
    try:
        if pipe is not None:
            pipe.close()
    except BrokenPipeError:
        pass
