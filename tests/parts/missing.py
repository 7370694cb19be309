"""What to do about a part that is not on this machine."""

from __future__ import annotations

import os
from typing import Protocol

import pytest

INSTALL = "python -m tests.parts.install"
"""The command that adds whatever is not a Python package."""

PACKAGES = "uv sync"
"""The command that adds the Python packages of the tests."""


class Part(Protocol):
    """A module or an object that can say whether it is there."""

    def available(self) -> str | None:
        """Return None if the part can be used, else one line: what lacks and the command that adds it."""


def need(*parts: Part) -> None:
    """Skip the test if one of the parts is missing; where CI is set, fail it instead, so that nothing goes unseen."""
    for part in parts:
        lack = part.available()
        if lack is not None and in_ci():
            pytest.fail(lack, pytrace=False)
        if lack is not None:
            pytest.skip(lack)


def in_ci() -> bool:
    """Say whether the tests run in continuous integration, where no part may be missing."""
    return os.environ.get("CI", "").lower() not in {"", "0", "false"}
