"""The data and head of every sample's pages, read back out of them: by two validators, Google's rules and the story.

The table below is Google's documentation in our words, a line a property with its source: as known when it was
written, and not read anew against every page of Google's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Literal, NamedTuple

import msgspec
import pytest

from slugline.page.render import render
from slugline.page.theme import Theme
from slugline.site import Logo, Publisher
from slugline.story import blocks as b
from slugline.story import media as m
from slugline.story.decode import decode
from slugline.story.document import Article, Liveblog
from slugline.story.text import plain
from tests import samples
from tests.page.conftest import Served
from tests.parts import google_rules, nu, schema_types
from tests.parts.amp import AmpValidator
from tests.parts.dom import classes, descendants, parse, value
from tests.samples import everything
from tests.settled import settled

BASE = "https://www.meridian.example"
Node = dict[str, Any]

_DOCS = "developers.google.com/search/docs/appearance/structured-data"
ARTICLE = f"{_DOCS}/article"
BREADCRUMB = f"{_DOCS}/breadcrumb"
VIDEO = f"{_DOCS}/video"
REVIEW = f"{_DOCS}/review-snippet"
PAYWALL = f"{_DOCS}/paywalled-content"
IMAGE = f"{_DOCS}/image-license-metadata"
ORGANIZATION = f"{_DOCS}/organization"
LIVE = "schema.org/LiveBlogPosting"  # Google documents no page of its own for it

NEWS = {
    "NewsArticle",
    "AnalysisNewsArticle",
    "BackgroundNewsArticle",
    "OpinionNewsArticle",
    "ReviewNewsArticle",
}
ARTICLES = NEWS | {"AdvertiserContentArticle", "LiveBlogPosting"}
GENRES = {
    "analysis": "AnalysisNewsArticle",
    "explainer": "BackgroundNewsArticle",
    "opinion": "OpinionNewsArticle",
    "review": "ReviewNewsArticle",
}


def _text(told: Any) -> bool:
    return isinstance(told, str) and bool(told.strip())


def _address(told: Any) -> bool:
    return isinstance(told, str) and bool(re.match(r"https://[a-z0-9.-]+/", told))


def _time(told: Any) -> bool:
    return isinstance(told, str) and datetime.fromisoformat(told).utcoffset() is not None


def _duration(told: Any) -> bool:
    return isinstance(told, str) and bool(re.fullmatch(r"P(?:\d+D)?(?:T\d+(?:\.\d+)?S)?", told))


def _class_selector(told: Any) -> bool:
    return isinstance(told, str) and bool(re.fullmatch(r"\.[A-Za-z][\w-]*", told))


def _pixels(told: Any) -> bool:
    return isinstance(told, int) and told > 0


def _number(told: Any) -> bool:
    return isinstance(told, (int, float)) and not isinstance(told, bool)


def _is(*types: str) -> Callable[[Any], bool]:
    """Whether a value is one thing of some types, or several."""
    return lambda told: (
        bool(told)
        and all(
            isinstance(part, dict) and part["@type"] in types for part in (told if isinstance(told, list) else [told])
        )
    )


def _every(told: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda parts: isinstance(parts, list) and bool(parts) and all(map(told, parts))


class Rule(NamedTuple):
    """What Google asks of one property of a type."""

    types: set[str]
    name: str
    need: Literal["required", "recommended", "optional"]
    """Required: it is there. Recommended: it is there on some sample. Optional: right where it is there."""
    form: Callable[[Any], bool]
    source: str


PEOPLE = ("Person", "Organization", "NewsMediaOrganization")
RULES = (
    # Google requires nothing of an article; what every story has is asked for here all the same.
    Rule(ARTICLES, "headline", "required", _text, ARTICLE),
    Rule(ARTICLES, "datePublished", "required", _time, ARTICLE),
    Rule(ARTICLES, "dateModified", "required", _time, ARTICLE),
    Rule(ARTICLES, "author", "required", _is(*PEOPLE), ARTICLE),
    Rule(ARTICLES, "publisher", "required", _is("NewsMediaOrganization"), ARTICLE),
    Rule(ARTICLES, "mainEntityOfPage", "required", _address, ARTICLE),
    Rule(ARTICLES, "image", "recommended", _is("ImageObject"), ARTICLE),
    Rule(ARTICLES, "description", "recommended", _text, ARTICLE),
    Rule(set(PEOPLE), "name", "required", _text, ARTICLE),
    Rule({"Person"}, "url", "recommended", _address, ARTICLE),
    Rule({"NewsMediaOrganization"}, "url", "recommended", _address, ORGANIZATION),
    Rule({"NewsMediaOrganization"}, "logo", "optional", _is("ImageObject"), ORGANIZATION),
    Rule({"NewsMediaOrganization"}, "sameAs", "optional", _every(_address), ORGANIZATION),
    Rule({"ImageObject"}, "url", "required", _address, ARTICLE),
    Rule({"ImageObject"}, "width", "recommended", _pixels, ARTICLE),
    Rule({"ImageObject"}, "height", "recommended", _pixels, ARTICLE),
    Rule({"ImageObject"}, "contentUrl", "recommended", _address, IMAGE),
    Rule({"ImageObject"}, "creditText", "recommended", _text, IMAGE),
    Rule(ARTICLES, "isAccessibleForFree", "required", lambda told: isinstance(told, bool), PAYWALL),
    Rule(ARTICLES, "hasPart", "recommended", _is("WebPageElement"), PAYWALL),
    Rule({"WebPageElement"}, "isAccessibleForFree", "required", lambda told: told is False, PAYWALL),
    Rule({"WebPageElement"}, "cssSelector", "required", _class_selector, PAYWALL),
    Rule({"BreadcrumbList"}, "itemListElement", "required", _is("ListItem"), BREADCRUMB),
    Rule({"ListItem"}, "position", "required", _pixels, BREADCRUMB),
    Rule({"ListItem"}, "name", "required", _text, BREADCRUMB),
    Rule({"ListItem"}, "item", "recommended", _address, BREADCRUMB),
    Rule({"VideoObject"}, "name", "required", _text, VIDEO),
    Rule({"VideoObject"}, "thumbnailUrl", "required", _address, VIDEO),
    Rule({"VideoObject"}, "uploadDate", "required", _time, VIDEO),
    Rule({"VideoObject"}, "description", "recommended", _text, VIDEO),
    Rule({"VideoObject"}, "duration", "recommended", _duration, VIDEO),
    Rule({"VideoObject"}, "contentUrl", "recommended", _address, VIDEO),
    Rule({"VideoObject"}, "embedUrl", "recommended", _address, VIDEO),
    Rule({"VideoObject"}, "publication", "recommended", _is("BroadcastEvent"), VIDEO),
    Rule({"BroadcastEvent"}, "isLiveBroadcast", "required", lambda told: told is True, VIDEO),
    Rule({"BroadcastEvent"}, "startDate", "required", _time, VIDEO),
    Rule({"BroadcastEvent"}, "endDate", "required", _time, VIDEO),
    Rule({"Review"}, "author", "required", _is(*PEOPLE), REVIEW),
    Rule({"Review"}, "itemReviewed", "required", lambda told: _text(told["name"]), REVIEW),
    Rule({"Review"}, "reviewRating", "required", _is("Rating"), REVIEW),
    Rule({"Review"}, "datePublished", "recommended", _time, REVIEW),
    Rule({"Rating"}, "ratingValue", "required", _number, REVIEW),
    Rule({"Rating"}, "bestRating", "recommended", _number, REVIEW),
    Rule({"Rating"}, "worstRating", "recommended", _number, REVIEW),
    Rule({"LiveBlogPosting"}, "coverageStartTime", "required", _time, LIVE),
    Rule({"LiveBlogPosting"}, "coverageEndTime", "optional", _time, LIVE),
    Rule({"LiveBlogPosting"}, "liveBlogUpdate", "required", _is("BlogPosting"), LIVE),
    Rule({"BlogPosting"}, "url", "required", _address, LIVE),
    Rule({"BlogPosting"}, "headline", "required", _text, ARTICLE),
    Rule({"BlogPosting"}, "datePublished", "required", _time, ARTICLE),
    Rule({"BlogPosting"}, "dateModified", "optional", _time, ARTICLE),
    Rule({"BlogPosting"}, "author", "required", _is(*PEOPLE), ARTICLE),
    Rule({"BlogPosting"}, "articleBody", "recommended", _text, LIVE),
)


class Page(NamedTuple):
    """A page with its data, read back out of it."""

    served: Served
    data: Node
    root: Any

    @property
    def graph(self) -> list[Node]:
        """Its data, thing by thing."""
        graph: list[Node] = self.data["@graph"]
        return graph

    @property
    def article(self) -> Node:
        """The article among its data."""
        return next(node for node in self.graph if node["@type"] in ARTICLES)

    def node(self, kind: str) -> Node:
        """The only thing of a type."""
        return next(node for node in self.graph if node["@type"] == kind)


@pytest.fixture(scope="module")
def pages(served: tuple[Served, ...]) -> tuple[Page, ...]:
    """Every page of every sample, with its data."""
    return tuple(map(_page, served))


def _page(page: Served) -> Page:
    root = parse(page.html)
    (script,) = [node for node in descendants(root) if value(node, "type") == "application/ld+json"]
    return Page(page, json.loads(script.text()), root)


def _nodes(told: Any) -> Iterator[Node]:
    if isinstance(told, dict):
        yield told
    for part in told.values() if isinstance(told, dict) else told if isinstance(told, list) else ():
        yield from _nodes(part)


def _none(faults: dict[str, Any]) -> None:
    assert {name: found for name, found in faults.items() if found} == {}


def test_google_finds_nothing_missing(pages: tuple[Page, ...]) -> None:
    """By Adobe's validator nothing that Google requires is missing; it sees the things that we put there."""
    google_rules_found = google_rules.check_pages({page.served.name: page.served.html for page in pages})
    _none({name: found.errors for name, found in google_rules_found.items()})
    for page in pages:
        kinds = [node["@type"] for node in page.data["@graph"]]
        assert [*google_rules_found[page.served.name].types] == [*dict.fromkeys(kinds)], page.served.name


