"""A theme in its baked form: templates compiled to Python, all else in one file. Made when the artifact is built."""

from collections.abc import Iterator, Mapping, MutableMapping
from pathlib import Path
from threading import Lock
from typing import Any, Generic, TypeVar

import msgspec
from jinja2 import Environment, ModuleLoader, Template

from slugline.errors import Misconfigured
from slugline.labels import Labels
from slugline.locale import Locale
from slugline.page.theme import Theme
from slugline.site import Site
from slugline.story.providers import Provider
from slugline.theme.templates import environment

SETTINGS = "theme.msgpack"
TEMPLATES = "templates"

_Told = TypeVar("_Told")


class Baked(msgspec.Struct, frozen=True):
    """All of a theme but its templates."""

    site: Site
    labels: dict[str, msgspec.Raw]
    locales: tuple[msgspec.Raw, ...]
    regions: dict[str, int]
    """By language tag: which of the locales is its own. Many regions share one."""
    styles: dict[str, str]
    providers: dict[str, Provider]
    build: str


class _Languages(Mapping[str, _Told], Generic[_Told]):
    """What is told of each language, read when it is first asked for: a story needs one language, not all."""

    def __init__(self, raw: Mapping[str, msgspec.Raw], form: type[_Told]) -> None:
        self._raw = raw
        self._decoder = msgspec.msgpack.Decoder(form)
        self._read: dict[str, _Told] = {}

    def __getitem__(self, tag: str) -> _Told:
        told = self._read.get(tag)
        if told is None:
            told = self._read[tag] = self._decoder.decode(self._raw[tag])
        return told

    def __contains__(self, tag: object) -> bool:
        return tag in self._raw

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)


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
    locales = tuple(dict.fromkeys(map(_raw, theme.locales.values())))
    baked = Baked(
        site=theme.site,
        labels={tag: msgspec.Raw(_raw(labels)) for tag, labels in theme.labels.items()},
        locales=tuple(map(msgspec.Raw, locales)),
        regions={tag: locales.index(_raw(locale)) for tag, locale in theme.locales.items()},
        styles=theme.styles,
        providers=dict(theme.providers),
        build=theme.build,
    )
    (target / SETTINGS).write_bytes(msgspec.msgpack.encode(baked))
    theme.environment.compile_templates(
        target / TEMPLATES, extensions=["jinja"], zip=None, ignore_errors=False, log_function=lambda _: None
    )


def _raw(value: msgspec.Struct) -> bytes:
    return msgspec.msgpack.encode(value)


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
        labels=_Languages(baked.labels, Labels),
        locales=_Languages({tag: baked.locales[number] for tag, number in baked.regions.items()}, Locale),
        styles=baked.styles,
        providers=baked.providers,
        environment=environment(_Loader(folder / TEMPLATES)),
        build=baked.build,
    )
