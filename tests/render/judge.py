"""The judgement of httplint on answers, without a server in between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Any

from httplint import HttpRequestLinter, HttpResponseLinter, levels

from tests.render.newsroom import BASE_URL, Answered

_OF_THE_STATUS = {"STATUS_BAD_REQUEST"}
"""That the status is 400, and no more."""
_DATE = ("Date", "Tue, 24 Nov 2026 09:30:00 GMT")


def verdict(answered: Answered, path: str, method: str = "GET") -> list[str]:
    """What is wrong with an answer to a request for a path, as it leaves the gateway, which adds date and length."""
    request = HttpRequestLinter()
    request.process_request_topline(method.encode(), f"{BASE_URL}{path}".encode(), b"HTTP/1.1")
    request.process_headers([(b"Host", b"www.meridian.example")])
    request.finish_content(complete=True)
    body = answered.body.encode()
    sent = [*answered.headers.items(), _DATE]
    if answered.status == HTTPStatus.NOT_MODIFIED:
        # A 304 should not have it (RFC 9110, 15.4.5). But Lambda gives one to whatever has none, and that would be
        # JSON's: infra/decisions/0002.
        sent.remove(("Content-Type", "text/html; charset=utf-8"))
    if answered.status != HTTPStatus.NOT_MODIFIED and method != "HEAD":
        sent.append(("Content-Length", str(len(body))))
    response = HttpResponseLinter()
    response.request = request
    response.process_response_topline(
        b"HTTP/1.1", str(answered.status).encode(), HTTPStatus(answered.status).phrase.encode()
    )
    response.process_headers([(name.encode(), text.encode()) for name, text in sent])
    response.feed_content(body)
    response.finish_content(complete=True)
    notes = list(_flat(response.notes))
    assert notes, "httplint had nothing to say: it cannot have run"
    return [
        f"{note.level.name} {note.summary}"
        for note in notes
        if note.level in (levels.WARN, levels.BAD) and type(note).__name__ not in _OF_THE_STATUS
    ]


def _flat(notes: Iterable[Any]) -> Iterator[Any]:
    for note in notes:
        yield note
        yield from _flat(getattr(note, "subnotes", None) or [])