def test_schema_org_has_every_word(pages: tuple[Page, ...]) -> None:
    """By schema-dts every type and property is one of schema.org's, in its place, with a value it may have."""
    _none(schema_types.check_graphs({page.served.name: page.data for page in pages if page.served.format == "html"}))


def test_both_formats_have_the_same_data(pages: tuple[Page, ...]) -> None:
    """The AMP page says the very same of the story."""
    told = {page.served.path: page.data for page in pages if page.served.format == "html"}
    for page in pages:
        assert page.data == told[page.served.path], page.served.name


def test_the_table_holds(pages: tuple[Page, ...]) -> None:
    """What is required is there, and whatever is there has the form that its rule asks for."""
    faults: dict[str, list[str]] = {}
    for page in pages:
        for node in _nodes(page.data["@graph"]):
            found = [_fault(rule, node) for rule in RULES if node["@type"] in rule.types]
            faults.setdefault(page.served.name, []).extend(filter(None, found))
    _none(faults)


def _fault(rule: Rule, node: Node) -> str:
    if rule.name not in node:
        return f"{node['@type']} lacks {rule.name} ({rule.source})" if rule.need == "required" else ""
    return "" if rule.form(node[rule.name]) else f"{node['@type']}.{rule.name} is {node[rule.name]!r} ({rule.source})"


