"""A Python of Lambda's newest version that compiles for it, where this machine has none: see python314.mjs.

It runs what it compiled, too: what of the artifacts is compiled for a processor is msgspec, whose wheel for this Python
is in the lock like all others.
"""

from __future__ import annotations

import shutil
import sys
from hashlib import sha256
from pathlib import Path

from infra.artifact.packages import LOCK, Wheel, locks
from tests.parts.fetch import FetchError, run, scratch
from tests.parts.missing import INSTALL
from tests.parts.pins import CACHE, NODE_MODULES

PYTHON = Path(__file__).with_suffix(".mjs")
"""The program."""

MSGSPEC = CACHE / "python314" / "msgspec"
"""A folder that msgspec can be imported from by it."""

_PLATFORM = "pyemscripten_2026_0_wasm32"


def available() -> str | None:
    """Say what it lacks, if anything."""
    if shutil.which("node") is None:
        return "Python 3.14: Node.js, on which it runs, is not on this machine; install version 20 or newer"
    if not (NODE_MODULES / "pyodide" / "pyodide.mjs").exists() or not MSGSPEC.exists():
        return "Python 3.14: pyodide or its msgspec is missing; run `" + INSTALL + "`"
    return None


def install() -> None:
    """Fetch msgspec for it, of the version and with a hash of the lock; pyodide comes with the npm packages."""
    pinned = next(line.split()[0] for line in LOCK.read_text("utf-8").splitlines() if line.startswith("msgspec=="))
    with scratch() as folder:
        download = (sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps")
        kind = ("--only-binary=:all:", "--python-version=3.14", f"--platform={_PLATFORM}")
        run([*download, *kind, "--dest", str(folder), pinned])
        (wheel,) = folder.glob("*.whl")
        if sha256(wheel.read_bytes()).hexdigest() not in locks()["msgspec"]:
            raise FetchError(f"{wheel.name} is not the file of the lock")
        Wheel(wheel, "msgspec").unpack(folder / "msgspec")
        shutil.rmtree(MSGSPEC, ignore_errors=True)
        shutil.copytree(folder / "msgspec", MSGSPEC)
