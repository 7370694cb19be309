"""Bytes on the wire of every sample in both formats: gzip -6, response headers counted."""

import gzip
import io
from contextlib import redirect_stdout
from typing import Any

from render.function import RenderFunction
from render.settings import Settings
from slugline.address import Route, location
from tests.bench.cpu import LONG, STORAGE
from tests.bench.goal import Figure
from tests.parts.events import LambdaContext, function_url

WINDOW = 14_600
"""Bytes of the first flight: ten segments of 1,460."""


def figures() -> list[Figure]:
    """A row for each sample that has a page."""
    function = RenderFunction(Settings(str(STORAGE), None, None, cache_bytes=0, budget=2.5))
    rows = []
    for key in function.pages.storage.documents():
        path = key.removeprefix("stories").removesuffix(".json")
        sizes = {page_format: _bytes(function, Route(path, page_format)) for page_format in ("html", "amp")}
        told = " / ".join(f"{size:,}" if size else "–" for size in sizes.values())
        counted = path == LONG
        met = all(size <= WINDOW for size in sizes.values()) if counted else None
        if any(sizes.values()):
            rows.append(Figure(f"bytes, {path} (HTML / AMP)", told, f"≤ {WINDOW:,}" if counted else "", met))
    return rows


def _bytes(function: RenderFunction, story: Route) -> int:
    context: Any = LambdaContext()
    with redirect_stdout(io.StringIO()):
        answered = function(function_url("GET", location(story)), context)
    return wire_bytes(answered["headers"], answered["body"]) if answered["statusCode"] == 200 else 0


def wire_bytes(headers: dict[str, str], body: str) -> int:
    """Status line, headers and compressed body."""
    lines = ["HTTP/1.1 200 OK", "Content-Encoding: gzip", *(f"{name}: {value}" for name, value in headers.items())]
    return sum(len(line.encode()) + 2 for line in lines) + 2 + len(gzip.compress(body.encode(), 6, mtime=0))
