"""The steps of a build."""

import shutil
from pathlib import Path

from jinja2 import TemplateSyntaxError

from infra.artifact import sdk
from infra.artifact.bytecode import compile_all, compiler_for
from infra.artifact.errors import Unbuildable
from infra.artifact.packages import WHEELS, Runtime, here, needed, wheels_for
from infra.artifact.reach import build_of, reached_from
from infra.artifact.recipe import FUNCTIONS, RENDER, Recipe
from publish.settings import PROVIDERS
from render.rehearsal import rehearsed
from slugline.errors import SluglineError
from slugline.story.providers import written
from slugline.theme.baked import bake, is_baked
from slugline.theme.folder import default_folder, files_of, folders_of, load_theme, providers_in


def assemble(  # noqa: PLR0913 -- what a build depends on is said at its call, by name
    target: Path,
    theme: Path | None = None,
    *,
    recipe: Recipe = RENDER,
    runtime: Runtime | None = None,
    compiler: Path | None = None,
    wheels: Path = WHEELS,
) -> bool:
    """Builds an artifact in an empty folder.

    Args:
        target: the folder; made if it is not there.
        theme: a folder that overrides the default theme file by file.
        recipe: which artifact.
        runtime: what it is for; default: the Python and the processor that run this.
        compiler: a Python of the runtime's version; default: one found on this machine.
        wheels: where packages are, or are fetched to.

    Returns:
        Whether it has byte code: it has none where no Python of the runtime's version was found.

    Raises:
        Unbuildable: it could not be built, and why; the folder is gone then: half an artifact must not be deployed.
    """
    runtime = runtime or here()
    try:
        found = compiler_for(runtime.python, compiler)
        _fill(target, theme, recipe, runtime, wheels)
        if found:
            compile_all(target, found)
    except BaseException as fault:
        shutil.rmtree(target, ignore_errors=True)
        if isinstance(fault, (SluglineError, TemplateSyntaxError)):
            raise Unbuildable(_told(fault)) from fault
        raise
    return found is not None


def _told(fault: SluglineError | TemplateSyntaxError) -> str:
    if isinstance(fault, TemplateSyntaxError):
        return f"THEME: {fault.filename or fault.name}, line {fault.lineno}: {fault.message}"
    return str(fault)


def _fill(target: Path, theme: Path | None, recipe: Recipe, runtime: Runtime, wheels: Path) -> None:
    ours = reached_from(recipe, FUNCTIONS)
    for file in ours.files:
        (target / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(FUNCTIONS / file, target / file)
    if recipe.theme:
        dress(target / "baked", theme)
    else:
        (target / PROVIDERS).write_bytes(written(providers_in(folders_of(theme))))
    for wheel in needed(wheels_for(runtime, wheels), ours.names):
        wheel.unpack(target)
    sdk.prune(target / "botocore", recipe.operations)


def dress(target: Path, theme: Path | None) -> None:
    """Bakes a theme, with the build that pages have their validators from.

    Raises:
        Unbuildable: the folder is not one of a theme as it is, or a block of a common kind fails in it.
        SluglineError: its settings or labels are wrong, or its frame fails.
        jinja2.TemplateSyntaxError: one of its templates is.
    """
    if theme:
        _examine(theme)
    dressed = load_theme(folders_of(theme))
    for page in rehearsed(dressed):
        for loss in page.losses:
            raise Unbuildable(f"THEME: a block could not be rendered: {loss.reason}")
    dressed.build = f"{build_of(FUNCTIONS)}.{dressed.build}"
    bake(dressed, target)


def _examine(theme: Path) -> None:
    """Tells a folder that cannot be a theme's: with none of a theme's files it would bake the default one."""
    if not theme.is_dir():
        raise Unbuildable(f"THEME: there is no folder {theme}")
    if is_baked(theme):
        raise Unbuildable(f"THEME: {theme} is a baked theme; name the folder that it was baked from")
    rooms = {entry.name for entry in default_folder().iterdir()}
    if not any(file.relative_to(theme).parts[0] in rooms for file in files_of(theme)):
        told = ", ".join(sorted(rooms - {"CONTEXT.md"}))
        raise Unbuildable(f"THEME: {theme} has no file of a theme in it; a theme has some of: {told}")
