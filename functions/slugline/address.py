"""From the address a reader asked for to what is shown: a story in a format, or the address it should have been.

A story has one address a format: `/path` is its HTML page and `/amp/path` its AMP page. Each further page of a live
blog has one as well: `/path/page/2`.
"""

import re
import unicodedata
from typing import Literal, NamedTuple
from urllib.parse import parse_qsl, quote, unquote_to_bytes

from slugline.errors import BadAddress, NotFound

Format = Literal["html", "amp"]

MAX_RAW_PATH = 3_072
"""Characters of a path as it comes, percent-encoded: six times the longest path of a story."""

_ASCII_PATH = re.compile(r"(?:/[a-z0-9_~-][a-z0-9._~-]*)+")
_AMP_FLAGS = frozenset({"", "1", "true"})
_PAGE = re.compile("(/.+)/page/([1-9][0-9]{0,3})")


class Route(NamedTuple):
    """A story in a format."""

    path: str
    """The story's path, canonical, decoded."""
    format: Format
    page: int = 1
    """Of a live blog; 1 is the page whose address has no number."""

    @property
    def key(self) -> str:
        """Where storage keeps the story: `stories/<path>.json`."""
        return f"stories{self.path}.json"


class Moved(NamedTuple):
    """The one address that the one asked for should have been."""

    location: str
    """Site-relative, percent-encoded."""


def route(raw_path: str, raw_query: str) -> Route | Moved:
    """What an address asks for.

    Args:
        raw_path: the path as it stands on the wire, percent-encoded; already decoded ones are understood too.
        raw_query: the query without its question mark.

    Raises:
        BadAddress: no story can have this address.
        NotFound: it is the site's front, which is none.
    """
    if not raw_query and len(raw_path) <= MAX_RAW_PATH and _ASCII_PATH.fullmatch(raw_path):
        found = _split(raw_path)
        if addressable(found.path):
            return found
    asked = _decoded(raw_path)
    if asked == "/":
        raise NotFound("There is no story at the very top.")
    path, wants_amp = _without_amp(canonical(asked))
    flags = _flags(raw_query)
    found = Route(canonical(path), "amp" if wants_amp or any(flags) else "html")
    wire = location(found)
    if len(wire) > MAX_RAW_PATH:
        raise BadAddress("This address is too long to belong to a story.")
    return found if wire == _wire(asked) and not flags else Moved(wire)


def _split(path: str) -> Route:
    return Route(path[4:], "amp") if path.startswith("/amp/") else Route(path, "html")


def location(found: Route) -> str:
    """The one address of a story in a format, percent-encoded."""
    path = found.path if found.page == 1 else f"{found.path}/page/{found.page}"
    return _wire(f"/amp{path}" if found.format == "amp" else path)


def page_meant(found: Route) -> Route | None:
    """The page of a live blog that an address means where no document has it for its own; None for most addresses."""
    named = _PAGE.fullmatch(found.path)
    if not named or not addressable(named[1]):
        return None
    return Route(named[1], found.format, int(named[2]))


def addressable(path: str) -> bool:
    """Whether a canonical path can be a story's own: not one that reads as the AMP address of another story."""
    return not _without_amp(path)[1]


def is_canonical(path: str) -> bool:
    """Whether a path is in its one spelling."""
    try:
        return canonical(path) == path
    except BadAddress:
        return False


def reachable(path: str) -> bool:
    """Whether an address leads to what is stored for a path."""
    return is_canonical(path) and addressable(path)


def canonical(path: str) -> str:
    """A path in its one spelling: NFC, lower case, no slash at the end.

    Raises:
        BadAddress: a segment is empty, or holds what a path may not hold.
    """
    if _ASCII_PATH.fullmatch(path):
        return path
    spelt = unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).lower()).removesuffix("/")
    segments = spelt.split("/")
    if segments[0] or len(segments) == 1 or not all(map(_is_segment, segments[1:])):
        raise BadAddress("This address cannot belong to a story.")
    return spelt


def _is_segment(segment: str) -> bool:
    # A mark (Mn, Mc) is part of a letter in many scripts, and the joiners (Cf) part of its spelling.
    return (
        bool(segment)
        and segment[0] != "."
        and all(c.isalnum() or c in "-._~\u200c\u200d" or unicodedata.category(c) in {"Mn", "Mc"} for c in segment)
    )


def _decoded(raw_path: str) -> str:
    if len(raw_path) > MAX_RAW_PATH:
        raise BadAddress("This address is too long to belong to a story.")
    try:
        return unquote_to_bytes(raw_path).decode("utf-8")
    except UnicodeError:
        raise BadAddress("This address is not UTF-8.") from None


def _without_amp(path: str) -> tuple[str, bool]:
    """A canonical path without what asks for AMP, and whether there was any; other systems write it behind the path."""
    bare = path
    while bare.startswith("/amp/"):
        bare = bare[4:]
    while bare.endswith(("/amp", ".amp")):
        bare = bare[:-4]
    return bare, bare != path


def _flags(raw_query: str) -> list[bool]:
    """Whether each format flag of a query asks for AMP; empty where there is none."""
    query = raw_query.lower()
    if "%" not in query and "amp" not in query and "outputtype" not in query:
        return []
    found = []
    for name, value in parse_qsl(raw_query, keep_blank_values=True, errors="replace"):
        if name.lower() == "amp":
            found.append(value.lower() in _AMP_FLAGS)
        elif name.lower() == "outputtype":
            found.append(value.lower() == "amp")
    return found


def _wire(path: str) -> str:
    return path if _ASCII_PATH.fullmatch(path) else quote(path, safe="/-._~")
