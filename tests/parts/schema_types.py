"""schema.org's vocabulary, as the TypeScript types of schema-dts: a word, type or property it does not know is found.

All data in one run of the compiler. It knows nothing of what is required: `google_rules` does.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.parts.missing import INSTALL
from tests.parts.pins import NODE_MODULES

COMPILER = NODE_MODULES / "typescript" / "lib" / "tsc.js"
TYPES = NODE_MODULES / "schema-dts" / "dist" / "schema.d.ts"
LIBRARY = NODE_MODULES / "schema-dts-lib" / "dist" / "index.d.ts"
_LONGEST = 300.0
_CONTROL = {"@context": "https://schema.org", "@graph": [{"@type": "NewsArticle", "headlin": "x"}]}
_FAULT = re.compile(r"^(\d+)\.ts\(\d+,\d+\): error (TS\d+: .*)$", re.MULTILINE)
_OPTIONS = {
    "noEmit": True,
    "strict": True,
    "types": [],
    "lib": ["es2022"],
    "skipLibCheck": True,
    "module": "esnext",
    "moduleResolution": "bundler",
    "paths": {"schema-dts": [str(TYPES)], "schema-dts-lib": [str(LIBRARY)]},
}


class SchemaTypesError(Exception):
    """The compiler itself failed. Never a verdict about data."""


def available() -> str | None:
    """Say what the compiler lacks, if anything."""
    if shutil.which("node") is None:
        return "schema.org's types: Node.js is missing; install Node.js 20 or newer, then run `" + INSTALL + "`"
    if not all(file.exists() for file in (COMPILER, TYPES, LIBRARY)):
        return "schema.org's types: the npm packages are missing; run `" + INSTALL + "`"
    return None


def check_graphs(graphs: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the faults of each graph of JSON-LD, by the name that it was given.

    One with a misspelt property goes along: if the compiler finds nothing wrong with it, it knew no types.
    """
    names = [*graphs]
    found: dict[int, list[str]] = {}
    for number, fault in _faults([*graphs.values(), _CONTROL]):
        found.setdefault(number, []).append(fault)
    if not found.pop(len(names), None):
        raise SchemaTypesError("the compiler found no fault in broken data")
    return {name: found.get(number, []) for number, name in enumerate(names)}


def _strict(value: Any, name: str = "") -> Any:
    """Data as the types have it: they want a quantity where schema.org's own examples, and Google, have pixels."""
    if isinstance(value, dict):
        return {key: _strict(part, key) for key, part in value.items()}
    if isinstance(value, list):
        return [_strict(part) for part in value]
    return {"@type": "QuantitativeValue", "value": value} if name in ("width", "height") else value


def _faults(graphs: list[Any]) -> list[tuple[int, str]]:
    with tempfile.TemporaryDirectory() as folder:
        for number, graph in enumerate(graphs):
            source = f"export const graph: Graph = {json.dumps(_strict(graph))};\n"
            (Path(folder) / f"{number}.ts").write_text(f'import type {{ Graph }} from "schema-dts";\n{source}', "utf-8")
        settings = {"compilerOptions": _OPTIONS, "include": ["*.ts"]}
        (Path(folder) / "tsconfig.json").write_text(json.dumps(settings), "utf-8")
        done = subprocess.run(
            [shutil.which("node") or "node", str(COMPILER), "-p", folder, "--pretty", "false"],
            cwd=folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=_LONGEST,
        )
    faults = [(int(number), fault) for number, fault in _FAULT.findall(done.stdout)]
    if bool(faults) != bool(done.returncode):
        raise SchemaTypesError(f"the compiler ended with {done.returncode}: {(done.stdout + done.stderr)[-1000:]}")
    return faults
