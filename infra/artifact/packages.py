"""The locked run-time packages, as wheels for a Lambda runtime: fetched once into `.cache`, checked at every build."""

import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from email.parser import Parser
from hashlib import sha256
from pathlib import Path, PurePosixPath
from re import match
from typing import NamedTuple
from zipfile import ZipFile

from infra.artifact.errors import Unbuildable
from infra.artifact.recipe import ROOT

LOCK = ROOT / "infra" / "locks" / "run.txt"
WHEELS = ROOT / ".cache" / "wheels"
NEWEST = "3.14"
"""Lambda's newest Python."""

MACHINES = {"arm64": "aarch64", "x86_64": "x86_64"}
"""Lambda's word for a processor, and that of wheels and of ELF."""

_PLATFORMS = ("manylinux_2_28", "manylinux_2_17", "manylinux2014")
"""What Amazon Linux 2023 (glibc 2.34) runs."""

_UNUSED = (".pyi", ".c", ".zi", ".tab", ".tar.gz", ".js", ".css")
"""Types, sources of compiled modules, time zones in other forms than `zoneinfo` reads, what is for browsers."""


class Runtime(NamedTuple):
    """A Lambda runtime: its Python, like 3.14, and its processor, `arm64` or `x86_64`."""

    python: str = NEWEST
    processor: str = "arm64"

    @property
    def tag(self) -> str:
        """As in the names of wheels and compiled modules, like cp314."""
        return f"cp{self.python.replace('.', '')}"


def here() -> Runtime:
    """The runtime that can run on this machine."""
    names = {machine: name for name, machine in MACHINES.items()} | {"arm64": "arm64"}  # macOS's word for it
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return Runtime(version, names.get(platform.machine(), platform.machine()))


class Wheel(NamedTuple):
    """A package's wheel."""

    file: Path
    name: str
    """As the lock writes it."""

    def members(self) -> list[str]:
        """The files that it installs, of those that run."""
        with ZipFile(self.file) as archive:
            return sorted(filter(_runs, archive.namelist()))

    def provides(self) -> set[str]:
        """The top-level names that it can be imported by."""
        return {PurePosixPath(member).parts[0].split(".")[0] for member in self.members()}

    def requires(self) -> set[str]:
        """The names of the packages that it needs, extras aside."""
        with ZipFile(self.file) as archive:
            metadata = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
            stated = Parser().parsestr(archive.read(metadata).decode()).get_all("Requires-Dist", [])
        return {_named(line) for line in stated if "extra ==" not in line}

    def unpack(self, target: Path) -> None:
        """Writes its files into a folder."""
        with ZipFile(self.file) as archive:
            for member in self.members():
                (target / member).parent.mkdir(parents=True, exist_ok=True)
                (target / member).write_bytes(archive.read(member))


def wheels_for(runtime: Runtime, wheels: Path = WHEELS) -> list[Wheel]:
    """The wheel of every locked package, fetched if they are not all there.

    Raises:
        Unbuildable: they cannot be had, or one is not that of the lock.
    """
    folder = folder_of(runtime, wheels)
    if not fetched(runtime, wheels):
        fetch(runtime, wheels)
    locked = locks()
    found = {_named(file.name.split("-")[0]): file for file in sorted(folder.glob("*.whl"))}
    for name, file in found.items():
        if sha256(file.read_bytes()).hexdigest() not in locked[name]:
            raise Unbuildable(f"{file} is not the file of the lock: remove it, and it is fetched anew")
    return [Wheel(file, name) for name, file in found.items()]


def folder_of(runtime: Runtime, wheels: Path = WHEELS) -> Path:
    """Where the wheels for a runtime lie."""
    return wheels / f"{runtime.tag}-{runtime.processor}"


def fetched(runtime: Runtime, wheels: Path = WHEELS) -> bool:
    """Whether there is a wheel for every package of the lock, and none else, by their names and versions."""
    found = sorted(_pinned(*file.name.split("-")[:2]) for file in folder_of(runtime, wheels).glob("*.whl"))
    return found == sorted(_pinned(*line.split()[0].split("==")) for line in _lines() if "==" in line)


def fetch(runtime: Runtime, wheels: Path = WHEELS) -> None:
    """Fetches them all, for any runtime, with pip.

    Raises:
        Unbuildable: pip could not; its last words say why.
    """
    wheels.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=wheels) as scratch:
        done = subprocess.run(
            [*_download(runtime), "--dest", scratch], capture_output=True, text=True, check=False, timeout=600
        )
        if done.returncode:
            told = done.stderr.strip().rpartition("\n")[2]
            raise Unbuildable(f"the packages for {runtime.tag} on {runtime.processor} cannot be fetched: {told}")
        folder = folder_of(runtime, wheels)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(scratch, folder)


def _download(runtime: Runtime) -> list[str]:
    platforms = [f"--platform={name}_{MACHINES[runtime.processor]}" for name in _PLATFORMS]
    return [
        *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"),
        *("--no-deps", "--only-binary=:all:", "--require-hashes", f"--requirement={LOCK}"),
        *("--implementation=cp", f"--python-version={runtime.python}", *platforms),
    ]


def needed(wheels: Iterable[Wheel], names: frozenset[str]) -> list[Wheel]:
    """The wheels that provide some top-level names, and whatever these require.

    Time zones are data that nobody imports by name: they go with `zoneinfo`, since Lambda's system has none.
    """
    by_name = {wheel.name: wheel for wheel in wheels}
    waiting = [wheel.name for wheel in by_name.values() if wheel.provides() & names]
    waiting += ["tzdata"] if "zoneinfo" in names else []
    wanted: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in by_name and name not in wanted:
            wanted.add(name)
            waiting += by_name[name].requires()
    return [by_name[name] for name in sorted(wanted)]


def locks() -> Mapping[str, set[str]]:
    """The hashes of every locked package's files, by the package's name."""
    found: dict[str, set[str]] = {}
    for line in _lines():
        if "==" in line:
            hashes = found.setdefault(line.split("==")[0], set())
        elif line.startswith("--hash=sha256:"):
            hashes.add(line.removeprefix("--hash=sha256:").removesuffix(" \\"))
    return found


def _lines() -> Iterator[str]:
    """The lock's lines, less its remarks."""
    return (text for line in LOCK.read_text("utf-8").splitlines() if (text := line.strip()) and text[0] != "#")


def _named(text: str) -> str:
    """The package's name at the start of a text, as the lock writes it."""
    found = match(r"[A-Za-z0-9._-]*[A-Za-z0-9]", text)
    return found[0].lower().replace("_", "-").replace(".", "-") if found else ""


def _pinned(name: str, version: str) -> str:
    return f"{_named(name)}=={version}"


def _runs(member: str) -> bool:
    top = PurePosixPath(member).parts[0]
    return not (top.endswith((".dist-info", ".data")) or member.endswith(("/", *_UNUSED)))
