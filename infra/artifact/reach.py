"""What of our code a function runs: the modules that its handler imports, and what they import in turn.

A module that nothing imports is not carried; nor is, then, a package that none of the carried modules names.
"""

from hashlib import sha256
from modulefinder import ModuleFinder
from pathlib import Path
from typing import NamedTuple

from infra.artifact.errors import Unbuildable
from infra.artifact.packages import LOCK
from infra.artifact.recipe import RENDER, Recipe


class Reached(NamedTuple):
    """What a handler imports, also inside functions and under conditions."""

    files: tuple[Path, ...]
    """Our modules, relative to `functions/`, in order."""
    names: frozenset[str]
    """The top-level names of all modules that are not ours."""


def reached_from(recipe: Recipe, functions: Path) -> Reached:
    """Follows a handler's imports, without running anything.

    Raises:
        Unbuildable: there is no such handler.
    """
    functions = functions.resolve()
    handler = functions / recipe.handler
    if not handler.is_file():
        raise Unbuildable(f"there is no {handler}")
    finder = ModuleFinder(path=[str(functions)])
    finder.import_hook(recipe.handler.removesuffix(".py").replace("/", "."))
    found = [getattr(module, "__file__", None) for module in finder.modules.values()]
    files = {Path(file).relative_to(functions) for file in found if file}  # built-in modules have none
    return Reached(tuple(sorted(files)), frozenset(name.split(".")[0] for name in finder.badmodules))


def build_of(functions: Path) -> str:
    """What changes with any line of the render function's code and any dependency: whatever can change a page.

    It is the same for every processor and Python, so that their pages have the same validators.
    """
    digest = sha256(LOCK.read_bytes())
    for file in reached_from(RENDER, functions).files:
        digest.update(file.as_posix().encode() + b"\0" + (functions / file).read_bytes())
    return digest.hexdigest()[:16]
