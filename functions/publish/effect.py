"""What follows from a change in storage: which tags the edge must forget, and what the publish desk must know.

It follows from the document as it is now and not from the event, so that events may come twice, late and in any order.
"""

from typing import Literal, NamedTuple

from publish.messages import Change
from slugline.address import addressable, canonical
from slugline.errors import BadAddress, NotFound, StorageUnavailable
from slugline.storage import Archive, Stored
from slugline.story.check import check
from slugline.story.decode import decode
from slugline.story.document import AnyDocument, Article
from slugline.story.problem import Problem, Unsound
from slugline.tags import path_tag, section_tag

Outcome = Literal["published", "gone", "broken", "unreachable", "ignored"]
_RENAME = "rename it like stories/world/asia/harbour-talks.json: lower case, letters, digits, - . _ ~"


class Effect(NamedTuple):
    """What follows from one change."""

    outcome: Outcome
    path: str = ""
    """Of the story, or of what would be one; empty for what is no document."""
    tags: tuple[str, ...] = ()
    stored: Stored | None = None
    """The document as it is now, if there is one."""
    problems: tuple[Problem, ...] = ()
    unfinished: str = ""
    """What could not be found out and must be tried again, though the tags are right as far as they go."""


def effect_of(change: Change, storage: Archive, prefix: str = "") -> Effect:
    """What follows from a change.

    Args:
        change: the event.
        storage: where the document lies.
        prefix: what stands before `stories/` in the bucket's keys, without a slash at the end.

    Raises:
        StorageUnavailable: what is there now cannot be known.
    """
    path = _path_in(change.key, prefix)
    if path is None:
        return Effect("ignored")
    reading = storage.open()
    try:
        stored = reading.read(f"stories{path}.json")
    except NotFound:
        return Effect("gone", path, (path_tag(path),) if _reachable(path) else ())
    if stored is None:
        raise StorageUnavailable(f"{change.key}: storage calls it unchanged without having been asked")
    return _judged(change, path, stored, reading)


def _judged(change: Change, path: str, stored: Stored, reading: Archive) -> Effect:
    problems = check(stored.data, path)
    if not _reachable(path):
        return Effect("unreachable", path, (), stored, (_no_address(path), *problems))
    tags = (path_tag(path),)
    try:
        document = decode(stored.data).document
    except Unsound as fault:
        # Readers keep the last good version, or see nothing where the story was meant to be hidden.
        changes_something = fault.hides or (change.version and change.version != stored.version)
        return Effect("broken", path, tags if changes_something else (), stored, problems)
    try:
        sections = _sections(change, path, document, reading)
    except StorageUnavailable as fault:
        return Effect("published", path, tags, stored, problems, unfinished=str(fault))
    return Effect("published", path, (*tags, *map(section_tag, sections)), stored, problems)


def _path_in(key: str, prefix: str) -> str | None:
    """The path that a key gives a document; None where it is none's."""
    start = f"{prefix}/stories/" if prefix else "stories/"
    if not (key.startswith(start) and key.endswith(".json")):
        return None
    return f"/{key.removeprefix(start).removesuffix('.json')}"


def _reachable(path: str) -> bool:
    """Whether an address leads to the document at a path."""
    try:
        return canonical(path) == path and addressable(path)
    except BadAddress:
        return False


def _no_address(path: str) -> Problem:
    what = f"lies at stories{path}.json, to which no address leads"
    return Problem(severity="error", place="$", what=what, mend=_RENAME)


def _sections(change: Change, path: str, document: AnyDocument, reading: Archive) -> tuple[str, ...]:
    """The sections that a story left and entered between the version before the event's and now; none if it stayed."""
    if not isinstance(document, Article):
        return ()
    found = {_section(stored) for stored in reading.since(f"stories{path}.json", change.version)}
    return tuple(sorted(filter(None, found))) if len(found) > 1 else ()


def _section(stored: Stored) -> str | None:
    """The section of a version; an unsound one or one that is no story was in none."""
    try:
        document = decode(stored.data).document
    except Unsound:
        return None
    return document.section.id if isinstance(document, Article) and document.section else None
