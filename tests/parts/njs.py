"""CloudFront functions run where they can be: under Node, shut in, and under njs, an engine like CloudFront's."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from tests.parts.missing import INSTALL

ENGINES: Final = ("node", "njs")
_DRIVERS: Final = Path(__file__).with_name("viewer_function")
_LONGEST: Final = 60.0

Json = dict[str, Any]


class FunctionError(Exception):
    """The function could not be loaded, or threw. Carries the engine's words."""


def available() -> str | None:
    """Say which engine is missing, if one is."""
    lacking = [engine for engine in ENGINES if shutil.which(engine) is None]
    return f"the edge function: {', '.join(lacking)} is missing; run `{INSTALL}`" if lacking else None


def run(engine: str, function: Path, events: Sequence[Json]) -> list[Json]:
    """Return what the function gives for each event, in one process; raise FunctionError if it cannot."""
    driver = _DRIVERS / f"{engine}.js"
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder, "events.jsonl")  # a file, since njs reads no pipe
        lines.write_text("".join(json.dumps(event, ensure_ascii=False) + "\n" for event in events), "utf-8")
        command = [engine, str(driver), str(function)]
        if engine == "njs":  # it has no way to run the text of another file: the driver follows the function
            whole = Path(folder, "whole.js")
            whole.write_text(function.read_text("utf-8") + driver.read_text("utf-8"), "utf-8")
            command = [engine, str(whole)]
        with lines.open("rb") as given:
            done = subprocess.run(command, stdin=given, capture_output=True, check=False, timeout=_LONGEST)
    if done.returncode or done.stderr:
        raise FunctionError(f"{engine}: {(done.stderr + done.stdout).decode('utf-8', 'replace')[-2000:]}")
    return [json.loads(line) for line in done.stdout.split(b"\n") if line]
