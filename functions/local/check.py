"""`slugline check`: every problem of some documents, for people or for machines."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from slugline.story.check import check
from slugline.story.problem import Problem
from slugline.story.providers import Providers

_STYLES = {"error": "bold red", "warning": "yellow"}


class Checked(NamedTuple):
    """A document's file, and its problems."""

    file: Path
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> int:
        """How many of them are errors."""
        return sum(problem.severity == "error" for problem in self.problems)


def documents_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The documents that some paths name: a file itself, or all in a folder, or in its `stories/` where it has one."""
    for path in paths:
        folder = path / "stories" if (path / "stories").is_dir() else path
        yield from sorted(folder.rglob("*.json")) if folder.is_dir() else [path]


def checked(file: Path, providers: Providers) -> Checked:
    """A document with its problems."""
    return Checked(file, check(file.read_bytes(), providers, path_in_storage(file)))


def path_in_storage(file: Path) -> str | None:
    """The story's path by where its file lies; None outside a folder `stories`."""
    parts = file.absolute().with_suffix("").parts
    if "stories" not in parts:
        return None
    after = len(parts) - parts[::-1].index("stories")
    return "/" + "/".join(parts[after:])


def print_checked(console: Console, results: Iterable[Checked]) -> None:
    """The problems, by file, and a line that counts them. Where no person looks on, a line a problem."""
    results = list(results)
    for result in results:
        if not console.is_terminal:
            for problem in result.problems:
                console.print(Text(f"{result.file}: {problem.severity}: {problem}"), soft_wrap=True)
        elif result.problems:
            console.print(Text(str(result.file), style="bold"))
            console.print(problem_table(result.problems))
    errors = sum(result.errors for result in results)
    warnings = sum(len(result.problems) for result in results) - errors
    colour = "red" if errors else "yellow" if warnings else "green"
    counts = ((len(results), "document"), (errors, "error"), (warnings, "warning"))
    documents, *found = (f"{number} {word}" if number == 1 else f"{number} {word}s" for number, word in counts)
    told = f"{documents}: {', '.join(found)}"
    console.print(Text(told, style=colour))


def problem_table(problems: Iterable[Problem]) -> Table:
    """Problems as a person reads them: where, what, and below it the mend."""
    table = Table(box=None, show_header=False, pad_edge=True, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold", max_width=44)
    table.add_column(overflow="fold")
    for problem in problems:
        told = Text(problem.what).append(f"\n{problem.mend}", style="dim")
        table.add_row(Text(problem.severity, style=_STYLES[problem.severity]), Text(problem.place, style="cyan"), told)
    return table


def as_json(results: Iterable[Checked]) -> bytes:
    """The problems as JSON: a list of objects with file, severity, place, what and mend."""
    rows = [
        {"file": str(r.file), "severity": p.severity, "place": p.place, "what": p.what, "mend": p.mend}
        for r in results
        for p in r.problems
    ]
    return msgspec.json.format(msgspec.json.encode(rows), indent=2)
