"""Films and recordings: their words, tracks and boxes, in both formats, on a screen and on paper."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from slugline.address import Format
from slugline.page.blocks import VIEWS
from slugline.page.composition import Composition, Spot
from slugline.page.context import AudioView, EmbedView, TrackView, VideoView
from slugline.page.render import render
from slugline.page.theme import Theme
from slugline.policy import policy_of
from slugline.story.check import check
from slugline.story.decode import decode
from slugline.story.document import Article
from tests import samples
from tests.page.test_browser import SHIFT
from tests.parts import amp_rules, nu
from tests.parts.amp import AmpValidator
from tests.parts.chromium import Chromium, View
from tests.samples import Json, story

BASE = "https://www.meridian.example"
FILM: Json = {
    "type": "video",
    "sources": [{"url": "/media/arrel-regatta.mp4"}],
    "poster": {"url": "/media/regatta.jpg", "width": 1280, "height": 720, "alt": ""},
    "title": "The last strokes",
}
TALL: Json = FILM | {"width": 1080, "height": 1920, "title": "From the bank"}
SOUND: Json = {"type": "audio", "sources": [{"url": "/media/finish-bell.mp3"}], "title": "The bell"}


def _article(*blocks: Json, **fields: Any) -> Article:
    decoded = decode(msgspec.json.encode(story(*blocks, **fields)))
    assert isinstance(decoded.document, Article)
    assert decoded.problems == ()
    return decoded.document


def _view(theme: Theme, block: Json, page_format: Format = "html", **fields: Any) -> Any:
    article = _article(block, **fields)
    page = Composition(article, page_format, theme, VIEWS)
    return VIEWS[type(article.body[0])](article.body[0], Spot(page, "$.body[0]"))


def _tracks(theme: Theme, *tracks: Json, page_format: Format = "html", **fields: Any) -> tuple[TrackView, ...]:
    view = _view(theme, FILM | {"tracks": [{"url": "/a.vtt", **track} for track in tracks]}, page_format, **fields)
    assert isinstance(view, VideoView)
    return view.tracks


def test_subtitles_of_no_language_are_captions(theme: Theme) -> None:
    """HTML and AMP ask subtitles for their language: those without are offered as what they are at least."""
    (track,) = _tracks(theme, {"kind": "subtitles"})
    assert (track.kind, track.language, track.label) == ("captions", None, "captions")
    (track,) = _tracks(theme, {"kind": "subtitles", "language": "PT-br"})
    assert (track.kind, track.language, track.label) == ("subtitles", "pt-BR", "pt-BR")
    (track,) = _tracks(theme, {"kind": "chapters"})
    assert (track.kind, track.label) == ("chapters", "chapters")


def test_tracks_are_told_apart(theme: Theme) -> None:
    """Of two with one name the second has a number: a player lists them by it."""
    tracks = _tracks(theme, {"label": "English"}, {"label": " English "}, {"label": "Cymraeg"}, {"label": "English"})
    assert [track.label for track in tracks] == ["English", "English 2", "Cymraeg", "English 3"]
    tracks = _tracks(theme, {"label": "English 2"}, {"label": "English"}, {"label": "English"})
    assert [track.label for track in tracks] == ["English 2", "English", "English 3"]


@pytest.mark.parametrize("page_format", ["html", "amp"])
@pytest.mark.parametrize(
    ("language", "tracks", "default"),
    [
        ("en-GB", [{"language": "fr"}, {"language": "EN-us"}, {"language": "en"}], [1]),
        ("en", [{"language": "en", "kind": "chapters"}, {"language": "en", "kind": "descriptions"}], []),
        ("en", [{"language": "fr"}, {}], []),
        ("en", [{"language": "en", "url": "https://files.example/a.vtt"}], []),
        ("ar", [{"language": "ar", "url": f"{BASE}/a.vtt", "kind": "subtitles"}], [0]),
    ],
)
def test_the_track_that_is_shown_unasked(
    theme: Theme, language: str, tracks: list[Json], default: list[int], page_format: Format
) -> None:
    """It is the first in the page's language that says what is said; never one of another site: no browser takes it."""
    views = _tracks(theme, *tracks, page_format=page_format, language=language)
    assert [index for index, view in enumerate(views) if view.default] == default


