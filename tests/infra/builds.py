"""The artifacts that are deployed, built once for all tests as their user builds them."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.parts import python314
from tests.parts.pins import ROOT


@dataclass(frozen=True, slots=True)
class Built:
    """Where the artifacts lie, each processor's in a folder of its own; and what was said at their making."""

    root: Path
    said: dict[str, str]

    def folder(self, processor: str, name: str = "render") -> Path:
        """Return an artifact as a folder."""
        return self.root / processor / name

    def zip(self, processor: str, name: str = "render") -> Path:
        """Return an artifact as Lambda takes it."""
        return self.root / processor / f"{name}-{processor}.zip"


def run(to: Path, *arguments: str, seed: str = "0", umask: int = 0o022) -> subprocess.CompletedProcess[str]:
    """Run the build's command in a process of its own, with a seed for its hashes and a mask for its files' modes."""
    return subprocess.run(
        [sys.executable, "-m", "infra.artifact", "--to", str(to), *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": seed},
        umask=umask,
        capture_output=True,
        text=True,
        check=False,
    )


def build(root: Path) -> Built:
    """Build for both processors, with the Python 3.14 of the tests."""
    said = {}
    for processor in ("arm64", "x86_64"):
        done = run(root / processor, "--arch", processor, "--compiler", str(python314.PYTHON))
        assert done.returncode == 0, done.stdout + done.stderr
        said[processor] = done.stdout
    return Built(root, said)
