"""What a theme is made of: each file that it may hold, what that is for, and what a template there is given.

`templates/CONTEXT.md` and `slugline theme` tell it; a test holds it to the files of the default theme.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, get_args

from slugline.labels import Labels
from slugline.page import context


class Part(NamedTuple):
    """A file of a theme, or files of one kind."""

    name: str
    """As it is called below the theme's folder; `<…>` stands for a name."""
    what: str
    given: Mapping[str, Any] = {}
    """What a template there may use besides `labels`: names and types."""
    rendered: bool = False
    """Whether it is filled in by itself; other templates are used by these."""


BLOCK = "blocks/<type>/html.jinja"
BLOCK_IN_AMP = "blocks/<type>/amp.jinja"
_PAGE = {"page": context.PageView}
_FRAME = {"page": context.FrameView}

PARTS = (
    Part("site.toml", "the publisher's settings; a theme's own stands alone, nothing of the default's is mixed in"),
    Part("labels/<language>.toml", "the interface's words, key by key over the default's; then English"),
    Part("locales/<language>.toml", "how a language and its regions write times and numbers, key by key likewise"),
    Part("page/html.jinja", "an HTML document", _PAGE, rendered=True),
    Part("page/amp.jinja", "an AMP document", _PAGE, rendered=True),
    Part("page/amp-runtime.jinja", "what AMP's own style holds until its engine comes"),
    Part("page/head.jinja", "title, links and metadata, for both formats", _PAGE),
    Part("page/body.jinja", "skip link, masthead, story or message, footer: their order", _PAGE),
    Part("page/article.jinja", "a story around its blocks: headline, byline, times, what stands at the end", _PAGE),
    Part(
        "page/closing-html.jinja",
        "what stands last on an HTML page: counting of visits, consent",
        {"closing": context.ClosingView},
        rendered=True,
    ),
    Part("page/closing-amp.jinja", "the same on an AMP page", {"closing": context.ClosingView}, rendered=True),
    Part("page/byline.jinja", "authors, or a sentence; of a story and of an update", {"byline": context.BylineView}),
    Part("page/message.jinja", "an answer without a story, in words", _PAGE),
    Part(
        "page/masthead.jinja",
        "the publisher's name and sections; made once for all stories of a section",
        _FRAME,
        rendered=True,
    ),
    Part(
        "page/footer.jinja",
        "sections, policies, copyright; made once for all stories of a section",
        _FRAME,
        rendered=True,
    ),
    Part("page/picture.jinja", "a macro: an image, for blocks that have one"),
    Part("page/embed.jinja", "macros: what an embed says beside what it shows"),
    Part("page/player.jinja", "macros: files, caption tracks and words of a film or recording"),
    Part(
        "page/warned.jinja",
        "the notice that hides a block until the reader opens it",
        {"block": context.WarnedView},
        rendered=True,
    ),
    Part(
        "page/closing-html.jinja",
        "what the settings ask of others at the end of an HTML page: counting of visits, consent",
        {"closing": context.ClosingView},
        rendered=True,
    ),
    Part("page/closing-amp.jinja", "the same of an AMP page", {"closing": context.ClosingView}, rendered=True),
    Part("page/colours.css", "every colour: by day, by night, for more contrast, on paper"),
    Part("page/tokens.css", "every face and measure: type, spacing, widths, by script and width of the view"),
    Part("page/base.css", "text, headings, links, captions: what every page has"),
    Part("page/masthead.css", "the masthead"),
    Part("page/article.css", "the story around its blocks"),
    Part("page/sponsor.css", "the label of a story that somebody paid for"),
    Part("page/message.css", "an answer without a story"),
    Part("page/warned.css", "the notice that hides a block"),
    Part("page/consent.css", "the question for consent, on AMP pages"),
    Part("page/footer.css", "the footer"),
    Part("page/theme.css", "a theme's last word, after all other styles; the default theme has none"),
    Part(BLOCK, "a block, in both formats where it has no amp.jinja", {"block": context.BlockView}, rendered=True),
    Part(BLOCK_IN_AMP, "a block in AMP, where it needs a component", {"block": context.BlockView}, rendered=True),
    Part("blocks/<type>/style.css", "a block's styles, on the pages that have such a block"),
    Part("blocks/live/top.jinja", "what stands above the updates of a live blog", {"block": context.LiveView}),
    Part("blocks/live/pages.jinja", "the way to its other pages", {"block": context.LiveView}),
    Part("scripts/<script>.css", "what a script needs otherwise: faces, line heights; on pages in such a language"),
    Part("providers/<name>.toml", "a provider of embeds"),
)


def part_of(name: str) -> Part | None:
    """What a file of a theme is, by its name below the theme's folder; None for what is no part of one."""
    return next((part for part in PARTS if _form(part).fullmatch(name)), None)


def _form(part: Part) -> re.Pattern[str]:
    return re.compile(re.sub(r"<\\?[a-z]+\\?>", "[^/]+", re.escape(part.name)))


def views() -> dict[str, type[context.View]]:
    """The view of each block, by its type."""
    return {view.template: view for view in get_args(context.BlockView)}


def given_to(name: str) -> dict[str, Any] | None:
    """What a template may use that is filled in by itself: names and types; None for any other."""
    part = part_of(name)
    if part is None or not part.rendered:
        return None
    given = dict(part.given)
    if part.name in (BLOCK, BLOCK_IN_AMP):
        view = views().get(name.split("/")[1])
        if view is None:
            return None
        given["block"] = view
    return {**given, "labels": Labels}


def told(part: Part) -> Iterator[str]:
    """What a template is given, in Markdown; a block's is its own view."""
    for name, kind in part.given.items():
        of_block = kind == context.BlockView
        yield f"`{name}`: the block's view" if of_block else f"`{name}`: [{kind.__name__}](#{kind.__name__.lower()})"