def test_what_is_live_is_said_to_be(theme: Theme) -> None:
    """In place of a length, also on a card and in a frame."""
    for block in (FILM, SOUND):
        for page_format in ("html", "amp"):
            text = render(_article(block | {"live": True}), page_format, theme).html.partition("<figure")[2]
            assert '<figcaption><span class="badge">Live</span> <strong' in text
            assert "badge" not in render(_article(block), page_format, theme).html.partition("<figure")[2]
    view = _view(theme, {"type": "video", "player_url": "/p/1", "live": True, "duration": "PT2H"})
    assert isinstance(view, EmbedView)
    assert view.duration == "Live"


@pytest.mark.parametrize(
    ("duration", "text"),
    [("PT3S", "3 s"), ("PT3M20S", "3 min 20 s"), ("PT2H5M", "2 h 05 min"), ("P1DT1H", "25 h 00 min")],
)
def test_how_long_it_is(theme: Theme, duration: str, text: str) -> None:
    """In seconds, minutes or hours."""
    view = _view(theme, SOUND | {"duration": duration})
    assert isinstance(view, AudioView)
    assert view.duration == text


def test_the_address_on_paper_is_whole(theme: Theme) -> None:
    """Who reads on paper is told where the film lies: in full, and not over http."""
    assert _view(theme, FILM).address == f"{BASE}/media/arrel-regatta.mp4"
    assert (
        _view(theme, SOUND | {"sources": [{"url": "http://a.example/ø.mp3"}]}).address == "https://a.example/%C3%B8.mp3"
    )


ADVICE: list[tuple[Json, str, str]] = [
    (FILM | {"sources": [{"url": "/a.m3u8"}, {"url": "/b.MOV?x=1.mp4"}]}, "$.body[0].sources", "video/quicktime"),
    (FILM | {"sources": [{"url": "/a", "type": "application/dash+xml"}]}, "$.body[0].sources", "application/dash+xml"),
    (SOUND | {"sources": [{"url": "/a.opus"}]}, "$.body[0].sources", "only audio/ogg"),
    (FILM | {"tracks": [{"url": "/a.vtt", "kind": "subtitles"}]}, "$.body[0].tracks[0]", "in no `language`"),
    (FILM | {"tracks": [{"url": "https://a.example/a.vtt"}]}, "$.body[0].tracks[0].url", "names a host"),
]  # fmt: skip


@pytest.mark.parametrize(("block", "place", "told"), ADVICE)
def test_advice_on_players(block: Json, place: str, told: str) -> None:
    """What cannot be played everywhere, and tracks that no browser will show, are told; the page comes all the same."""
    problems = check(msgspec.json.encode(story({"tracks": [{"url": "/a.vtt"}], **block})), {})
    assert [(problem.severity, problem.place) for problem in problems] == [("warning", place)]
    assert told in problems[0].what


@pytest.mark.parametrize(
    "sources",
    [
        [{"url": "/a.m3u8"}, {"url": "/a.mp4"}],
        [{"url": "/a"}],
        [{"url": "/a.bin", "type": 'video/webm; codecs="vp9"'}],
        [{"url": "/a.M4V"}],
    ],
)
def test_one_file_that_all_play_is_enough(sources: list[Json]) -> None:
    """Nothing is told of a film of which a file is an MP4 or WebM, or of a type that nothing tells."""
    block = FILM | {"sources": sources, "tracks": [{"url": "/a.vtt"}]}
    assert check(msgspec.json.encode(story(block)), {}) == ()


