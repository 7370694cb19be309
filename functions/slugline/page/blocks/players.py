"""Films and recordings: their own files in a player; the publisher's player page as a card."""

from typing import Any

from slugline.page.blocks.embeds import host_of
from slugline.page.composition import Spot
from slugline.page.context import AudioView, EmbedView, SourceView, TrackView, VideoView
from slugline.page.pictures import picture_view
from slugline.page.text import address, clean, line, optional
from slugline.page.times import duration_text
from slugline.story.language import normalised
from slugline.story.media import Audio, Track, Video

_SHAPE = (16, 9)


def video(block: Video, spot: Spot) -> VideoView | EmbedView:
    """A film."""
    if not block.sources:
        return _card(block, spot, spot.page.labels.video, spot.page.labels.watch)
    return VideoView(**_player(block, spot))


def audio(block: Audio, spot: Spot) -> AudioView | EmbedView:
    """A recording."""
    if not block.sources:
        return _card(block, spot, spot.page.labels.audio, spot.page.labels.listen)
    return AudioView(**_player(block, spot))


def _player(block: Video | Audio, spot: Spot) -> dict[str, Any]:
    width, height = _size(block)
    return {
        "sources": tuple(SourceView(url=address(s.url), type=s.type) for s in block.sources),
        "tracks": tuple(map(_track, block.tracks)),
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
        "duration": duration_text(block.duration, spot.page.labels),
        "description": line(block.description),
    }


def _size(block: Video | Audio) -> tuple[int, int]:
    """Of the player: its own, a file's, its poster's, or 16:9."""
    for sized in (block, *block.sources, block.poster):
        if sized and sized.width and sized.height:
            return sized.width, sized.height
    return _SHAPE


def _track(track: Track) -> TrackView:
    language = normalised(track.language) if track.language else None
    label = line(track.label) or language or track.kind
    return TrackView(url=address(track.url), kind=track.kind, language=language, label=clean(label))


def _card(block: Video | Audio, spot: Spot, label: str, action: str) -> EmbedView:
    told = _told(block, spot)
    url = address(block.player_url or "")
    site = spot.page.theme.site
    host = host_of(url) or host_of(site.base_url)
    return EmbedView(
        label=label,
        fallback=optional(told.pop("description")),
        url=url,
        action=action.format(provider=host),
        contacts=spot.page.labels.contacts.format(provider=host),
        **told,
    )
