"""Lambda's base image for Python, made here of Debian's packages and AWS's own runtime client: no registry is asked.

SAM adds the runtime emulator to an image of this name and starts it; the emulator runs `/var/runtime/bootstrap`. What
differs from AWS's image: Debian's Python and C library instead of Amazon Linux's, and no boto3 in the runtime.
"""

from __future__ import annotations

import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path

from infra.artifact.packages import here
from infra.sam.engine import Engine
from tests.parts.fetch import FetchError, run, scratch
from tests.parts.missing import INSTALL, PACKAGES
from tests.parts.pins import LAMBDA_IMAGE_HOME

RUNTIME = f"python{here().python}"
"""The one runtime that can be made here: its packages are compiled for the Python that runs."""

NAME = f"public.ecr.aws/lambda/python:{here().python}-{here().processor}"
RAPID_NAME = f"public.ecr.aws/lambda/python:{here().python}-rapid-{here().processor}"
"""What SAM calls the image that it makes of it, and finds again by name alone."""

_CLIENT = ("awslambdaric", "simplejson", "snapshot-restore-py")


def _client_version() -> str:
    try:
        return version(_CLIENT[0])
    except PackageNotFoundError:
        return "none"


ARCHIVE = LAMBDA_IMAGE_HOME / f"{RUNTIME}-{here().processor}-{_client_version()}.tar"
"""The image's root folder; another version of the runtime client is another image."""

_WANTED = (f"{RUNTIME}-minimal", f"lib{RUNTIME}-stdlib", "libstdc++6", "dash", "coreutils")
_UNWANTED = ("perl", "libperl", "dpkg", "install-info", "mailcap", "mime-support", "debianutils", "readline-common")
"""What packages need to be set up or to be shown, and not to run; by the start of their names."""

_UNREAD = ("doc", "man", "locale", "lintian", "bug", "info")
_BOOTSTRAP = """#!/bin/sh
export PYTHONPATH="$LAMBDA_TASK_ROOT:/opt/python:$LAMBDA_RUNTIME_DIR"
exec /usr/bin/python3 -m awslambdaric "$_HANDLER"
"""
_ENVIRONMENT = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "TZ": ":UTC",
    "LAMBDA_TASK_ROOT": "/var/task",
    "LAMBDA_RUNTIME_DIR": "/var/runtime",
}


def available() -> str | None:
    """Say what the image lacks, if anything."""
    if not ARCHIVE.exists():
        return f"Lambda image: Debian's packages of {RUNTIME} are missing; run `{INSTALL}` on a Debian that has it"
    return None


def install() -> None:
    """Make the image's root folder, of packages that apt fetches and of the runtime client that is installed here.

    Raises:
        FetchError: this is no Debian, or not one with this Python; or the runtime client is missing.
    """
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise FetchError("it is made of Debian's packages")
    with scratch() as folder:
        packages, root = folder / "packages", folder / "root"
        packages.mkdir()
        try:
            _download(packages)
        except FetchError:  # what apt knows of may be old, or nothing
            run(["apt-get", "-q", "update"])
            _download(packages)
        for package in sorted(packages.glob("*.deb")):
            run(["dpkg-deb", "--extract", str(package), str(root)])
        _arrange(root)
        _add_runtime(root / "var" / "runtime")
        _archive(root, folder / ARCHIVE.name)
        shutil.rmtree(LAMBDA_IMAGE_HOME, ignore_errors=True)
        LAMBDA_IMAGE_HOME.mkdir(parents=True)
        (folder / ARCHIVE.name).replace(ARCHIVE)


def _download(folder: Path) -> None:
    run(["apt-get", "-q", "-o", "APT::Sandbox::User=root", "download", *packages_of(_WANTED)], cwd=folder)


def packages_of(wanted: tuple[str, ...]) -> list[str]:
    """Return the packages with all that they need to run, as apt knows them."""
    left_out = ("recommends", "suggests", "conflicts", "breaks", "replaces", "enhances")
    told = run(["apt-cache", "depends", "--recurse", *(f"--no-{kind}" for kind in left_out), *wanted])
    names = {line for line in told.splitlines() if line[:1].isalnum()}
    return sorted(name for name in names if not name.startswith(_UNWANTED))


def _arrange(root: Path) -> None:
    """Put everything below /usr, as Debian does when it is set up, and leave out what nobody reads."""
    for name in ("bin", "sbin", "lib", "lib64"):
        if (root / name).is_dir() and not (root / name).is_symlink():
            shutil.copytree(root / name, root / "usr" / name, symlinks=True, dirs_exist_ok=True)
            shutil.rmtree(root / name)
        (root / "usr" / name).mkdir(exist_ok=True)
        (root / name).symlink_to(f"usr/{name}")
    for name, program in (("sh", "dash"), ("python3", RUNTIME)):
        (root / "usr" / "bin" / name).unlink(missing_ok=True)
        (root / "usr" / "bin" / name).symlink_to(program)
    for name in _UNREAD:
        shutil.rmtree(root / "usr" / "share" / name, ignore_errors=True)
    for name in ("etc", "proc", "sys", "dev", "tmp", "opt", "var/task"):
        (root / name).mkdir(parents=True, exist_ok=True)
    (root / "tmp").chmod(0o1777)
    (root / "etc" / "passwd").write_text("root:x:0:0:root:/:/bin/sh\n", encoding="ascii")


def _add_runtime(runtime: Path) -> None:
    """Put the runtime client there, with what it needs, as it is installed here, and the program that starts it."""
    for name in _CLIENT:
        try:
            files = distribution(name).files or ()
        except PackageNotFoundError as error:
            raise FetchError(f"the Python package {name} is missing; run `{PACKAGES}`") from error
        for file in files:
            if ".." not in file.parts and file.suffix != ".pyc":
                (runtime / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(str(file.locate()), runtime / file)
    (runtime / "bootstrap").write_text(_BOOTSTRAP, encoding="ascii")
    (runtime / "bootstrap").chmod(0o755)


def _archive(root: Path, archive: Path) -> None:
    """Make a tar archive of the folder; everything in it is root's."""
    with tarfile.open(archive, "w") as made:
        made.add(root, ".", filter=lambda member: member.replace(uid=0, gid=0, uname="", gname="", deep=False))


@contextmanager
def on(engine: Engine) -> Iterator[str]:
    """Give the image's name on an engine; where it is already, that one is used, else ours, to the block's end."""
    if engine.has_image(NAME):
        yield NAME
        return
    engine.remove_image(RAPID_NAME)
    with ARCHIVE.open("rb") as archive:
        engine.import_image(NAME, archive, _ENVIRONMENT)
    try:
        yield NAME
    finally:
        engine.remove_image(RAPID_NAME)
        engine.remove_image(NAME)
