"""Tells what an examination of a theme came to: to people, a line a finding, or to machines."""

from collections import Counter
from pathlib import Path

import msgspec
from rich.console import Console
from rich.text import Text

from local.theme.examination import Examined

_STYLES = {"error": "bold red", "warning": "yellow"}


def print_examined(console: Console, folder: Path, examined: Examined) -> None:
    """What the theme overrides and adds, what does not fit, and a line that counts."""
    for file in examined.files:
        name = Text(f"{folder / file.name}: ", style="cyan")
        does = f"overrides templates/{file.name}" if file.stands_for else "adds"
        console.print(name.append(f"{does}: {file.what}", style="default"), soft_wrap=True)
    for finding in examined.findings:
        place = Text(f"{finding.file}:{finding.line}: ", style="cyan")
        told = place.append(finding.severity, style=_STYLES[finding.severity])
        console.print(told.append(f": {finding.what}; {finding.mend}", style="default"), soft_wrap=True)
    console.print(Text(summary(examined), style=colour(examined)), soft_wrap=True)


def summary(examined: Examined) -> str:
    """How many files and findings, and what the styles weigh."""
    does = Counter("overridden" if file.stands_for else "added" for file in examined.files)
    errors = examined.errors
    warnings = len(examined.findings) - errors
    return (
        f"{does['overridden']} overridden, {does['added']} added, {errors} error{'s' * (errors != 1)}, "
        f"{warnings} warning{'s' * (warnings != 1)}; all styles together {examined.weight:,} bytes"
    )


def colour(examined: Examined) -> str:
    """Of the summary."""
    return "red" if examined.errors else "yellow" if examined.findings else "green"


def as_json(examined: Examined) -> bytes:
    """The same for machines.

    `files`: file, stands_for (or null) and what of each. `problems`: file, line, severity, what and mend.
    """
    value = {
        "files": [
            {"file": file.name, "stands_for": str(file.stands_for) if file.stands_for else None, "what": file.what}
            for file in examined.files
        ],
        "problems": [finding._asdict() | {"file": str(finding.file)} for finding in examined.findings],
    }
    return msgspec.json.format(msgspec.json.encode(value), indent=2)
