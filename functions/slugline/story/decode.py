"""Bytes from storage to a document, at two speeds.

A sound document is decoded in one pass of msgspec. Any other is examined: what is sound is kept, the rest told.
"""

import json
from typing import Any, NamedTuple, NoReturn

import msgspec

from slugline.address import canonical, is_canonical
from slugline.errors import BadAddress
from slugline.story.blocks import FactBox, List, ListItem, Update
from slugline.story.document import AnyDocument, Article
from slugline.story.examine import Examiner, Spoilt
from slugline.story.limits import MAX_BLOCKS, MAX_DOCUMENT_BYTES, MAX_NESTING
from slugline.story.metadata import AUTHORS, Byline, Bylines, bylines_of
from slugline.story.problem import Problem, Unsound, did_you_mean

_PATH_MEND = "write it like /world/asia/harbour-talks: lower case, letters, digits, - . _ ~ between single slashes"


class Decoded(NamedTuple):
    """A document, and what was lost on the way."""

    document: AnyDocument
    problems: tuple[Problem, ...] = ()
    skipped: int = 0
    """Blocks left out."""


def _hook(form: type, value: Any) -> Any:
    if form is Bylines:
        return bylines_of(value, _built)
    raise NotImplementedError(form)


def _built(value: Any, form: Any) -> Any:
    """A part of a document. Authors are asked for singly: msgspec takes any type but an object's apart at each call."""
    if form is AUTHORS:
        return tuple(msgspec.convert(part, Byline) for part in value)
    return msgspec.convert(value, form)


_DECODER: msgspec.json.Decoder[AnyDocument] = msgspec.json.Decoder(AnyDocument, dec_hook=_hook)


def decode(data: bytes) -> Decoded:
    """The document that some bytes hold, without what is unsound in it.

    Raises:
        Unsound: not JSON, too large, or without what a page cannot be made without.
    """
    if len(data) <= MAX_DOCUMENT_BYTES:
        try:
            document = _DECODER.decode(data)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            return examine(data)
        if _within_limits(document) and is_canonical(document.path):
            return Decoded(document)
    return examine(data)


def examine(data: bytes) -> Decoded:
    """The same, slowly, with every problem told.

    Raises:
        Unsound: as `decode`.
    """
    return read_with(Examiner(), data)


def read_with(examiner: Examiner, data: bytes) -> Decoded:
    """The same, with an examiner that the caller goes on asking.

    Raises:
        Unsound: as `decode`.
    """
    value = _json(data)
    try:
        document = examiner.read(value, AnyDocument, "$")
    except Spoilt:
        raise Unsound(_decisive(examiner.problems), hides=_hides(value, examiner.problems)) from None
    document = _settled(document, examiner)
    return Decoded(document, tuple(examiner.problems), examiner.skipped)


def _settled(document: AnyDocument, examiner: Examiner) -> AnyDocument:
    """The document with its path in its one spelling."""
    try:
        path = canonical(document.path)
    except BadAddress:
        examiner.tell("error", "$.path", "{} is not a path that a story can have", _PATH_MEND, document.path)
        raise Unsound(examiner.problems) from None
    if path != document.path:
        examiner.tell("warning", "$.path", "is {}", f'write it as "{path}"', document.path)
        return msgspec.structs.replace(document, path=path)
    return document


def _hides(value: Any, problems: list[Problem]) -> bool:
    """Whether an unsound document was meant to hide its story; the last good version must not stand in for it."""
    kind = value.get("kind") if isinstance(value, dict) else None
    if did_you_mean(kind, ("story", "liveblog", "redirect", "withdrawn")) == "withdrawn":
        return True
    fields = ("embargo_until", "expires_at")
    return any(problem.place == f"$.{name}" or f"`{name}`" in problem.mend for name in fields for problem in problems)


def _decisive(problems: list[Problem]) -> list[Problem]:
    """The problems, the first error of the document itself put last: it is what the message tells."""
    shallow = min(
        (p for p in problems if p.severity == "error"), key=lambda p: p.place.count("."), default=problems[-1]
    )
    return [p for p in problems if p is not shallow] + [shallow]


def _json(data: bytes) -> Any:
    if len(data) > MAX_DOCUMENT_BYTES:
        _refuse(f"is {len(data):,} bytes large", f"keep a document under {MAX_DOCUMENT_BYTES:,} bytes")
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_constant)
    except UnicodeDecodeError as fault:
        _refuse(f"is not UTF-8 (byte {fault.start:,})", "save it as UTF-8")
    except json.JSONDecodeError as fault:
        _refuse(f"is not JSON (line {fault.lineno}, column {fault.colno}: {fault.msg})", "mend the JSON there")
    except RecursionError:
        _refuse("is nested too deep", f"stay within {MAX_NESTING} blocks in blocks")
    except ValueError as fault:
        _refuse(f"is not JSON ({fault})", "mend the JSON there")


def _constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number of JSON")


def _refuse(what: str, mend: str) -> NoReturn:
    raise Unsound([Problem(severity="error", place="$", what=what, mend=mend)])


def _within_limits(document: AnyDocument) -> bool:
    if not isinstance(document, Article):
        return True
    return _room(document.body, MAX_BLOCKS, MAX_NESTING) >= 0


def _room(parts: tuple[Any, ...], room: int, levels: int) -> int:
    """How many more blocks there may be after these; below 0 where a limit is passed."""
    if levels < 0:
        return -1
    room -= len(parts)
    for part in parts:
        if isinstance(part, (FactBox, Update)):
            room = _room(part.blocks, room, levels - 1)
        elif isinstance(part, (List, ListItem)):
            room = _room(part.items, room, levels - 1)
        if room < 0:
            return room
    return room
