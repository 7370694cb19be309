"""Stories that show a theme all that it may meet: every block with all that it can have, and with the least."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import msgspec
from markupsafe import Markup

from local.theme.finding import Finding, error
from slugline.address import Format
from slugline.errors import Unrenderable
from slugline.page.render import render, render_message
from slugline.page.theme import Theme
from slugline.story.blocks import AnyBlock
from slugline.story.decode import decode
from slugline.story.document import Article, Story
from slugline.story.forms import fields_of, form_of

_STORY = Path(__file__).with_name("specimen.json")
_AT = re.compile(r"(?P<file>.+), line (?P<line>\d+): (?P<what>.+)", re.DOTALL)
_FORMATS: tuple[Format, ...] = get_args(Format)


@cache
def full() -> dict[str, Any]:
    """A live blog with every block, each with what it can have."""
    told: dict[str, Any] = msgspec.json.decode(_STORY.read_bytes())
    return told


def least() -> dict[str, Any]:
    """A story of the same blocks with no field but those that each must have."""
    kept = {name: full()[name] for name, field in fields_of(Story).items() if field.required and name in full()}
    structs = {str(struct.__struct_config__.tag): struct for struct in form_of(AnyBlock).choices}
    body = []
    for block in full()["body"]:
        required = {name for name, field in fields_of(structs[block["type"]]).items() if field.required}
        # Some must have one of several.
        vital = required | ({"sources", "player_url"} if "sources" in block or "player_url" in block else {"id", "url"})
        body.append({name: value for name, value in block.items() if name in {"type", *vital}})
    return {**kept, "version": "1", "kind": "story", "id": "least", "language": "ar", "body": body}


def articles() -> Iterator[Article]:
    """The specimens, decoded."""
    for story in (full(), least()):
        document = decode(msgspec.json.encode(story)).document
        if isinstance(document, Article):
            yield document


def faults(theme: Theme, folder: Path) -> Iterator[Finding]:
    """What fails when the specimens, and a message, are rendered in both formats."""
    for article in articles():
        for page_format in _FORMATS:
            try:
                losses = [loss.reason for loss in render(article, page_format, theme).losses]
            except Unrenderable as fault:
                losses = [str(fault)]
            yield from (_finding(loss, folder) for loss in losses)
    try:
        render_message(theme, "Gone", Markup("It is gone."), "en")
    except Unrenderable as fault:
        yield _finding(str(fault), folder)


def _finding(loss: str, folder: Path) -> Finding:
    match = _AT.fullmatch(loss)
    mend = "templates/CONTEXT.md has what a template may use"
    if match:
        return error(Path(match["file"]), int(match["line"]), match["what"], mend)
    return error(folder, 1, loss, mend)
