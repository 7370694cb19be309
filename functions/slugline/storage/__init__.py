"""Where stories lie. With `theme`, the only room that does I/O."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol


class Stored(NamedTuple):
    """A document as it is stored."""

    data: bytes
    etag: str
    """Changes with the document; quoted, as storage gives it."""
    version: str = ""
    """Which of the document's versions it is; empty where storage keeps none."""


class Reading(Protocol):
    """One request's use of storage: all of it together has one time budget."""

    def read(self, key: str, unless: str | None = None) -> Stored | None:
        """The newest version of a document, or None where its ETag is still `unless`.

        Raises:
            NotFound: there is none.
            StorageUnavailable: storage refused, failed, or did not answer in time.
        """
        ...

    def earlier(self, key: str) -> Iterator[Stored]:
        """The versions before the newest, newest first; none where storage keeps none.

        Raises:
            StorageUnavailable: as `read`.
        """
        ...


class Storage(Reading, Protocol):
    """Where stories lie. Read from directly, each reading has the budget for itself."""

    def open(self) -> Reading:
        """The use of storage for one request; its time runs from now."""
        ...

    def documents(self) -> Iterator[str]:
        """The keys of all documents, in the order of their paths.

        Raises:
            StorageUnavailable: as `read`.
        """
        ...


class Archive(Storage, Protocol):
    """Storage as publishing needs it: with what a document was before, and a place to write to."""

    def open(self) -> "Archive":
        """As `Storage.open`."""
        ...

    def back_from(self, key: str, version: str) -> Iterator[Stored]:
        """The versions of a document from `version` on back, whatever was deleted meanwhile, newest first.

        They begin with the newest where `version` is empty; there are none where it is no version's, as a delete
        marker's is. They are read as they are asked for.

        Raises:
            StorageUnavailable: as `read`.
        """
        ...

    def write(self, key: str, data: bytes) -> None:
        """Stores something in place of what was there.

        Raises:
            StorageUnavailable: as `read`.
        """
        ...

    def remove(self, key: str) -> None:
        """Removes what is there, if anything.

        Raises:
            StorageUnavailable: as `read`.
        """
        ...
