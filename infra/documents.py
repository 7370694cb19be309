"""Writes the generated pages anew: `make docs`. A test holds them fresh."""

from collections.abc import Callable
from pathlib import Path

from infra import costs, stack
from slugline.page.reference import reference as context_reference
from slugline.story.reference import reference as format_reference
from slugline.theme.folder import folders_of, providers_in

ROOT = Path(__file__).parents[1]
PAGES: dict[Path, Callable[[], str]] = {
    ROOT / "functions" / "slugline" / "story" / "FORMAT.md": lambda: format_reference(providers_in(folders_of(None))),
    ROOT / "templates" / "CONTEXT.md": context_reference,
    ROOT / "infra" / "COSTS.md": costs.document,
    stack.TEMPLATE: stack.template,
}


def main() -> None:
    """Writes each page."""
    for file, made in PAGES.items():
        file.write_text(made(), "utf-8")


if __name__ == "__main__":
    main()
