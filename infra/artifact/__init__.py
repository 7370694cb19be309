"""The artifacts: what `/var/task` holds when a function runs. `python -m infra.artifact` makes both, folders and zips.

Read it in this order: `recipe` (what the two are), `build` (the steps), then a module a step: `reach` (of our code,
what runs), `packages` (the locked wheels), `sdk` (its data, trimmed), `bytecode`, `archive`.
"""

from infra.artifact.build import assemble
from infra.artifact.errors import Unbuildable
from infra.artifact.packages import Runtime
from infra.artifact.recipe import PUBLISH, RENDER, Recipe

__all__ = ["PUBLISH", "RENDER", "Recipe", "Runtime", "Unbuildable", "assemble"]
