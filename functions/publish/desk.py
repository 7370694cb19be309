"""The publish desk: the problems of each document, where the CMS can read them."""

from contextlib import suppress

import msgspec
from msgspec import Struct

from publish.effect import Effect
from slugline.errors import NotFound
from slugline.storage import Archive
from slugline.story.problem import Problem


class Told(Struct, frozen=True):
    """`problems/<path>.json`: what is wrong with a document, as it was when it was last looked at.

    It holds no time: `etag` and `version` say which state of the document it is about.
    """

    path: str
    etag: str
    version: str
    shown: bool
    """Whether readers get this state; if not, they keep the last good one, or nothing where it was to be hidden."""
    problems: tuple[Problem, ...]


def key_of(path: str) -> str:
    """Where the problems of the document at a path are told."""
    return f"problems{path}.json"


def tell(effect: Effect, storage: Archive) -> None:
    """Tells the problems of a document, none included; of one that is gone nothing is told.

    Raises:
        StorageUnavailable: it could not be written.
    """
    if not effect.path:
        return
    with suppress(NotFound):  # a key so long that there is no room for another behind `problems`
        _write(effect, storage)


def _write(effect: Effect, storage: Archive) -> None:
    if effect.stored is None:
        storage.remove(key_of(effect.path))
        return
    told = Told(
        path=effect.path,
        etag=effect.stored.etag,
        version=effect.stored.version,
        shown=effect.outcome == "published",
        problems=effect.problems,
    )
    storage.write(key_of(effect.path), msgspec.json.format(msgspec.json.encode(told), indent=2))
