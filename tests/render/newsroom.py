"""Documents as a CMS stores them, and readers who ask for their pages, for the tests of the render function."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from render.function import RenderFunction
from tests.parts import events, faults, s3
from tests.parts.faults import FaultyProxy

Json = dict[str, Any]
Event = Callable[..., Json]
WAYS_IN: tuple[Event, ...] = (events.http_api, events.function_url)
BASE_URL = "https://www.meridian.example"


def document(kind: str, path: str, **fields: object) -> Json:
    """A document of a kind; its id is `S-` and its path."""
    return {"version": "1", "kind": kind, "id": f"S-{path}", "path": path, **fields}


def story(path: str = "/world/a", **fields: object) -> Json:
    """A sound story."""
    sound: Json = {
        "headline": f"The story at {path}",
        "language": "en",
        "published_at": "2026-11-24T08:00:00Z",
        "body": [{"type": "paragraph", "text": "The ferry is back."}],
    }
    whole = sound | fields
    return document(str(whole.pop("kind", "story")), path, **whole)


def redirect(path: str, location: str) -> Json:
    """A redirect."""
    return document("redirect", path, location=location)


def coverage(path: str = "/a", count: int = 65, **fields: object) -> Json:
    """A live blog of so many updates, one a minute; `u1` is the oldest."""
    start = datetime(2026, 11, 24, 8, tzinfo=UTC)
    updates: list[Json] = [
        {
            "type": "update",
            "id": f"u{number}",
            "at": (start + timedelta(minutes=number)).isoformat(),
            "blocks": [{"type": "paragraph", "text": f"Told as number {number}."}],
        }
        for number in range(count, 0, -1)
    ]
    return story(path, **({"kind": "liveblog", "body": updates} | fields))


def key(path: str) -> str:
    """Where storage keeps the document of a path."""
    return f"stories{path}.json"


def as_bytes(content: Json | bytes) -> bytes:
    """A document as it is stored."""
    return content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()


class Shelf(Protocol):
    """A storage that a test fills and takes down."""

    setting: str
    """SLUGLINE_STORAGE."""

    def put(self, path: str, content: Json | bytes) -> None:
        """Stores a document."""

    def remove(self, path: str) -> None:
        """Removes one."""

    def fail(self, path: str) -> None:
        """Has storage fail for a path."""


class FolderShelf:
    """A folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.setting = str(root)
        self._puts = 0
        (root / "stories").mkdir()

    def put(self, path: str, content: Json | bytes) -> None:
        """As `Shelf.put`; no two versions have one time of change, however coarse the file system's clock."""
        file = self.root / key(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(as_bytes(content))
        self._puts += 1
        changed = 1_795_000_000_000_000_000 + self._puts * 1_000
        os.utime(file, ns=(changed, changed))

    def remove(self, path: str) -> None:
        """As `Shelf.remove`."""
        (self.root / key(path)).unlink()

    def fail(self, path: str) -> None:
        """As `Shelf.fail`: the file is a link to itself."""
        file = self.root / key(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        file.symlink_to(file)


class S3Shelf:
    """A bucket behind a proxy."""

    def __init__(self, bucket: s3.Bucket, proxy: FaultyProxy) -> None:
        self.bucket = bucket
        self.proxy = proxy
        self.setting = f"s3://{bucket.name}/newsroom"

    def put(self, path: str, content: Json | bytes) -> None:
        """As `Shelf.put`."""
        self.bucket.put(f"newsroom/{key(path)}", as_bytes(content))

    def remove(self, path: str) -> None:
        """As `Shelf.remove`."""
        self.bucket.delete(f"newsroom/{key(path)}")

    def fail(self, path: str) -> None:
        """As `Shelf.fail`."""
        del path
        self.proxy.set(faults.Status(503))


class Answered(NamedTuple):
    """What a reader gets."""

    status: int
    headers: dict[str, str]
    body: str


class Reader:
    """Asks the function as API Gateway or a function URL does."""

    def __init__(self, function: RenderFunction, event: Event = events.function_url) -> None:
        self.function = function
        self.event = event

    def ask(
        self,
        path: str,
        query: str = "",
        *,
        method: str = "GET",
        headers: dict[str, str] | None = None,
        request_id: str = "r-1",
    ) -> Answered:
        """One request."""
        context = events.LambdaContext(aws_request_id=request_id)
        told = self.function(self.event(method, path, query, headers or {}), context)  # type: ignore[arg-type] # has what is asked for
        assert told["isBase64Encoded"] is False
        return Answered(told["statusCode"], told["headers"], told["body"])

    def again(self, path: str, validator: str) -> Answered:
        """A revalidation."""
        return self.ask(path, headers={"If-None-Match": validator})
