"""What search engines and other sites read: addresses, titles, languages, the picture for sharing."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from slugline.page.blocks import VIEWS
from slugline.page.composition import Composition
from slugline.page.context import HeadView, ShareView
from slugline.page.frame import paper_of
from slugline.page.head import addresses_of, head_view
from slugline.page.sharing import standing_for
from slugline.page.story import story_view
from slugline.page.theme import Theme
from slugline.story.decode import decode
from slugline.story.document import Article
from tests.samples import IMAGE, Json, story
from tests.settled import settled

BASE = "https://www.meridian.example"


def _article(value: Json) -> Article:
    document = decode(msgspec.json.encode(value)).document
    assert isinstance(document, Article)
    return document


def _head(theme: Theme, value: Json, page_format: Any = "html", *, amp: bool = True) -> HeadView:
    article = _article(value)
    page = Composition(article, page_format, theme, VIEWS)
    addresses = addresses_of(article, theme.site.base_url, amp=amp)
    return head_view(page, addresses, story_view(page, addresses.front))


def _shared(theme: Theme, value: Json) -> ShareView:
    share = _head(theme, value).share
    assert share is not None
    return share


HERE = f"{BASE}/world/asia/harbour-talks"
HERE_AMP = f"{BASE}/amp/world/asia/harbour-talks"


@pytest.mark.parametrize(
    ("fields", "amp", "canonical", "amphtml"),
    [
        ({}, True, HERE, HERE_AMP),
        ({}, False, HERE, None),
        ({"path": "/ærø/港"}, True, f"{BASE}/%C3%A6r%C3%B8/%E6%B8%AF", f"{BASE}/amp/%C3%A6r%C3%B8/%E6%B8%AF"),
        ({"canonical_url": "https://other.example/a"}, True, "https://other.example/a", None),
        ({"canonical_url": "/original"}, True, f"{BASE}/original", None),
        ({"canonical_url": "/world/asia/harbour-talks"}, True, HERE, HERE_AMP),
    ],
)
def test_the_pair_of_addresses(theme: Theme, fields: Json, canonical: str, amphtml: str | None, *, amp: bool) -> None:
    """Both pages name the canonical one; the HTML page alone names the AMP page, where the story is ours."""
    html_head, amp_head = (_head(theme, story(**fields), page_format, amp=amp) for page_format in ("html", "amp"))
    assert (html_head.canonical, html_head.amphtml) == (canonical, amphtml)
    assert (amp_head.canonical, amp_head.amphtml) == (canonical, None)


def test_titles_and_descriptions(theme: Theme) -> None:
    """Search and sharing have words of their own, else those of the page, without marks, on one line."""
    plain: list[Any] = ["Talks ", {"text": "end", "marks": ["bold"]}, "\nin  accord\x00"]
    head = _head(theme, story(headline=plain, standfirst=["What\n", {"text": "was agreed", "href": "/a"}]))
    assert head.share is not None
    assert (head.title, head.share.title) == ("Talks end in accord | The Meridian", "Talks end in accord")
    assert head.description == "What was agreed"
    own = _head(
        theme, story(headline=plain, seo_headline="For search", social_headline="For friends", description="A  line\n")
    )
    assert own.share is not None
    assert (own.title, own.share.title, own.description) == ("For search | The Meridian", "For friends", "A line")
    assert _head(theme, story(standfirst=" ")).description is None


@pytest.mark.parametrize("absent", ["", " \n", "\x00"])
def test_words_that_say_nothing_are_absent(theme: Theme, absent: str) -> None:
    """An empty field for search or sharing is as good as none: the page's own words stand there."""
    head = _head(theme, story(seo_headline=absent, social_headline=absent, description=absent, standfirst="What it is"))
    assert head.share is not None
    assert (head.title, head.share.title) == (
        "Harbour talks end in agreement | The Meridian",
        "Harbour talks end in agreement",
    )
    assert head.description == "What it is"


PICTURES: list[tuple[Json, list[str]]] = [
    ({}, []),
    ({"lead": {"type": "image", "url": "/l.jpg"}}, ["/l.jpg"]),
    ({"lead": IMAGE}, []),  # it stands behind a notice
    ({"lead": IMAGE, "share_image": {"url": "/s.jpg"}}, ["/s.jpg"]),
    ({"lead": {"type": "image", "url": "/l.jpg"}, "share_image": {"url": "/s.jpg"}}, ["/s.jpg", "/l.jpg"]),
    ({"lead": {"type": "image", "url": "/s.jpg"}, "share_image": {"url": "/s.jpg"}}, ["/s.jpg"]),
    ({"lead": {"type": "image", "url": "/l.jpg"}, "share_image": {"url": "/s.jpg", "warning": "Blood"}}, ["/l.jpg"]),
    ({"lead": {"type": "gallery", "images": [{"url": "/g.jpg"}, IMAGE]}}, []),
    ({"lead": {"type": "gallery", "images": [IMAGE, {"url": "/g.jpg"}]}}, []),
    ({"lead": {"type": "gallery", "images": [{"url": "/g.jpg"}], "warning": "Blood"}}, []),
    (
        {"lead": {"type": "gallery", "images": [{"url": f"/{n}.jpg"} for n in range(9)]}},
        [f"/{n}.jpg" for n in range(5)],
    ),
    ({"lead": {"type": "video", "player_url": "/p", "poster": {"url": "/v.jpg"}}}, ["/v.jpg"]),
    ({"lead": {"type": "video", "player_url": "/p", "poster": {"url": "/v.jpg"}, "warning": "Blood"}}, []),
    ({"lead": {"type": "video", "player_url": "/p", "poster": {"url": "/v.jpg", "warning": "Blood"}}}, []),
    ({"lead": {"type": "audio", "player_url": "/p"}}, []),
    ({"lead": {"type": "embed", "provider": "x", "id": "1"}}, []),
]


