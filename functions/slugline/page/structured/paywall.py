"""Whether a story is free to read, and which part of its page a paywall closes."""

from slugline.page.structured.subject import Node
from slugline.site import Site
from slugline.story.document import Article

CLOSED = "body"
"""The class of the element that a paywall closes (page/article.jinja): Google takes selectors of a class alone."""


def access(article: Article, site: Site) -> Node:
    """What `access` says, unless the site closes nothing (decision 17)."""
    if article.access == "free" or site.paywall == "off":
        return {"isAccessibleForFree": True}
    part = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": f".{CLOSED}"}
    return {"isAccessibleForFree": False, "hasPart": part}
