"""What search engines and other sites read: addresses, titles, the picture for sharing, structured data."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from slugline.page.blocks import VIEWS
from slugline.page.composition import Composition
from slugline.page.context import HeadView
from slugline.page.head import addresses_of, head_view, share_image
from slugline.page.structured import json_ld
from slugline.page.theme import Theme
from slugline.story.decode import decode
from slugline.story.document import Article
from tests import strategies
from tests.parts.dom import descendants, parse
from tests.samples import IMAGE, Json, everything, story

BASE = "https://www.meridian.example"


def _article(value: Json) -> Article:
    document = decode(msgspec.json.encode(value)).document
    assert isinstance(document, Article)
    return document


def _head(theme: Theme, value: Json, page_format: Any = "html", *, amp: bool = True) -> HeadView:
    article = _article(value)
    page = Composition(article, page_format, theme, VIEWS)
    return head_view(page, addresses_of(article, theme.site.base_url, amp=amp))


def _data(theme: Theme, value: Json) -> Json:
    data: Json = json.loads(str(_head(theme, value).json_ld))
    return data


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


PICTURES: list[tuple[Json, str | None]] = [
    ({}, None),
    ({"lead": {"type": "image", "url": "/l.jpg"}}, "/l.jpg"),
    ({"lead": IMAGE}, None),  # it stands behind a notice
    ({"lead": IMAGE, "share_image": {"url": "/s.jpg"}}, "/s.jpg"),
    ({"lead": {"type": "gallery", "images": [{"url": "/g.jpg"}, IMAGE]}}, "/g.jpg"),
    ({"lead": {"type": "gallery", "images": [IMAGE, {"url": "/g.jpg"}]}}, "/g.jpg"),
    ({"lead": {"type": "video", "player_url": "/p", "poster": {"url": "/v.jpg"}}}, "/v.jpg"),
    ({"lead": {"type": "video", "player_url": "/p", "poster": {"url": "/v.jpg"}, "warning": "Blood"}}, None),
    ({"lead": {"type": "video", "player_url": "/p", "poster": {"url": "/v.jpg", "warning": "Blood"}}}, None),
    ({"lead": {"type": "audio", "player_url": "/p"}}, None),
    ({"lead": {"type": "embed", "provider": "x", "id": "1"}}, None),
]


@pytest.mark.parametrize(("fields", "url"), PICTURES)
def test_the_picture_for_sharing(theme: Theme, fields: Json, url: str | None) -> None:
    """The story's own, else the lead's: the picture, a gallery's first, a film's still; absolute, with its size."""
    image = share_image(_article(story(**fields)))
    assert (image and image.url) == url
    head = _head(theme, story(**fields))
    assert head.share is not None
    assert (head.share.image and head.share.image.url) == (BASE + url if url else None)
    assert ("image" in _data(theme, story(**fields))) == bool(url)
    sized = _head(theme, story(lead={"type": "image", "url": "/a.jpg", "width": 900})).share
    assert sized is not None
    assert sized.image is not None
    assert (sized.image.width, sized.image.height) == (None, None)


@pytest.mark.parametrize(
    ("language", "locale"),
    [("en-gb", "en_GB"), ("zh-hant-TW", "zh_TW"), ("en", None), ("es-419", None), ("sr-Latn", None), ("en-x-gb", None)],
)
def test_the_locale(theme: Theme, language: str, locale: str | None) -> None:
    """Open Graph's locale is given where the language names a territory."""
    head = _head(theme, story(language=language))
    assert head.share is not None
    assert head.share.locale == locale


def test_structured_data(theme: Theme) -> None:
    """A NewsArticle by Google's guidance: values from the story, absolute addresses, times with offset, no hole."""
    data = _data(theme, everything())
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == "Harbour talks end in agreement"
    assert data["mainEntityOfPage"] == "https://other.example/original"
    assert (data["datePublished"], data["dateModified"]) == ("2026-11-24T08:30:00+00:00", "2026-11-24T10:00:00+01:00")
    assert data["author"] == [{"@type": "Person", "name": "Nour Haddani", "url": f"{BASE}/by/nour"}]
    assert data["publisher"]["@type"] == "NewsMediaOrganization"
    assert data["image"] == [
        {"@type": "ImageObject", "url": f"{BASE}/media/harbour-dusk.jpg", "width": 1600, "height": 1067}
    ]
    assert (data["articleSection"], data["keywords"], data["isAccessibleForFree"]) == ("World", ["Harbours"], False)
    bare = _data(theme, story())
    assert bare["isAccessibleForFree"] is True
    assert bare["author"] == [bare["publisher"]]
    assert None not in bare.values()
    assert _data(theme, story(bylines="A in Paris"))["author"][0]["name"] == "A in Paris"


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
