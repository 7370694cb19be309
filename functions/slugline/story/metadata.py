"""What stands around a body: who wrote it, where it belongs, what belongs to it."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from slugline.story.fields import Alternative, Id, Line, Link, Path, Resource, Time
from slugline.story.media import Image
from slugline.story.text import Text


class Topic(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A section or a tag: what a story belongs to, with the page that lists it."""

    id: Id
    name: Line
    path: Path | None = None


class Byline(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One author, with what the author did and a page about them."""

    name: Annotated[str, Meta(min_length=1)]
    role: Line | None = None
    url: Link | None = None
    image: Resource | None = None


AUTHORS = tuple[Byline, ...]
"""The form of a list of authors."""


class Bylines:
    """Who made a story: a list of authors, or a sentence where the CMS has one. Stored as just that list or text.

    Two list types cannot stand in one msgspec union, so this is a type of its own with a decoding hook.
    """

    __slots__ = ("authors", "sentence")

    def __init__(self, authors: tuple[Byline, ...] = (), sentence: Text = "") -> None:
        self.authors = authors
        self.sentence = sentence

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Bylines) and (self.authors, self.sentence) == (other.authors, other.sentence)

    def __hash__(self) -> int:
        return hash((self.authors, self.sentence))


def bylines_form(value: Any) -> Any:
    """Which of the two forms of bylines a JSON value is meant to be: the type to decode it with."""
    if isinstance(value, list) and not any(isinstance(part, str) or "text" in _keys(part) for part in value):
        return AUTHORS
    return Text


def bylines_of(value: Any, build: Callable[[Any, Any], Any]) -> Bylines:
    """Bylines from their stored form; `build(value, type)` decodes and may raise what it raises."""
    form = bylines_form(value)
    built = build(value, form)
    return Bylines(sentence=built) if form is Text else Bylines(authors=built)


def _keys(part: Any) -> Any:
    return part if isinstance(part, dict) else ()


class Related(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Another story worth reading; its address is absolute or of this site."""

    headline: Text
    url: Link
    image: Image | None = None


class Sponsor(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who paid for a story; it is labelled as such."""

    name: Annotated[str, Meta(min_length=1)]
    url: Link | None = None
    logo: Resource | None = None


class Correction(Struct, frozen=True, kw_only=True, omit_defaults=True, tag=False):
    """What was wrong and has been put right, and when."""

    text: Text
    at: Time | None = None


class Alternate(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The same story in another language."""

    language: Alternative
    url: Resource


Access = Literal["free", "metered", "subscriber"]

GENRES = (
    "news",
    "analysis",
    "opinion",
    "feature",
    "interview",
    "review",
    "explainer",
    "fact_check",
    "obituary",
)
"""Genres with a label in every language; any other is shown as it is written."""
