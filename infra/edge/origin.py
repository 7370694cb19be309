"""The origin: the render function behind HTTP, its answers as they are, as behind a Function URL.

`python -m infra.edge.origin PORT` serves it, with the settings that Lambda gives in the environment (SLUGLINE_STORAGE
and so on); its log goes to standard output. Unlike `slugline serve` it leaves Cache-Control alone and adds nothing.
"""

from __future__ import annotations

import logging
import mimetypes
import os
import sys
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote
from wsgiref.types import StartResponse, WSGIEnvironment

from waitress.server import create_server

from infra.edge.process import HOST, Process, accepts
from local.events import Context, http_event
from render.function import RenderFunction
from render.settings import settings_from
from slugline.errors import Misconfigured

ROOT = Path(__file__).parents[2]
THREADS = 8
_MEDIA = "/media/"


class Origin:
    """A WSGI application. Media come from the folder where storage is one."""

    def __init__(self, function: RenderFunction, storage: str) -> None:
        self._function = function
        self._media = None if storage.startswith("s3://") else Path(storage).resolve() / "media"

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answers one request."""
        path, _, query = str(environ["REQUEST_URI"]).partition("?")
        if path.startswith(_MEDIA):
            return self._file(unquote(path), start)
        event = http_event(environ["REQUEST_METHOD"], path, query, _headers(environ))
        answered = self._function(event, Context())  # type: ignore[arg-type] # as much of a context as is asked for
        headers = {"Content-Type": "application/json", **answered["headers"]}  # as a Function URL has it
        start(_line(answered["statusCode"]), list(headers.items()))
        return [str(answered["body"]).encode()]

    def _file(self, path: str, start: StartResponse) -> Iterable[bytes]:
        file = (self._media / path.removeprefix(_MEDIA)).resolve() if self._media else None
        if not (self._media and file and file.is_relative_to(self._media) and file.is_file()):
            start(_line(404), [("Cache-Control", "max-age=0, s-maxage=5")])
            return []
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        start(_line(200), [("Content-Type", kind), ("Cache-Control", "max-age=60, s-maxage=60")])
        return [file.read_bytes()]


def _line(status: int) -> str:
    return f"{status} {HTTPStatus(status).phrase}"


def _headers(environ: WSGIEnvironment) -> dict[str, str]:
    return {
        name.removeprefix("HTTP_").replace("_", "-").lower(): str(text)
        for name, text in environ.items()
        if name.startswith("HTTP_")
    }


def origin(port: int, storage: str, environment: Mapping[str, str], module: str = __name__) -> Process:
    """An origin over a storage, in a process of its own.

    Args:
        port: where it listens.
        storage: SLUGLINE_STORAGE.
        environment: what else it is to know.
        module: what is run: this, or one that ends in `main` too.
    """
    told = {name: text for name, text in os.environ.items() if not name.startswith("SLUGLINE_")}
    return Process(
        [sys.executable, "-m", module, str(port)],
        {**told, "PYTHONUNBUFFERED": "1", "SLUGLINE_STORAGE": storage, **environment},
        lambda: accepts(port),
        ROOT,
    )


def main() -> None:
    """Serves until it is ended."""
    try:
        settings = settings_from(os.environ)
        application = Origin(RenderFunction(settings), settings.storage)
    except Misconfigured as fault:
        sys.exit(str(fault))
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that requests wait is no line among the log's
    create_server(application, host=HOST, port=int(sys.argv[1]), threads=THREADS, ident=None).run()


if __name__ == "__main__":
    main()
