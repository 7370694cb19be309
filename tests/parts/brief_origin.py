"""The origin with lifetimes of its own, for tests that wait until a page's have ended: the contract's are minutes."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import timedelta

from infra.edge import origin
from slugline import answer

_TOLD = "LIFETIMES"


def told(lifetimes: Sequence[int] | None) -> dict[str, str]:
    """Return the environment that tells the origin of lifetimes."""
    return {_TOLD: json.dumps(list(lifetimes))} if lifetimes else {}


def main() -> None:
    """Serve, as the origin does."""
    answer.PAGE = ((timedelta.max, answer.Lifetimes(*json.loads(os.environ[_TOLD]))),)
    origin.main()


if __name__ == "__main__":
    main()
