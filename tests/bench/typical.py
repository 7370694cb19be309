"""What a block holds in a story of the usual kind, and bodies of any length made of such blocks."""

import json
from collections.abc import Callable
from typing import Any

from tests.samples import Json, story

_SENTENCE = "The port authority had asked for nine berths and was given seven, two of them only after dark. "
_RENDITIONS = [{"url": f"/media/harbour-dusk-{w}.jpg", "width": w, "height": w * 2 // 3} for w in (320, 640, 960)]


def text(words: int) -> list[Any]:
    """Running text of about so many words, with a link and a word in bold in every fifty."""
    whole = (_SENTENCE * (words // 18 + 1)).split()
    runs: list[Any] = []
    for start in range(0, words, 50):
        part = " ".join(whole[start : min(start + 50, words)]) + " "
        runs += [part, {"text": "as agreed", "href": "/world/asia/harbour-talks"}, " on ", _bold("Monday"), ". "]
    return runs


def _bold(word: str) -> Json:
    return {"text": word, "marks": ["bold"]}


def _picture(**more: Any) -> Json:
    known: Json = {"url": "/media/harbour-dusk.jpg", "width": 1600, "height": 1067, "alt": "Cranes at dusk"}
    return known | {"renditions": _RENDITIONS, "caption": "The harbour at dusk.", "credit": "Meridian"} | more


def _player(**more: Any) -> Json:
    known: Json = {"poster": _picture(), "title": "On the water", "duration": "PT200S", "width": 1280, "height": 720}
    return known | {"caption": "The first boat leaves."} | more


def _paragraph() -> Json:
    return {"type": "paragraph", "text": text(45)}


def _table(rows: int, columns: int) -> Json:
    head = [f"Port {column}" for column in range(columns)]
    cells = [[f"Row {row}", *(f"{row * column:,}" for column in range(1, columns))] for row in range(rows)]
    return {"type": "table", "rows": [head, *cells], "header_rows": 1, "caption": "Tonnes by port"}


def _update(number: int) -> Json:
    return {
        "type": "update",
        "id": f"u{number}",
        "at": "2026-11-24T09:00:00Z",
        "headline": "Talks resume",
        "blocks": [_paragraph(), _paragraph()],
        "bylines": [{"name": "Nour Haddani", "role": "in Sarn", "url": "/by/nour"}],
    }


_FILM = [{"url": "https://files.example/a.mp4", "type": "video/mp4"}]
_SOUND = [{"url": "https://files.example/a.mp3", "type": "audio/mpeg"}]
_MARKUP = "<table><tr><th>Port<td><b>Sarn</b></table><p>From <a href='https://other.example/'>elsewhere</a>.</p>" * 2

TYPICAL: dict[str, Json] = {
    "paragraph": _paragraph(),
    "heading": {"type": "heading", "text": "What comes next", "level": 2},
    "list": {"type": "list", "items": [text(12) for _ in range(4)]},
    "block_quote": {"type": "block_quote", "text": text(40), "attribution": "A minister"},
    "pull_quote": {"type": "pull_quote", "text": "Seven berths are not nine.", "attribution": "A captain"},
    "image": {"type": "image", **_picture()},
    "gallery": {"type": "gallery", "images": [_picture() for _ in range(5)], "title": "A day in pictures"},
    "video": {"type": "video", **_player(sources=_FILM)},
    "audio": {"type": "audio", **_player(sources=_SOUND)},
    "player page": {"type": "video", **_player(player_url="https://player.meridian.example/7")},
    "embed": {"type": "embed", "provider": "youtube", "id": "dQw4w9WgXcQ", "title": "The speech"},
    "table": _table(rows=8, columns=4),
    "code": {"type": "code", "text": "for berth in harbour:\n    close(berth)\n" * 4, "language": "python"},
    "divider": {"type": "divider"},
    "ad": {"type": "ad", "slot": "mid-article"},
    "fact_box": {"type": "fact_box", "title": "The harbour", "blocks": [_paragraph(), _paragraph()]},
    "key_points": {"type": "key_points", "items": [text(12) for _ in range(3)]},
    "related": {
        "type": "related",
        "items": [{"headline": "Ferry back in service", "url": "/world/ferry", "image": _picture()}] * 3,
    },
    "correction": {"type": "correction", "text": text(20), "at": "2026-11-24T09:00:00Z"},
    "update": _update(1),
    "rating": {"type": "rating", "value": 3.5, "best": 5, "label": "Worth seeing"},
    "raw_html": {"type": "raw_html", "html": _MARKUP, "amp": "<p>From elsewhere.</p>", "title": "A table"},
}
"""A paragraph of 45 words with a link, a table of eight rows and four columns, a gallery of five, an update of two
paragraphs, markup of fourteen elements: what a reader meets, not what the format allows."""


def stored(*body: Json, **metadata: Any) -> bytes:
    """A story as it is stored."""
    return json.dumps(story(*body, **metadata), separators=(",", ":")).encode()


def of_size(size: int, *blocks: Json) -> bytes:
    """A story of about so many bytes, made of some blocks over and over."""
    one = len(json.dumps(blocks, separators=(",", ":")))
    return stored(*(blocks * max(1, round(size / one))))


BODIES: dict[str, Callable[[int], bytes]] = {
    "paragraphs": lambda size: of_size(size, TYPICAL["paragraph"]),
    "a mixture": lambda size: of_size(size, *TYPICAL.values()),
    "pictures": lambda size: of_size(size, TYPICAL["image"]),
    "tables": lambda size: of_size(size, TYPICAL["table"]),
    "one table": lambda size: stored(_table(rows=size // 60, columns=8)),
    "embeds": lambda size: of_size(size, TYPICAL["embed"], TYPICAL["player page"]),
    "markup": lambda size: of_size(size, TYPICAL["raw_html"]),
    "updates": lambda size: stored(*(_update(n) for n in range(size // 1_000)), kind="liveblog"),
    "boxes": lambda size: of_size(size, TYPICAL["fact_box"], TYPICAL["related"]),
}
"""Bodies of about so many bytes, by what they are made of."""

HOSTILE: dict[str, Callable[[int], bytes]] = {
    "a paragraph of 1 MB": lambda tenths: stored({"type": "paragraph", "text": "a < b & " * (12_500 * tenths)}),
    "a paragraph of turns of direction": lambda tenths: stored(
        {"type": "paragraph", "text": "\u202b" * (5_000 * tenths) + "a" + "\u2069\u202c" * (5_000 * tenths)}
    ),
    "a paragraph of 20,000 spans": lambda tenths: stored(
        {"type": "paragraph", "text": [{"text": "x", "marks": ["bold"], "href": "/b"}] * (2_000 * tenths)}
    ),
    "10,000 updates": lambda tenths: stored(
        *({"type": "update", "id": f"u{n}", "at": "2026-11-24T09:00:00Z"} for n in range(1_000 * tenths)),
        kind="liveblog",
    ),
    "10,000 updates of one id": lambda tenths: stored(
        *({"type": "update", "id": "u", "at": "2026-11-24T09:00:00Z"} for _ in range(1_000 * tenths)), kind="liveblog"
    ),
    "2,000 pictures": lambda tenths: stored({"type": "gallery", "images": [_picture()] * (200 * tenths)}),
    "a table of 500 columns": lambda tenths: stored(_table(rows=30, columns=50 * tenths)),
    "10,000 unknown blocks": lambda tenths: stored(*({"type": f"kind {n}"} for n in range(1_000 * tenths))),
    "markup of 500 KB": lambda tenths: stored(
        {"type": "raw_html", "html": "<b><i>x<p>" * (5_000 * tenths), "title": "T"}
    ),
    "2,000 addresses of one picture": lambda tenths: stored(
        {"type": "image", **_picture(renditions=[{"url": f"/{n}.jpg", "width": n + 1} for n in range(200 * tenths)])}
    ),
    "a headline of 500 KB": lambda tenths: stored(headline="Seven berths & " * (3_300 * tenths)),
    "10,000 tags": lambda tenths: stored(
        tags=[{"id": f"t{n}", "name": f"T {n}", "path": f"/t/{n}"} for n in range(1_000 * tenths)]
    ),
}
"""What nobody should write, whole at ten tenths."""
