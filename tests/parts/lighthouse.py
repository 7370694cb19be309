"""Lighthouse: what Google's tool says of a page, in one browser for all pages."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tests.parts import chromium
from tests.parts.missing import INSTALL
from tests.parts.pins import NODE_MODULES

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
_SCRIPT = Path(__file__).with_name("lighthouse.mjs")
_FLAGS = ["--headless=new", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"]
_LONGEST = 240.0
"""Seconds for one page, on a machine that is busy with others."""
_LEAST_JUDGED = 20
"""Audits that count for something; a verdict of fewer is none."""


class LighthouseError(Exception):
    """Lighthouse itself failed. Never a verdict about a page."""


class Asked(NamedTuple):
    """A request that a page made."""

    url: str
    kind: str
    """Document, Image, Script …"""
    bytes: int
    """As it came over the wire, compressed."""
    status: int


class Verdict(NamedTuple):
    """What Lighthouse says of a page."""

    scores: dict[str, int]
    """By category, of 100."""
    failed: dict[str, list[str]]
    """By category, the audits that took something off."""
    shift: float
    """Cumulative layout shift."""
    blocking: float
    """Milliseconds for which the page could not answer, on a simulated phone; much of it is this machine's."""
    painted: float
    """Milliseconds until the largest thing was there, on a simulated phone and network."""
    requests: list[Asked]


def available() -> str | None:
    """Say what Lighthouse lacks, if anything."""
    if shutil.which("node") is None or not (NODE_MODULES / "lighthouse" / "package.json").exists():
        return "Lighthouse: Node.js or the npm package lighthouse is missing; run `" + INSTALL + "`"
    return chromium.available()


def judge(addresses: Sequence[str], categories: Sequence[str] = CATEGORIES) -> list[Verdict]:
    """Ask about pages of a local server, each by itself, as on a phone."""
    flags = _FLAGS + (["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])
    asked = {
        "program": chromium.find(),
        "flags": flags,
        "addresses": list(addresses),
        "options": {"onlyCategories": list(categories)},
    }
    try:
        done = subprocess.run(
            ["node", str(_SCRIPT), json.dumps(asked)],
            capture_output=True,
            text=True,
            check=False,
            timeout=_LONGEST * len(addresses),
        )
    except subprocess.TimeoutExpired as error:
        raise LighthouseError(f"Lighthouse did not end in {error.timeout} s") from error
    if done.returncode:
        raise LighthouseError(f"Lighthouse failed: {done.stderr.strip()[-600:]}")
    return [_verdict(found) for found in json.loads(done.stdout)]


def _verdict(found: dict[str, Any]) -> Verdict:
    if found["error"] or found["judged"] < _LEAST_JUDGED or None in found["scores"].values():
        raise LighthouseError(f"Lighthouse did not judge: {found['error'] or found['scores']}")
    return Verdict(
        scores={name: round(score * 100) for name, score in found["scores"].items()},
        failed=found["failed"],
        shift=found["shift"],
        blocking=found["blocking"],
        painted=found["painted"],
        requests=[
            Asked(one["url"], one["kind"] or "", one["bytes"] or 0, one["status"] or 0) for one in found["requests"]
        ],
    )