def test_the_samples_meet_every_rule(pages: tuple[Page, ...]) -> None:
    """Each line that is not optional is met by some sample, so that none is kept by never being tried."""
    met = {(node["@type"], name) for page in pages for node in _nodes(page.data["@graph"]) for name in node}
    assert [
        rule[:3] for rule in RULES if rule.need != "optional" and not met & {(t, rule.name) for t in rule.types}
    ] == []
    kinds = {kind for kind, _ in met}
    assert {rule_type for rule in RULES for rule_type in rule.types} - kinds <= {"Organization"}


def test_the_article_is_the_story(pages: tuple[Page, ...]) -> None:
    """Headline, times, people, section, topics and terms of the story, and no others, in its data."""
    for page in pages:
        story, told = page.served.article, page.article
        assert told["@type"] == _kind(story), page.served.name
        assert told["headline"] == plain(story.headline), page.served.name
        assert told["datePublished"] == _moment(story.published_at, told["datePublished"]), page.served.name
        assert told["dateModified"] == _moment(_changed(page), told["dateModified"]), page.served.name
        names = [author.name for author in story.bylines.authors] if story.bylines else []
        assert [author["name"] for author in told["author"]] == (names or ["The Meridian"]), page.served.name
        assert told.get("articleSection") == (story.section.name if story.section else None), page.served.name
        assert told.get("keywords", []) == [tag.name for tag in story.tags], page.served.name
        assert told["isAccessibleForFree"] == (story.access == "free"), page.served.name
        assert told["mainEntityOfPage"] == _named(page, "link", "rel", "canonical", "href"), page.served.name
        assert [note["text"] for note in told.get("correction", [])][: len(story.corrections)] == [
            plain(note.text) for note in story.corrections
        ], page.served.name


