"""What happened on the way to an answer, for the log and the metrics. Never the story's text."""

from dataclasses import dataclass, field
from typing import Literal

Outcome = Literal["hit", "render", "revalidated", "none"]


@dataclass
class Report:
    """What one request came to; filled in on the way."""

    format: str = ""
    story: str = ""
    outcome: Outcome = "none"
    """How the page came about: from memory, rendered, or the reader had it."""
    skipped: int = 0
    """Blocks left out of the page."""
    last_good: bool = False
    """Whether an earlier version stands in for one that cannot be decoded."""
    faults: list[str] = field(default_factory=list)
    """What operations or the publish desk must know: undecodable versions, loops, storage faults."""
    problems: list[str] = field(default_factory=list)
    """What was left out of the page, and why."""

    def fault(self, told: str) -> None:
        """Notes a fault, once."""
        if told not in self.faults:
            self.faults.append(told)
