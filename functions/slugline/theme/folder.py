"""A theme from folders: `templates/`, and a theme's own folder that overrides it file by file."""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from jinja2 import ChoiceLoader, FileSystemLoader

from slugline import __version__
from slugline.errors import Misconfigured
from slugline.labels import PATTERNS, Labels
from slugline.locale import Locale
from slugline.page.theme import LAST_ROOM, PAGE_ROOMS, SCRIPTS, Theme
from slugline.page.times import time_view, zone_of
from slugline.site import Site
from slugline.story.examine import Examiner, Spoilt
from slugline.story.language import fallbacks
from slugline.story.problem import Problem
from slugline.story.providers import Provider, faults_of
from slugline.theme.css import tight, whole
from slugline.theme.places import line_of
from slugline.theme.templates import environment

_Settings = TypeVar("_Settings")
_KINDS = (".jinja", ".css", ".toml")


def default_folder() -> Path:
    """The folder of the default theme: in a wheel beside this package's modules, in a checkout at the top."""
    packed = Path(__file__).parents[1] / "templates"
    return packed if packed.is_dir() else Path(__file__).parents[3] / "templates"


def folders_of(theme: Path | None) -> tuple[Path, ...]:
    """Where files of a theme are looked for, the first that has one winning.

    Raises:
        Misconfigured: the theme's folder is not there; or the default theme's, as in an artifact.
    """
    if theme and not theme.is_dir():
        raise Misconfigured(f"SLUGLINE_THEME: there is no folder {theme}")
    if not default_folder().is_dir():
        told = f"{theme} is not a baked theme" if theme else "there is no baked theme"
        raise Misconfigured(f"SLUGLINE_THEME: {told}; an artifact takes no other: make artifact THEME=folder bakes it")
    return (theme, default_folder()) if theme else (default_folder(),)


def load_theme(folders: Sequence[Path], base_url: str | None = None) -> Theme:
    """A theme whose templates are compiled as they are first used.

    Args:
        folders: as `folders_of` gives them.
        base_url: takes the place of the one in the site's settings, for a server on this machine.

    Raises:
        Misconfigured: settings or labels are wrong; the message names the file and the field.
    """
    site = _site(_find(folders, "site.toml"))
    if base_url:
        site = msgspec.structs.replace(site, base_url=base_url)
    return Theme(
        site=site,
        labels=_labels(folders),
        locales=_locales(folders),
        styles=_styles(folders),
        providers=providers_in(folders),
        environment=environment(ChoiceLoader([FileSystemLoader(folder) for folder in folders])),
        build=fingerprint(folders),
    )


def fingerprint(folders: Iterable[Path]) -> str:
    """What changes with any file of the theme, and with the program itself."""
    digest = sha256(__version__.encode())
    for folder in folders:
        for file in files_of(folder):
            digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def files_of(folder: Path) -> list[Path]:
    """The files of a theme's folder that have a part in its pages."""
    return sorted(file for file in folder.rglob("*") if file.suffix in _KINDS)


def first(folders: Iterable[Path], name: str) -> Path | None:
    """The file of that name that wins: the first folder's that has one; None where none has."""
    return next((folder / name for folder in folders if (folder / name).is_file()), None)


def _find(folders: Iterable[Path], name: str) -> Path:
    file = first(folders, name)
    if file is None:
        raise Misconfigured(f"the theme has no {name}")
    return file


def _site(file: Path) -> Site:
    site, problems = examined(_toml(file))
    if problems or site is None:
        text = _text(file)
        told = (f"{problem} (line {line_of(text, problem.place)})" for problem in problems)
        raise Misconfigured(f"{file}: {'; '.join(told)}")
    return site


def examined(settings: dict[str, Any]) -> tuple[Site | None, tuple[Problem, ...]]:
    """A publisher's settings as far as they can be had, and all that is wrong with them."""
    examiner = Examiner()
    try:
        site: Site = examiner.read(settings, Site, "$")
    except Spoilt:
        return None, tuple(examiner.problems)
    if zone_of(site.timezone) is UTC and site.timezone not in ("UTC", "Etc/UTC"):
        examiner.tell("error", "$.timezone", "is {}, which is no time zone", "write an IANA name", site.timezone)
    return site, tuple(examiner.problems)


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError as fault:
        raise Misconfigured(f"{file} is not UTF-8 (byte {fault.start:,}): save it as UTF-8") from fault


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(file))
    except tomllib.TOMLDecodeError as fault:
        raise Misconfigured(f"{file}: {fault}") from fault


def _converted(value: Any, form: type[_Settings], file: Path) -> _Settings:
    try:
        return msgspec.convert(value, form)
    except msgspec.ValidationError as fault:
        raise Misconfigured(f"{file}: {fault}") from fault


