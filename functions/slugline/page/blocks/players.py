"""Films and recordings: their own files in a player; the publisher's player page in a frame."""

import re
from typing import Any
from urllib.parse import urlsplit

from slugline.page.blocks.embeds import ways
from slugline.page.blocks.iframes import iframe_view
from slugline.page.composition import Spot
from slugline.page.context import AudioView, EmbedView, SourceView, TrackView, VideoView
from slugline.page.pictures import picture_view
from slugline.page.text import absolute, address, clean, line, optional
from slugline.page.times import duration_text
from slugline.story.language import normalised
from slugline.story.media import Audio, Source, Track, Video
from slugline.story.providers import Frame, Size, host_of, secured, size_of

_SHAPE = (16, 9)
_BAR = 180
"""The usual height of a player page of sound, in pixels."""
_PLAYER = "autoplay; encrypted-media; fullscreen; picture-in-picture"
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


def video(block: Video, spot: Spot) -> VideoView | EmbedView:
    """A film."""
    if not block.sources:
        return _elsewhere(block, spot, spot.page.labels.video, "watch")
    return VideoView(**_player(block, spot))


def audio(block: Audio, spot: Spot) -> AudioView | EmbedView:
    """A recording."""
    if not block.sources:
        return _elsewhere(block, spot, spot.page.labels.audio, "listen")
    return AudioView(**_player(block, spot))


def _player(block: Video | Audio, spot: Spot) -> dict[str, Any]:
    width, height = _size(block)
    return {
        "sources": tuple(_source(source, block) for source in block.sources),
        "tracks": tuple(_track(track, spot) for track in block.tracks),
        "width": width,
        "height": height,
        "ratio": f"{height / width * 100:.4f}".rstrip("0").rstrip(".") + "%",
        "live": block.live,
        **_told(block, spot),
    }


def _told(block: Video | Audio, spot: Spot) -> dict[str, Any]:
    sizes = spot.page.theme.site.sizes
    return {
        "poster": picture_view(block.poster, sizes.column, lead=spot.lead) if block.poster else None,
        "title": line(block.title),
        "caption": optional(block.caption),
        "duration": duration_text(block.duration, spot.page.labels, spot.page.locale),
        "description": line(block.description),
    }


def _size(block: Video | Audio) -> tuple[int, int]:
    """Of the player: its own, a file's, its poster's, or 16:9."""
    for sized in (block, *block.sources, block.poster):
        if sized and sized.width and sized.height:
            return sized.width, sized.height
    return _SHAPE


def _source(source: Source, block: Video | Audio) -> SourceView:
    """A file, with the type that AMP asks for: its own, else what its name ends in, else what is usual."""
    usual = "audio/mpeg" if isinstance(block, Audio) else "video/mp4"
    ending = urlsplit(source.url).path.rpartition(".")[2].lower()
    return SourceView(url=_secure(address(source.url)), type=source.type or _TYPES.get(ending, usual))


def _track(track: Track, spot: Spot) -> TrackView:
    """Captions; in AMP their address must be absolute."""
    language = normalised(track.language) if track.language else None
    label = line(track.label) or language or track.kind
    url = absolute(track.url, spot.page.theme.site.base_url) if spot.page.format == "amp" else address(track.url)
    return TrackView(url=_secure(url), kind=track.kind, language=language, label=clean(label))


def _secure(url: str) -> str:
    """AMP plays nothing from plain http, and no browser does on a page that came by https."""
    return re.sub("^http:", "https:", url, flags=re.IGNORECASE)


def _elsewhere(block: Video | Audio, spot: Spot, label: str, does: str) -> EmbedView:
    """The publisher's player page, in a frame where the site lets it stand in one, or as a card with a link."""
    told = _told(block, spot)
    url = block.player_url or ""
    host = host_of(url) or host_of(spot.page.theme.site.base_url)
    secure = secured(url)
    frame = Frame(secure, named=False, size=_frame_size(block), allow=_PLAYER, component=None) if secure else None
    return EmbedView(
        label=label,
        fallback=optional(told.pop("description")),
        **ways(iframe_view(frame, told["title"] or label, spot) if frame else None, does, address(url), host, spot),
        **told,
    )


def _frame_size(block: Video | Audio) -> Size:
    """Of a player page: its own, or that of its poster; recordings have a bar of a usual height."""
    if isinstance(block, Audio):
        return Size(None, block.height or _BAR)
    shape = block.poster if block.poster and not (block.width or block.height) else block
    return size_of(shape.width, shape.height, Size(*_SHAPE))
