"""What a message of the queue says: documents that changed, or tags to purge once more."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import unquote_plus

import msgspec
from msgspec import Meta, Struct, field

from slugline.errors import Unreadable
from slugline.tags import sendable

Moment = Annotated[datetime, Meta(tz=True)]
"""A time with an offset: without one, nobody knows how long ago it was."""


class Change(Struct, frozen=True):
    """An object was written or removed. What it is now, storage says: events come twice, late and in any order."""

    key: str
    """As the bucket has it, prefix included."""
    version: str = ""
    """The version, or delete marker, that the event is about; empty where the bucket keeps none."""
    sequencer: str = ""
    at: datetime | None = None

    @property
    def identity(self) -> str:
        """The same for the same event, however often it is delivered; empty where the event has nothing of its own.

        The version alone is not it: a version is written, and it may be removed for good.
        """
        return f"{self.key} {self.version} {self.sequencer}" if self.sequencer else ""


class Again(Struct, frozen=True, tag_field="slugline", tag="purge again"):
    """Tags to purge a second time, when a page that was being rendered during the first is in the edge by now."""

    tags: tuple[str, ...]
    reference: str
    """The purge's own name: one that is repeated costs nothing."""


class _Object(Struct):
    key: str
    version: str = field(name="version-id", default="")
    sequencer: str = ""


class _Detail(Struct):
    object: _Object


class _Event(Struct):
    """An event of S3 as EventBridge brings it; its key is not encoded."""

    detail: _Detail
    time: Moment | None = None


class _NotedObject(Struct, rename="camel"):
    key: str
    version_id: str = ""
    sequencer: str = ""


class _Noted(Struct):
    object: _NotedObject


class _Note(Struct, rename="camel"):
    s3: _Noted
    event_time: Moment | None = None


class _Notes(Struct):
    """Notifications as S3 itself sends them to a queue, keys encoded as in a form; versions 2.x differ in additions."""

    notes: tuple[_Note, ...] = field(name="Records")


def read(body: str) -> tuple[Change, ...] | Again:
    """What a message says; nothing, for S3's greeting to a new queue.

    Raises:
        Unreadable: it is no message that this function knows.
    """
    try:
        return _known(msgspec.json.decode(body))
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as fault:
        raise Unreadable(f"the message cannot be read: {fault}") from None


def _known(value: Any) -> tuple[Change, ...] | Again:
    match value:
        case {"slugline": _}:
            return _sendable(msgspec.convert(value, Again))
        case {"source": "aws.s3"}:
            event = msgspec.convert(value, _Event)
            found = event.detail.object
            return (Change(found.key, found.version, found.sequencer, event.time),)
        case {"Event": "s3:TestEvent"}:
            return ()
        case _:
            return tuple(_noted(msgspec.convert(value, _Notes)))


def _sendable(again: Again) -> Again:
    """A message of ours has tags that the edge can be asked for; any other is a forgery, and no purge would end it."""
    if not all(map(sendable, again.tags)):
        raise Unreadable("the message cannot be read: it asks for what is no cache tag")
    return again


def _noted(notes: _Notes) -> Iterator[Change]:
    for note in notes.notes:
        found = note.s3.object
        yield Change(unquote_plus(found.key), found.version_id, found.sequencer, note.event_time)
