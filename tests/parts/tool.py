"""Programs of PyPI that pin what we pin otherwise: each in an environment of its own."""

from __future__ import annotations

import compileall
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.parts import pins
from tests.parts.fetch import find_uv, pip, run


@dataclass(frozen=True, slots=True)
class Tool:
    """A program, and where it lives."""

    home: Path
    packages: tuple[str, ...]
    byte_code: bool = False
    """Whether it is compiled at once: a large one that is started often takes seconds each time otherwise."""

    def done(self) -> bool:
        """Say whether it is there, of the pinned version and for this Python."""
        try:
            return self._stamp.read_text(encoding="ascii") == self._mark and self._python.exists()
        except OSError:
            return False

    def install(self) -> None:
        """Make its environment, in the place of another version's."""
        shutil.rmtree(self.home, ignore_errors=True)
        uv = find_uv()
        run([uv, "venv", "--quiet", "--python", sys.executable, str(self.home)] if uv else self._venv())
        pip(self.packages, python=str(self._python))
        if self.byte_code:
            compileall.compile_dir(self.home / "lib", quiet=2, workers=0)
        self._stamp.write_text(self._mark, encoding="ascii")

    def _venv(self) -> list[str]:
        return [sys.executable, "-m", "venv", str(self.home)]

    @property
    def _python(self) -> Path:
        return self.home / "bin" / "python"

    @property
    def _stamp(self) -> Path:
        return self.home / "installed"

    @property
    def _mark(self) -> str:
        return f"{' '.join(self.packages)} {sys.version_info.major}.{sys.version_info.minor}"


MINISTACK = Tool(pins.MINISTACK_HOME, pins.MINISTACK)
SAM_CLI = Tool(pins.SAM_CLI_HOME, (pins.SAM_CLI,), byte_code=True)
AWS_CLI = Tool(pins.AWS_CLI_HOME, (pins.AWS_CLI,), byte_code=True)
CHECKOV = Tool(pins.CHECKOV_HOME, (pins.CHECKOV,), byte_code=True)
