"""`python -m tests.parts.install` adds what the tests' parts need beyond Python packages; quick when all is there.

What cannot be added here is named with what to do, and the rest goes on: a part that stays missing is skipped by its
tests, or fails them where CI is set.
"""

from __future__ import annotations

import compileall
import hashlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from infra.edge import varnish
from tests.parts import chromium, docker, lambda_image, pins, python314, sam_cli, scanner, wheels
from tests.parts.fetch import FetchError, find_uv, from_npm, from_wheel, pip, run

_LOCK = pins.TESTS / "package-lock.json"
_NPM_STAMP = pins.NODE_MODULES / ".slugline-lock"
_SAM_STAMP = pins.SAM_CLI_HOME / "installed"
_CHECKOV_STAMP = pins.CHECKOV_HOME / "installed"
_MINISTACK_STAMP = pins.MINISTACK_HOME / "installed"
_FONTS = ("fonts-noto-core", "fonts-noto-cjk", "fonts-noto-color-emoji")
_NO_SERVICES = Path("/usr/sbin/policy-rc.d")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to install."""

    name: str
    done: Callable[[], bool]
    do: Callable[[], None]
    by_hand: str


def main(names: Sequence[str] = ()) -> int:
    """Go through all steps, or those named; missing parts are told, not fatal."""
    for step in steps():
        if names and step.name not in names:
            continue
        print(take(step), flush=True)  # noqa: T201 -- a command speaks to its user
    return 0


def take(step: Step) -> str:
    """Do one step if it is not done, and return a line about it."""
    if step.done():
        return f"{step.name}: there"
    start = time.monotonic()
    try:
        step.do()
    except (FetchError, pins.WrongFileError, OSError) as error:
        return f"{step.name}: MISSING ({error}). {step.by_hand}"
    return f"{step.name}: installed in {time.monotonic() - start:.1f} s"


def steps() -> list[Step]:
    """Return all steps, in the order in which they are taken."""
    return [
        Step("system packages", lambda: not missing_packages(), install_packages, _system_by_hand()),
        Step("npm packages", npm_done, npm_install, "Install Node.js 20 or newer with npm."),
        Step(
            "AMP engine",
            pins.AMP_ENGINE.done,
            lambda: from_npm(pins.AMP_ENGINE),
            "Install Node.js 20 or newer with npm.",
        ),
        Step("Lambda emulator", emulator_done, emulator_install, "It needs Linux on x86_64 or aarch64, and pip or uv."),
        Step("ministack", ministack_done, ministack_install, "It needs pip or uv."),
        Step("SAM CLI", sam_done, sam_install, "It needs pip or uv."),
        Step("policy scanner", checkov_done, checkov_install, "It needs pip or uv."),
        Step("Python 3.14", lambda: python314.available() is None, python314.install, "It needs Node.js, and pip."),
        Step("wheels", lambda: wheels.available() is None, wheels.install, "They need pip and its package index."),
        Step("Lambda image", lambda: lambda_image.available() is None, lambda_image.install, "It needs Debian."),
    ]


def _system_by_hand() -> str:
    return (
        "Install Chromium, Java 17 or newer, the Noto fonts (core, CJK, colour emoji), Varnish 7 with its modules, njs "
        "and a Docker engine as this system does it."
    )


def missing_packages() -> list[str]:
    """Return the Debian packages whose content this machine lacks; where there is no dpkg, fonts are taken on trust."""
    packages = [] if chromium.find() else ["chromium"]
    packages += [] if shutil.which("java") else ["openjdk-17-jre-headless"]
    packages += list(docker.PACKAGES) if docker.available() and not docker.program() else []
    packages += list(varnish.PACKAGES) if varnish.missing() else []
    packages += [] if shutil.which("njs") else ["njs"]
    return packages + [font for font in _FONTS if shutil.which("dpkg-query") and not _installed(font)]


def _installed(package: str) -> bool:
    try:
        return run(["dpkg-query", "-W", "-f", "${db:Status-Status}", package]) == "installed"
    except FetchError:
        return False


def install_packages() -> None:
    """Install the missing Debian packages, if this is a Debian machine and we may."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        raise FetchError("not found: " + ", ".join(missing_packages()))
    quiet = ["-q", "-o", "DPkg::Lock::Timeout=300"]
    env = {"DEBIAN_FRONTEND": "noninteractive"}
    with no_services():
        run(["apt-get", *quiet, "update"], env=env)
        run(["apt-get", *quiet, "install", "-y", "--no-install-recommends", *missing_packages()], env=env)


