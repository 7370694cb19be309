"""The story around its body."""

import re
from urllib.parse import quote

from markupsafe import Markup

from slugline.address import Route, location
from slugline.page.blocks.boxes import correction, points_view, related_view
from slugline.page.bylines import byline_view
from slugline.page.composition import Composition, Spot
from slugline.page.context import LinkView, SponsorView, StoryView
from slugline.page.live import live_view
from slugline.page.text import address, clean, line, markup, optional
from slugline.page.theme import Theme
from slugline.site import Site
from slugline.story.document import Article, Liveblog
from slugline.story.metadata import Sponsor, Topic
from slugline.story.paging import FRONT
from slugline.story.text import plain

_FILLED = re.compile(r"(\{url\}|\{title\})")
"""What is filled in where a story is shared."""


def story_view(page: Composition, url: str) -> StoryView:
    """A story with its blocks rendered; `url` is the address at which it is shared.

    What introduces a live blog and what leads on from it stands on its first page alone.
    """
    article = page.article
    spot = Spot(page, "$")
    first = page.number == FRONT
    changed = article.changed_at
    points = points_view(article.key_points, page.labels.key_points) if first else None
    others = related_view(article.related, None, spot) if first else None
    lead = article.lead if first else None
    return StoryView(
        live=isinstance(article, Liveblog) and not article.ended_at,
        kicker=optional(article.kicker),
        genre=_genre(page),
        section=topic_view(article.section) if article.section else None,
        headline=markup(article.headline),
        standfirst=optional(article.standfirst),
        byline=byline_view(article.bylines),
        dateline=optional(article.dateline),
        published=page.time(article.published_at),
        updated=page.time(changed) if changed > article.published_at else None,
        share=_share(page.theme, url, plain(article.social_headline) or plain(article.headline)),
        sponsor=_sponsor(article.sponsor),
        lead=page.lead(lead) or None if lead else None,
        key_points=page.show(points) if points else None,
        body=_body(page),
        corrections=tuple(correction(note, spot) for note in article.corrections),
        source=line(article.source),
        tags=tuple(map(topic_view, article.tags)),
        comments=address(article.comments_url) if article.comments_url else None,
        related=page.show(others) if others else None,
    )


def _body(page: Composition) -> Markup:
    if page.paging and isinstance(page.article, Liveblog):
        return page.show(live_view(page, page.article, page.paging))
    return page.blocks(page.article.body, "$.body")


def _genre(page: Composition) -> str | None:
    """The genre as a label: the language's word, else the word as it is written.

    None for news, which needs none, and where the kicker or the section says the same already.
    """
    genre = line(page.article.genre)
    if not genre or genre == "news":
        return None
    label = page.labels.genres.get(genre, genre.replace("_", " "))
    section = page.article.section.name if page.article.section else ""
    said = {plain(page.article.kicker).casefold(), section.strip().casefold()}
    return None if label.casefold() in said else label


def topic_view(topic: Topic) -> LinkView:
    """A section or tag; its address is empty where it has no page."""
    return LinkView(name=clean(topic.name), url=location(Route(topic.path, "html")) if topic.path else "")


def _sponsor(sponsor: Sponsor | None) -> SponsorView | None:
    if not sponsor:
        return None
    return SponsorView(
        name=clean(sponsor.name),
        url=address(sponsor.url) if sponsor.url else None,
        logo=address(sponsor.logo) if sponsor.logo else None,
    )


def _share(theme: Theme, url: str, title: str) -> tuple[LinkView, ...]:
    links = theme.remembered("share", lambda: _sharing(theme.site))
    if not links:
        return ()
    where, what = quote(url, safe=""), quote(title, safe="")
    return tuple(
        LinkView(name=name, url=pattern.replace("{url}", where).replace("{title}", what)) for name, pattern in links
    )


def _sharing(site: Site) -> tuple[tuple[str, str], ...]:
    """Names and addresses of where a story can be shared, with only the story's own left to fill in."""
    return tuple((link.name, "".join(map(_kept, _FILLED.split(link.url)))) for link in site.share)


def _kept(part: str) -> str:
    return part if _FILLED.fullmatch(part) else address(part)


def section_of(article: Article) -> str | None:
    """The id of the section a story belongs to."""
    return article.section.id if article.section else None
