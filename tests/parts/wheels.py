"""The packages that artifacts are built of, for each runtime that the tests build for; no test fetches any."""

from __future__ import annotations

from infra.artifact import Runtime, Unbuildable
from infra.artifact.packages import fetch, fetched, here
from tests.parts.fetch import FetchError
from tests.parts.missing import INSTALL

RUNTIMES = (here(), Runtime(processor="arm64"), Runtime(processor="x86_64"))
"""This machine's own, whose artifacts run here, and those that are deployed."""


def available() -> str | None:
    """Say for which runtime packages lack, if for any."""
    lacking = [runtime for runtime in RUNTIMES if not fetched(runtime)]
    if lacking:
        return f"Wheels: those for {lacking[0].tag} on {lacking[0].processor} are missing; run `{INSTALL}`"
    return None


def install() -> None:
    """Fetch what lacks; raise FetchError if it cannot be had."""
    try:
        for runtime in RUNTIMES:
            if not fetched(runtime):
                fetch(runtime)
    except Unbuildable as fault:
        raise FetchError(str(fault)) from fault
