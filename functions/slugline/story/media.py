"""Pictures, films and sound."""

import re
from typing import Annotated, Literal

from msgspec import Meta, Struct

from slugline.story.fields import Duration, Language, Line, Pixels, Resource, Share
from slugline.story.text import Text

Warned = Annotated[
    Line | None,
    Meta(description="a notice that hides the block until the reader opens it: graphic content", extra={"vital": True}),
]


def block_type(name: str) -> str:
    """The `type` of a block class: `FactBox` is `fact_box`."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


class Block(Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag=block_type):
    """One element of a body; `type` says which."""


class FocalPoint(Struct, frozen=True, kw_only=True):
    """Where the eye of a picture is: it stays in view when the picture is cropped."""

    x: Share
    y: Share


class Rendition(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The same picture in another size; the width alone is enough."""

    url: Resource
    width: Pixels
    height: Pixels | None = None


# An unknown field of a block that can have a `warning` stops the fast decoder: it may be that, misspelt.
class Image(Block, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A picture. Without width and height it keeps a 3:2 box and is fitted inside it."""

    url: Resource
    width: Pixels | None = None
    height: Pixels | None = None
    alt: Annotated[
        Line | None, Meta(description='what the picture shows, for those who cannot see it; "" if nothing')
    ] = None
    caption: Text | None = None
    credit: Line | None = None
    focal_point: FocalPoint | None = None
    renditions: tuple[Rendition, ...] = ()
    size: Annotated[
        Literal["inset", "column", "wide", "full"] | None,
        Meta(description="how wide it stands; default column"),
    ] = None
    warning: Warned = None


class Gallery(Block, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Pictures that belong together, looked at one after another."""

    images: Annotated[tuple[Image, ...], Meta(min_length=1)]
    title: Line | None = None
    warning: Warned = None


_TYPES = {
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "webm": "video/webm",
    "mov": "video/quicktime",
    "m3u8": "application/vnd.apple.mpegurl",
    "mpd": "application/dash+xml",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "aac": "audio/aac",
    "ogg": "audio/ogg",
    "oga": "audio/ogg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
    "flac": "audio/flac",
}
"""Media types by how a file's name ends."""

PLAYED = frozenset(
    {"video/mp4", "video/webm", "audio/mpeg", "audio/mp4", "audio/aac", "audio/wav", "audio/flac"}
    | {"video/x-m4v", "audio/mp3", "audio/m4a", "audio/x-m4a", "audio/x-wav", "audio/x-flac"}  # as feeds call them
)
"""What every browser plays. Adaptive streams (HLS, DASH) and QuickTime are for some alone."""


class Source(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One file of a film or a recording."""

    url: Resource
    type: Annotated[
        Annotated[str, Meta(pattern=r"^[a-z]+/[A-Za-z0-9.+-]+(?:; ?codecs=[\"A-Za-z0-9., ]+)?$(?!\n)", max_length=120)]
        | None,
        Meta(
            description="its media type: video/mp4",
            extra={"what": "is not a media type", "mend": "write it like video/mp4 or audio/mpeg"},
        ),
    ] = None
    width: Pixels | None = None
    height: Pixels | None = None


def ending(url: str) -> str:
    """What a file's name ends in, in lower case. No parser of addresses: those refuse some that a story may have."""
    return re.split("[?#]", url, maxsplit=1)[0].rpartition("/")[2].rpartition(".")[2].lower()


def type_of(source: Source) -> str | None:
    """The media type of a file: its own, else what its name ends in; None where neither says it."""
    return source.type or _TYPES.get(ending(source.url))


class Track(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Captions or chapters of a film, as WebVTT."""

    url: Resource
    kind: Literal["subtitles", "captions", "descriptions", "chapters", "metadata"] = "captions"
    language: Language | None = None
    label: Line | None = None


class _Player(Block, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What film and sound share."""

    sources: tuple[Source, ...] = ()
    player_url: Annotated[Resource | None, Meta(description="the publisher's own player page, instead of sources")] = (
        None
    )
    poster: Image | None = None
    title: Line | None = None
    caption: Text | None = None
    description: Line | None = None
    duration: Duration | None = None
    tracks: tuple[Track, ...] = ()
    width: Pixels | None = None
    height: Pixels | None = None
    live: bool = False
    warning: Warned = None

    def __post_init__(self) -> None:
        if not self.sources and not self.player_url:
            raise ValueError("has neither `sources` nor `player_url`|give the film's files or the page of its player")


class Video(_Player, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A film: its files, or the page of the publisher's player."""


class Audio(_Player, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A recording: its files, or the page of the publisher's player."""