@pytest.mark.parametrize(("fields", "urls"), PICTURES)
def test_the_pictures_that_stand_for_a_story(theme: Theme, fields: Json, urls: list[str]) -> None:
    """The story's own, then the lead's: the picture, a gallery's, a film's still; none that stands behind a notice."""
    assert [image.url for image in standing_for(_article(story(**fields)))] == urls
    image = _shared(theme, story(**fields)).image
    assert (image and image.url) == (BASE + urls[0] if urls else None)


def _rendition(width: int, height: int | None = None, kind: str = "jpg") -> Json:
    return {"url": f"/{width}.{kind}", "width": width} | ({"height": height} if height else {})


@pytest.mark.parametrize(
    ("image", "shared"),
    [
        ({"url": "/a.jpg"}, ("/a.jpg", "image/jpeg", None, None)),
        ({"url": "/a.webp?v=1.png", "width": 900}, ("/a.webp?v=1.png", "image/webp", None, None)),
        ({"url": "/a", "width": 900, "height": 600}, ("/a", None, 900, 600)),
        (
            {"url": "/a.jpg", "width": 6000, "height": 4000, "renditions": [_rendition(640), _rendition(1280)]},
            ("/1280.jpg", "image/jpeg", 1280, 853),
        ),
        (
            {"url": "/a.jpg", "width": 6000, "height": 4000, "renditions": [_rendition(1200, 630, "PNG")]},
            ("/1200.PNG", "image/png", 1200, 630),
        ),
        (
            {"url": "/a.jpg", "width": 1100, "height": 800, "renditions": [_rendition(640)]},
            ("/a.jpg", "image/jpeg", 1100, 800),
        ),
        ({"url": "/a.jpg", "renditions": [_rendition(640), _rendition(1600)]}, ("/1600.jpg", "image/jpeg", None, None)),
    ],
)
def test_the_size_of_a_picture_for_sharing(theme: Theme, image: Json, shared: tuple[Any, ...]) -> None:
    """The smallest of its files that is shown large, else the largest; with type and size where they are known."""
    told = _shared(theme, story(share_image=image)).image
    assert told is not None
    assert (told.url, told.type, told.width, told.height) == (BASE + shared[0], *shared[1:])


SECURE = {"url": "https://files.example/a.mp4"}


@pytest.mark.parametrize(
    ("film", "shared"),
    [
        ({"player_url": "/p"}, None),
        ({"sources": [SECURE]}, ("https://files.example/a.mp4", "video/mp4", None, None)),
        ({"sources": [SECURE], "warning": "Blood"}, None),
        ({"sources": [SECURE], "poster": {"url": "/a.jpg", "warning": "Blood"}}, None),
        ({"sources": [{"url": "http://files.example/a.mp4"}]}, None),
        ({"sources": [{"url": "https://files.example/a.m3u8"}]}, None),
        (
            {"sources": [{"url": "/a", "type": 'video/webm; codecs="vp9"'}], "width": 640, "height": 360},
            (f"{BASE}/a", "video/webm", 640, 360),
        ),
        (
            {"sources": [SECURE | {"width": 1280, "height": 720}], "width": 640, "height": 360},
            ("https://files.example/a.mp4", "video/mp4", 1280, 720),
        ),
    ],
)
def test_the_film_for_sharing(theme: Theme, film: Json, shared: tuple[Any, ...] | None) -> None:
    """The lead's film is offered to other sites where it is a file, over https, that readers may see unasked."""
    told = _shared(theme, story(lead={"type": "video", **film})).film
    assert (told and (told.url, told.type, told.width, told.height)) == shared
    assert _shared(theme, story({"type": "video", **film})).film is None


@pytest.mark.parametrize(
    ("language", "locale"),
    [("en-gb", "en_GB"), ("zh-hant-TW", "zh_TW"), ("en", None), ("es-419", None), ("sr-Latn", None), ("en-x-gb", None)],
)
def test_the_locale(theme: Theme, language: str, locale: str | None) -> None:
    """Open Graph's locale is given where the language names a territory."""
    assert _shared(theme, story(language=language)).locale == locale


