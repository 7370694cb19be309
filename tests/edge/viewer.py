"""Requests as CloudFront tells its functions of them, and what the functions say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from slugline.address import Moved, Route, route
from slugline.errors import SluglineError
from tests.parts import njs
from tests.parts.njs import Json

FUNCTION = Path(__file__).parents[2] / "infra" / "edge" / "viewer_request.js"


class Passed(NamedTuple):
    """The request goes on; this is its cache key."""

    path: str
    query: str


class Answered(NamedTuple):
    """The function answers itself."""

    status: int
    headers: dict[str, str]


Verdict = Passed | Answered


def event(method: str, path: str, query: str = "", headers: dict[str, str] | None = None) -> Json:
    """The event of a viewer's request."""
    return {
        "version": "1.0",
        "context": {"eventType": "viewer-request", "distributionId": "EXAMPLE", "requestId": "r"},
        "viewer": {"ip": "192.0.2.1"},
        "request": {
            "method": method,
            "uri": path,
            "querystring": _parameters(query),
            "headers": {name: {"value": text} for name, text in (headers or {}).items()},
            "cookies": {"session": {"value": "1"}},
        },
    }


def _parameters(query: str) -> Json:
    """The query as CloudFront gives it: not decoded, a name's last value and, where there are several, all of them."""
    values: dict[str, list[str]] = {}
    for part in filter(None, query.split("&")):
        name, _, text = part.partition("=")
        values.setdefault(name, []).append(text)
    return {
        name: {"value": texts[-1]} | ({"multiValue": [{"value": text} for text in texts]} if len(texts) > 1 else {})
        for name, texts in values.items()
    }


def verdicts(events: Sequence[Json]) -> list[Verdict]:
    """What the function says of each request: the same under both engines."""
    by_node, by_njs = (njs.run(engine, FUNCTION, events) for engine in njs.ENGINES)
    assert by_node == by_njs
    assert len(by_node) == len(events)
    return [_verdict(told) for told in by_node]


def _verdict(told: Json) -> Verdict:
    if "statusCode" in told:
        return Answered(told["statusCode"], {name: header["value"] for name, header in told["headers"].items()})
    assert set(told) == {"method", "uri", "querystring", "headers", "cookies"}
    return Passed(told["uri"], "&".join(f"{name}={one['value']}" for name, one in told["querystring"].items()))


def origin(path: str, query: str) -> Route | Moved | int:
    """What the origin makes of an address; a status where it refuses."""
    try:
        return route(path, query)
    except SluglineError as fault:
        return fault.status