def _kind(story: Article) -> str:
    if isinstance(story, Liveblog):
        return "LiveBlogPosting"
    return "AdvertiserContentArticle" if story.sponsor else GENRES.get(story.genre or "", "NewsArticle")


def _changed(page: Page) -> datetime:
    """When the whole story last changed, of which a live blog's page may show a part."""
    whole = dict(samples.articles())[page.served.path.partition("/page/")[0]]
    updates = [block for block in whole.body if isinstance(block, b.Update)]
    moments = [moment for update in updates for moment in (update.at, update.updated_at)]
    return max(filter(None, (whole.published_at, whole.updated_at, *moments)))


def _moment(moment: datetime, told: str) -> str:
    """A moment of the story in the offset of what is told."""
    return moment.astimezone(datetime.fromisoformat(told).tzinfo).isoformat(timespec="seconds")


def test_times_are_those_that_readers_see(pages: tuple[Page, ...]) -> None:
    """Data, Open Graph and the page itself state the same moments in the same words."""
    for page in pages:
        shown = {value(node, "datetime") for node in descendants(page.root) if node.tag == "time"}
        told = {page.article["datePublished"], page.article["dateModified"]}
        assert told <= shown, page.served.name
        shared = {
            _named(page, "meta", "property", f"article:{name}_time", "content") for name in ("published", "modified")
        }
        assert shared == told, page.served.name


def test_what_is_closed_is_on_the_page(pages: tuple[Page, ...]) -> None:
    """The selector of a story that is not free fits one element, which holds the body and no other that it fits."""
    closed = [page for page in pages if not page.article["isAccessibleForFree"]]
    assert {page.served.article.access for page in closed} == {"metered", "subscriber"}
    for page in closed:
        name = page.article["hasPart"]["cssSelector"].removeprefix(".")
        (part,) = [node for node in descendants(page.root) if name in classes(node)]
        words = " ".join(part.text(separator=" ").split())
        paragraphs = [block for block in page.served.article.body if isinstance(block, b.Paragraph)]
        for block in (paragraphs[0], paragraphs[-1]):
            assert plain(block.text).split()[-1] in words, page.served.name
        assert plain(page.served.article.headline) not in words, page.served.name
    assert not any("hasPart" in page.article for page in pages if page not in closed)


def _blocks(blocks: Any) -> Iterator[Any]:
    for block in blocks:
        yield block
        yield from _blocks(getattr(block, "blocks", ()))


def _unasked(block: Any) -> bool:
    return not block.warning and not (block.poster and block.poster.warning)


def test_films_and_recordings_are_those_of_the_story(pages: tuple[Page, ...]) -> None:
    """Every film with a still and every recording that readers see unasked, with the address of its file or player."""
    seen = 0
    for page in pages:
        lead = [page.served.article.lead] if page.served.article.lead else []
        players = [
            p for p in _blocks([*lead, *page.served.article.body]) if isinstance(p, (m.Video, m.Audio)) and _unasked(p)
        ]
        for kind, told in ((m.Video, page.article.get("video", [])), (m.Audio, page.article.get("audio", []))):
            expected = {_film(p) for p in players if isinstance(p, kind) and (kind is m.Audio or p.poster)}
            assert {film.get("contentUrl") or film["embedUrl"] for film in told} == expected, page.served.name
            assert len(told) == len(expected)
            seen += len(told)
    assert seen >= 8


def _film(block: Any) -> str:
    url = block.sources[0].url if block.sources else block.player_url
    return BASE + url if url.startswith("/") else str(url)


def test_updates_are_those_of_the_page(pages: tuple[Page, ...]) -> None:
    """Each update leads to its place on the page, at its time, and begins as that place does; in the page's order."""
    live = [page for page in pages if page.article["@type"] == "LiveBlogPosting"]
    assert live
    for page in live:
        places = {value(node, "id"): node for node in descendants(page.root) if value(node, "id")}
        told = page.article["liveBlogUpdate"]
        assert len(told) == sum("update" in classes(node) for node in descendants(page.root))
        for update in told:
            place = places[update["url"].partition("#")[2]]
            links = {value(node, "href") for node in descendants(place) if node.tag == "a"}
            assert update["url"].removeprefix(BASE) in links
            text = " ".join(place.text(separator=" ").split())
            times = {value(node, "datetime") for node in descendants(place) if node.tag == "time"}
            assert {update["datePublished"], update.get("dateModified", update["datePublished"])} <= times
            assert update["headline"].removesuffix("…") in text
            assert update.get("articleBody", "")[:30] in text, update["url"]
        order = [name for name in places if name in {update["url"].partition("#")[2] for update in told}]
        assert [update["url"].partition("#")[2] for update in told] == order


def test_reviews_are_of_what_the_story_names(pages: tuple[Page, ...]) -> None:
    """A review for each rating that names its subject, with the critic's value; the page shows both."""
    seen = 0
    for page in pages:
        ratings = [block for block in _blocks(page.served.article.body) if isinstance(block, b.Rating)]
        named = [(rating.item.name, rating.value, rating.best) for rating in ratings if rating.item]
        told = [node for node in page.data["@graph"] if node["@type"] == "Review"]
        assert [
            (node["itemReviewed"]["name"], node["reviewRating"]["ratingValue"], node["reviewRating"]["bestRating"])
            for node in told
        ] == named, page.served.name
        text = " ".join(page.root.text(separator=" ").split())
        assert all(name in text for name, _, _ in named), page.served.name
        seen += len(named)
    assert seen >= 2


def test_the_way_leads_home(pages: tuple[Page, ...]) -> None:
    """The way to a story begins at the front page and ends at its headline; each step before is a link of the page."""
    for page in pages:
        links = {value(node, "href") for node in descendants(page.root) if node.tag == "a"}
        way = page.node("BreadcrumbList")["itemListElement"]
        assert way[0]["item"] == f"{BASE}/"
        assert (way[-1]["name"], "item" in way[-1]) == (page.article["headline"], False)
        assert {step["item"].removeprefix(BASE) for step in way[:-1]} <= links, page.served.name


def _named(page: Page, tag: str, attribute: str, name: str, wanted: str) -> str | None:
    """An attribute of the only element of the head that goes by a name; None where there is none."""
    found = _all_named(page, tag, attribute, name, wanted)
    assert len(found) <= 1, (page.served.name, name)
    return found[0] if found else None


def _all_named(page: Page, tag: str, attribute: str, name: str, wanted: str) -> list[str]:
    nodes = [node for node in descendants(page.root) if node.tag == tag and value(node, attribute) == name]
    return [str(value(node, wanted)) for node in nodes]


ALWAYS = ("og:type", "og:site_name", "og:title", "og:url", "article:published_time", "article:modified_time")
OF_A_PICTURE = ("og:image", "og:image:type", "og:image:width", "og:image:height", "og:image:alt")


def test_open_graph_is_complete(pages: tuple[Page, ...]) -> None:
    """Every page has what ogp.me requires; a picture comes with type, size and words, and is shown large."""
    pictured = 0
    for page in pages:
        told = {name: _named(page, "meta", "property", name, "content") for name in (*ALWAYS, *OF_A_PICTURE)}
        assert all(told[name] for name in ALWAYS), page.served.name
        assert (told["og:type"], told["og:url"]) == ("article", page.article["mainEntityOfPage"])
        if told["og:image"] and page.served.path != samples.BROKEN:
            assert all(told[name] for name in OF_A_PICTURE), page.served.name
            width, whole = int(told["og:image:width"] or 0), page.article["image"][0]["width"]
            assert width >= 1200 or width == whole, page.served.name
            pictured += 1
    assert pictured >= 20


def test_the_card_says_what_open_graph_says(pages: tuple[Page, ...]) -> None:
    """X's card, spelt out: the same title, description and picture; large where there is a picture."""
    for page in pages:
        for name in ("title", "description", "image", "image:alt"):
            shared = _named(page, "meta", "property", f"og:{name}", "content")
            assert _named(page, "meta", "name", f"twitter:{name}", "content") == shared, page.served.name
        pictured = _named(page, "meta", "name", "twitter:image", "content")
        card = _named(page, "meta", "name", "twitter:card", "content")
        assert card == ("summary_large_image" if pictured else "summary"), page.served.name


def test_robots_may_show_large_pictures(pages: tuple[Page, ...]) -> None:
    """Every story may be shown with a large picture; Google News leaves those that somebody paid for."""
    for page in pages:
        assert _named(page, "meta", "name", "robots", "content") == "max-image-preview:large"
        paid = "noindex" if page.served.article.sponsor else None
        assert _named(page, "meta", "name", "googlebot-news", "content") == paid, page.served.name
    assert any(page.served.article.sponsor for page in pages)


def test_versions_in_other_languages_name_each_other(pages: tuple[Page, ...]) -> None:
    """A story and its versions name the same set of pages, themselves included, by languages that they are in."""
    sets: dict[str, dict[str, str]] = {}
    languages: dict[str, str] = {}
    for page in pages:
        if page.served.format == "html":
            links = [node for node in descendants(page.root) if node.tag == "link" and value(node, "hreflang")]
            told = {str(value(node, "hreflang")): str(value(node, "href")) for node in links}
            assert len(told) == len(links)
            languages[page.article["mainEntityOfPage"]] = page.article["inLanguage"]
            sets |= {page.article["mainEntityOfPage"]: told} if told else {}
    assert len(sets) >= 2
    for here, told in sets.items():
        assert here in told.values()
        assert all(sets.get(url) == told for name, url in told.items() if name != "x-default")
        assert all(languages[url] == name for name, url in told.items() if name != "x-default")


def test_a_browsers_bars_have_the_colour_of_the_paper(pages: tuple[Page, ...]) -> None:
    """Light and dark, as the stylesheet of the page has them."""
    for page in pages:
        colours = _all_named(page, "meta", "name", "theme-color", "content")
        assert len(colours) == 2
        assert all(re.search(rf"--paper: ?{colour}[;}}]", page.served.html) for colour in colours), page.served.name


SETTINGS: dict[str, Any] = {
    "icon": "/icon.svg",
    "touch_icon": "https://files.example/touch.png",
    "feed": "/feed.xml",
    "facebook": "https://www.facebook.com/meridian",
    "logo": Logo(url="/logo.png", width=240, height=60),
    "publisher": Publisher(
        legal_name="Meridian Press Ltd",
        same_as=("https://social.example/meridian",),
        **{name: f"/about/{name}" for name in Publisher.__struct_fields__ if name not in {"legal_name", "same_as"}},
    ),
}


@pytest.mark.usefixtures("nu_checker")
@pytest.mark.parametrize("kind", ["story", "liveblog"])
def test_a_site_that_says_all_of_itself(theme: Theme, amp_validator: AmpValidator, kind: str) -> None:
    """With every setting and every field, head and data are valid in both formats, and tell each setting."""
    value = everything(kind) | {"share_image": {"url": "/s.jpg"}}
    value["body"] = [block for block in value["body"] if block["type"] != "heading"]  # of level 3, right below the h1
    article = decode(msgspec.json.encode(value)).document
    assert isinstance(article, Article)
    html, amp = (render(article, page_format, settled(theme, **SETTINGS)).html for page_format in ("html", "amp"))
    assert nu.check_pages({"html": html})["html"] == []
    assert amp_validator.validate(amp).issues == []
    assert google_rules.check_pages({"html": html})["html"].errors == ()
    (graph,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert schema_types.check_graphs({"html": json.loads(graph)})["html"] == []
    for told in (
        '<link rel="icon" href="/icon.svg">',
        '<link rel="apple-touch-icon" href="https://files.example/touch.png">',
        '<link rel="alternate" type="application/rss+xml" title="The Meridian" href="/feed.xml">',
        '<meta property="article:publisher" content="https://www.facebook.com/meridian">',
        '"unnamedSourcesPolicy":"https://www.meridian.example/about/unnamed_sources_policy"',
        '"legalName":"Meridian Press Ltd"',
    ):
        assert told in html, told
        assert told in amp, told
