"""`python -m tests.parts.install` adds what the tests' parts need beyond Python packages; quick when all is there.

What cannot be added here is named with what to do, and the rest goes on: a part that stays missing is skipped by its
tests, or fails them where CI is set.
"""

from __future__ import annotations

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
from tests.parts import chromium, docker, lambda_image, pins, python314, tool, wheels
from tests.parts.fetch import FetchError, from_npm, from_wheel, run

_LOCK = pins.TESTS / "package-lock.json"
_NPM_STAMP = pins.NODE_MODULES / ".slugline-lock"
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
        *(
            Step(name, made.done, made.install, "It needs pip or uv.")
            for name, made in {
                "ministack": tool.MINISTACK,
                "SAM CLI": tool.SAM_CLI,
                "AWS CLI": tool.AWS_CLI,
                "policy scanner": tool.CHECKOV,
            }.items()
        ),
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


def _read(stamp: Path) -> str:
    try:
        return stamp.read_text(encoding="ascii")
    except OSError:
        return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
