"""The pages that only exist here: the list of stories, faults as those who mend them want them, a panel of problems."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from render.pages import Pages
from slugline.address import Route, location
from slugline.errors import NotFound
from slugline.page.render import fit_for_amp
from slugline.story.check import check
from slugline.story.decode import decode
from slugline.story.document import Article
from slugline.story.problem import Problem, Unsound
from slugline.story.text import plain

MAX_LISTED = 500
_PANEL_STYLE = (Path(__file__).parent / "desk" / "panel.css").read_text("utf-8")
_DESK = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "desk"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class Listed(NamedTuple):
    """A document in the list."""

    kind: str
    title: str
    language: str
    html: str
    amp: str | None
    path: str
    problems: int


def stories(pages: Pages) -> Iterator[Listed]:
    """The documents of the storage, in the order of their paths."""
    return (listed for key in pages.storage.documents() if (listed := _listed(pages, key)))


def index_page(pages: Pages) -> str:
    """The stories of the storage, with links to both formats."""
    found = list(islice(stories(pages), MAX_LISTED + 1))
    return _DESK.get_template("index.jinja").render(
        site=pages.theme.site.name, stories=found[:MAX_LISTED], more=len(found) > MAX_LISTED
    )


def _listed(pages: Pages, key: str) -> Listed | None:
    path = key.removeprefix("stories").removesuffix(".json")
    html = location(Route(path, "html"))
    try:
        stored = pages.storage.read(key)
    except NotFound:
        return None
    data = stored.data if stored else b""
    problems = len(check(data, pages.theme.providers, path))
    try:
        document = decode(data).document
    except Unsound as fault:
        return Listed("broken", str(fault), "en", html, None, path, problems)
    kind = type(document).__name__.lower()
    if not isinstance(document, Article):
        return Listed(kind, path, "en", html, None, path, problems)
    amp = location(Route(path, "amp")) if fit_for_amp(document, pages.theme) else None
    kind = f"{kind}, {document.hidden(datetime.now(UTC))}".removesuffix(", ")
    return Listed(kind, plain(document.headline), document.language, html, amp, path, problems)


def fault_page(fault: str, problems: Sequence[Problem]) -> str:
    """What went wrong, and where to mend it."""
    return _DESK.get_template("fault.jinja").render(fault=fault, problems=problems)


def with_panel(html: str, problems: Sequence[Problem], losses: Sequence[str]) -> str:
    """A page with a panel at the very top: its story's problems, folded, and what the theme could not render."""
    style = Markup(_PANEL_STYLE)  # noqa: S704 -- a file of ours
    panel = _DESK.get_template("panel.jinja").render(problems=problems, losses=losses, style=style)
    return html.replace("<body>", f"<body>{panel}", 1)


def policy_with_panel(policy: str) -> str:
    """A page's policy that lets the panel's style in besides, and nothing else: what it blocks, it blocks here too."""
    digest = b64encode(sha256(_PANEL_STYLE.encode()).digest()).decode()
    return policy.replace("style-src ", f"style-src 'sha256-{digest}' ", 1)
