"""The SDK's data, with the services and operations that a function uses: the rest is read through at every start."""

import gzip
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from infra.artifact.errors import Unbuildable

_KEPT = ("service-2", "endpoint-rule-set")


def prune(botocore: Path, operations: Mapping[str, Sequence[str]]) -> None:
    """Leaves of botocore's data what some operations need: their shapes, and the services' endpoint rules, whole.

    Args:
        botocore: the package's folder.
        operations: by service.

    Raises:
        Unbuildable: a service has no such operation.
    """
    data = botocore / "data"
    for entry in data.iterdir():
        if entry.is_dir() and entry.name not in operations:
            shutil.rmtree(entry)
    for service, asked in operations.items():
        _prune_service(data / service, asked)
    endpoints = json.loads((data / "endpoints.json").read_bytes())
    for partition in endpoints["partitions"]:
        partition["services"] = {name: told for name, told in partition["services"].items() if name in operations}
    (data / "endpoints.json").write_bytes(_json(endpoints))


def _prune_service(folder: Path, asked: Sequence[str]) -> None:
    """Leaves the newest version of a service's model, narrowed."""
    *older, newest = sorted(version for version in folder.iterdir() if version.is_dir())
    for version in older:
        shutil.rmtree(version)
    for file in newest.iterdir():
        if not file.name.startswith(_KEPT):
            file.unlink()
    packed = newest / "service-2.json.gz"
    model = json.loads(gzip.decompress(packed.read_bytes()))
    if unknown := set(asked) - set(model["operations"]):
        raise Unbuildable(f"{folder.name} has no operation {', '.join(sorted(unknown))}")
    packed.with_suffix("").write_bytes(_json(_narrowed(model, asked)))
    packed.unlink()


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _narrowed(model: dict[str, Any], asked: Sequence[str]) -> dict[str, Any]:
    """A service's model with some operations, the shapes that these name, and no documentation."""
    model["operations"] = {name: told for name, told in model["operations"].items() if name in asked}
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
