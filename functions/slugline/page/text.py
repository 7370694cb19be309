"""Running text to safe markup, and addresses to what may stand in an attribute."""

import re
from collections.abc import Callable
from functools import partial
from urllib.parse import quote

import markupsafe
from markupsafe import Markup

from slugline.story.direction import settled
from slugline.story.fields import Direction
from slugline.story.language import direction_of, normalised
from slugline.story.text import Span, plain

escape_plain: Callable[[str], str] = markupsafe._escape_inner  # type: ignore[attr-defined] # noqa: SLF001 -- no other has it
"""`markupsafe.escape` of a plain string, without the `Markup` around it that the next join throws away."""

marked: Callable[[str], Markup] = partial(str.__new__, Markup)
"""`Markup` of a string that was made safe just now, without asking it for markup of its own."""

# What no HTML document may hold: control characters and noncharacters (HTML Standard, 13.2.3.5).
_LAST_OF_PLANES = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_FORBIDDEN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef{_LAST_OF_PLANES}]")

_PLAIN_ADDRESS = re.compile(r"[!#$&-;=?-Z_a-z~]*+")
"""An address that may stand as it is, without a per cent sign."""

# What the URL Standard asks to be percent-encoded, and IRIs and sloppy feeds leave as it is.
_STRAY = re.compile("%(?![0-9A-Fa-f]{2})")
_UNQUOTED = re.compile(r"[^!#$%&'()*+,\-./0-9:;=?@A-Z_a-z~]")

# A host that is an IPv6 address, the one place of an address where brackets may stand.
_IPV6_HOST = re.compile(r"https?://\[[0-9a-f:.]+\](?=[:/?#]|$)", re.IGNORECASE)

_ELEMENTS = {
    "bold": "strong",
    "italic": "em",
    "underline": "u",
    "strike": "s",
    "code": "code",
    "sub": "sub",
    "sup": "sup",
    "small": "small",
    "highlight": "mark",
}


def clean(text: str) -> str:
    """A text without the characters that no HTML document may hold, and with every turn of direction ended.

    One that can be printed whole has neither.
    """
    return text if text.isprintable() else settled(_lawful(text))


def _lawful(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def words(text: str | tuple[str | Span, ...] | None) -> str:
    """A text as one line without marks, for titles and structured data; empty where it says nothing."""
    if not text:
        return ""
    bare = text if isinstance(text, str) else plain(text)
    return " ".join(clean(bare).split())


def line(text: str | None) -> str | None:
    """A plain string as templates take it: clean, trimmed; None where nothing is left."""
    return (clean(text).strip() or None) if text else None


def address(url: str) -> str:
    """An address as an attribute may hold it: what is not ASCII, or not of an address, percent-encoded."""
    if _PLAIN_ADDRESS.fullmatch(url) or not (_UNQUOTED.search(url) or _STRAY.search(url)):
        return url
    host = _IPV6_HOST.match(url)
    start = host.end() if host else 0
    return url[:start] + _STRAY.sub("%25", quote(url[start:], safe="!#$%&'()*+,-./:;=?@_~"))


def loaded(url: str) -> str:
    """An address that a page loads from: https takes the place of http, from which no page that came by https loads."""
    safe = address(url)
    return f"https{safe[4:]}" if safe[:5].lower() == "http:" else safe


def absolute(url: str, base_url: str) -> str:
    """An address with scheme and host: one of this site is put behind the base address."""
    return base_url + address(url) if url.startswith("/") else address(url)


def markup(text: str | tuple[str | Span, ...], *, links: bool = True) -> Markup:
    """Running text as markup. Line feeds become line breaks; `links=False` leaves links out, for text inside a link."""
    if isinstance(text, str):
        return marked(escape_plain(text) if text.isprintable() else settled(_escaped(text)))
    parts = [_escaped(part) if isinstance(part, str) else _span(part, links=links) for part in text]
    return marked(settled("".join(parts)))


def optional(text: str | tuple[str | Span, ...] | None, *, links: bool = True) -> Markup | None:
    """The same; None where the text is absent or says nothing."""
    if isinstance(text, str) and text.isprintable():
        return marked(escape_plain(text)) if text.strip() else None
    return markup(text, links=links) if text and _says_something(text) else None


def _says_something(text: str | tuple[str | Span, ...]) -> bool:
    for run in (text,) if isinstance(text, str) else text:  # a generator would take three times as long
        if clean(run if isinstance(run, str) else run.text).strip():
            return True
    return False


def _escaped(text: str) -> str:
    safe = escape_plain(text if text.isprintable() else _lawful(text))
    return safe.replace("\n", "<br>") if "\n" in text else safe


def _span(span: Span, *, links: bool) -> str:
    inner = _escaped(span.text if not (span.language or span.direction) else settled(span.text))
    for mark in dict.fromkeys(span.marks):
        element = _ELEMENTS[mark]
        inner = f"<{element}>{inner}</{element}>"
    if span.href and links:
        inner = f'<a href="{escape_plain(address(span.href))}">{inner}</a>'
    if span.language or span.direction:
        inner = f"<span{_language(span)}>{inner}</span>"
    return inner


def _language(span: Span) -> str:
    tag = normalised(span.language) if span.language else None
    return language_attributes(tag, span.direction)


def language_attributes(tag: str | None, direction: Direction | None = None) -> Markup:
    """The attributes `lang` and `dir`, each with a space before it; the direction is the language's unless given."""
    direction = direction or (direction_of(tag) if tag else None)
    lang = Markup(' lang="{}"').format(tag) if tag else Markup()
    return lang + (Markup(' dir="{}"').format(direction) if direction else Markup())
