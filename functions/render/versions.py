"""The newest version of a document that can be decoded: a bad publish never replaces a good page."""

from typing import NamedTuple

from render.report import Report
from slugline.errors import NotFound
from slugline.storage import Reading, Stored
from slugline.story.decode import Decoded, decode
from slugline.story.problem import Unsound


class Sound(NamedTuple):
    """A version that can be shown."""

    decoded: Decoded
    etag: str
    """Its own; of an earlier version that stands in, none by which storage can be asked whether it is still right."""


def newest_sound(storage: Reading, key: str, newest: Stored, report: Report) -> Sound:
    """A version just read, or the last good one before it.

    Raises:
        NotFound: the newest that says anything was meant to hide the story, by a withdrawal, an embargo or an expiry
            with a slip in it.
        Unsound: no version can be decoded.
        StorageUnavailable: the earlier ones could not be read.
    """
    try:
        return Sound(decode(newest.data), newest.etag)
    except Unsound as fault:
        report.fault(f"{key}: {fault}")
        _unless_hidden(key, fault)
        for earlier in storage.earlier(key):
            try:
                decoded = decode(earlier.data)
            except Unsound as older:
                _unless_hidden(key, older)
                continue
            report.last_good = True
            return Sound(decoded, f"last good {earlier.etag}")
        raise


def _unless_hidden(key: str, fault: Unsound) -> None:
    if fault.hides:
        raise NotFound(f"{key} was meant to hide its story.") from None