@contextmanager
def no_services(policy: Path = _NO_SERVICES) -> Iterator[None]:
    """Keep package scripts from starting services; a policy of the machine's own stays as it is."""
    if policy.exists():
        yield
        return
    policy.write_text("#!/bin/sh\nexit 101\n", encoding="ascii")
    policy.chmod(0o755)
    try:
        yield
    finally:
        policy.unlink(missing_ok=True)


def npm_done() -> bool:
    """Say whether the npm packages are those of the lock file."""
    return _read(_NPM_STAMP) == _lock_hash()


def npm_install() -> None:
    """Install the npm packages exactly as locked."""
    run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"])
    _NPM_STAMP.write_text(_lock_hash(), encoding="ascii")


def _lock_hash() -> str:
    return hashlib.sha256(_LOCK.read_bytes()).hexdigest()


def emulator_done() -> bool:
    """Say whether the emulator for this machine is there."""
    pin = pins.emulator_pin()
    return pin is not None and pin.done()


def emulator_install() -> None:
    """Fetch the emulator for this machine."""
    pin = pins.emulator_pin()
    if pin is None:
        raise FetchError("there is none for this kind of machine")
    from_wheel(pin)


def ministack_done() -> bool:
    """Say whether ministack's environment is there, of the pinned version and for this Python."""
    return _read(_MINISTACK_STAMP) == _ministack_mark() and _ministack_python().exists()


def ministack_install() -> None:
    """Make an environment for ministack alone, which pins a botocore that is not ours, with what it expands SAM by."""
    _make_environment(pins.MINISTACK_HOME, *pins.MINISTACK)
    _MINISTACK_STAMP.write_text(_ministack_mark(), encoding="ascii")


def sam_done() -> bool:
    """Say whether the SAM CLI's environment is there, of the pinned version and for this Python."""
    return _read(_SAM_STAMP) == _sam_mark() and sam_cli.SAM.exists()


def sam_install() -> None:
    """Make an environment for the SAM CLI alone, with its byte code: compiling it at each start costs 7 s a command."""
    _make_environment(pins.SAM_CLI_HOME, pins.SAM_CLI)
    compileall.compile_dir(pins.SAM_CLI_HOME / "lib", quiet=2, workers=0)
    _SAM_STAMP.write_text(_sam_mark(), encoding="ascii")


def _sam_mark() -> str:
    return f"{pins.SAM_CLI} {sys.version_info.major}.{sys.version_info.minor}"


def checkov_done() -> bool:
    """Say whether the policy scanner's environment is there, of the pinned version and for this Python."""
    return _read(_CHECKOV_STAMP) == _checkov_mark() and scanner.available() is None


def checkov_install() -> None:
    """Make an environment for the policy scanner alone, with its byte code, as for the SAM CLI."""
    _make_environment(pins.CHECKOV_HOME, pins.CHECKOV)
    compileall.compile_dir(pins.CHECKOV_HOME / "lib", quiet=2, workers=0)
    _CHECKOV_STAMP.write_text(_checkov_mark(), encoding="ascii")


def _checkov_mark() -> str:
    return f"{pins.CHECKOV} {sys.version_info.major}.{sys.version_info.minor}"


def _make_environment(home: Path, *packages: str) -> None:
    shutil.rmtree(home, ignore_errors=True)
    uv = find_uv()
    if uv:
        run([uv, "venv", "--quiet", "--python", sys.executable, str(home)])
    else:
        run([sys.executable, "-m", "venv", str(home)])
    pip(packages, python=str(home / "bin" / "python"))


def _ministack_python() -> Path:
    return pins.MINISTACK_HOME / "bin" / "python"


def _ministack_mark() -> str:
    return f"{' '.join(pins.MINISTACK)} {sys.version_info.major}.{sys.version_info.minor}"


def _read(stamp: Path) -> str:
    try:
        return stamp.read_text(encoding="ascii")
    except OSError:
        return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
