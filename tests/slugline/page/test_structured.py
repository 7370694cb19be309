"""Structured data of one story at a time: what is claimed of it, what is left out, and what no text can do to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from slugline.page.blocks import VIEWS
from slugline.page.composition import Composition
from slugline.page.head import addresses_of, head_view
from slugline.page.story import story_view
from slugline.page.structured import json_ld
from slugline.page.structured.live import MAX_BODY, beginning, called, shortened
from slugline.page.theme import Theme
from slugline.site import Logo, Publisher
from slugline.story.blocks import BlockQuote, Divider, Heading, List, Paragraph
from slugline.story.decode import decode
from slugline.story.document import Article
from slugline.story.media import Image, Video
from tests import strategies
from tests.parts.dom import descendants, parse
from tests.samples import Json, everything, story
from tests.settled import settled

BASE = "https://www.meridian.example"
HERE = f"{BASE}/world/asia/harbour-talks"
NEWSROOM = {"@type": "NewsMediaOrganization", "name": "The Meridian", "url": f"{BASE}/"}
PUBLISHER = NEWSROOM | {"publishingPrinciples": f"{BASE}/about", "correctionsPolicy": f"{BASE}/corrections"}


def _graph(theme: Theme, value: Json, page_format: Any = "html") -> list[Json]:
    article = decode(msgspec.json.encode(value)).document
    assert isinstance(article, Article)
    page = Composition(article, page_format, theme, VIEWS)
    addresses = addresses_of(article, theme.site.base_url, amp=True)
    data = json.loads(str(head_view(page, addresses, story_view(page, addresses.front)).json_ld))
    assert data["@context"] == "https://schema.org"
    graph: list[Json] = data["@graph"]
    return graph


def _data(theme: Theme, value: Json) -> Json:
    return _graph(theme, value)[0]


def test_an_article(theme: Theme) -> None:
    """Values from the story, absolute addresses, times as the page has them."""
    data = _data(theme, everything() | {"sponsor": None})
    assert data["@type"] == "AnalysisNewsArticle"
    assert data["mainEntityOfPage"] == "https://other.example/original"
    assert (data["headline"], data["description"]) == ("Harbour talks end in agreement", "An agreement on the harbour.")
    assert (data["datePublished"], data["dateModified"]) == ("2026-11-24T17:30:00+09:00", "2026-11-24T18:00:00+09:00")
    assert data["author"] == [
        {"@type": "Person", "name": "Nour Haddani", "url": f"{BASE}/by/nour", "image": f"{BASE}/media/nour.jpg"}
    ]
    assert data["publisher"] == PUBLISHER
    assert (data["articleSection"], data["keywords"], data["inLanguage"]) == ("World", ["Harbours"], "en")
    assert (data["dateline"], data["sourceOrganization"]) == ("Sarn", {"@type": "Organization", "name": "Wire"})


def test_what_is_absent_is_left_out(theme: Theme) -> None:
    """A bare story claims nothing that it does not have."""
    assert _data(theme, story()) == {
        "@type": "NewsArticle",
        "mainEntityOfPage": HERE,
        "headline": "Harbour talks end in agreement",
        "inLanguage": "en",
        "datePublished": "2026-11-24T08:30:00+00:00",
        "dateModified": "2026-11-24T08:30:00+00:00",
        "author": [NEWSROOM],
        "publisher": PUBLISHER,
        "isAccessibleForFree": True,
    }


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({}, "NewsArticle"),
        ({"genre": "news"}, "NewsArticle"),
        ({"genre": "analysis"}, "AnalysisNewsArticle"),
        ({"genre": "opinion"}, "OpinionNewsArticle"),
        ({"genre": "review"}, "ReviewNewsArticle"),
        ({"genre": "explainer"}, "BackgroundNewsArticle"),
        ({"genre": "obituary"}, "NewsArticle"),
        ({"genre": "Match report"}, "NewsArticle"),
        ({"genre": "analysis", "sponsor": {"name": "Port of Sarn"}}, "AdvertiserContentArticle"),
        ({"genre": "analysis", "kind": "liveblog"}, "LiveBlogPosting"),
    ],
)
def test_the_type_of_an_article(theme: Theme, fields: Json, kind: str) -> None:
    """The genre's own where schema.org has one; what is paid for is no news; a live blog is one."""
    data = _data(theme, story(dateline="Sarn", **fields))
    assert data["@type"] == kind
    assert ("dateline" in data) == kind.endswith("NewsArticle")


