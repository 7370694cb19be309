"""What search engines and other sites read of a story."""

from itertools import takewhile
from typing import NamedTuple

from slugline.address import Route, location
from slugline.page.composition import Composition
from slugline.page.context import HeadView, LinkView, ShareImageView, ShareView
from slugline.page.live import pages_view
from slugline.page.structured import json_ld, news_article
from slugline.page.text import absolute, clean
from slugline.story.document import Article
from slugline.story.language import normalised
from slugline.story.media import Audio, Gallery, Image, Video
from slugline.story.text import plain

_TERRITORY = 2
ROBOTS = "max-image-preview:large"


class Addresses(NamedTuple):
    """The absolute addresses of a story."""

    front: str
    """Its HTML page on this site; of a live blog that has several, the first."""
    page: str
    """The HTML page that this one is, in whichever format."""
    canonical: str
    """Its canonical copy: the HTML page, unless it lives elsewhere."""
    amp: str | None
    """Its AMP page, where it has one."""


def addresses_of(article: Article, base_url: str, *, amp: bool, number: int = 1) -> Addresses:
    """Where a story is to be found; `amp` says whether it has an AMP page, `number` which page of a live blog it is."""
    front = base_url + location(Route(article.path, "html"))
    page = base_url + location(Route(article.path, "html", number))
    canonical = absolute(article.canonical_url, base_url) if article.canonical_url else page
    amp_page = base_url + location(Route(article.path, "amp", number)) if amp else None
    return Addresses(front, page, canonical, amp_page)


def head_view(page: Composition, addresses: Addresses) -> HeadView:
    """The head of a story's page."""
    article, site = page.article, page.theme.site
    headline = _words(plain(article.headline))
    description = _words(article.description) or _words(plain(article.standfirst)) or None
    image = share_image(article)
    pages = pages_view(page, page.paging) if page.paging else None
    which = f" – {pages.text}" if pages and pages.newer else ""
    return HeadView(
        title=f"{_words(article.seo_headline) or headline}{which} | {site.name}",
        description=description,
        canonical=addresses.canonical,
        newer=site.base_url + pages.newer if pages and pages.newer else None,
        older=site.base_url + pages.older if pages and pages.older else None,
        amphtml=addresses.amp if page.format == "html" and addresses.canonical == addresses.page else None,
        robots=ROBOTS,
        share=_share(page, _words(article.social_headline) or headline, image),
        alternates=tuple(
            LinkView(name=normalised(other.language), url=absolute(other.url, site.base_url))
            for other in article.alternates
        ),
        json_ld=json_ld(news_article(page, addresses.canonical, headline, description, image)),
    )


def bare_head(title: str) -> HeadView:
    """The head of an answer without a story: search engines are told to leave it."""
    return HeadView(
        title=title,
        description=None,
        canonical=None,
        newer=None,
        older=None,
        amphtml=None,
        robots="noindex",
        share=None,
        alternates=(),
        json_ld=None,
    )


def _words(text: str | None) -> str:
    """A plain string on one line; empty where it says nothing."""
    return " ".join(clean(text or "").split())


def share_image(article: Article) -> Image | None:
    """The picture that stands for a story elsewhere: its own, else the lead's, unless that stands behind a notice."""
    if article.share_image:
        return article.share_image
    match article.lead:
        case Image() as image:
            pictures: tuple[Image | None, ...] = (image,)
        case Gallery() as gallery:
            pictures = gallery.images
        case Video() | Audio() as player:
            pictures = () if player.warning else (player.poster,)
        case _:
            pictures = ()
    return next((picture for picture in pictures if picture and not picture.warning), None)


def _share(page: Composition, title: str, image: Image | None) -> ShareView:
    article, site = page.article, page.theme.site
    return ShareView(
        title=title,
        image=_share_image(image, site.base_url) if image else None,
        locale=_locale(page.language),
        published=article.published_at.isoformat(timespec="seconds"),
        modified=article.changed_at.isoformat(timespec="seconds"),
        section=clean(article.section.name) if article.section else None,
        tags=tuple(clean(tag.name) for tag in article.tags),
        handle=site.x_handle,
    )


def _locale(language: str) -> str | None:
    """Open Graph's locale: language_TERRITORY, a territory having two letters; None where none is named."""
    parts = language.split("-")
    named = takewhile(lambda part: len(part) > 1, parts[1:])  # a single letter begins an extension
    territory = next((part for part in named if len(part) == _TERRITORY), None)
    return f"{parts[0]}_{territory}" if territory else None


def _share_image(image: Image, base_url: str) -> ShareImageView:
    sized = image.width and image.height
    return ShareImageView(
        url=absolute(image.url, base_url),
        width=image.width if sized else None,
        height=image.height if sized else None,
        alt=clean(image.alt) if image.alt else None,
    )
