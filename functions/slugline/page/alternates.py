"""A story in other languages, as search engines and Open Graph name them."""

import re
from functools import lru_cache

from slugline.page.context import LinkView
from slugline.page.text import absolute
from slugline.story.document import Article
from slugline.story.language import normalised

X_DEFAULT = "x-default"
"""The page for readers of every other language (Google, localized versions)."""

# A language, a script, a territory of two letters: Google knows no other parts of a tag.
_KNOWN = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?(?=-|$)")
# A territory stands before any single letter, where an extension begins.
_TERRITORY = re.compile(r"([a-z]{2,3})(?:-[A-Za-z0-9]{3,8})*?-([A-Z]{2})(?:-|$)")


def alternates(article: Article, here: str, base_url: str) -> tuple[LinkView, ...]:
    """Every version of a story, this one included: search engines heed only those that name each other and themselves.

    Of two for one language the first counts, and this page for its own. None where there are no others.
    """
    if not article.alternates:
        return ()
    own = hreflang(article.language)
    found = {own: here}
    for other in article.alternates:
        found.setdefault(hreflang(other.language), absolute(other.url, base_url))
    return tuple(LinkView(name=name, url=url) for name, url in found.items()) if len(found) > 1 else ()


def hreflang(language: str) -> str:
    """A language tag as far as search engines know its parts: es-419 is es."""
    tag = normalised(language)
    known = _KNOWN.match(tag)
    return X_DEFAULT if tag.startswith("x-") else known[0] if known else tag


@lru_cache(maxsize=256)
def og_locale(language: str) -> str | None:
    """Open Graph's locale: language_TERRITORY, a territory having two letters; None where none is named."""
    found = _TERRITORY.match(normalised(language))
    return f"{found[1]}_{found[2]}" if found else None
