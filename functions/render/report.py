"""What happened on the way to an answer, for the log and the metrics. Never the story's text."""

import re
from dataclasses import dataclass, field
from typing import Literal

Outcome = Literal["hit", "render", "revalidated", "none"]
_TEMPLATE_FAULT = re.compile(
    r"((?:.*?\.jinja(?:, line \d+)?|(?:\S+ could not be rendered: )?[a-z_]+): \w+): .*", re.DOTALL
)


def discreet(told: str) -> str:
    """A template's fault without the error's own words, which may quote the story; anything else as it is."""
    fault = _TEMPLATE_FAULT.fullmatch(told)
    return fault[1] if fault else told


def place_of(fault: BaseException) -> str:
    """The kind of an error and where in the program it came up: what can be told of one that nobody foresaw."""
    trace = fault.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}, line {trace.tb_lineno}" if trace else "unknown place"
    return f"{where}: {type(fault).__name__}"


@dataclass
class Report:
    """What one request came to; filled in on the way."""

    asked: str = ""
    """Method and path, as they came."""
    format: str = ""
    story: str = ""
    hidden: str = ""
    """Why a stored story is not shown: under embargo, or expired."""
    outcome: Outcome = "none"
    """How the page came about: from memory, rendered, or the reader had it."""
    skipped: int = 0
    """Blocks left out of the page."""
    last_good: bool = False
    """Whether an earlier version stands in for one that cannot be decoded."""
    faults: list[str] = field(default_factory=list)
    """What operations or the publish desk must know: undecodable versions, loops, storage faults."""
    problems: list[str] = field(default_factory=list)
    """What was left out of the page for the story's sake."""
    losses: list[str] = field(default_factory=list)
    """What was left out for the theme's: the block, the template and its line."""

    def fault(self, told: str) -> None:
        """Notes a fault, once."""
        if told not in self.faults:
            self.faults.append(told)
