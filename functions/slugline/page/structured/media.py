"""Pictures, films and recordings. What stands behind a notice is told to nobody who did not ask for it."""

from datetime import datetime, timedelta

from slugline.page.structured.subject import Node, Subject, known
from slugline.page.text import absolute, words
from slugline.site import Site
from slugline.story.document import Liveblog
from slugline.story.media import Audio, Image, Video


def image_object(image: Image, site: Site) -> Node:
    """A picture. `contentUrl` is what Google asks for beside a credit, `url` what everybody else reads."""
    url = absolute(image.url, site.base_url)
    credit = words(image.credit)
    sized = image.width and image.height
    return known(
        {
            "@type": "ImageObject",
            "url": url,
            "contentUrl": url if credit else None,
            "width": image.width if sized else None,
            "height": image.height if sized else None,
            "caption": words(image.caption),
            "creditText": credit,
        }
    )


def films(subject: Subject) -> list[Node]:
    """The films on the page that have a still: Google takes none without one."""
    return [_film(block, subject) for block, _ in subject.page.shown if isinstance(block, Video) and block.poster]


def recordings(subject: Subject) -> list[Node]:
    """The recordings on the page."""
    return [
        known({"@type": "AudioObject", **_played(block, subject)})
        for block, _ in subject.page.shown
        if isinstance(block, Audio)
    ]


def _film(film: Video, subject: Subject) -> Node:
    still = film.poster.url if film.poster else ""
    return known(
        {
            "@type": "VideoObject",
            **_played(film, subject),
            "thumbnailUrl": absolute(still, subject.site.base_url),
            "uploadDate": subject.story.published.iso,
            "publication": _broadcast(film, subject) if film.live else None,
        }
    )


def _played(block: Video | Audio, subject: Subject) -> Node:
    base_url = subject.site.base_url
    caption = words(block.caption)
    return {
        "name": words(block.title) or caption or subject.headline,
        "description": words(block.description) or caption,
        "duration": block.duration if block.duration and block.duration > timedelta(0) else None,
        "contentUrl": absolute(block.sources[0].url, base_url) if block.sources else None,
        "embedUrl": absolute(block.player_url, base_url) if block.player_url else None,
    }


def _broadcast(film: Video, subject: Subject) -> Node | None:
    """A film that is going on; none where nothing says when it ends: Google refuses one without."""
    end = _end(film, subject)
    if end is None:
        return None
    return {
        "@type": "BroadcastEvent",
        "isLiveBroadcast": True,
        "startDate": subject.story.published.iso,
        "endDate": subject.time(end),
    }


def _end(film: Video, subject: Subject) -> datetime | None:
    """When a broadcast ends: the coverage it belongs to ended then, or its length is planned."""
    article = subject.page.article
    end = article.coverage_ended if isinstance(article, Liveblog) else None
    if end is None and film.duration:
        try:
            end = article.published_at + film.duration
        except OverflowError:
            return None
    return end if end and end > article.published_at else None
