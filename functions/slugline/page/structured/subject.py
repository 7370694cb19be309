"""What structured data is made of, and what its parts have in common."""

from datetime import datetime
from typing import Any, NamedTuple

from slugline.page.composition import Composition
from slugline.page.context import StoryView
from slugline.page.text import absolute
from slugline.site import Site
from slugline.story.media import Image

Node = dict[str, Any]
"""A thing as JSON-LD has it: its `@type`, and what is known of it."""


class Subject(NamedTuple):
    """A story that was rendered, with what its head says of it."""

    page: Composition
    story: StoryView
    canonical: str
    """That of its canonical copy."""
    headline: str
    description: str | None
    section: str
    """The name of its section; empty where it has none."""
    tags: tuple[str, ...]
    """The names of its tags."""
    images: tuple[Image, ...]
    """The pictures that stand for it, best first."""

    @property
    def site(self) -> Site:
        """The publisher's settings."""
        return self.page.theme.site

    def time(self, moment: datetime | None) -> str | None:
        """A moment as the page has it: in the story's zone, with its offset."""
        return self.page.time(moment).iso if moment else None


def known(node: Node) -> Node:
    """A thing without what is not known of it; that something is false, or nought, is known."""
    return {name: value for name, value in node.items() if value or value == 0}


def web_page(url: str | None, site: Site) -> str | None:
    """The absolute address of a page on the web; none for mail and telephone."""
    return absolute(url, site.base_url) if url and url.lower().startswith(("http", "/")) else None
