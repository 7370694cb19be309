"""The policy scanner checkov, in an environment of its own: it pins versions of half the world."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.parts.missing import INSTALL
from tests.parts.pins import CHECKOV_HOME

CHECKOV = CHECKOV_HOME / "bin" / "checkov"


class ScannerError(Exception):
    """The scanner itself failed. Never a verdict about a template."""


def available() -> str | None:
    """Say what the scanner lacks, if anything."""
    if not CHECKOV.exists():
        return "policy scanner: checkov is missing; run `" + INSTALL + "`"
    return None


def findings(template: Path, options: Sequence[str] = ()) -> set[tuple[str, str]]:
    """Return what the scanner finds wrong with a template: pairs of a check's name and a resource's.

    It asks nothing of anyone on the network.
    """
    command = [str(CHECKOV), "--framework", "cloudformation", "--skip-download", "--output", "json", *options]
    environment = {"PATH": os.defpath, "HOME": str(CHECKOV_HOME), "LANG": "C.UTF-8", "LOG_LEVEL": "ERROR"}
    done = subprocess.run(
        [*command, "--file", str(template)], env=environment, capture_output=True, text=True, check=False
    )
    try:
        told: dict[str, Any] = json.loads(done.stdout)
        results, summary = told["results"], told["summary"]
    except (ValueError, KeyError, TypeError):
        raise ScannerError(done.stderr or done.stdout) from None
    if results["parsing_errors"] or not summary["resource_count"]:
        raise ScannerError(f"{template.name} was not read: {results['parsing_errors']}")
    return {(check["check_id"], check["resource"].rpartition(".")[2]) for check in results["failed_checks"]}
