"""`make edge`: the samples as readers get them, from an edge in front of the real render function.

A story that changes on disk is purged by its tag, as the publish function would: at once, and again when whatever was
being rendered meanwhile must have been given.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn

from infra.edge.origin import origin
from infra.edge.process import HOST, NotStarted, free_port
from infra.edge.varnish import PACKAGES, READ_SECONDS, Varnish, missing
from infra.edge.watch import Watch
from slugline.errors import PurgeRefused
from slugline.tags import path_tag

LOOK_SECONDS = 0.3
AGAIN_SECONDS = READ_SECONDS + 2
MAX_SHOWN = 3
"""Stories whose addresses are printed at the start."""


class Desk:
    """Has the edge forget what changes."""

    def __init__(self, edge: Varnish, watch: Watch) -> None:
        self._edge = edge
        self._watch = watch
        self._again: list[tuple[float, str]] = []

    def look(self) -> None:
        """Purges what has changed, and what has changed a while ago."""
        now = time.monotonic()
        for path in self._watch.changed():
            self.changed(path)
            self._again.append((now + AGAIN_SECONDS, path))
        due = [path for at, path in self._again if at <= now]
        self._again = [(at, path) for at, path in self._again if at > now]
        for path in due:
            self.changed(path, "again, for what was being rendered")

    def changed(self, path: str, why: str = "changed") -> None:
        """Does for one document what the publish function does: has every answer made from it forgotten."""
        try:
            told = f"{self._edge.forget([path_tag(path)])} copies forgotten"
        except PurgeRefused as refused:
            told = str(refused)
        say(f"{time.strftime('%H:%M:%S')} {path} {why}: {told}")


def run(storage: Path, theme: str | None, port: int) -> None:
    """Serves until it is stopped.

    Raises:
        NotStarted: the port is taken, or a setting is wrong.
    """
    address = f"http://{HOST}:{port}"
    environment = {"SLUGLINE_BASE_URL": address} | ({"SLUGLINE_THEME": theme} if theme else {})
    behind = free_port()
    with ExitStack() as stack:
        stack.enter_context(origin(behind, str(storage), environment))
        edge = stack.enter_context(Varnish(behind, port))
        for path in sorted((storage / "stories").rglob("*.json"))[:MAX_SHOWN]:
            say(f"{address}/{path.relative_to(storage / 'stories').as_posix().removesuffix('.json')}")
        say(f"The header X-Cache tells how the edge came by a page. The origin is {HOST}:{behind}. Stop with Ctrl+C.")
        desk = Desk(edge, Watch(storage))
        while True:
            time.sleep(LOOK_SECONDS)
            desk.look()


def say(line: str) -> None:
    """One line to whoever sits in front of it."""
    print(line, flush=True)  # noqa: T201 -- a command speaks to its user


def ended(*_: object) -> NoReturn:
    """On SIGTERM: as Ctrl+C."""
    raise KeyboardInterrupt


def main() -> int:
    """Serves; 1 where it cannot."""
    parser = argparse.ArgumentParser(prog="python -m infra.edge", description=__doc__)
    parser.add_argument("--storage", type=Path, default=Path("tests"), help="the folder that holds stories/")
    parser.add_argument("--theme", default=os.environ.get("SLUGLINE_THEME"), help="a theme's folder")
    parser.add_argument("--port", type=int, default=8080)
    asked = parser.parse_args()
    if lacking := missing():
        say(f"The edge needs {', '.join(lacking)}. On Debian: apt-get install {' '.join(PACKAGES)}")
        return 1
    signal.signal(signal.SIGTERM, ended)
    try:
        run(asked.storage, asked.theme, asked.port)
    except NotStarted as fault:
        say(str(fault))
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
