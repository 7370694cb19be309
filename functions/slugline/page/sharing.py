"""The pictures and the film that stand for a story elsewhere: in search results, and where it is shared."""

from collections.abc import Iterator

from slugline.page.composition import warning_of
from slugline.page.context import ShareFilmView, ShareImageView
from slugline.page.text import absolute, clean
from slugline.story.blocks import Lead
from slugline.story.document import Article
from slugline.story.media import Audio, Gallery, Image, Video, ending, type_of

MAX_IMAGES = 5
"""Pictures of a lead gallery that are told."""

SHARED_WIDTH = 1200
"""Pixels from which Facebook, X and Google Discover show a picture large; more is only more to load."""

_TYPES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "gif": "image/gif",
    "svg": "image/svg+xml",
}
"""Media types of pictures by how a file's name ends; those of films and sound are the story's."""


def standing_for(article: Article) -> tuple[Image, ...]:
    """The story's own picture for sharing, then those of the lead; never one that stands behind a notice."""
    found: dict[str, Image] = {}
    for picture in (article.share_image, *_pictures(article.lead)):
        if picture and not picture.warning:
            found.setdefault(picture.url, picture)
    return tuple(found.values())[:MAX_IMAGES]


def _pictures(lead: Lead | None) -> tuple[Image | None, ...]:
    match lead:
        case Image() as image:
            return (image,)
        case Gallery() as gallery:
            return () if warning_of(gallery) else gallery.images
        case Video() | Audio() as player:
            return () if player.warning else (player.poster,)
        case _:
            return ()


def share_picture(image: Image, base_url: str) -> ShareImageView:
    """A picture in the smallest of its sizes that is shown large, else in its largest."""
    sizes = sorted(_sizes(image))
    width, height, url = next((size for size in sizes if size[0] >= SHARED_WIDTH), sizes[-1] if sizes else (0, 0, ""))
    sized = bool(width and height)
    return ShareImageView(
        url=absolute(url or image.url, base_url),
        type=_TYPES.get(ending(url or image.url)),
        width=width if sized else None,
        height=height if sized else None,
        alt=clean(image.alt) if image.alt else None,
    )


def _sizes(image: Image) -> Iterator[tuple[int, int, str]]:
    """Width, height and address of each file whose width is known; the height is 0 where it is not to be had."""
    if image.width:
        yield image.width, image.height or 0, image.url
    for rendition in image.renditions:
        scaled = round(rendition.width * image.height / image.width) if image.width and image.height else 0
        yield rendition.width, rendition.height or scaled, rendition.url


def share_film(lead: Lead | None, base_url: str) -> ShareFilmView | None:
    """The lead's film, where it is a file that other sites can play: Open Graph asks for a secure address."""
    if not isinstance(lead, Video) or not lead.sources or lead.warning or (lead.poster and lead.poster.warning):
        return None
    source = lead.sources[0]
    url = absolute(source.url, base_url)
    kind = (type_of(source) or "").partition(";")[0]
    if not url.lower().startswith("https:") or not kind.startswith("video/"):
        return None
    width, height = next(
        ((sized.width, sized.height) for sized in (source, lead) if sized.width and sized.height), (None, None)
    )
    return ShareFilmView(url=url, type=kind, width=width, height=height)
