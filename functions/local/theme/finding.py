"""What is wrong with a theme: where, what, and how to mend it."""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from slugline.story.problem import Severity


class Finding(NamedTuple):
    """One thing wrong with a theme; an error spoils pages, a warning may be meant."""

    file: Path
    line: int
    """From 1."""
    severity: Severity
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.severity}: {self.what}; {self.mend}"


def error(file: Path, line: int, what: str, mend: str) -> Finding:
    """What spoils pages."""
    return Finding(file, line, "error", what, mend)


def warning(file: Path, line: int, what: str, mend: str) -> Finding:
    """What may be meant."""
    return Finding(file, line, "warning", what, mend)


def meant(word: str, known: Iterable[str], otherwise: str) -> str:
    """The mend of a misspelt word: the known one that it was meant to be, or what else there is to do."""
    close = get_close_matches(word, [*known], n=1, cutoff=0.6)
    return f"did you mean {close[0]}?" if close else otherwise
