"""Running text: a string, or strings and spans. Never HTML."""

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta, Struct

from slugline.story.fields import Direction, Language, Link

Mark = Literal["bold", "italic", "underline", "strike", "code", "sub", "sup", "small", "highlight"]


class Span(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A run of text with marks, a link, or a language or direction of its own."""

    text: Annotated[str, Meta(description='the run itself; "\\n" is a line break')]
    marks: tuple[Mark, ...] = ()
    href: Link | None = None
    language: Language | None = None
    direction: Direction | None = None


Text = Annotated[
    str | tuple[str | Span, ...],
    Meta(description="a string, or a list of strings and spans; never HTML"),
]


def runs(text: str | tuple[str | Span, ...]) -> Iterator[str]:
    """The bare strings of a text, in order."""
    if isinstance(text, str):
        yield text
    else:
        for part in text:
            yield part if isinstance(part, str) else part.text


def says_something(text: str | tuple[str | Span, ...]) -> bool:
    """Whether there is anything to read in a text: more than blanks, control characters and invisible marks."""
    return any(character.isprintable() and character != " " for run in runs(text) for character in run)


def plain(text: str | tuple[str | Span, ...] | None) -> str:
    """A text without its marks, white space folded: for titles, descriptions and structured data."""
    if not text:
        return ""
    return " ".join((text if isinstance(text, str) else "".join(runs(text))).split())
