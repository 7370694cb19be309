"""A Docker engine: the one that runs here, else one of our own that leaves nothing behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.sam.engine import Engine, engine_of
from tests.parts.missing import INSTALL
from tests.parts.pins import CACHE

PACKAGES = ("docker.io", "iptables")
_SYSTEM_PATH = os.pathsep.join(("/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/local/bin", "/usr/bin", "/bin"))
_START_PATIENCE = 60.0
_END_PATIENCE = 30.0
_PAUSE = 0.05
_LOG = "dockerd.log"
_SETTINGS = "daemon.json"
_BRIDGE = Path("/sys/class/net/docker0")


class DockerError(Exception):
    """The engine did not start. Carries the end of its log."""


def running() -> Engine | None:
    """Return the engine that runs on this machine, if one does."""
    engine = engine_of(os.environ)
    return engine if engine.answers() else None


def program() -> str | None:
    """Return where the engine's program is; like `iptables` it may lie outside a user's path."""
    return shutil.which("dockerd", path=_SYSTEM_PATH)


def available() -> str | None:
    """Say what an engine lacks, if anything."""
    if running():
        return None
    if program() is None or shutil.which("iptables", path=_SYSTEM_PATH) is None:
        return f"Docker engine: none runs, and {' or '.join(PACKAGES)} is missing; run `{INSTALL}` as root on Debian"
    if os.geteuid() != 0:
        return "Docker engine: none runs, and only root can start one; start it, or set DOCKER_HOST"
    return None


@contextmanager
def engine() -> Iterator[Engine]:
    """Give the running engine, else start one; what SAM left on it is removed at the block's end."""
    found = running()
    if found is None:
        with _started() as own:
            yield own
        return
    before = functions_on(found)
    try:
        yield found
    finally:
        for container in functions_on(found) - before:
            found.remove_container(container)


def functions_on(engine: Engine) -> set[str]:
    """Return the ids of the containers that SAM has made there: those of an image with the Lambda emulator in it."""
    return {container for container, image in engine.containers().items() if "-rapid-" in image}


@contextmanager
def _started() -> Iterator[Engine]:
    """Run an engine of our own: with its own images, its own socket, and no way out of the machine.

    Ports of containers are handed on by its own proxy: no rule of the machine's firewall is touched, and containers
    reach nothing but this machine.
    """
    bridged = _BRIDGE.exists()
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="docker-", dir=CACHE) as data, tempfile.TemporaryDirectory() as state:
        own = Engine(f"unix://{state}/docker.sock")
        process = _start(own, Path(data), Path(state))
        try:
            _wait(own, process, Path(state))
            yield own
            for container in own.containers():
                own.remove_container(container)
        finally:
            _end(process)
            _unmount(Path(state))
            _unmount(Path(data))
            if not bridged:
                _remove_bridge()


def _start(own: Engine, data: Path, state: Path) -> subprocess.Popen[bytes]:
    (state / _SETTINGS).write_text("{}", encoding="ascii")  # not what this machine has for its own engine
    command = [
        program() or "dockerd",
        *("--host", own.host, "--data-root", str(data), "--exec-root", f"{state}/exec"),
        *("--pidfile", f"{state}/docker.pid", "--config-file", str(state / _SETTINGS)),
        *("--iptables=false", "--ip-masq=false", "--ip-forward=false"),
    ]
    with (state / _LOG).open("wb") as log:
        return subprocess.Popen(
            command,
            env={"PATH": _SYSTEM_PATH, "HOME": str(state)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _wait(own: Engine, process: subprocess.Popen[bytes], state: Path) -> None:
    end = time.monotonic() + _START_PATIENCE
    while not own.answers():
        if process.poll() is not None or time.monotonic() > end:
            told = (state / _LOG).read_text("utf-8", "replace")[-2000:]
            raise DockerError(f"dockerd did not start (it ended with {process.returncode}):\n{told}")
        time.sleep(_PAUSE)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_END_PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _unmount(folder: Path) -> None:
    """Let go of what the engine may leave mounted at or below the folder, so that the folder can be removed."""
    mounts = [line.split()[4] for line in Path("/proc/self/mountinfo").read_text("utf-8").splitlines()]
    for mount in sorted((mount for mount in mounts if f"{mount}/".startswith(f"{folder}/")), reverse=True):
        subprocess.run(["umount", "--lazy", mount], check=False, capture_output=True)


def _remove_bridge() -> None:
    tool = shutil.which("ip", path=_SYSTEM_PATH)
    if tool:
        subprocess.run([tool, "link", "delete", _BRIDGE.name], check=False, capture_output=True)
