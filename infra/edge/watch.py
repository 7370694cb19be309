"""What changes in a folder of stories while it is looked at."""

from __future__ import annotations

import unicodedata
from pathlib import Path


class Watch:
    """Looks at the documents of a storage folder."""

    def __init__(self, storage: Path) -> None:
        self._root = storage / "stories"
        self._seen = self._now()

    def changed(self) -> list[str]:
        """The paths of the documents that came, changed or went since the last look, in order."""
        before, self._seen = self._seen, self._now()
        return sorted(path for path in before.keys() | self._seen.keys() if before.get(path) != self._seen.get(path))

    def _now(self) -> dict[str, tuple[int, int]]:
        """What tells one version of a document from another, by path."""
        found = {}
        for file in self._root.rglob("*.json"):
            try:
                state = file.stat()
            except FileNotFoundError:  # it went while we looked
                continue
            path = file.relative_to(self._root).as_posix().removesuffix(".json")
            found[unicodedata.normalize("NFC", f"/{path}")] = (state.st_mtime_ns, state.st_size)
        return found
