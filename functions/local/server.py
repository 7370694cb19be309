"""`slugline serve`: the render function behind a web server on this machine."""

from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote
from wsgiref.types import StartResponse, WSGIEnvironment

from rich.console import Console

from local.check import problem_table
from local.events import Context, http_event
from local.function import LocalFunction, Reloading
from local.media import Media, Reply
from local.pages import fault_page, index_page, policy_with_panel, with_panel
from slugline.address import Route, route
from slugline.errors import BadAddress, Misconfigured, NotFound, StorageUnavailable
from slugline.story.check import check
from slugline.story.problem import Problem


class LocalSite:
    """A WSGI application: stories by the render function, media from the storage folder, a list of it all at `/`."""

    def __init__(self, function: Reloading, media: Path | None, console: Console) -> None:
        """Takes what it serves.

        Args:
            function: the render function.
            media: the folder whose `media/` is served, or None where storage is no folder.
            console: where problems are told.
        """
        self._function = function
        self._media = Media(media)
        self._console = console
        self._told: dict[str, str] = {}

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answers one request."""
        raw_path, _, raw_query = str(environ["REQUEST_URI"]).partition("?")
        reply = self._reply(environ, raw_path, raw_query)
        start(f"{reply.status} {HTTPStatus(reply.status).phrase}", list(reply.headers.items()))
        return [reply.body]

    def _reply(self, environ: WSGIEnvironment, raw_path: str, raw_query: str) -> Reply:
        if raw_path == "/favicon.ico":
            return Reply(HTTPStatus.NO_CONTENT, {})
        if raw_path == "/robots.txt":  # Lighthouse asks for it under the page's own policy
            return Reply(HTTPStatus.OK, {"Content-Type": "text/plain; charset=utf-8"}, b"User-agent: *\nAllow: /\n")
        if raw_path.startswith("/media/"):
            return self._media.reply(unquote(raw_path), str(environ.get("HTTP_RANGE", "")))
        try:
            function = self._function.current()
            if raw_path == "/":
                return _page(index_page(function.pages))
        except (Misconfigured, StorageUnavailable) as fault:
            self._console.print(str(fault), style="red", highlight=False, markup=False, soft_wrap=True)
            return _page(fault_page(str(fault), ()), HTTPStatus.INTERNAL_SERVER_ERROR)
        return self._story(function, environ, raw_path, raw_query)

    def _story(self, function: LocalFunction, environ: WSGIEnvironment, raw_path: str, raw_query: str) -> Reply:
        event = http_event(environ["REQUEST_METHOD"], raw_path, raw_query, _headers(environ))
        answered = function(event, Context())  # type: ignore[arg-type] # as much of a context as is asked for
        # A browser that kept anything would show an engineer what was there before the last change.
        headers = {**answered["headers"], "Cache-Control": "no-store"}
        body = str(answered["body"])
        problems, losses = self._problems(function, raw_path, raw_query), function.last.losses
        if answered["statusCode"] >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return _page(fault_page("\n".join(function.last.faults), problems), answered["statusCode"])
        if (problems or losses) and body and "⚡" not in body[:100]:
            body = with_panel(body, problems, losses)
            headers["Content-Security-Policy"] = policy_with_panel(headers["Content-Security-Policy"])
            headers.pop("ETag", None)  # and the validator nothing of the panel
        return Reply(answered["statusCode"], headers, body.encode())

    def _problems(self, function: LocalFunction, raw_path: str, raw_query: str) -> tuple[Problem, ...]:
        """The problems of the document behind an address; each version of it is told once in the terminal."""
        try:
            found = route(raw_path, raw_query)
            stored = function.pages.storage.read(found.key) if isinstance(found, Route) else None
        except (BadAddress, NotFound, StorageUnavailable):
            return ()
        if stored is None or not isinstance(found, Route):
            return ()
        problems = check(stored.data, function.pages.theme.providers, found.path)
        if problems and self._told.get(found.key) != stored.etag:
            self._told[found.key] = stored.etag
            self._console.print(found.key, style="bold", highlight=False)
            self._console.print(problem_table(problems))
        return problems


def _page(html: str, status: int = HTTPStatus.OK) -> Reply:
    return Reply(status, {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}, html.encode())


def _headers(environ: WSGIEnvironment) -> dict[str, str]:
    return {
        name.removeprefix("HTTP_").replace("_", "-").lower(): str(value)
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }
