"""A live blog: how long it covers, and the updates that the page shows."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from slugline.page.structured.people import authors
from slugline.page.structured.subject import Node, Subject, known
from slugline.page.text import words
from slugline.story.blocks import BlockQuote, Paragraph, Update

MAX_BODY = 300
"""Characters of an update's text that are told: enough for a search result, while the whole stands on the page."""

MAX_HEADLINE = 110
"""Characters of a headline made of an update's first words."""


def live_coverage(subject: Subject) -> Node:
    """What makes a LiveBlogPosting of a posting."""
    ended: datetime | None = getattr(subject.page.article, "ended_at", None)
    updates = [(block, view) for block, view in subject.page.shown if isinstance(block, Update)]
    return {
        "coverageStartTime": subject.story.published.iso,
        "coverageEndTime": subject.time(ended),
        "liveBlogUpdate": [node for block, view in updates if (node := _update(block, view, subject))],
    }


def _update(block: Update, view: Any, subject: Subject) -> Node | None:
    """An update as a posting of its own; none where it has no words, since a posting without a headline is no use."""
    body = beginning(block.blocks)
    headline = words(block.headline) or shortened(body, MAX_HEADLINE)
    if not headline:
        return None
    node = {
        "@type": "BlogPosting",
        "url": f"{subject.here}#{view.id}",
        "headline": headline,
        "articleBody": body,
        "datePublished": view.at.iso,
        "dateModified": view.updated.iso if view.updated else None,
        "author": authors(block.bylines or subject.page.article.bylines, subject.page.theme),
    }
    return known(node)


def beginning(blocks: Iterable[object]) -> str:
    """The first words of some blocks: running text, up to MAX_BODY characters."""
    told = ""
    for block in blocks:
        if isinstance(block, (Paragraph, BlockQuote)):
            told = f"{told} {words(block.text)}".strip()
        if len(told) > MAX_BODY:
            break
    return shortened(told, MAX_BODY)


def shortened(text: str, most: int) -> str:
    """A text of at most so many characters, cut between words where it has any, with an ellipsis where it was cut."""
    if len(text) <= most:
        return text
    cut = text[:most]
    return f"{(cut[: cut.rfind(' ')] if ' ' in cut else cut[:-1]).rstrip()}…"
