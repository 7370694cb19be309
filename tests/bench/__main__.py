"""Prints the table."""

import sys

from tests.bench import blocks, cold, cpu, lighthouse, replay, size
from tests.bench.goal import table

PARTS = {
    "cpu": cpu.figures,
    "blocks": blocks.figures,
    "cold": cold.figures,
    "size": size.figures,
    "lighthouse": lighthouse.figures,
    "replay": replay.figures,
}


def main() -> None:
    """Measures the parts named on the command line, or all."""
    chosen = sys.argv[1:] or list(PARTS)
    print(table([figure for name in chosen for figure in PARTS[name]()]))  # noqa: T201 -- its purpose


if __name__ == "__main__":
    main()