def test_a_broken_track_or_source_takes_nothing_down() -> None:
    """The film is shown with what is left of it."""
    broken = FILM | {
        "sources": [{"url": "javascript:1"}, *FILM["sources"]],
        "tracks": [{"url": "a b"}, {"kind": "captions"}, {"url": "/b.vtt", "kind": "caption"}, {"url": "/a.vtt"}],
    }
    decoded = decode(msgspec.json.encode(story(broken)))
    assert isinstance(decoded.document, Article)
    film: Any = decoded.document.body[0]
    assert ([source.url for source in film.sources], [track.url for track in film.tracks]) == (
        ["/media/arrel-regatta.mp4"],
        ["/b.vtt", "/a.vtt"],
    )


SHOWN: list[Json] = [
    FILM
    | {"tracks": [{"url": "/media/arrel-regatta.en.vtt", "language": "en"}, {"url": "/b.vtt", "kind": "subtitles"}]},
    FILM | {"poster": {"url": "/media/cellist.jpg", "width": 800, "height": 1000}, "width": 640, "height": 360},
    FILM | {"poster": {"url": "/media/none.jpg"}, "live": True},
    FILM | {"poster": None, "title": None},
    TALL,
    SOUND | {"live": True},
    TALL | {"warning": "Blood"},
    FILM | {"player_url": "/p/1", "sources": [], "live": True},
]
BOXES = """() => [...document.querySelectorAll('video, amp-video')]
    .map(e => e.getBoundingClientRect()).map(box => [Math.round(box.width), Math.round(box.height)])"""


@pytest.mark.usefixtures("nu_checker")
def test_judges_have_nothing_to_say_of_players(theme: Theme, amp_validator: AmpValidator) -> None:
    """The AMP validator, our rules of AMP and the HTML checker."""
    article = _article(*SHOWN, lead=TALL)
    amp = render(article, "amp", theme).html
    verdict = amp_validator.validate(amp)
    assert (verdict.status, verdict.issues, amp_rules.faults(amp)) == ("PASS", [], [])
    assert nu.check_pages({"players": render(article, "html", theme).html}) == {"players": []}


@pytest.mark.parametrize(("width", "height"), [(360, 740), (1280, 900), (740, 360)])
def test_films_keep_their_boxes(browser: Chromium, theme: Theme, width: int, height: int) -> None:
    """In both formats the film's own shape, whatever that of its still, or none; no higher than 80 % of the view."""
    seen = {}
    for page_format in ("html", "amp"):
        page = render(_article(*SHOWN[:5]), page_format, theme)
        view = View(width=width, height=height)
        headers = {"content-security-policy": policy_of(page.needs)}
        with browser.open(page.html, view, headers, samples.media()) as reading:
            assert reading.page.evaluate(SHIFT) == 0
            seen[page_format] = reading.page.evaluate(BOXES)
            assert reading.complaints("none.jpg", "404", "cdn.ampproject.org", "NAME_NOT_RESOLVED") == []
    column = seen["html"][0][0]
    most = round(height * 0.8)
    expected = [min(round(column * 9 / 16), most)] * 4 + [min(round(column * 16 / 9), most)]
    assert seen["html"] == seen["amp"]
    assert seen["html"] == [[column, high] for high in expected]


def test_paper_has_the_address_and_no_dead_player(browser: Chromium, theme: Theme) -> None:
    """In print a film is its still, its title and where it lies; a recording, and a film without a still, are words."""
    page = render(_article(FILM, FILM | {"poster": None}, SOUND), "html", theme)
    shown = """() => ['video[poster]', 'video:not([poster])', 'audio', 'figcaption', '.file']
        .map(s => document.querySelector(s).getBoundingClientRect().height > 0)"""
    with browser.open(page.html, View(), None, samples.media()) as reading:
        assert reading.page.evaluate(shown) == [True, True, True, True, False]
        reading.page.emulate_media(media="print")
        assert reading.page.evaluate(shown) == [True, False, False, True, True]
