"""The files below a storage folder's `media/`, whole or in parts: a film can only be sought where parts are given."""

import mimetypes
import re
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

_RANGE = re.compile(r"bytes=(?P<first>[0-9]{0,18})-(?P<last>[0-9]{0,18})")


class Reply(NamedTuple):
    """What goes back to the browser."""

    status: int
    headers: dict[str, str]
    body: bytes = b""


class Media:
    """A folder of pictures, films and recordings; none at all where storage is no folder."""

    def __init__(self, storage: Path | None) -> None:
        self._root = storage.resolve() / "media" if storage else None

    def reply(self, path: str, asked: str = "") -> Reply:
        """The file of a path like `/media/film.mp4`, or what its `Range` asks for (RFC 9110, section 14)."""
        file = self._file(path)
        if file is None:
            return Reply(HTTPStatus.NOT_FOUND, {"Content-Type": "text/plain"}, b"There is no such file.")
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        headers = {"Content-Type": kind, "Cache-Control": "no-cache", "Accept-Ranges": "bytes"}
        return _part(file.read_bytes(), asked, headers)

    def _file(self, path: str) -> Path | None:
        if self._root is None or "\0" in path:
            return None
        file = (self._root.parent / path.lstrip("/")).resolve()
        return file if file.is_relative_to(self._root) and file.is_file() else None


def _part(content: bytes, asked: str, headers: dict[str, str]) -> Reply:
    """One range of bytes; the whole where none is asked for, or several, or what is no range."""
    found = _RANGE.fullmatch(asked)
    if not found or not (found["first"] or found["last"]):
        return Reply(HTTPStatus.OK, headers, content)
    if found["first"]:
        first, last = int(found["first"]), int(found["last"] or len(content) - 1)
    else:
        first, last = max(0, len(content) - int(found["last"])), len(content) - 1
    if first >= len(content):
        told = {"Content-Range": f"bytes */{len(content)}"}
        return Reply(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers | told)
    if last < first:
        return Reply(HTTPStatus.OK, headers, content)
    part = content[first : last + 1]
    told = {"Content-Range": f"bytes {first}-{first + len(part) - 1}/{len(content)}"}
    return Reply(HTTPStatus.PARTIAL_CONTENT, headers | told, part)
