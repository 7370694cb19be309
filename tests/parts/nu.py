"""The Nu HTML checker: all pages in one Java call."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tests.parts.missing import INSTALL
from tests.parts.pins import NODE_MODULES

JAR = NODE_MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
_JAVA = ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss4m", "-Dfile.encoding=UTF-8"]
_LONGEST = 600.0
_CONTROL = "control.html"
_BROKEN = "<!doctype html><html lang=en><title>Control</title><p><img src=a.png></p></div>"

_OF_OWN_PAGES = "Setting both “allow-scripts” and “allow-same-origin” is not recommended"
"""A warning that is true of a frame with a page of one's own host alone; tests/page/test_embeds.py sees to those."""


class NuError(Exception):
    """The checker itself failed. Never a verdict about a page."""


def available() -> str | None:
    """Say what the checker lacks, if anything."""
    if shutil.which("java") is None:
        return "Nu HTML checker: a Java runtime is missing; run `" + INSTALL + "`"
    if not JAR.exists():
        return "Nu HTML checker: vnu-jar is missing; run `" + INSTALL + "`"
    return None


def check(files: Iterable[Path]) -> dict[Path, list[str]]:
    """Return the errors and warnings of each file; an empty list for a good one."""
    paths = list(files)
    found = check_pages({str(number): path.read_bytes() for number, path in enumerate(paths)})
    return {path: found[str(number)] for number, path in enumerate(paths)}


def check_pages(pages: Mapping[str, str | bytes]) -> dict[str, list[str]]:
    """Return the errors and warnings of each page, by the name that it was given.

    A page that is known to be broken goes along: if the checker finds nothing wrong with it, it did not check.
    """
    with tempfile.TemporaryDirectory() as folder:
        names = {f"{number}.html": name for number, name in enumerate(pages)}
        contents = [*pages.values(), _BROKEN]
        for file, content in zip([*names, _CONTROL], contents, strict=True):
            (Path(folder) / file).write_bytes(content if isinstance(content, bytes) else content.encode())
        found = _sort(_ask(folder, [*names, _CONTROL]))
    if not found.pop(_CONTROL, None):
        raise NuError("the Nu HTML checker found no fault in a broken page")
    return {name: found.get(file, []) for file, name in names.items()}


def _ask(folder: str, files: Sequence[str]) -> list[dict[str, object]]:
    options = ["--stdout", "--format", "json", "--exit-zero-always"]
    env = {name: value for name, value in os.environ.items() if name != "JAVA_TOOL_OPTIONS"}
    done = subprocess.run(
        [*_JAVA, "-jar", str(JAR), *options, *files],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=_LONGEST,
    )
    try:
        messages: list[dict[str, object]] = json.loads(done.stdout)["messages"]
    except (ValueError, KeyError) as error:
        last_words = done.stderr.decode("utf-8", "replace").strip()[-1000:]
        raise NuError(f"the Nu HTML checker ended with {done.returncode}: {last_words}") from error
    return messages


def _sort(messages: Iterable[Mapping[str, object]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for message in messages:
        kind = str(message.get("subType") or message["type"])
        if message["type"] == "non-document-error":
            raise NuError(f"the Nu HTML checker could not read a page: {message.get('message')}")
        if kind != "info" and _OF_OWN_PAGES not in str(message.get("message")):
            file = str(message["url"]).rsplit("/", 1)[-1]
            found.setdefault(file, []).append(
                f"{kind} at line {message.get('lastLine', '?')}: {message.get('message')}"
            )
    return found