def _link(language: str, url: str = "/other") -> Json:
    return {"language": language, "url": url}


@pytest.mark.parametrize(
    ("language", "others", "told"),
    [
        ("en", [], {}),
        ("en", [_link("fr")], {"en": HERE, "fr": f"{BASE}/other"}),
        ("en", [_link("EN", "/elsewhere"), _link("fr")], {"en": HERE, "fr": f"{BASE}/other"}),
        (
            "en-GB",
            [_link("en_us"), _link("X-Default")],
            {"en-GB": HERE, "en-US": f"{BASE}/other", "x-default": f"{BASE}/other"},
        ),
        ("es-419", [_link("zh-hant-tw-x-a")], {"es": HERE, "zh-Hant-TW": f"{BASE}/other"}),
        ("en", [_link("fr", "/a"), _link("fr", "/b")], {"en": HERE, "fr": f"{BASE}/a"}),
        ("en", [_link("en", "/elsewhere")], {}),
    ],
)
def test_other_languages(theme: Theme, language: str, others: list[Json], told: dict[str, str]) -> None:
    """Each version is named once, this one too, by tags that search engines know; on canonical pages alone."""
    value = story(language=language, alternates=others)
    assert {link.name: link.url for link in _head(theme, value).alternates} == told
    assert _head(theme, value, "amp").alternates == ()
    assert _head(theme, value | {"canonical_url": "https://other.example/"}).alternates == ()


def test_open_graph_names_other_languages(theme: Theme) -> None:
    """Those with a territory, each once, and not the story's own."""
    others = [_link("en-GB"), _link("fr-FR"), _link("fr-fr", "/b"), _link("de"), _link("x-default")]
    assert _shared(theme, story(language="en-GB", alternates=others)).other_locales == ("fr_FR",)


def test_authors_and_publisher_have_pages(theme: Theme) -> None:
    """Open Graph is told of the pages of those who made a story, where they are on the web; no mail, no empty tag."""
    bylines = [{"name": "A", "url": "/by/a"}, {"name": "B", "url": "mailto:b@meridian.example"}, {"name": "C"}]
    share = _shared(theme, story(bylines=bylines, tags=[{"id": "t", "name": " "}, {"id": "u", "name": "U"}]))
    assert (share.authors, share.tags, share.publisher) == ((f"{BASE}/by/a",), ("U",), None)
    told = _shared(settled(theme, facebook="https://www.facebook.com/meridian"), story())
    assert told.publisher == "https://www.facebook.com/meridian"


def test_times_are_those_of_the_page(theme: Theme) -> None:
    """Sharing tells a moment as the page does: in the story's zone; and a story never changed before it came out."""
    share = _shared(theme, story(timezone="Asia/Tokyo", updated_at="2026-11-24T10:00:00+01:00"))
    assert (share.published, share.modified) == ("2026-11-24T17:30:00+09:00", "2026-11-24T18:00:00+09:00")
    earlier = _shared(theme, story(updated_at="2026-11-24T08:00:00Z"))
    assert earlier.modified == earlier.published


def test_what_is_paid_for_is_no_news(theme: Theme) -> None:
    """Google News leaves a story that somebody paid for; search does not."""
    assert _head(theme, story()).news_robots is None
    paid = _head(theme, story(sponsor={"name": "Port of Sarn"}))
    assert (paid.robots, paid.news_robots) == ("max-image-preview:large", "noindex")


@pytest.mark.parametrize(
    ("css", "papers"),
    [
        ("", (None, None)),
        (":root{--paper:#fff}", ("#fff", None)),
        (":root{--paper: #fffdf9;}@media (prefers-color-scheme: dark){:root{--paper:#14161a}}", ("#fffdf9", "#14161a")),
        (
            ":root{--paper:var(--white)}@media(prefers-color-scheme:dark){:root{--paper:rgb(1 2 3)}}",
            (None, "rgb(1 2 3)"),
        ),
        (":root{--newspaper:#123;--ink:#000}", (None, None)),
    ],
)
def test_the_colours_of_a_browsers_bars(css: str, papers: tuple[str | None, str | None]) -> None:
    """They are the paper's of the theme's tokens, light and dark, where those are colours by themselves."""
    assert paper_of({"tokens": css}) == papers
    assert paper_of({"colours": css, "tokens": ":root{--ink:#000}"}) == papers


@pytest.mark.parametrize(
    "url", ["https://[:.]/x.jpg", "https://ex\u2100mple.com/x.png", "https://a.example\uff1a80/x.webp"]
)
def test_a_picture_at_an_address_that_parsers_refuse(theme: Theme, url: str) -> None:
    """A slip in the lead's address is the picture's loss: the page and the rest of its head come."""
    assert _shared(theme, story(lead={"type": "image", "url": url})).image is not None
