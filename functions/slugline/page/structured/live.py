"""A live blog: how long it covers, and the updates that the page shows."""

from collections.abc import Iterable
from typing import Any

from slugline.page.composition import warning_of
from slugline.page.structured.people import authors
from slugline.page.structured.subject import Node, Subject, known
from slugline.page.text import words
from slugline.story.blocks import Ad, BlockQuote, Divider, Embed, Heading, Paragraph, Update
from slugline.story.document import Liveblog
from slugline.story.media import Audio, Gallery, Image, Video

MAX_BODY = 300
"""Characters of an update's text that are told: enough for a search result, while the whole stands on the page."""

MAX_HEADLINE = 110
"""Characters of a headline made of an update's first words."""

_RUNNING = (Paragraph, BlockQuote)
_PICTURED = (Image, Video, Audio, Embed)
_BESIDE = (*_PICTURED, Heading, Divider, Ad, Gallery)


def live_coverage(blog: Liveblog, subject: Subject) -> Node:
    """What makes a LiveBlogPosting of a posting; of several pages each tells its own updates."""
    updates = [(block, view) for block, view in subject.page.shown if isinstance(block, Update)]
    return {
        "coverageStartTime": subject.time(blog.coverage_started),
        "coverageEndTime": subject.time(blog.coverage_ended),
        "liveBlogUpdate": [node for block, view in updates if (node := _update(block, view, subject))],
    }


def _update(block: Update, view: Any, subject: Subject) -> Node | None:
    """An update as a posting of its own; none where it has no permalink, in a box, or no words for a headline."""
    body = beginning(block.blocks)
    headline = words(block.headline) or shortened(body or called(block.blocks), MAX_HEADLINE)
    if not headline or not view.url.startswith("/"):
        return None
    node = {
        "@type": "BlogPosting",
        "url": f"{subject.site.base_url}{view.url}",
        "headline": headline,
        "articleBody": body,
        "datePublished": view.at.iso,
        "dateModified": view.updated.iso if view.updated else None,
        "author": authors(block.bylines or subject.page.article.bylines, subject.page.theme),
    }
    return known(node)


def beginning(blocks: Iterable[object]) -> str:
    """The first words of some blocks: running text, up to MAX_BODY characters.

    Pictures, players and headings are passed over; at a list or table it ends, as what follows may rest on that.
    """
    told = ""
    for block in blocks:
        if isinstance(block, _RUNNING):
            told = f"{told} {words(block.text)}".strip()
        if len(told) > MAX_BODY or not isinstance(block, (*_RUNNING, *_BESIDE)):
            break
    return shortened(told, MAX_BODY)


def called(blocks: Iterable[object]) -> str:
    """What the first picture or player of some blocks is called, unless it stands behind a notice."""
    shown = [block for block in blocks if isinstance(block, _PICTURED) and not warning_of(block)]
    names = (words(block.caption) or words(getattr(block, "title", None)) for block in shown)
    return next(filter(None, names), "")


def shortened(text: str, most: int) -> str:
    """A text of at most so many characters, cut between words where it has any, with an ellipsis where it was cut."""
    if len(text) <= most:
        return text
    cut = text[:most]
    return f"{(cut[: cut.rfind(' ')] if ' ' in cut else cut[:-1]).rstrip()}…"