@pytest.mark.parametrize(
    ("bylines", "authors", "credit"),
    [
        ([{"name": "A"}, {"name": "B", "url": "mailto:b@x.example"}], ["A", "B"], None),
        ([{"name": "A", "url": "HTTPS://x.example/a"}], ["A HTTPS://x.example/a"], None),
        ("A in Paris and B in Rome", ["The Meridian https://www.meridian.example/"], "A in Paris and B in Rome"),
        ([{"name": "\x00"}], ["The Meridian https://www.meridian.example/"], None),
        (" ", ["The Meridian https://www.meridian.example/"], None),
    ],
)
def test_authors(theme: Theme, bylines: Any, authors: list[str], credit: str | None) -> None:
    """A person each, with their page; a sentence is a credit and no name; the newsroom where nobody is named."""
    data = _data(theme, story(bylines=bylines))
    assert [" ".join([author["name"], *filter(None, [author.get("url")])]) for author in data["author"]] == authors
    assert data.get("creditText") == credit


def test_pictures_are_told_with_their_credit(theme: Theme) -> None:
    """Size, caption and credit of each picture; `contentUrl` beside a credit, as Google asks."""
    lead = {"type": "image", "url": "/a.jpg", "width": 1600, "height": 900, "caption": ["A ", {"text": "b"}]}
    whole = {"@type": "ImageObject", "url": f"{BASE}/a.jpg", "width": 1600, "height": 900, "caption": "A b"}
    credited = whole | {"contentUrl": f"{BASE}/a.jpg", "creditText": "C"}
    assert _data(theme, story(lead=lead))["image"] == [whole]
    assert _data(theme, story(lead=lead | {"credit": "C"}))["image"] == [credited]
    assert _data(theme, story(lead={"type": "image", "url": "/a.jpg", "width": 9}))["image"] == [
        {"@type": "ImageObject", "url": f"{BASE}/a.jpg"}
    ]


FILM: Json = {"type": "video", "player_url": "/p/1", "poster": {"url": "/a.jpg"}, "title": "On the water"}


def test_films(theme: Theme) -> None:
    """Every film that the page shows is told, wherever it stands; one without a still is not, nor what may shock."""
    boxed = {"type": "fact_box", "blocks": [FILM | {"title": "Boxed"}]}
    update = {"type": "update", "id": "u", "at": "2026-11-24T09:00:00Z", "blocks": [FILM | {"title": "In an update"}]}
    unseen = [
        FILM | {"poster": None},
        FILM | {"warning": "Blood"},
        FILM | {"poster": {"url": "/a.jpg", "warning": "Blood"}},
        {"type": "fact_box", "blocks": [FILM | {"title": "Hidden"}], "warning": "Blood"},
    ]
    data = _data(theme, story(FILM, boxed, update, *unseen, lead=FILM | {"title": "Lead"}))
    assert [film["name"] for film in data["video"]] == ["Lead", "On the water", "Boxed", "In an update"]
    assert data["video"][1] == {
        "@type": "VideoObject",
        "name": "On the water",
        "embedUrl": f"{BASE}/p/1",
        "thumbnailUrl": f"{BASE}/a.jpg",
        "uploadDate": "2026-11-24T08:30:00+00:00",
    }


def test_a_film_in_full(theme: Theme) -> None:
    """Its file, its length, its description or else its caption; untitled, it is called by its caption or headline."""
    film = FILM | {
        "sources": [{"url": "https://files.example/a.mp4"}],
        "duration": "PT3M20S",
        "caption": "A boat",
        "title": None,
    }
    (told,) = _data(theme, story(film))["video"]
    assert (told["name"], told["description"], told["duration"]) == ("A boat", "A boat", "PT200S")
    assert (told["contentUrl"], told["embedUrl"]) == ("https://files.example/a.mp4", f"{BASE}/p/1")
    (own,) = _data(theme, story(film | {"description": "It leaves", "duration": "PT0S", "caption": None}))["video"]
    assert (own["name"], own["description"]) == ("Harbour talks end in agreement", "It leaves")
    assert "duration" not in own


