"""The newest version of a document that can be decoded: a bad publish never replaces a good page."""

from render.report import Report
from slugline.errors import NotFound
from slugline.storage import Reading, Stored
from slugline.story.decode import Decoded, decode
from slugline.story.problem import Unsound


def newest_sound(storage: Reading, key: str, newest: Stored, report: Report) -> Decoded:
    """A version just read, or the last good one before it.

    Raises:
        NotFound: the newest was meant to hide the story, by a withdrawal, an embargo or an expiry with a slip in it.
        Unsound: no version can be decoded.
        StorageUnavailable: the earlier ones could not be read.
    """
    try:
        return decode(newest.data)
    except Unsound as fault:
        report.fault(f"{key}: {fault}")
        if fault.hides:
            raise NotFound(f"{key} was meant to hide its story.") from None
        for earlier in storage.earlier(key):
            try:
                decoded = decode(earlier.data)
            except Unsound:
                continue
            report.last_good = True
            return decoded
        raise
