"""A server process on the loopback address: started, watched, ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from infra.edge.process import HOST, NotStarted, Process, accepts, free_port

__all__ = ["HOST", "NotStarted", "Service", "accepts", "free_port"]


class Service(Process):
    """A process that serves on a port; as a context manager it runs from the port's opening to the block's end."""

    def __init__(
        self,
        command: Sequence[str],
        port: int,
        env: Mapping[str, str],
        cwd: Path | None = None,
    ) -> None:
        """Keep what to run, and the port at which it will serve."""
        super().__init__(command, env, lambda: accepts(port), cwd)
        self.port = port
