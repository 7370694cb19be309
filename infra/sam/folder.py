"""The folders that `sam local` mounts as `/var/task`: the artifacts as they are deployed, and stories in one."""

import shutil
from pathlib import Path

from infra.artifact import PUBLISH, RENDER, Runtime, assemble
from slugline.errors import Misconfigured

SAMPLES = "samples"
"""Where the stories lie in the render function's folder; local.yaml names it to the function."""

ENTRY = Path(__file__).with_name("entry.py")


def prepare(target: Path, storage: Path, runtime: Runtime, theme: Path | None = None) -> bool:
    """Makes a folder anew that holds two, `render` and `publish`.

    Args:
        target: the folder; what it holds of these two is removed.
        storage: a folder that holds `stories/`; it is copied, since a container sees its own folder alone.
        runtime: what the container runs.
        theme: a folder that overrides the default theme.

    Returns:
        Whether both have byte code; without it every start of a container takes longer.

    Raises:
        Misconfigured: there are no stories in storage.
        Unbuildable: a package cannot be had for the runtime, or the theme cannot be used.
    """
    if not (storage / "stories").is_dir():
        raise Misconfigured(f"{storage}: there is no folder stories/ in it")
    compiled = []
    for recipe in (RENDER, PUBLISH):
        shutil.rmtree(target / recipe.name, ignore_errors=True)
        used = theme if recipe.theme else None
        compiled.append(assemble(target / recipe.name, used, recipe=recipe, runtime=runtime))
    render = target / RENDER.name
    shutil.copyfile(ENTRY, render / ENTRY.name)
    shutil.copytree(storage / "stories", render / SAMPLES / "stories")
    return all(compiled)
