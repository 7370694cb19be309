"""Varnish in front of an origin, in the place of CloudFront; edge.vcl says how like it is."""

from __future__ import annotations

import http.client
import os
import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from http import HTTPStatus
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory
from typing import Self

from infra.edge.process import HOST, NotStarted, Process, accepts
from slugline.errors import PurgeRefused

VCL = Path(__file__).with_name("edge.vcl")
MODULES = ("xkey", "vsthrottle")
PACKAGES = ("varnish", "varnish-modules")
"""Debian's packages that have it."""
CONNECT_SECONDS = 1.0
READ_SECONDS = 6.0
"""The render function's own time-out."""
_PARAMETERS = (
    "default_grace=0",  # stale copies are shown as the origin says, and no other
    "default_keep=0",
    "thread_pools=1",
    "thread_pool_min=50",
    "thread_pool_max=1000",
    "vcc_allow_inline_c=off",
)
_SEARCHED = os.defpath + ":/usr/sbin:/usr/local/sbin"


class _Vcl(Template):
    """VCL has dollar signs of its own, and no `@`."""

    delimiter = "@"


class Varnish:
    """A running Varnish with nothing in it."""

    def __init__(
        self,
        origin_port: int,
        port: int,
        *,
        connect_seconds: float = CONNECT_SECONDS,
        read_seconds: float = READ_SECONDS,
    ) -> None:
        """Takes what it stands in front of.

        Args:
            origin_port: where the origin listens.
            port: where readers ask.
            connect_seconds: how long the origin may take to accept a connection.
            read_seconds: how long it may take to begin an answer, and between two pieces of one.
        """
        self.port = port
        self._vcl = _Vcl(VCL.read_text("utf-8")).substitute(
            origin_port=origin_port, connect_seconds=connect_seconds, read_seconds=read_seconds
        )
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        """Starts it and waits until it answers.

        Raises:
            NotStarted: it never did; the message has what it said, of a mistake in the VCL for one.
        """
        if accepts(self.port):  # whoever that is would be taken for ours
            raise NotStarted(f"port {self.port} is taken; choose another")
        with ExitStack() as stack:
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="slugline-edge-")))
            (folder / "edge.vcl").write_text(self._vcl, "utf-8")
            stack.enter_context(Process(self._command(folder), os.environ, self._answers))
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *failure: object) -> None:
        """Ends it."""
        self._stack.close()

    def purge(self, tags: Sequence[str], reference: str) -> None:
        """As `publish.edge.Edge.purge`; a purge costs nothing here, and is made again under a known name too."""
        del reference
        self.forget(tags)

    def forget(self, tags: Sequence[str]) -> int:
        """Forgets the answers that have one of some tags, and returns how many copies that was.

        Raises:
            PurgeRefused: it was not done.
        """
        try:
            status, told = self._ask("PURGE", {"Cache-Tag": ",".join(tags)})
        except OSError as fault:
            raise PurgeRefused(f"Varnish does not answer: {fault}") from fault
        if status != HTTPStatus.OK:
            raise PurgeRefused(f"Varnish answered {status} to a purge of {', '.join(tags)}")
        return int(told)

    def _command(self, folder: Path) -> list[str]:
        command = [str(find()), "-F", "-j", "none", "-n", str(folder / "work"), "-T", "none"]
        command += ["-a", f"{HOST}:{self.port}", "-f", str(folder / "edge.vcl"), "-s", "malloc,128m"]
        return command + [word for parameter in _PARAMETERS for word in ("-p", parameter)]

    def _answers(self) -> bool:
        """Whether it answers by its VCL, without the origin: the port is open long before."""
        try:
            return self._ask("OPTIONS", {})[0] == HTTPStatus.METHOD_NOT_ALLOWED
        except (OSError, http.client.HTTPException):
            return False

    def _ask(self, method: str, headers: dict[str, str]) -> tuple[int, str]:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=5)
        try:
            connection.request(method, "/", headers=headers)
            answered = connection.getresponse()
            return answered.status, answered.read().decode()
        finally:
            connection.close()


def find() -> str | None:
    """Where varnishd is; administrators' programs are not on everybody's path."""
    return shutil.which("varnishd") or shutil.which("varnishd", path=_SEARCHED)


def missing() -> list[str]:
    """What Varnish lacks on this machine: the program, its modules, the compiler it needs for its VCL."""
    if find() is None:
        return ["varnishd"]
    folders = [Path(root) for root in ("/usr/lib", "/usr/lib64", "/usr/local/lib")]
    found = {file.name for root in folders for file in root.glob("**/varnish/vmods/libvmod_*.so")}
    lacking = [f"its module {name}" for name in MODULES if f"libvmod_{name}.so" not in found]
    return lacking + [compiler for compiler in ("gcc",) if shutil.which(compiler) is None]
