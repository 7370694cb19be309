"""Structured data of a story: schema.org's NewsArticle as JSON-LD."""

from typing import Any

import msgspec
from markupsafe import Markup

from slugline.page.composition import Composition
from slugline.page.text import absolute, clean
from slugline.site import Site
from slugline.story.media import Image
from slugline.story.metadata import Byline, Bylines
from slugline.story.text import plain

# Inside a script element only these could end it, or open a comment (HTML Standard, 4.12.1.3); JSON reads them back.
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def json_ld(data: dict[str, Any]) -> Markup:
    """Structured data as it may stand inside a script element."""
    text = msgspec.json.encode(data).decode()
    for character, escape in _UNSAFE.items():
        text = text.replace(character, escape)
    return Markup(text)  # noqa: S704 -- made safe by the table above


def news_article(
    page: Composition, canonical: str, headline: str, description: str | None, image: Image | None
) -> dict[str, Any]:
    """A story as a NewsArticle, by Google's guidance for articles; what is absent is left out."""
    article, site = page.article, page.theme.site
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": canonical,
        "headline": headline,
        "description": description,
        "inLanguage": page.language,
        "datePublished": article.published_at.isoformat(timespec="seconds"),
        "dateModified": (article.updated_at or article.published_at).isoformat(timespec="seconds"),
        "author": _authors(article.bylines, site),
        "publisher": _publisher(site),
        "articleSection": clean(article.section.name) if article.section else None,
        "keywords": [clean(tag.name) for tag in article.tags] or None,
        "image": [_image(image, site.base_url)] if image else None,
        "isAccessibleForFree": article.access == "free",
    }
    return {name: value for name, value in data.items() if value is not None}


def _authors(bylines: Bylines | None, site: Site) -> list[dict[str, str]]:
    if bylines and bylines.authors:
        return [_author(author, site) for author in bylines.authors]
    if bylines and (sentence := plain(bylines.sentence)):
        return [{"@type": "Person", "name": clean(sentence)}]
    return [_publisher(site)]


def _author(author: Byline, site: Site) -> dict[str, str]:
    known = {"@type": "Person", "name": clean(author.name)}
    page = author.url if author.url and author.url.lower().startswith(("http", "/")) else None
    return known | {"url": absolute(page, site.base_url)} if page else known


def _publisher(site: Site) -> dict[str, Any]:
    known: dict[str, Any] = {"@type": "NewsMediaOrganization", "name": site.name, "url": f"{site.base_url}/"}
    if site.logo:
        known["logo"] = {
            "@type": "ImageObject",
            "url": absolute(site.logo.url, site.base_url),
            "width": site.logo.width,
            "height": site.logo.height,
        }
    return known


def _image(image: Image, base_url: str) -> dict[str, Any]:
    known: dict[str, Any] = {"@type": "ImageObject", "url": absolute(image.url, base_url)}
    if image.width and image.height:
        known |= {"width": image.width, "height": image.height}
    return known
