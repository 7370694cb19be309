"""The stories that the tests are made on: every sample below `tests/stories`, and one that has everything."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from slugline.story.decode import decode
from slugline.story.document import AnyDocument, Article
from slugline.story.metadata import Bylines

ROOT = Path(__file__).parent
"""The storage root of the samples."""

STORIES = ROOT / "stories"
MEDIA = ROOT / "media"
LEAST = 12
"""How many samples there must be, so that tests over all of them are never tests over none."""

Json = dict[str, Any]


class Sample(NamedTuple):
    """One document of the samples."""

    path: str
    """Where it is stored, which need not be its own path: `/world/asia/harbour-talks`."""
    data: bytes

    @property
    def document(self) -> AnyDocument:
        """It, decoded."""
        return decode(self.data).document


BROKEN = "/culture/broken-in-places"
"""The one sample that has problems, to show that it is shown nevertheless."""


@cache
def samples() -> tuple[Sample, ...]:
    """Every document below `tests/stories`, by path."""
    files = sorted(STORIES.rglob("*.json"))
    return tuple(
        Sample(f"/{file.relative_to(STORIES).with_suffix('').as_posix()}", file.read_bytes()) for file in files
    )


def articles() -> Iterator[tuple[str, Article]]:
    """Every sample that is a page: its path, and the story."""
    for sample in samples():
        document = sample.document
        if isinstance(document, Article):
            yield sample.path, document


@cache
def media() -> dict[str, bytes]:
    """The samples' pictures, films and sound, by the path at which a page asks for them."""
    return {f"/media/{file.name}": file.read_bytes() for file in sorted(MEDIA.iterdir()) if file.suffix != ".py"}


IMAGE: Json = {
    "type": "image",
    "url": "/media/harbour-dusk.jpg",
    "width": 1600,
    "height": 1067,
    "alt": "Cranes at dusk",
    "caption": ["The harbour, ", {"text": "at dusk", "marks": ["italic"]}],
    "credit": "Meridian",
    "focal_point": {"x": 0.25, "y": 1},
    "renditions": [
        {"url": "/media/harbour-dusk-640.jpg", "width": 640, "height": 427},
        {"url": "/s.jpg", "width": 320},
    ],
    "size": "wide",
    "warning": "Shows a wreck",
}
PLAYER: Json = {
    "sources": [{"url": "https://files.example/a.mp4", "type": "video/mp4", "width": 1280, "height": 720}],
    "player_url": "/player/7",
    "poster": {"url": "/media/harbour-dusk.jpg", "width": 1600, "height": 1067, "alt": ""},
    "title": "On the water",
    "caption": "The first boat leaves.",
    "description": "A boat leaves the quay.",
    "duration": "PT200S",
    "tracks": [{"url": "/media/a.vtt", "kind": "subtitles", "language": "en", "label": "English"}],
    "width": 1280,
    "height": 720,
    "live": True,
    "warning": "Flashing lights",
}
BYLINES: list[Json] = [{"name": "Nour Haddani", "role": "in Sarn", "url": "/by/nour", "image": "/media/nour.jpg"}]
RELATED: Json = {"headline": "Ferry back in service", "url": "/world/ferry", "image": IMAGE}

BLOCKS: dict[str, Json] = {
    "paragraph": {
        "text": [
            "Plain, ",
            {
                "text": "signed",
                "marks": ["bold", "italic", "underline", "strike", "code", "sub", "sup", "small", "highlight"],
            },
            {"text": "lié", "marks": ["bold"], "href": "https://other.example/", "language": "fr", "direction": "ltr"},
        ]
    },
    "heading": {"text": "What comes next", "level": 3},
    "list": {"items": ["One", {"text": ["Two"], "items": ["Two and a half"], "ordered": True}], "ordered": True},
    "block_quote": {"text": "At length.", "attribution": "A minister", "url": "https://other.example/speech"},
    "pull_quote": {"text": "In short.", "attribution": "A captain", "url": "/world/captain"},
    "image": IMAGE,
    "gallery": {"images": [IMAGE, {"url": "/media/b.jpg"}], "title": "A day in pictures", "warning": "Shows a wreck"},
    "video": PLAYER,
    "audio": PLAYER,
    "embed": {
        "provider": "youtube",
        "id": "dQw4w9WgXcQ",
        "url": "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "title": "The speech",
        "caption": "As broadcast.",
        "width": 640,
        "height": 360,
        "fallback_text": ["The minister said so."],
        "warning": "Strong language",
    },
    "table": {
        "rows": [
            ["Port", "Tonnes"],
            [{"text": "Sarn", "header": True, "align": "center", "colspan": 2, "rowspan": 2}, "12,400"],
        ],
        "header_rows": 1,
        "caption": "Cargo",
    },
    "code": {"text": "a = 1\nb < 2", "language": "python"},
    "divider": {},
    "ad": {"slot": "mid-article"},
    "fact_box": {
        "title": "The harbour",
        "blocks": [{"type": "paragraph", "text": "Built in 1904."}],
        "warning": "Tells of an accident",
    },
    "key_points": {"items": ["First", ["Second"]], "title": "In brief"},
    "related": {"items": [RELATED], "title": "More"},
    "correction": {"text": "An earlier version erred.", "at": "2026-11-24T09:00:00Z"},
    "update": {
        "id": "u1",
        "at": "2026-11-24T09:00:00Z",
        "headline": "Talks resume",
        "blocks": [{"type": "paragraph", "text": "They are back."}],
        "bylines": "By our staff",
        "updated_at": "2026-11-24T09:30:00Z",
        "key": True,
        "pinned": True,
    },
    "rating": {
        "value": 3.5,
        "best": 10,
        "label": "Worth seeing",
        "item": {"name": "A Harbour", "type": "film", "url": "https://films.example/harbour"},
    },
    "raw_html": {"html": "<p>From elsewhere</p>", "amp": "From elsewhere", "title": "A form"},
}
"""Every block type with every field that DESIGN.md names for it, each other than its default."""

METADATA: Json = {
    "updated_at": "2026-11-24T10:00:00+01:00",
    "embargo_until": "2026-11-24T08:00:00Z",
    "expires_at": "2036-11-24T08:00:00Z",
    "timezone": "Asia/Tokyo",
    "direction": "rtl",
    "standfirst": "What was agreed, and what was not.",
    "kicker": "Harbour",
    "dateline": "Sarn",
    "seo_headline": "Harbour talks end",
    "social_headline": "They talked all night",
    "description": "An agreement on the harbour.",
    "share_image": IMAGE,
    "genre": "analysis",
    "section": {"id": "world", "name": "World", "path": "/world"},
    "tags": [{"id": "t1", "name": "Harbours", "path": "/tag/harbours"}],
    "bylines": BYLINES,
    "key_points": ["One point", ["Another"]],
    "lead": IMAGE,
    "related": [RELATED],
    "access": "metered",
    "sponsor": {"name": "Port of Sarn", "url": "https://port.example/", "logo": "/media/port.png"},
    "corrections": [{"at": "2026-11-24T09:00:00Z", "text": "An earlier version erred."}],
    "canonical_url": "https://other.example/original",
    "source": "Wire",
    "amp": False,
    "ads": False,
    "comments_url": "https://comments.example/1",
    "alternates": [{"language": "fr", "url": "https://www.meridian.example/fr/1"}],
}
"""Every optional field of a story, each other than its default."""

LIVE: Json = {"ended_at": "2026-11-24T18:00:00Z"}
"""What a live blog may have besides."""


def as_json(document: AnyDocument) -> Json:
    """A document in the form in which it is stored."""
    form: Json = msgspec.json.decode(msgspec.json.encode(document, enc_hook=_stored))
    return form


def _stored(value: Any) -> Any:
    if isinstance(value, Bylines):
        return value.authors or value.sentence
    raise NotImplementedError(type(value))


def story(*body: Json, **metadata: Any) -> Json:
    """A story with the fields that it must have, with a body, and with what else is given."""
    return {
        "version": "1",
        "kind": "story",
        "id": "s1",
        "path": "/world/asia/harbour-talks",
        "headline": "Harbour talks end in agreement",
        "language": "en",
        "published_at": "2026-11-24T08:30:00Z",
        "body": list(body),
        **metadata,
    }


def everything(kind: str = "story") -> Json:
    """A story that has every field and every block of the format."""
    body = [{"type": name, **fields} for name, fields in BLOCKS.items()]
    live = LIVE if kind == "liveblog" else {}
    return copy.deepcopy(story(*body, **METADATA, **live, kind=kind))
