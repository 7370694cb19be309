"""Assembles what the Lambda carries: our code, the baked theme, the run-time dependencies, all compiled.

`python -m infra.artifact TARGET [THEME]` builds it from the packages installed here, which are those of the lock.
"""

import compileall
import gzip
import json
import shutil
import sys
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import distribution
from pathlib import Path
from py_compile import PycInvalidationMode
from typing import Any

from jinja2 import TemplateSyntaxError

from slugline.errors import SluglineError
from slugline.theme.baked import bake
from slugline.theme.folder import folders_of, load_theme

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "infra" / "locks" / "run.txt"
OPERATIONS = ("GetObject", "ListObjectVersions", "HeadBucket", "CreateSession")
"""What the render function asks of S3, and what its client asks by itself: where a bucket is, a directory's session."""

OURS = ("slugline", "render")


def assemble(target: Path, theme: Path | None = None) -> None:
    """Builds the artifact in an empty folder: what `/var/task` holds when the function runs."""
    for name in OURS:
        shutil.copytree(ROOT / "functions" / name, target / name, ignore=shutil.ignore_patterns("__pycache__", "*.md"))
    dress = load_theme(folders_of(theme))
    dress.build = f"{code_of(target)}.{dress.build}"
    bake(dress, target / "baked")
    add_dependencies(target)
    prune_sdk(target)
    compile_all(target)


def code_of(target: Path) -> str:
    """What changes with any line of our code or any dependency: whatever a page could come out otherwise for."""
    digest = sha256(LOCK.read_bytes())
    for file in sorted(file for name in OURS for file in (target / name).rglob("*.py")):
        digest.update(file.relative_to(target).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def add_dependencies(target: Path) -> None:
    """Copies the locked run-time packages, as they are installed here, without their tests and byte code."""
    for name in locked():
        for file in distribution(name).files or ():
            if ".." in file.parts or file.suffix == ".pyc":
                continue
            source = Path(str(file.locate()))
            place = target / file
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, place)


def prune_sdk(target: Path) -> None:
    """Leaves of the SDK's data what reading S3 needs: the other 400 services are looked through at every start."""
    for unused in ("boto3", "s3transfer"):
        shutil.rmtree(target / unused)
    data = target / "botocore" / "data"
    for entry in data.iterdir():
        if entry.is_dir() and entry.name != "s3":
            shutil.rmtree(entry)
    for file in (data / "s3").rglob("*"):
        if file.is_file() and not file.name.startswith(("service-2", "endpoint-rule-set")):
            file.unlink()
    for file in (data / "s3").rglob("service-2.json.gz"):
        file.with_suffix("").write_bytes(_json(_narrowed(json.loads(gzip.decompress(file.read_bytes())))))
        file.unlink()
    endpoints = json.loads((data / "endpoints.json").read_bytes())
    for partition in endpoints["partitions"]:
        partition["services"] = {name: told for name, told in partition["services"].items() if name == "s3"}
    (data / "endpoints.json").write_bytes(_json(endpoints))


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _narrowed(model: dict[str, Any]) -> dict[str, Any]:
    """A service's model with the operations we call, the shapes that these name, and no documentation."""
    model["operations"] = {name: told for name, told in model["operations"].items() if name in OPERATIONS}
    wanted: set[str] = set()
    waiting = list(_shapes_in(model["operations"]))
    while waiting:
        name = waiting.pop()
        if name not in wanted:
            wanted.add(name)
            waiting += _shapes_in(model["shapes"][name])
    shapes = {name: shape for name, shape in model["shapes"].items() if name in wanted}
    return model | {"shapes": _undocumented(shapes), "operations": _undocumented(model["operations"])}


def _shapes_in(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("shape"), str):
            yield part["shape"]
        for value in part.values():
            yield from _shapes_in(value)
    elif isinstance(part, list):
        for value in part:
            yield from _shapes_in(value)


def _undocumented(part: Any) -> Any:
    if isinstance(part, dict):
        return {n: _undocumented(v) for n, v in part.items() if not (n == "documentation" and isinstance(v, str))}
    return [_undocumented(value) for value in part] if isinstance(part, list) else part


def locked() -> list[str]:
    """The names of the run-time packages, by the lock."""
    lines = LOCK.read_text().splitlines()
    return [line.split("==")[0] for line in lines if "==" in line and not line.startswith((" ", "#"))]


def compile_all(target: Path) -> None:
    """Compiles everything, to be believed without a look at the source: nothing is written to /var/task later.

    Raises:
        RuntimeError: a file cannot be compiled.
    """
    if not compileall.compile_dir(target, quiet=1, workers=0, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH):
        raise RuntimeError(f"{target} cannot be compiled")


if __name__ == "__main__":
    built = Path(sys.argv[1])
    try:
        assemble(built, *map(Path, sys.argv[2:]))
    except (SluglineError, TemplateSyntaxError) as fault:
        shutil.rmtree(built, ignore_errors=True)  # half an artifact must not be deployed
        sys.exit(str(fault))