def _labels(folders: Sequence[Path]) -> dict[str, Labels]:
    """Every language's words, key by key: a theme's own over the default's; what it lacks is the broader language's."""
    _find(folders, "labels/en.toml")
    tags = {file.stem for folder in folders for file in folder.glob("labels/*.toml")}
    return {tag: _language(folders, tag) for tag in sorted(tags)}


def _language(folders: Sequence[Path], tag: str) -> Labels:
    words: dict[str, Any] = {}
    for part in dict.fromkeys(("en", *reversed(fallbacks(tag)), tag)):
        for folder in reversed(folders):
            file = folder / "labels" / f"{part}.toml"
            if file.is_file():
                words = _over(words, _toml(file))
                _worded(words, file)  # tried at each step, so that whatever is wrong is told of the file that says it
    return _worded(words, file)


def _worded(value: dict[str, Any], file: Path) -> Labels:
    """Labels whose patterns have been tried."""
    labels = _converted(value, Labels, file)
    with _tried(file):
        for name, names in PATTERNS.items():
            getattr(labels, name).format(**dict.fromkeys(names, 0))
    return labels


@contextmanager
def _tried(file: Path) -> Iterator[None]:
    """A pattern with a name that it is not given would fail every page: it is told before there is one."""
    try:
        yield
    except (KeyError, IndexError, ValueError, TypeError, AttributeError) as fault:
        raise Misconfigured(f"{file}: a pattern asks for {fault}, which it is not given") from fault


def _locales(folders: Sequence[Path]) -> dict[str, Locale]:
    """How every language and region writes times; what a theme's file lacks is the default's, at last English."""
    told = _find(folders, "locales/en.toml")
    english = {name: value for name, value in _toml(told).items() if name != "regions"}
    found: dict[str, dict[str, Any]] = {}
    files: dict[str, Path] = {}
    for folder in reversed(folders):
        for file in sorted(folder.glob("locales/*.toml")):
            tags = _regions(file)
            for tag in sorted({*tags, *(known for known in found if known.split("-")[0] == file.stem)}):
                base = found.get(tag) or found.get(file.stem, english)
                found[tag] = _over(_over(base, tags[file.stem]), tags.get(tag, {}))
                files[tag] = file
    return {tag: _located(value, files[tag]) for tag, value in found.items()}


def _regions(file: Path) -> dict[str, dict[str, Any]]:
    """What a file of `locales/` says: of its language, and of regions what differs there."""
    own = _toml(file)
    regions = own.pop("regions", [])
    try:
        return {file.stem: own} | {tag: _without_tags(region) for region in regions for tag in region["of"]}
    except (KeyError, TypeError, AttributeError) as fault:
        raise Misconfigured(f"{file}: each of `[[regions]]` says `of` which language tags it is: {fault}") from fault


def _without_tags(region: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in region.items() if name != "of"}


def _located(value: dict[str, Any], file: Path) -> Locale:
    """A locale whose patterns have been tried."""
    locale = _converted(value, Locale, file)
    with _tried(file):
        time_view(datetime(2026, 1, 2, 3, 4, tzinfo=UTC), UTC, locale)
    return locale


def providers_in(folders: Sequence[Path]) -> dict[str, Provider]:
    """The providers of embeds, each of the first folder that has its file.

    Raises:
        Misconfigured: a file is wrong; the message names it, and what.
    """
    files = {file.stem: file for folder in reversed(folders) for file in sorted(folder.glob("providers/*.toml"))}
    return {name: _provider(files[name]) for name in sorted(files)}


def _provider(file: Path) -> Provider:
    provider = _converted(_toml(file), Provider, file)
    for fault in faults_of(provider):
        raise Misconfigured(f"{file}: {fault}")
    return provider


def _over(base: dict[str, Any], top: dict[str, Any]) -> dict[str, Any]:
    merged = base | top
    for name, value in top.items():
        if isinstance(value, dict) and isinstance(base.get(name), dict):
            merged[name] = _over(base[name], value)
    return merged


def _styles(folders: Sequence[Path]) -> dict[str, str]:
    """CSS by room, in the order in which it stands on a page: frame, blocks, scripts, a theme's last word."""
    blocks = {file.parent.name for folder in folders for file in folder.glob("blocks/*/style.css")}
    scripts = {file.stem for folder in folders for file in folder.glob(f"{SCRIPTS}/*.css")}
    rooms = {room: f"page/{room}.css" for room in PAGE_ROOMS}
    rooms |= {room: f"blocks/{room}/style.css" for room in sorted(blocks - {*PAGE_ROOMS, LAST_ROOM})}
    rooms |= {f"{SCRIPTS}/{script}": f"{SCRIPTS}/{script}.css" for script in sorted(scripts)}
    rooms[LAST_ROOM] = f"page/{LAST_ROOM}.css"
    found = {room: file for room, name in rooms.items() if (file := first(folders, name))}
    return {room: tight(whole(_text(file), file)) for room, file in found.items()}
