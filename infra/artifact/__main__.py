"""`python -m infra.artifact`: both artifacts for one processor, as folders and as zips, and what they weigh."""

import shutil
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

from infra.artifact.archive import pack, weigh
from infra.artifact.build import assemble
from infra.artifact.errors import Unbuildable
from infra.artifact.packages import MACHINES, NEWEST, WHEELS, Runtime
from infra.artifact.recipe import PUBLISH, RENDER, Recipe

RECIPES = (RENDER, PUBLISH)
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
"""Lambda's runtimes from the oldest that the code is written for."""
NO_BYTE_CODE = """\
! NO BYTE CODE: there is no Python {python} on this machine to compile with. The artifacts run, but compile themselves
! at every cold start, which takes two to three times as long.
! `uv python install {python}` adds one (`pip install uv`): build again then.
"""


def main(arguments: list[str] | None = None) -> str | None:
    """Builds; what stood in the artifacts' places goes first, so that an old one is never taken for the new one."""
    asked = _parser().parse_args(arguments)
    runtime = Runtime(asked.python, asked.arch)
    for recipe in RECIPES:
        shutil.rmtree(asked.to / recipe.name, ignore_errors=True)
        _zip_of(recipe, asked).unlink(missing_ok=True)
    asked.to.mkdir(parents=True, exist_ok=True)
    try:
        with TemporaryDirectory(dir=asked.to, prefix=".building-") as scratch:
            compiled = [_build(recipe, runtime, asked, Path(scratch)) for recipe in RECIPES]
            for recipe in RECIPES:  # only now that both are whole
                (Path(scratch) / recipe.name).replace(asked.to / recipe.name)
                (Path(scratch) / f"{recipe.name}.zip").replace(_zip_of(recipe, asked))
    except Unbuildable as fault:
        return str(fault)
    for recipe in RECIPES:
        _say(report(_zip_of(recipe, asked), runtime))
    if not all(compiled):
        _say(NO_BYTE_CODE.format(python=runtime.python))
    return None


def report(archive: Path, runtime: Runtime) -> str:
    """What an artifact weighs, in three lines."""
    size = weigh(archive)
    largest = ", ".join(f"{name} {weight / 1e6:.2f}" for name, weight in size.largest)
    return (
        f"{archive}: python{runtime.python}, {size.zipped / 1e6:.2f} MB, unzipped {size.unzipped / 1e6:.2f} MB\n"
        f"  largest parts, MB of the zip: {largest}\n"
        f"  sha256 {size.sha256}"
    )


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m infra.artifact", description="Build what the Lambdas carry.")
    parser.add_argument("--to", type=Path, default=Path("dist"), help="the folder to build in (dist)")
    parser.add_argument("--arch", choices=sorted(MACHINES), default="arm64", help="the processor (arm64)")
    parser.add_argument("--python", choices=PYTHONS, default=NEWEST, help=f"the runtime's Python ({NEWEST})")
    parser.add_argument("--theme", type=Path, help="a theme's folder, to be baked in")
    parser.add_argument("--compiler", type=Path, help="a Python of that version, where none is found")
    parser.add_argument("--wheels", type=Path, default=WHEELS, help="where packages are, or are fetched to")
    return parser


def _zip_of(recipe: Recipe, asked: Namespace) -> Path:
    to: Path = asked.to
    return to / f"{recipe.name}-{asked.arch}.zip"


def _build(recipe: Recipe, runtime: Runtime, asked: Namespace, scratch: Path) -> bool:
    """One artifact, as folder and as zip; says whether it has byte code."""
    target = scratch / recipe.name
    compiled = assemble(
        target, asked.theme, recipe=recipe, runtime=runtime, compiler=asked.compiler, wheels=asked.wheels
    )
    pack(target, scratch / f"{recipe.name}.zip")
    return compiled


def _say(text: str) -> None:
    print(text)  # noqa: T201 -- a command speaks to its user


if __name__ == "__main__":
    sys.exit(main())
