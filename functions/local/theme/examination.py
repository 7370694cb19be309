"""A theme, looked at from every side."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from jinja2 import ChoiceLoader, Environment, FileSystemLoader

from local.theme import colours, files, markup, settings, specimen, styles
from local.theme.files import Listed
from local.theme.finding import Finding, error
from local.theme.templates import Reader
from slugline.errors import Misconfigured
from slugline.page.parts import given_to, part_of
from slugline.page.theme import LAST_ROOM, PAGE_ROOMS, SCRIPTS, Theme
from slugline.theme.folder import default_folder, folders_of, load_theme
from slugline.theme.templates import environment

Styles = dict[str, tuple[Path, str]]


class Examined(NamedTuple):
    """What a theme holds, and what in it does not fit."""

    files: tuple[Listed, ...]
    findings: tuple[Finding, ...]
    weight: int
    """Bytes of all stylesheets together, as pages would carry them."""

    @property
    def errors(self) -> int:
        """How many of the findings are errors."""
        return sum(finding.severity == "error" for finding in self.findings)


def examine(folder: Path) -> Examined:
    """A theme's folder, over the default theme.

    Raises:
        Misconfigured: there is no such folder.
    """
    folders = folders_of(folder)
    own, default = files.files_in(folder), files.files_in(default_folder())
    theme, fault = _loaded(folders)
    loader = ChoiceLoader([FileSystemLoader(place) for place in folders])
    reader = _read(theme.environment if theme else environment(loader), {**default, **own})
    sheets, given = _styles({**default, **own}), _styles(default)
    found = [
        *files.misfits(own, default, reader.used),
        *_settings(own),
        *reader.findings,
        *_markup(reader, own, {**default, **own}),
        *_stylesheets(sheets, given, own),
    ]
    spoilt = {finding.file for finding in found if finding.severity == "error"}
    if fault and not any(fault.startswith(str(file)) for file in spoilt):
        file = next((file for file in own.values() if fault.startswith(str(file))), folder)
        found.append(error(file, 1, fault.removeprefix(f"{file}: "), "see templates/CONTEXT.md"))
    # What only pages bring to light; of a file that is spoilt anyway, it may come of that.
    found += [one for one in (specimen.faults(theme, folder) if theme else ()) if one.file not in spoilt]
    return Examined(
        tuple(files.listed(own, default, reader.used)),
        tuple(sorted(dict.fromkeys(found), key=lambda finding: (str(finding.file), finding.line))),
        styles.weight(sheets),
    )


def _loaded(folders: tuple[Path, ...]) -> tuple[Theme | None, str]:
    """The theme, or why there is none."""
    try:
        return load_theme(folders), ""
    except Misconfigured as fault:
        return None, str(fault)


def _read(templates_of: Environment, names: Mapping[str, Path]) -> Reader:
    templates = [name for name in names if name.endswith(".jinja")]
    reader = Reader(templates_of, templates)
    for name in templates:
        given = given_to(name)
        if given:
            reader.read(name, given)
        else:
            reader.parsed(name)  # what is used by nothing is to be sound at least
    return reader


def _settings(own: Mapping[str, Path]) -> Iterator[Finding]:
    if "site.toml" in own:
        yield from settings.site_faults(own["site.toml"])
    for name, file in own.items():
        part = part_of(name)
        if part and part.name.startswith("labels/") and not files.misnamed(name, part):
            yield from settings.label_faults(file)


def _markup(reader: Reader, own: Mapping[str, Path], every: Mapping[str, Path]) -> Iterator[Finding]:
    for name, file in own.items():
        tree = reader.parsed(name) if name.endswith(".jinja") else None
        if tree:
            yield from markup.faults(name, file, tree, amp=_serves_amp(name, every), html=not _is_amp(name))


def _is_amp(name: str) -> bool:
    return name.endswith(("/amp.jinja", "-amp.jinja", "/amp-runtime.jinja"))


def _serves_amp(name: str, every: Mapping[str, Path]) -> bool:
    """Whether AMP pages are certain to be made of a template: what is included may be for HTML alone."""
    of_block = name.startswith("blocks/") and name.replace("/html.jinja", "/amp.jinja") not in every
    return _is_amp(name) or of_block or name in ("page/masthead.jinja", "page/footer.jinja", "page/warned.jinja")


def _styles(every: Mapping[str, Path]) -> Styles:
    """The stylesheets by name, in the order in which they stand on a page; what is not UTF-8 is left out."""
    blocks = sorted(name for name in every if name.startswith("blocks/") and name.endswith("/style.css"))
    scripts = sorted(name for name in every if name.startswith(f"{SCRIPTS}/") and name.endswith(".css"))
    names = [*(f"page/{room}.css" for room in PAGE_ROOMS), *scripts, *blocks, f"page/{LAST_ROOM}.css"]
    return {name: (every[name], every[name].read_text("utf-8", "replace")) for name in names if name in every}


def _stylesheets(sheets: Styles, default: Styles, own: Mapping[str, Path]) -> list[Finding]:
    found = [finding for name, (file, css) in sheets.items() if name in own for finding in styles.faults(file, css)]
    if any("never" in finding.what or "closes nothing" in finding.what for finding in found):
        return found  # what follows would be read wrongly
    return [*found, *styles.unset(sheets, default), *colours.faults(sheets), *styles.too_heavy(sheets, own)]
