"""Who made a story."""

from slugline.page.structured.publisher import newsroom
from slugline.page.structured.subject import Node, known, web_page
from slugline.page.text import absolute, words
from slugline.page.theme import Theme
from slugline.site import Site
from slugline.story.metadata import Byline, Bylines


def authors(bylines: Bylines | None, theme: Theme) -> list[Node]:
    """Each author as a person of their own, as Google asks; the newsroom where none is named.

    A sentence cannot be told apart into names, and is no name itself: `sentence_of` gives it as a credit.
    """
    named = bylines.authors if bylines else ()
    return [_author(author, name, theme.site) for author in named if (name := words(author.name))] or [
        newsroom(theme.site)
    ]


def sentence_of(bylines: Bylines | None) -> str:
    """The sentence that credits a story, where it has one in the place of authors."""
    return words(bylines.sentence) if bylines else ""


def _author(author: Byline, name: str, site: Site) -> Node:
    return known(
        {
            "@type": "Person",
            "name": name,
            "url": web_page(author.url, site),
            "image": absolute(author.image, site.base_url) if author.image else None,
        }
    )