@pytest.mark.parametrize(
    ("fields", "end"),
    [
        ({"live": True}, None),
        ({"duration": "PT1H"}, None),
        ({"live": True, "duration": "PT1H"}, "2026-11-24T09:30:00+00:00"),
        ({"live": True, "duration": "-PT1H"}, None),
        ({"live": True, "duration": "P900000000D"}, None),
    ],
)
def test_a_film_that_is_going_on(theme: Theme, fields: Json, end: str | None) -> None:
    """A live film is a broadcast from when the story came out, where its planned length tells when it ends."""
    (film,) = _data(theme, story(FILM | fields))["video"]
    start = "2026-11-24T08:30:00+00:00"
    broadcast = {"@type": "BroadcastEvent", "isLiveBroadcast": True, "startDate": start, "endDate": end}
    assert film.get("publication") == (broadcast if end else None)


def test_recordings(theme: Theme) -> None:
    """A recording needs no still."""
    recording = {"type": "audio", "sources": [{"url": "/a.mp3"}], "title": "The bell", "duration": "PT4S"}
    assert _data(theme, story(recording))["audio"] == [
        {"@type": "AudioObject", "name": "The bell", "duration": "PT4S", "contentUrl": f"{BASE}/a.mp3"}
    ]


def test_corrections(theme: Theme) -> None:
    """Those at the end and those inside are told, with their time where it is known."""
    inside = {"type": "correction", "text": ["It is ", {"text": "1,249"}]}
    data = _data(theme, story(inside, corrections=[{"text": "Not so.", "at": "2026-11-24T09:00:00Z"}]))
    assert data["correction"] == [
        {"@type": "CorrectionComment", "text": "Not so.", "datePublished": "2026-11-24T09:00:00+00:00"},
        {"@type": "CorrectionComment", "text": "It is 1,249"},
    ]


def test_sponsors(theme: Theme) -> None:
    """Who paid is told, with their page where it is on the web."""
    data = _data(theme, story(sponsor={"name": "Port of Sarn", "url": "https://port.example/"}))
    assert data["sponsor"] == {"@type": "Organization", "name": "Port of Sarn", "url": "https://port.example/"}
    by_mail = _data(theme, story(sponsor={"name": "Port of Sarn", "url": "mailto:a@port.example"}))
    assert by_mail["sponsor"] == {"@type": "Organization", "name": "Port of Sarn"}


RATING: Json = {"type": "rating", "value": 3.5}
BOOK: Json = {"name": "The Salt Ledger", "type": "book", "url": "https://books.example/1"}


def test_a_review_that_names_its_subject(theme: Theme) -> None:
    """Each thing that is rated gets a review of its own, in whatever genre; it is the story's author who judges."""
    rated = [RATING | {"item": BOOK}, RATING | {"best": 10, "value": 0, "item": {"name": "Tides"}}]
    article, _, book, other = _graph(theme, story(*rated, bylines=[{"name": "Petra Amari"}], genre="review"))
    assert "reviewRating" not in article
    assert book == {
        "@type": "Review",
        "url": HERE,
        "itemReviewed": {"@type": "Book", "name": "The Salt Ledger", "sameAs": "https://books.example/1"},
        "reviewRating": {"@type": "Rating", "ratingValue": 3.5, "bestRating": 5, "worstRating": 0},
        "author": [{"@type": "Person", "name": "Petra Amari"}],
        "datePublished": "2026-11-24T08:30:00+00:00",
    }
    assert other["itemReviewed"] == {"@type": "Thing", "name": "Tides"}
    assert other["reviewRating"] == {"@type": "Rating", "ratingValue": 0, "bestRating": 10, "worstRating": 0}


@pytest.mark.parametrize(
    ("ratings", "genre", "told"),
    [
        ([RATING], "review", 3.5),
        ([RATING], "opinion", None),
        ([], "review", None),
        ([RATING, RATING], "review", None),
        ([RATING, RATING | {"item": BOOK}], "review", None),
        ([RATING | {"item": {"name": "\x00"}}], "review", None),
    ],
)
def test_a_review_that_does_not(theme: Theme, ratings: list[Json], genre: str, told: float | None) -> None:
    """The only rating of a review is its own; elsewhere nobody says what a rating without a subject is of."""
    article = _data(theme, story(*ratings, genre=genre))
    assert article.get("reviewRating", {}).get("ratingValue") == told


