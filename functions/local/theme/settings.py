"""A theme's settings and words: what is unknown, what is wrong, in which line."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from local.theme import types
from local.theme.finding import Finding, error, meant
from slugline.labels import PATTERNS, Labels
from slugline.theme.folder import examined
from slugline.theme.places import line_of

_AT = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")
_PLACEHOLDER = re.compile(r"\{(\w*)\}")


def site_faults(file: Path) -> Iterator[Finding]:
    """What is wrong with the publisher's settings."""
    try:
        text = file.read_text("utf-8")
        _, problems = examined(tomllib.loads(text))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        yield unreadable(file, fault)
        return
    for problem in problems:
        # A setting that is not known is a warning of a story's, but fails the start of a function.
        yield error(file, line_of(text, problem.place), f"{problem.place} {problem.what}", problem.mend)


def label_faults(file: Path) -> Iterator[Finding]:
    """What is wrong with a language's words: words that nobody asks for, patterns that would not come out."""
    try:
        text = file.read_text("utf-8")
        words = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        yield unreadable(file, fault)
        return
    for place, what, mend in _unknown(words, Labels, "$"):
        yield error(file, line_of(text, place), what, mend)
    for place, what, mend in _patterns(words):
        yield error(file, line_of(text, place), what, mend)


def unreadable(file: Path, fault: Exception) -> Finding:
    """A file that is no TOML, or no text."""
    if isinstance(fault, UnicodeDecodeError):
        return error(file, 1, f"is not UTF-8 (byte {fault.start:,})", "save it as UTF-8")
    at = _AT.search(str(fault))
    last = file.read_text("utf-8").count("\n") + 1
    return error(
        file, int(at[1] or last) if at else 1, f"is not TOML: {_AT.sub('', str(fault)).strip()}", "see toml.io"
    )


def _unknown(words: Mapping[str, Any], struct: Any, place: str) -> Iterator[tuple[str, str, str]]:
    hints = types.hints_of(struct)
    for name, value in words.items():
        if name not in hints:
            yield f"{place}.{name}", f"`{name}` is not a word of the interface", meant(name, hints, "leave it out")
        elif types.is_struct(inner := types.bare(hints[name])) and isinstance(value, Mapping):
            yield from _unknown(value, inner, f"{place}.{name}")


def _patterns(words: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Names in braces that a word is not given."""
    for name, given in PATTERNS.items():
        for asked in _PLACEHOLDER.findall(str(words.get(name, ""))):
            if asked not in given:
                what = f"`{name}` asks for {{{asked}}}, which it is not given"
                yield f"$.{name}", what, f"it is given {', '.join(f'{{{word}}}' for word in given)}"
