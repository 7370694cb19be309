"""A theme in its baked form: templates compiled to Python, all else in one file. Made when the artifact is built."""

from collections.abc import MutableMapping
from pathlib import Path
from threading import Lock
from typing import Any

import msgspec
from jinja2 import Environment, ModuleLoader, Template

from slugline.errors import Misconfigured
from slugline.labels import Labels
from slugline.page.theme import Theme
from slugline.site import Site
from slugline.theme.templates import environment

SETTINGS = "theme.msgpack"
TEMPLATES = "templates"


class Baked(msgspec.Struct, frozen=True):
    """All of a theme but its templates."""

    site: Site
    labels: dict[str, Labels]
    styles: dict[str, str]
    build: str


class _Loader(ModuleLoader):
    """Loads one template at a time: two threads that import the same module make Jinja's own loader fail."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._loading = Lock()

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 -- Jinja's
    ) -> Template:
        with self._loading:
            return super().load(environment, name, globals)


def bake(theme: Theme, target: Path) -> None:
    """Writes a theme's baked form into a folder.

    Raises:
        jinja2.TemplateSyntaxError: a template is wrong; the error names its file and line.
    """
    target.mkdir(parents=True, exist_ok=True)
    baked = Baked(theme.site, theme.labels, theme.styles, theme.build)
    (target / SETTINGS).write_bytes(msgspec.msgpack.encode(baked))
    theme.environment.compile_templates(
        target / TEMPLATES, extensions=["jinja"], zip=None, ignore_errors=False, log_function=lambda _: None
    )


def is_baked(folder: Path) -> bool:
    """Whether a folder holds a baked theme."""
    return (folder / SETTINGS).is_file()


def load_baked(folder: Path, base_url: str | None = None) -> Theme:
    """A baked theme; nothing is compiled. `base_url` takes the place of the one in the site's settings.

    Raises:
        Misconfigured: it was baked by another version.
    """
    try:
        baked = msgspec.msgpack.decode((folder / SETTINGS).read_bytes(), type=Baked)
    except msgspec.DecodeError as fault:
        raise Misconfigured(f"{folder / SETTINGS}: {fault}; bake the theme again") from fault
    site = msgspec.structs.replace(baked.site, base_url=base_url) if base_url else baked.site
    return Theme(
        site=site,
        labels=baked.labels,
        styles=baked.styles,
        environment=environment(_Loader(folder / TEMPLATES)),
        build=baked.build,
    )