@pytest.mark.parametrize(
    ("access", "paywall", "free"),
    [("free", "on", True), ("metered", "on", False), ("subscriber", "on", False), ("subscriber", "off", True)],
)
def test_paywalls(theme: Theme, access: str, paywall: str, *, free: bool) -> None:
    """A story that is not free says so, and which part is closed; on a site that closes nothing all is free."""
    data = _data(settled(theme, paywall=paywall), story(access=access))
    part = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".body"}
    assert (data["isAccessibleForFree"], data.get("hasPart")) == (free, None if free else part)


@pytest.mark.parametrize(
    ("section", "way"),
    [
        (None, []),
        ({"id": "w", "name": "World"}, []),
        ({"id": "w", "name": " ", "path": "/world"}, []),
        ({"id": "w", "name": "World", "path": "/ærø"}, [("World", f"{BASE}/%C3%A6r%C3%B8")]),
    ],
)
def test_the_way_to_a_story(theme: Theme, section: Json | None, way: list[tuple[str, str]]) -> None:
    """Front page, section where it has a page, story without an address; in the story's language."""
    _, crumbs = _graph(theme, story(section=section, language="ar"))
    told = [(item["name"], item.get("item")) for item in crumbs["itemListElement"]]
    front = theme.labels_for("ar").front_page
    assert told == [(front, f"{BASE}/"), *way, ("Harbour talks end in agreement", None)]
    assert [item["position"] for item in crumbs["itemListElement"]] == [*range(1, len(told) + 1)]


def test_the_publisher_in_full(theme: Theme) -> None:
    """Logo, profiles and policies of the site's settings, by schema.org's names; made once for all pages."""
    publisher = Publisher(
        legal_name="Meridian Press Ltd",
        same_as=("https://social.example/meridian", "/about"),
        verification_fact_checking_policy="/about/facts",
        masthead="/about/people",
    )
    told = settled(theme, publisher=publisher, logo=Logo(url="/logo.png", width=240, height=60))
    data = _data(told, story())
    assert data["publisher"] == NEWSROOM | {
        "logo": {"@type": "ImageObject", "url": f"{BASE}/logo.png", "width": 240, "height": 60},
        "legalName": "Meridian Press Ltd",
        "sameAs": ["https://social.example/meridian", f"{BASE}/about"],
        "verificationFactCheckingPolicy": f"{BASE}/about/facts",
        "masthead": f"{BASE}/about/people",
    }
    assert data["author"] == [NEWSROOM]
    assert _data(told, story(language="ja"))["publisher"] == data["publisher"]


def _update(name: str, *blocks: Json, **fields: Any) -> Json:
    return {"type": "update", "id": name, "at": "2026-11-24T09:00:00Z", "blocks": list(blocks), **fields}


def _paragraph(text: Any) -> Json:
    return {"type": "paragraph", "text": text}


def test_a_live_blog(theme: Theme) -> None:
    """Each update is a posting with its address, words, times and authors, in the order of the page."""
    blog = story(
        _update("u1", _paragraph("They are back."), headline=["Talks ", {"text": "resume"}]),
        _update("amp", _paragraph("A. " * 60), bylines=[{"name": "B"}], updated_at="2026-11-24T10:00:00Z"),
        _update("u1", headline="Again"),
        _update("wordless", {"type": "divider"}),
        {"type": "fact_box", "blocks": [_update("boxed", headline="In a box, and so no entry")]},
        kind="liveblog",
        bylines=[{"name": "A"}],
        timezone="Europe/Paris",
    )
    data = _data(theme, blog)
    assert data["coverageStartTime"] == data["datePublished"] == "2026-11-24T09:30:00+01:00"
    assert "coverageEndTime" not in data
    first, second, third = data["liveBlogUpdate"]
    assert first == {
        "@type": "BlogPosting",
        "url": f"{HERE}/page/2#u1.2",
        "headline": "Talks resume",
        "articleBody": "They are back.",
        "datePublished": "2026-11-24T10:00:00+01:00",
        "author": [{"@type": "Person", "name": "A"}],
    }
    assert (second["url"], second["dateModified"]) == (f"{HERE}/page/2#-amp", "2026-11-24T11:00:00+01:00")
    assert second["author"] == [{"@type": "Person", "name": "B"}]
    assert second["headline"] == f"{'A. ' * 35}A.…"
    assert (third["url"], third["headline"]) == (f"{HERE}/page/2#u1", "Again")


