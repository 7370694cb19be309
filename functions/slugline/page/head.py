"""What search engines and other sites read of a story."""

from typing import NamedTuple

from slugline.address import Route, location
from slugline.page.alternates import alternates, og_locale
from slugline.page.composition import Composition
from slugline.page.context import HeadView, ShareView, StoryView
from slugline.page.live import pages_view
from slugline.page.sharing import share_film, share_picture, standing_for
from slugline.page.structured import structured_data
from slugline.page.structured.subject import Subject, web_page
from slugline.page.text import absolute, words
from slugline.story.document import Article

ROBOTS = "max-image-preview:large"
NOT_NEWS = "noindex"
"""What is told to Google News of a story that somebody paid for: its policies want such stories kept apart."""


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


def head_view(page: Composition, addresses: Addresses, story: StoryView) -> HeadView:
    """The head of a story's page, once its body is rendered."""
    article, site = page.article, page.theme.site
    headline = words(article.headline)
    description = words(article.description) or words(article.standfirst) or None
    ours = page.format == "html" and addresses.canonical == addresses.page
    pages = pages_view(page, page.paging) if page.paging else None
    which = f" – {pages.text}" if pages and pages.newer else ""
    subject = Subject(
        page,
        story,
        addresses.canonical,
        headline,
        description,
        section=words(article.section.name) if article.section else "",
        tags=tuple(filter(None, [words(tag.name) for tag in article.tags])),
        images=standing_for(article),
    )
    return HeadView(
        title=f"{words(article.seo_headline) or headline}{which} | {site.name}",
        description=description,
        canonical=addresses.canonical,
        newer=site.base_url + pages.newer if pages and pages.newer else None,
        older=site.base_url + pages.older if pages and pages.older else None,
        amphtml=addresses.amp if ours else None,
        robots=ROBOTS,
        news_robots=NOT_NEWS if article.sponsor else None,
        share=_share(subject, words(article.social_headline) or headline),
        alternates=alternates(article, addresses.page, site.base_url)
        if ours and addresses.page == addresses.front
        else (),
        json_ld=structured_data(subject),
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
        news_robots=None,
        share=None,
        alternates=(),
        json_ld=None,
    )


def _share(subject: Subject, title: str) -> ShareView:
    article, site, story = subject.page.article, subject.site, subject.story
    locale = og_locale(subject.page.language)
    others = dict.fromkeys([og_locale(other.language) for other in article.alternates])
    authors = article.bylines.authors if article.bylines else ()
    return ShareView(
        title=title,
        image=share_picture(subject.images[0], site.base_url) if subject.images else None,
        film=share_film(article.lead, site.base_url),
        locale=locale,
        other_locales=tuple([other for other in others if other and other != locale]),
        published=story.published.iso,
        modified=(story.updated or story.published).iso,
        section=subject.section or None,
        tags=subject.tags,
        authors=tuple(filter(None, [web_page(author.url, site) for author in authors])),
        publisher=absolute(site.facebook, site.base_url) if site.facebook else None,
        handle=site.x_handle,
    )
