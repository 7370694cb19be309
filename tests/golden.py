"""Golden pages: every page of a sample in each format, stored, reviewed as a diff. `make golden` writes them anew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

from slugline.address import Format
from slugline.page.render import fit_for_amp, render
from slugline.page.theme import Theme
from slugline.theme.folder import folders_of, load_theme
from tests import samples
from tests.page.content import pages_of

FOLDER = Path(__file__).with_suffix("")
MOST_LINES = 60
"""Lines of a difference that are shown."""

_STYLE = re.compile(r"(<style(?: amp-custom)?>).*?(</style>)", re.DOTALL)


def pages(theme: Theme) -> Iterator[tuple[str, str]]:
    """Every golden page by its file's name below FOLDER, without its stylesheet: a colour changes none of them."""
    for path, article in samples.articles():
        formats: tuple[Format, ...] = ("html", "amp") if fit_for_amp(article, theme) else ("html",)
        numbers = [(page_format, number) for page_format in formats for number in pages_of(article)]
        for page_format, number in numbers:
            html = render(article, page_format, theme, number).html
            page = f"{path.lstrip('/')}/page/{number}" if number > 1 else path.lstrip("/")
            name = f"{page}{'.amp' if page_format == 'amp' else ''}.html"
            yield name, _STYLE.sub(r"\1/* the stylesheet */\2", html).rstrip() + "\n"


def stored() -> dict[str, str]:
    """The golden pages as they are stored."""
    return {file.relative_to(FOLDER).as_posix(): file.read_text("utf-8") for file in sorted(FOLDER.rglob("*.html"))}


def difference(name: str, was: str, now: str) -> list[str]:
    """What has changed on a page, as a diff."""
    lines = [*unified_diff(was.splitlines(), now.splitlines(), f"golden/{name}", "now", lineterm="", n=1)]
    more = [f"… and {len(lines) - MOST_LINES} lines more"] if len(lines) > MOST_LINES else []
    return lines[:MOST_LINES] + more


def write(theme: Theme) -> list[str]:
    """Writes every golden page, and removes those of samples that are gone; the names of what changed."""
    was, now = stored(), dict(pages(theme))
    for name in was.keys() - now.keys():
        (FOLDER / name).unlink()
    for name, html in now.items():
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / name).write_text(html, "utf-8")
    return sorted(name for name in was.keys() | now.keys() if was.get(name) != now.get(name))


if __name__ == "__main__":
    changed = write(load_theme(folders_of(None)))
    print("\n".join([*changed, f"{len(changed)} golden pages changed"]))  # noqa: T201 -- a command's output