def test_a_block_that_is_lost_is_not_told(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    """Data tells what the page shows: of an update that failed neither itself nor the film in it."""
    show = Composition._show
    monkeypatch.setattr(
        Composition, "_show", lambda page, view: 1 / 0 if view.template == "update" else show(page, view)
    )
    data = _data(theme, story(_update("u", FILM), FILM, kind="liveblog"))
    assert [film["name"] for film in data["video"]] == ["On the water"]
    assert "liveBlogUpdate" not in data


def test_the_first_words_of_an_update() -> None:
    """Running text alone, to a bound, cut between words where there are any."""
    blocks = [Heading(text="H"), Paragraph(text="One "), Divider(), BlockQuote(text=(" two\n",)), Paragraph(text="")]
    assert beginning(blocks) == "One two"
    assert beginning([*blocks, List(items=("Three",)), Paragraph(text="in that order")]) == "One two"
    assert beginning([]) == ""
    assert (
        called([Divider(), Image(url="/a", caption="Seen", warning="Blood"), Image(url="/b", caption=("The slope",))])
        == "The slope"
    )
    assert (
        called([Video(player_url="/p", title="On the water"), Image(url="/b", caption="The slope")]) == "On the water"
    )
    assert called([Image(url="/b")]) == ""
    long = beginning([Paragraph(text="abcd " * 100), Paragraph(text="never")])
    assert (len(long) <= MAX_BODY, long[-5:]) == (True, "abcd…")
    assert shortened("港" * 12, 10) == "港" * 9 + "…"
    assert shortened("港" * 10, 10) == "港" * 10


def _values(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _values(part, key)
    elif isinstance(value, list):
        for part in value:
            yield from _values(part, name)
    else:
        yield name, value


def _holders(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _holders(part)


ADDRESSES = {"url", "contentUrl", "embedUrl", "thumbnailUrl", "item", "sameAs", "mainEntityOfPage"}
TIMES = {"datePublished", "dateModified", "uploadDate", "startDate", "endDate", "coverageStartTime", "coverageEndTime"}


@strategies.examples(120)
@given(strategies.articles)
@example(everything())
@example(everything("liveblog"))
def test_data_of_any_story(theme: Theme, value: Json) -> None:
    """It can be read, is the same in both formats, and has no hole, no relative address, no time without offset."""
    graph = _graph(theme, value)
    assert graph == _graph(theme, value, "amp")
    for name, told in _values(graph):
        assert told is not None, name
        assert told != "", name
        assert name not in ADDRESSES or str(told).lower().startswith(("https://", "http://")), (name, told)
        assert name not in TIMES or datetime.fromisoformat(told).utcoffset() is not None, (name, told)
    for node in _holders(graph):
        assert node["@type"]
        assert [] not in node.values()
        if "dateModified" in node:
            assert datetime.fromisoformat(node["dateModified"]) >= datetime.fromisoformat(node["datePublished"])
    published = datetime.fromisoformat(value["published_at"]).replace(microsecond=0)
    assert datetime.fromisoformat(graph[0]["datePublished"]) == published
    assert "talks" in graph[0]["headline"].lower()


@strategies.examples(100)
@given(st.dictionaries(strategies.strings, strategies.strings | st.lists(strategies.strings)))
@example(
    {"a": "</script><b>", "</script/": "</script ", "b": ["<!--<script ", "<!--<script>", "]]>", "&quot;", "\u2028"]}
)
def test_structured_data_stays_in_its_element(value: Json) -> None:
    """Whatever its texts are, a browser reads the very same data out of the script element, and no other element."""
    root = parse(f'<!doctype html><head><script type="application/ld+json">{json_ld(value)}</script></head><body><p>')
    scripts = [node for node in descendants(root) if node.tag == "script"]
    assert [node.tag for node in descendants(root)] == ["head", "script", "body", "p"]
    assert json.loads(scripts[0].text()) == value
