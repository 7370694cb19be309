"""Stories in a folder."""

import errno
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from slugline.errors import NotFound, StorageUnavailable
from slugline.storage import Stored
from slugline.story.limits import MAX_DOCUMENT_BYTES


class Folder:
    """A folder that holds `stories/`. It keeps no earlier versions."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._prefix = f"{root}{os.sep}"

    def open(self) -> "Folder":
        """As `Storage.open`; a folder answers in no time."""
        return self

    def read(self, key: str, unless: str | None = None) -> Stored | None:
        """As `Storage.read`."""
        name = self._prefix + key
        try:
            if unless and _etag(os.stat(name)) == unless:  # noqa: PTH116 -- a Path costs more than the call
                return None
            with open(name, "rb", buffering=0) as file:  # noqa: PTH123 -- likewise
                state = os.fstat(file.fileno())
                etag = _etag(state)
                # Of its own size: room for the largest document would be mapped and unmapped with every reading.
                return None if etag == unless else Stored(file.read(min(state.st_size, MAX_DOCUMENT_BYTES) + 1), etag)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            raise NotFound(f"There is no {key} in {self.root}.") from None
        except OSError as fault:
            if fault.errno == errno.ENAMETOOLONG:  # no file can have such a name
                raise NotFound(f"There is no {key} in {self.root}.") from None
            raise StorageUnavailable(f"{self.root}: {fault}") from fault

    def earlier(self, key: str) -> Iterator[Stored]:
        """None: a folder has only what lies in it."""
        del key
        return iter(())

    def back_from(self, key: str, version: str) -> Iterator[Stored]:
        """The document as it is: a folder has nothing else."""
        del version
        with suppress(NotFound):
            stored = self.read(key)
            return iter([stored] if stored else [])
        return iter(())

    def write(self, key: str, data: bytes) -> None:
        """As `Archive.write`; nobody sees half of it."""
        file = self.root / key
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            half = file.with_name(f".{file.name}.{os.getpid()}")
            half.write_bytes(data)
            half.replace(file)
        except OSError as fault:
            raise StorageUnavailable(f"{self.root}: {fault}") from fault

    def remove(self, key: str) -> None:
        """As `Archive.remove`."""
        try:
            (self.root / key).unlink(missing_ok=True)
        except NotADirectoryError:
            return
        except OSError as fault:
            raise StorageUnavailable(f"{self.root}: {fault}") from fault

    def documents(self) -> Iterator[str]:
        """As `Storage.documents`."""
        found = sorted((self.root / "stories").rglob("*.json"))
        return (file.relative_to(self.root).as_posix() for file in found if file.is_file())


def _etag(state: os.stat_result) -> str:
    return f'"{state.st_mtime_ns:x}-{state.st_size:x}"'
