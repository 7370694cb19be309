"""`make edge`: the samples as readers get them, from an edge in front of the real render function.

What changes on disk goes through the real publish function, which purges it: at once, and again when whatever was being
rendered meanwhile must have been given. A broken story purges nothing.
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

from infra.edge.desk import Desk
from infra.edge.origin import origin
from infra.edge.process import HOST, NotStarted, free_port
from infra.edge.varnish import PACKAGES, READ_SECONDS, Varnish, missing
from infra.edge.watch import Watch

LOOK_SECONDS = 0.3
AGAIN_SECONDS = int(READ_SECONDS) + 2
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LAST_PORT = 65_535
MAX_SHOWN = 3
"""Stories whose addresses are printed at the start."""


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
        desk, watch = Desk(storage, edge, AGAIN_SECONDS, say), Watch(storage)
        while True:
            time.sleep(LOOK_SECONDS)
            desk.changed(watch.changed())


def say(line: str) -> None:
    """One line to whoever sits in front of it."""
    print(line, flush=True)  # noqa: T201 -- a command speaks to its user


def ended(*_: object) -> NoReturn:
    """On the first signal to end: in order, whatever comes after it, or the processes behind us would stay."""
    for one in ENDING:
        signal.signal(one, signal.SIG_IGN)
    raise KeyboardInterrupt


def port(text: str) -> int:
    """A port that can be listened on."""
    if not (text.isdecimal() and 0 < int(text) <= LAST_PORT):
        raise argparse.ArgumentTypeError(f"{text} is no port: choose one from 1 to {LAST_PORT}")
    return int(text)


def main() -> int:
    """Serves; 1 where it cannot."""
    parser = argparse.ArgumentParser(prog="python -m infra.edge", description=__doc__)
    parser.add_argument("--storage", type=Path, default=Path("tests"), help="the folder that holds stories/")
    parser.add_argument("--theme", default=os.environ.get("SLUGLINE_THEME"), help="a theme's folder")
    parser.add_argument("--port", type=port, default=8080, help="EDGE_PORT= of make edge")
    asked = parser.parse_args()
    if lacking := missing():
        say(f"The edge needs {', '.join(lacking)}. On Debian: apt-get install {' '.join(PACKAGES)}")
        return 1
    for one in ENDING:
        signal.signal(one, ended)
    os.environ["POWERTOOLS_METRICS_DISABLED"] = "true"  # nobody collects them here
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
