"""A clock that tests put forward, shared by the processes that are started with it: hours pass in no time."""

from __future__ import annotations

import shutil
import struct
import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Self

from tests.parts.missing import INSTALL

_SOURCE: Final = Path(__file__).with_name("clock.c")


def available() -> str | None:
    """Say what the clock lacks, if anything."""
    return None if shutil.which("gcc") else f"the clock: gcc is missing; run `{INSTALL}`"


class Clock:
    """A clock that runs as the machine's does, so many seconds ahead of it."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._folder = TemporaryDirectory(prefix="slugline-clock-")
        self._file = Path(self._folder.name) / "ahead"
        self._ahead = 0

    def __enter__(self) -> Self:
        """Compile the library and set the clock to the machine's time."""
        self._folder.__enter__()
        library = Path(self._folder.name) / "clock.so"
        command = ["gcc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", str(library), str(_SOURCE)]
        subprocess.run(command, check=True, capture_output=True)
        self._file.write_bytes(struct.pack("@l", 0))
        return self

    def __exit__(self, *failure: object) -> None:
        """Remove what was compiled."""
        self._folder.cleanup()

    @property
    def environment(self) -> dict[str, str]:
        """What a process is started with to have this clock."""
        return {"LD_PRELOAD": str(self._file.with_name("clock.so")), "CLOCK_AHEAD": str(self._file)}

    def now(self) -> float:
        """Return the seconds since 1970."""
        return time.time() + self._ahead

    def forward(self, seconds: int) -> None:
        """Put the clock forward, at once and for all."""
        self._ahead += seconds
        with self._file.open("r+b") as shared:
            shared.write(struct.pack("@l", self._ahead))
