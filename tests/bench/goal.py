"""A figure beside its goal."""

from typing import NamedTuple


class Figure(NamedTuple):
    """One row of the table."""

    what: str
    figure: str
    goal: str = ""
    met: bool | None = None


def table(figures: list[Figure]) -> str:
    """The figures as a table in Markdown."""
    rows = ["| what | figure | goal | |", "| --- | ---: | ---: | --- |"]
    marks = {True: "met", False: "**missed**", None: ""}
    rows += [f"| {f.what} | {f.figure} | {f.goal} | {marks[f.met]} |" for f in figures]
    return "\n".join(rows)
