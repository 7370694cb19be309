"""Films and recordings: their own files in a player; the publisher's player page in a frame."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from slugline.page.blocks.embeds import ways
from slugline.page.blocks.iframes import iframe_view
from slugline.page.composition import Spot
from slugline.page.context import AudioView, EmbedView, SourceView, TrackView, VideoView
from slugline.page.pictures import picture_view
from slugline.page.text import absolute, address, clean, line, loaded, optional
from slugline.page.times import duration_text
from slugline.story.language import normalised
from slugline.story.media import Audio, Source, Track, Video, type_of
from slugline.story.providers import Frame, Size, host_of, secured, size_of

_SHAPE = (16, 9)
_BAR = 180
"""The usual height of a player page of sound, in pixels."""
_SAID = ("subtitles", "captions")
"""Tracks that tell in words what is said."""
_PLAYER = "autoplay; encrypted-media; fullscreen; picture-in-picture"


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
        "tracks": _tracks(block.tracks, spot),
        "width": width,
        "height": height,
        "ratio": f"{height / width * 100:.4f}".rstrip("0").rstrip(".") + "%",
        "live": block.live,
        "address": loaded(absolute(block.sources[0].url, spot.page.theme.site.base_url)),
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
    return SourceView(url=loaded(source.url), type=type_of(source) or usual)


def _tracks(tracks: Sequence[Track], spot: Spot) -> tuple[TrackView, ...]:
    """The caption files, each under a name of its own; the first in the page's language is shown unasked."""
    default = next((track for track in tracks if _shown_unasked(track, spot)), None)
    views = [_track(track, spot, default=track is default) for track in tracks]
    return tuple(_named_apart(views))


def _named_apart(views: Iterable[TrackView]) -> Iterator[TrackView]:
    """Tracks of which those whose label another before them has get a number."""
    taken: set[str] = set()
    numbers: Counter[str] = Counter()
    for view in views:
        label = view.label
        while label in taken:
            numbers[view.label] += 1
            label = f"{view.label} {numbers[view.label] + 1}"
        taken.add(label)
        yield replace(view, label=label) if label != view.label else view


def _shown_unasked(track: Track, spot: Spot) -> bool:
    """Whether readers have it without asking: no browser loads one of another site."""
    own = track.url.startswith(("/", f"{spot.page.theme.site.base_url}/"))
    language = normalised(track.language or "und")
    return own and track.kind in _SAID and language.partition("-")[0] == spot.page.language.partition("-")[0]


def _track(track: Track, spot: Spot, *, default: bool) -> TrackView:
    """Captions; in AMP their address must be absolute, and subtitles of no language are none in either format."""
    language = normalised(track.language) if track.language else None
    kind = "captions" if track.kind == "subtitles" and not language else track.kind
    label = line(track.label) or language or kind
    url = absolute(track.url, spot.page.theme.site.base_url) if spot.page.format == "amp" else address(track.url)
    return TrackView(url=loaded(url), kind=kind, language=language, label=clean(label), default=default)


def _elsewhere(block: Video | Audio, spot: Spot, label: str, does: str) -> EmbedView:
    """The publisher's player page, in a frame where the site lets it stand in one, or as a card with a link."""
    told = _told(block, spot)
    if block.live:
        told["duration"] = spot.page.labels.live
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
