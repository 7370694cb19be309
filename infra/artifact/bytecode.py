"""Byte code, by a Python of the runtime's own version: another's is not read, and nothing is written to `/var/task`."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from infra.artifact.errors import Unbuildable

TASK = "/var/task"
"""Where the code says it lies, wherever it is built."""

_VERSION = "import sys; print('%d.%d' % sys.version_info[:2])"


def compiler_for(python: str, given: Path | None = None) -> Path | None:
    """A Python of a version on this machine, or None.

    Args:
        python: the version, like 3.14.
        given: one that must be it.

    Raises:
        Unbuildable: the given one is not.
    """
    if given:
        if _version(given) != python:
            raise Unbuildable(f"{given} is not Python {python}")
        return given
    return next((found for found in _candidates(python) if _version(found) == python), None)


def compile_all(target: Path, compiler: Path) -> None:
    """Compiles everything, to be believed without a look at the source.

    One process, one order, one hash seed: what is shared inside a code object is written as such, and must not depend
    on what was compiled before it by chance.

    Raises:
        Unbuildable: a file cannot be compiled.
    """
    command = [
        *(str(compiler), "-s", "-S", "-P", "-m", "compileall", "-q", "-f", "-j", "1"),
        *("-s", str(target), "-p", TASK, "--invalidation-mode", "unchecked-hash", str(target)),
    ]
    done = subprocess.run(command, env=_environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unbuildable(f"{target} cannot be compiled: {(done.stdout + done.stderr).strip()}")


def _candidates(python: str) -> Iterator[Path]:
    yield Path(sys.executable)
    if named := shutil.which(f"python{python}"):
        yield Path(named)
    if uv := shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent)):
        command = [uv, "python", "find", "--no-python-downloads", "--no-project", "--system", python]
        found = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
        if found:
            yield Path(found)


def _version(python: Path) -> str:
    """The version of what may be a Python, or a name that leads to none."""
    try:
        command = [str(python), "-c", _VERSION]
        return subprocess.run(command, env=_environment(), capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return ""


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "PYTHONHASHSEED": "0"}
