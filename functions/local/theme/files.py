"""The files of a theme's folder: what each stands for, and those that are nothing's."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from local.theme.finding import Finding, error, meant, warning
from slugline.page.parts import Part, part_of, views

_ROOMS = ("page", "blocks", "labels", "locales", "scripts", "providers")
_LANGUAGE = re.compile("[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")


class Listed(NamedTuple):
    """A file of a theme."""

    name: str
    """Below the theme's folder."""
    stands_for: Path | None
    """The default theme's file whose place it takes; None where it adds."""
    what: str


def files_in(folder: Path) -> dict[str, Path]:
    """All files of a folder by name, those left out that editors and version control hide."""
    found = {file.relative_to(folder).as_posix(): file for file in sorted(folder.rglob("*")) if file.is_file()}
    return {name: file for name, file in found.items() if not any(part.startswith(".") for part in name.split("/"))}


def listed(own: Mapping[str, Path], default: Mapping[str, Path], used: Mapping[str, set[str]]) -> list[Listed]:
    """The files that have a part in pages."""
    made = []
    for name in own:
        part = part_of(name)
        if name in default and part:
            made.append(Listed(name, default[name], part.what))
        elif part and not misnamed(name, part):
            made.append(Listed(name, None, part.what))
        elif used.get(name):
            made.append(Listed(name, None, f"for {', '.join(sorted(used[name]))}"))
    return made


def misfits(own: Mapping[str, Path], default: Mapping[str, Path], used: Mapping[str, set[str]]) -> list[Finding]:
    """What stands for nothing; what is used by nothing any more; a block whose other format is still the default's."""
    found = []
    for name, file in own.items():
        part = part_of(name)
        known = {*default, "page/theme.css", *(f"blocks/{block}/style.css" for block in views())}
        if part and part.name.endswith(".jinja") and "<" not in part.name and not part.rendered and not used.get(name):
            found.append(error(file, 1, "is used by no template of this theme", "include it, or remove it"))
        elif name not in known and not used.get(name) and (part is None or misnamed(name, part)):
            if name.split("/")[0] in _ROOMS and "/" in name:
                mend = meant(name, known, "templates/CONTEXT.md lists the files of a theme")
                found.append(error(file, 1, "stands for nothing, and is used by nothing", mend))
            elif file.suffix in (".jinja", ".css", ".toml"):
                found.append(error(file, 1, "stands for nothing", meant(name, known, "put it where it belongs")))
    return [*found, *_halves(own, default)]


def misnamed(name: str, part: Part) -> bool:
    """Whether a file has a place where any name may stand, but not one that is any use."""
    middle = name.split("/")[-2] if name.startswith("blocks/") else Path(name).stem
    if part.name.startswith("scripts/"):
        return True  # those that there are, the default theme has
    if part.name.startswith(("labels/", "locales/")):
        return not _LANGUAGE.fullmatch(middle)
    return part.name.startswith("blocks/") and middle not in views()


def _halves(own: Iterable[str], default: Iterable[str]) -> list[Finding]:
    found = []
    for name in own:
        other = name.replace("/html.jinja", "/amp.jinja")
        if name.startswith("blocks/") and other != name and other in default and other not in own:
            what = f"AMP pages still have the default theme's {other}"
            found.append(warning(own[name] if isinstance(own, Mapping) else Path(name), 1, what, f"add {other}"))
    return found
