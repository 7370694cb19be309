"""Starts the local server, and says what to open."""

import socket
from itertools import islice
from pathlib import Path

from rich.console import Console
from waitress.server import create_server

from local.function import Reloading
from local.pages import stories
from local.server import LocalSite
from render.settings import DEFAULT_BUDGET, Settings
from slugline.errors import Misconfigured

HOST = "127.0.0.1"
MAX_SHOWN = 5
"""Stories whose addresses are printed at the start; all are at `/`."""


def serve(storage: str, theme: Path | None, port: int, console: Console) -> None:
    """Serves until it is stopped.

    Raises:
        Misconfigured: the port is taken, or a setting is wrong; the message names it.
    """
    listener = _listen(port)
    address = f"http://{HOST}:{listener.getsockname()[1]}"
    settings = Settings(storage, theme, address, cache_bytes=0, budget=DEFAULT_BUDGET)
    function = Reloading(settings, console)
    media = None if storage.startswith("s3://") else Path(storage)
    server = create_server(LocalSite(function, media, console), sockets=[listener], threads=4)
    _say(console, address, function)
    server.run()


def _listen(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as fault:
        raise Misconfigured(
            f"port {port} cannot be used ({fault.strerror}); choose another with --port (PORT= of make serve)"
        ) from None
    return listener


def _say(console: Console, address: str, function: Reloading) -> None:
    shown = list(islice(stories(function.current().pages), MAX_SHOWN))
    console.print(f"[bold]{address}/[/]  all stories", highlight=False)
    for story in shown:
        console.print(f"{address}{story.html}", highlight=False, soft_wrap=True)
        if story.amp:
            console.print(f"{address}{story.amp}", highlight=False, soft_wrap=True)
    console.print("Changes of stories, templates and settings show at once. Stop with Ctrl+C.", style="dim")
