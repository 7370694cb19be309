"""Verdicts: of a thing that the rating names, or of the review as a whole."""

from slugline.page.structured.people import authors
from slugline.page.structured.subject import Node, Subject, known
from slugline.page.text import absolute, words
from slugline.site import Site
from slugline.story.blocks import Rating, Reviewed

_TYPES = {
    "book": "Book",
    "film": "Movie",
    "series": "TVSeries",
    "album": "MusicAlbum",
    "song": "MusicRecording",
    "game": "VideoGame",
    "product": "Product",
    "other": "Thing",
}


def reviews(subject: Subject) -> list[Node]:
    """A review of each thing that a rating on the page names."""
    return [
        _review(rating, item, subject)
        for rating in _ratings(subject)
        if rating.item and (item := _item(rating.item, subject.site))
    ]


def verdict(subject: Subject) -> Node | None:
    """The rating of a review that has one, and does not name what it judges.

    schema.org has a ReviewNewsArticle be the review. With several ratings none is the story's own.
    """
    ratings = _ratings(subject)
    return _rating(ratings[0]) if len(ratings) == 1 and not ratings[0].item else None


def _ratings(subject: Subject) -> list[Rating]:
    return [block for block, _ in subject.page.shown if isinstance(block, Rating)]


def _review(rating: Rating, item: Node, subject: Subject) -> Node:
    return {
        "@type": "Review",
        "url": subject.canonical,
        "itemReviewed": item,
        "reviewRating": _rating(rating),
        "author": authors(subject.page.article.bylines, subject.page.theme),
        "datePublished": subject.story.published.iso,
    }


def _item(item: Reviewed, site: Site) -> Node | None:
    name = words(item.name)
    known_by = absolute(item.url, site.base_url) if item.url else None
    return known({"@type": _TYPES[item.type], "name": name, "sameAs": known_by}) if name else None


def _rating(rating: Rating) -> Node:
    return {
        "@type": "Rating",
        "ratingValue": _number(rating.value),
        "bestRating": _number(rating.best),
        "worstRating": 0,
    }


def _number(value: float) -> float:
    """A number as it is written: 4, not 4.0."""
    return int(value) if value == int(value) else value
