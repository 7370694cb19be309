"""What follows from a change in storage: which tags the edge must forget, and what the publish desk must know.

It follows from the document as it is now and not from the event, so that events may come twice, late and in any order.
"""

from typing import Literal, NamedTuple

from publish.messages import Change
from slugline.address import is_canonical, reachable
from slugline.errors import NotFound, StorageUnavailable
from slugline.storage import Archive, Stored
from slugline.story.check import check
from slugline.story.decode import decode
from slugline.story.document import Article
from slugline.story.problem import Problem, Unsound
from slugline.story.providers import Providers
from slugline.tags import path_tag, section_tag

Outcome = Literal["published", "gone", "broken", "unreachable", "ignored"]


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


def effect_of(change: Change, storage: Archive, providers: Providers, prefix: str = "") -> Effect:
    """What follows from a change.

    Args:
        change: the event.
        storage: where the document lies.
        providers: of embeds, as the theme has them.
        prefix: what stands before `stories/` in the bucket's keys, without a slash at the end.

    Raises:
        StorageUnavailable: what is there now cannot be known.
    """
    path = _path_in(change.key, prefix)
    if path is None:
        return Effect("ignored")
    reading = storage.open()
    effect = _found(change, path, reading, providers)
    if not effect.tags:
        return effect
    try:
        sections = _sections(change, path, reading)
    except NotFound:  # a key that is longer than any has no versions
        return effect
    except StorageUnavailable as fault:
        return effect._replace(unfinished=str(fault))
    return effect._replace(tags=(*effect.tags, *map(section_tag, sections)))


def _found(change: Change, path: str, reading: Archive, providers: Providers) -> Effect:
    """What follows from what lies at a path now."""
    try:
        stored = reading.read(f"stories{path}.json")
    except NotFound:
        return Effect("gone", path, _tags_at(path))
    if stored is None:
        raise StorageUnavailable(f"{change.key}: storage calls it unchanged without having been asked")
    problems = check(stored.data, providers, path)
    if not reachable(path):
        return Effect("unreachable", path, _tags_at(path), stored, problems)
    try:
        decode(stored.data)
    except Unsound as fault:
        # Readers keep the last good version, or see nothing where the story was meant to be hidden.
        changes_something = fault.hides or (change.version and change.version != stored.version)
        return Effect("broken", path, _tags_at(path) if changes_something else (), stored, problems)
    return Effect("published", path, _tags_at(path), stored, problems)


def _path_in(key: str, prefix: str) -> str | None:
    """The path that a key gives a document; None where it is none's."""
    start = f"{prefix}/stories/" if prefix else "stories/"
    if not (key.startswith(start) and key.endswith(".json")):
        return None
    return f"/{key.removeprefix(start).removesuffix('.json')}"


def _tags_at(path: str) -> tuple[str, ...]:
    """The tag by which answers name a path; they may have looked at one that no address leads to, on their way."""
    return (path_tag(path),) if is_canonical(path) else ()


def _sections(change: Change, path: str, reading: Archive) -> tuple[str, ...]:
    """The sections that a story left and entered by a change, however long ago; none if it stayed in its own.

    What it left is that of the last story before: versions in between may be none, or unsound.
    """
    versions = reading.back_from(f"stories{path}.json", change.version)
    entered = next(map(_article, versions), None)
    left = next(filter(None, map(_article, versions)), None) if entered else None
    if not (entered and left):
        return ()
    sections = {_section(left), _section(entered)}
    return tuple(sorted(filter(None, sections))) if len(sections) > 1 else ()


def _article(stored: Stored) -> Article | None:
    try:
        document = decode(stored.data).document
    except Unsound:
        return None
    return document if isinstance(document, Article) else None


def _section(article: Article) -> str | None:
    return article.section.id if article.section else None
