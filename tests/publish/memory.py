"""A storage, an edge and a queue in memory, which keep to the rules of the real ones and fail when told to."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from slugline.errors import NotFound, PurgeRefused, QueueRefused, StorageUnavailable
from slugline.storage import Stored
from slugline.tags import sendable

_NUMBERS = itertools.count(1)


class _Version(NamedTuple):
    id: str
    data: bytes | None
    """None for a delete marker."""


@dataclass
class Memory:
    """A versioned bucket without the bucket."""

    failing: int = 0
    """How many of the next calls fail."""
    calls: int = 0
    _versions: dict[str, list[_Version]] = field(default_factory=dict)

    def put(self, key: str, data: bytes) -> str:
        """Stores a version and returns its id."""
        return self._add(key, data)

    def delete(self, key: str) -> str:
        """Puts a delete marker and returns its id."""
        return self._add(key, None)

    def erase(self, key: str, version: str) -> None:
        """Removes a version, or a marker, for good."""
        self._versions[key] = [one for one in self._versions[key] if one.id != version]

    def ids(self, key: str) -> list[str]:
        """The versions and markers of a key, oldest first."""
        return [one.id for one in self._versions.get(key, [])]

    def get(self, key: str) -> bytes | None:
        """What is there now, if anything."""
        versions = self._versions.get(key)
        return versions[-1].data if versions else None

    def open(self) -> Memory:
        """As `Storage.open`."""
        return self

    def read(self, key: str, unless: str | None = None) -> Stored | None:
        """As `Storage.read`."""
        self._call()
        versions = self._versions.get(key)
        if not versions or versions[-1].data is None:
            raise NotFound(key)
        stored = _stored(versions[-1])
        return None if stored.etag == unless else stored

    def earlier(self, key: str) -> Iterator[Stored]:
        """As `Storage.earlier`."""
        self._call()
        for version in reversed(self._versions.get(key, [])[:-1]):
            if version.data is None:
                return
            yield _stored(version)

    def back_from(self, key: str, version: str) -> Iterator[Stored]:
        """As `Archive.back_from`."""
        self._call()
        whole = [one for one in reversed(self._versions.get(key, [])) if one.data is not None]
        ids = [one.id for one in whole]
        if version in ids or not version:
            yield from map(_stored, whole[ids.index(version) if version else 0 :])

    def write(self, key: str, data: bytes) -> None:
        """As `Archive.write`."""
        self._call()
        self._add(key, data)

    def remove(self, key: str) -> None:
        """As `Archive.remove`."""
        self._call()
        if key in self._versions:
            self._add(key, None)

    def documents(self) -> Iterator[str]:
        """As `Storage.documents`."""
        return (key for key, versions in sorted(self._versions.items()) if versions[-1].data is not None)

    def _add(self, key: str, data: bytes | None) -> str:
        version = f"v{next(_NUMBERS)}"
        self._versions.setdefault(key, []).append(_Version(version, data))
        return version

    def _call(self) -> None:
        self.calls += 1
        if self.failing:
            self.failing -= 1
            raise StorageUnavailable("s3://newsroom: out of order")


def _stored(version: _Version) -> Stored:
    """As S3 gives it: the ETag follows from the content."""
    data = version.data or b""
    return Stored(data, f'"{hashlib.md5(data, usedforsecurity=False).hexdigest()}"', version.id)


class Purge(NamedTuple):
    """One purge."""

    tags: tuple[str, ...]
    reference: str


@dataclass
class PurgeList:
    """An edge that keeps what it was asked: purges are done once a name, as CloudFront does."""

    failing: int = 0
    done: list[Purge] = field(default_factory=list, repr=False)

    def purge(self, tags: Sequence[str], reference: str) -> None:
        """As `Edge.purge`."""
        if self.failing:
            self.failing -= 1
            raise PurgeRefused("CloudFront: out of order")
        if not all(map(sendable, tags)) or not tags:
            raise PurgeRefused("not a purge", for_its_tags=True)
        known = next((one for one in self.done if one.reference == reference), None)
        if known and known.tags != tuple(tags):
            raise PurgeRefused("a known name with other tags", for_its_tags=True)
        if known is None:
            self.done.append(Purge(tuple(tags), reference))

    @property
    def tags(self) -> set[str]:
        """All that was purged."""
        return {tag for purge in self.done for tag in purge.tags}


@dataclass
class Waiting:
    """A queue that keeps what it was given."""

    failing: int = 0
    sent: list[tuple[str, int]] = field(default_factory=list, repr=False)
    held: list[tuple[str, int]] = field(default_factory=list)

    def later(self, body: str, seconds: int) -> None:
        """As `Queue.later`."""
        if self.failing:
            self.failing -= 1
            raise QueueRefused("SQS: out of order")
        self.sent.append((body, seconds))

    def back(self, receipt: str, seconds: int) -> None:
        """As `Queue.back`."""
        self.held.append((receipt, seconds))
