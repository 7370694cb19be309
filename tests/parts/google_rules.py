"""Google's rules for structured data, by Adobe's validator: all pages in one Node process."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.parts.missing import INSTALL
from tests.parts.pins import NODE_MODULES

SCRIPT = Path(__file__).with_name("google_rules.mjs")
_PACKAGES = ("@adobe/structured-data-validator", "@marbec/web-auto-extractor")
_LONGEST = 120.0
_CONTROL = "control"
_BROKEN = (
    '<script type="application/ld+json">{"@context":"https://schema.org","@type":"VideoObject","name":"x"}</script>'
)


class GoogleRulesError(Exception):
    """The validator itself failed. Never a verdict about a page."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What the validator read on a page, and what it says of it."""

    types: tuple[str, ...]
    """The types at the top of the page's data."""
    errors: tuple[str, ...]
    """What Google requires and is missing or wrong."""
    warnings: tuple[str, ...]
    """What Google recommends besides."""


def available() -> str | None:
    """Say what the validator lacks, if anything."""
    if shutil.which("node") is None:
        return "Google's rules: Node.js is missing; install Node.js 20 or newer, then run `" + INSTALL + "`"
    if not all((NODE_MODULES / package).exists() for package in _PACKAGES):
        return "Google's rules: the npm packages are missing; run `" + INSTALL + "`"
    return None


def check_pages(pages: Mapping[str, str]) -> dict[str, Findings]:
    """Return the findings on each page, by the name that it was given.

    A page that is known to be broken goes along: if nothing is found wrong with it, nothing was checked.
    """
    names = {str(number): name for number, name in enumerate(pages)}
    numbered = dict(zip(names, pages.values(), strict=True))
    found = _ask(numbered | {_CONTROL: _BROKEN})
    if not found.pop(_CONTROL).errors:
        raise GoogleRulesError("the validator found no fault in broken data")
    return {name: found[number] for number, name in names.items()}


def _ask(pages: Mapping[str, str]) -> dict[str, Findings]:
    done = subprocess.run(
        [shutil.which("node") or "node", str(SCRIPT)],
        input=json.dumps(pages),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=_LONGEST,
    )
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        raise GoogleRulesError(f"the validator ended with {done.returncode}: {done.stderr[-1000:]}") from error
    return {name: _findings(**told) for name, told in answer.items()}


def _findings(types: list[str], issues: list[str]) -> Findings:
    errors = tuple(issue for issue in issues if issue.startswith("ERROR"))
    return Findings(tuple(types), errors, tuple(issue for issue in issues if issue not in errors))
