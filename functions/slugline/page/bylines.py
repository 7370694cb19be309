"""Who made a story."""

from slugline.page.context import AuthorView, BylineView
from slugline.page.text import address, clean, line, optional
from slugline.story.metadata import Byline, Bylines


def byline_view(bylines: Bylines | None) -> BylineView | None:
    """Authors or a sentence; None where there is neither."""
    if bylines is None:
        return None
    sentence = optional(bylines.sentence)
    if not bylines.authors and not sentence:
        return None
    return BylineView(authors=tuple(map(_author, bylines.authors)), sentence=sentence)


def _author(author: Byline) -> AuthorView:
    return AuthorView(
        name=clean(author.name),
        role=line(author.role),
        url=address(author.url) if author.url else None,
        image=address(author.image) if author.image else None,
    )
