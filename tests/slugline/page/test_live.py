"""What stands around the updates of a live blog, and how each is found."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from slugline.address import Format
from slugline.page.live import MAX_KEY_EVENTS
from slugline.page.render import render
from slugline.page.theme import Theme
from slugline.story.decode import decode
from slugline.story.document import Article
from slugline.story.limits import MAX_BLOCKS
from slugline.story.paging import MAX_PINNED
from tests import samples
from tests.parts.amp import AmpValidator
from tests.samples import Json, story
from tests.strategies import examples

START = datetime(2026, 11, 24, 8, tzinfo=UTC)
VOCABULARY = re.findall(r"[a-z]+", b" ".join(sample.data for sample in samples.samples()).decode())
SELECTOR = re.compile(r"_u-[A-Za-z0-9_-]*")


def update(number: int, *, step: timedelta = timedelta(minutes=1), **fields: Any) -> Json:
    """An update with a headline, so many minutes after the start."""
    at = (START + number * step).isoformat()
    block = {"type": "paragraph", "text": f"Told as number {number}."}
    return {"type": "update", "id": f"u{number}", "at": at, "headline": f"Number {number}", "blocks": [block], **fields}


def live(*updates: Json, **fields: Any) -> Json:
    """A live blog."""
    return story(*updates, **({"kind": "liveblog", "path": "/x", "published_at": START.isoformat()} | fields))


def many(count: int, **fields: Any) -> list[Json]:
    """So many updates, the newest first."""
    return [update(number, **fields) for number in range(count, 0, -1)]


def page(theme: Theme, value: Json, number: int = 1, page_format: Format = "html") -> LexborHTMLParser:
    """A page of a live blog, parsed."""
    return LexborHTMLParser(html(theme, value, number, page_format))


def one(root: LexborHTMLParser, selector: str) -> LexborNode:
    """The one element at a place."""
    [node] = root.css(selector)
    return node


def html(theme: Theme, value: Json, number: int = 1, page_format: Format = "html") -> str:
    """A page of a live blog."""
    document = decode(msgspec.json.encode(value)).document
    assert isinstance(document, Article)
    rendered = render(document, page_format, theme, number)
    assert rendered.losses == ()
    return rendered.html


def links(root: LexborHTMLParser, selector: str) -> dict[str, str | None]:
    """The links at a place, by their words."""
    return {node.text(strip=True): node.attributes["href"] for node in root.css(selector)}


def ids(root: LexborHTMLParser) -> list[str | None]:
    """The ids of the updates of a page, in order."""
    return [node.attributes["id"] for node in root.css("article.update")]


@pytest.mark.parametrize("page_format", ["html", "amp"])
def test_each_page_is_its_own_canonical(theme: Theme, page_format: Format) -> None:
    """Canonical, AMP page, and the pages before and after it, all absolute; the title tells which page it is."""
    base = theme.site.base_url
    told = {}
    for number in (1, 3, 2):
        root = page(theme, live(*many(95)), number, page_format)
        told[number] = {
            rel: node.attributes["href"]
            for rel in ("canonical", "amphtml", "prev", "next")
            for node in root.css(f"head link[rel={rel}]")
        }
        told[number]["title"] = one(root, "title").text().split(" | ")[0].partition(" – ")[2]
        assert one(root, 'meta[property="og:url"]').attributes["content"] == told[number]["canonical"]
    amp = {
        1: {"amphtml": f"{base}/amp/x"},
        2: {"amphtml": f"{base}/amp/x/page/2"},
        3: {"amphtml": f"{base}/amp/x/page/3"},
    }
    own = "/amp" if page_format == "amp" else ""
    expected = {
        1: {"canonical": f"{base}/x", "next": f"{base}{own}/x/page/3", "title": ""},
        3: {
            "canonical": f"{base}/x/page/3",
            "prev": f"{base}{own}/x",
            "next": f"{base}{own}/x/page/2",
            "title": "Page 2 of 3",
        },
        2: {"canonical": f"{base}/x/page/2", "prev": f"{base}{own}/x/page/3", "title": "Page 3 of 3"},
    }
    assert told == {n: each | (amp[n] if page_format == "html" else {}) for n, each in expected.items()}


def test_the_way_to_other_pages(theme: Theme) -> None:
    """Links lead to newer and older updates in the page's own format; where there is one page there are none."""
    assert links(page(theme, live(*many(95))), "nav.pages a") == {"Older updates": "/x/page/3"}
    assert links(page(theme, live(*many(95)), 3, "amp"), "nav.pages a") == {
        "Newer updates": "/amp/x",
        "Older updates": "/amp/x/page/2",
    }
    assert links(page(theme, live(*many(95)), 2), "nav.pages a") == {"Newer updates": "/x/page/3"}
    assert one(page(theme, live(*many(95)), 2), "nav.pages").attributes["aria-label"] == "Pages of this live blog"
    assert not page(theme, live(*many(59))).css("nav.pages")


def test_updates_are_put_in_order(theme: Theme) -> None:
    """By time, whatever the order of the document; those of one minute as they are written."""
    same = [update(7, id="7b"), update(7, id="7a")]
    assert ids(page(theme, live(update(1), *same, update(9), update(3)))) == ["u9", "7b", "7a", "u3", "u1"]


def test_what_is_pinned_leads(theme: Theme) -> None:
    """On the first page it stands before all others in a place of its own, once; on a full page it keeps its place."""
    value = live(*(each | {"pinned": each["id"] in ("u5", "u60")} for each in many(65)))
    first, second = page(theme, value), page(theme, value, 2)
    assert [node.attributes["id"] for node in first.css(".pins article.update")] == ["u60", "u5"]
    assert len(ids(first)) == len(set(ids(first))) == 36
    assert ids(second) == [f"u{number}" for number in range(30, 0, -1)]
    assert not second.css(".pins")
    assert [node.text() for node in second.css(".badge")] == ["Live"]
    crowded = page(theme, live(*many(20, pinned=True)))
    assert len(crowded.css(".pins article.update")) == MAX_PINNED
    assert len(ids(crowded)) == 20


@pytest.mark.parametrize("page_format", ["html", "amp"])
def test_key_events_lead_to_where_they_are(theme: Theme, page_format: Format) -> None:
    """Each link of the list leads to an id of this page, or to the page that has it; every one is listed once."""
    value = live(*(each | {"key": int(each["id"][1:]) % 20 == 0, "pinned": each["id"] == "u20"} for each in many(100)))
    own = "/amp/x" if page_format == "amp" else "/x"
    root = page(theme, value, 1, page_format)
    assert list(links(root, ".key-events a").items()) == [
        ("Number 100", "#u100"),
        ("Number 80", "#u80"),
        ("Number 60", f"{own}/page/3#u60"),
        ("Number 40", f"{own}/page/3#u40"),
        ("Number 20", "#u20"),
    ]
    for link in links(root, ".key-events a").values():
        where, _, fragment = (link or "").partition("#")
        number = int(where.rpartition("/")[2]) if where else 1
        assert one(page(theme, value, number, page_format), f"article#{fragment}")
    assert not page(theme, value, 2, page_format).css(".key-events")


def test_a_key_event_without_a_headline(theme: Theme) -> None:
    """It is told by the beginning of its text, cut between words; one that says nothing is not listed."""
    text = [
        {"type": "divider"},
        {"type": "paragraph", "text": ["The ", {"text": "bridge", "href": "/b"}, " opens " + "wide " * 30]},
    ]
    silent: Json = {"headline": None, "key": True, "blocks": [{"type": "divider"}]}
    value = live(
        update(2, headline=None, key=True, blocks=text),
        update(1, **silent),
        update(3, headline=None, key=True, blocks=[{"type": "paragraph", "text": "x" * 500}]),
    )
    told = list(links(page(theme, value), ".key-events a"))
    assert told[:1] == ["x" * 100 + "…"]
    assert len(told) == 2
    assert re.fullmatch(r"The bridge opens (wide )*wide…", told[1])
    assert 90 < len(told[1]) <= 101


def test_a_long_list_of_key_events_is_folded(theme: Theme) -> None:
    """Up to twelve stand open, more are opened on demand, and there is an end to them."""
    assert "open" in one(page(theme, live(*many(12, key=True))), "details.key-events").attributes
    folded = page(theme, live(*many(13, key=True)))
    assert "open" not in one(folded, "details.key-events").attributes
    assert len(page(theme, live(*many(400, key=True))).css(".key-events a")) == MAX_KEY_EVENTS
    assert not page(theme, live(*many(3))).css(".key-events")


def test_dates_head_the_days(theme: Theme) -> None:
    """Where the coverage has several days each list tells a day once, in the story's zone; of one day it tells none."""
    days = live(*many(8, step=timedelta(hours=5), key=True), timezone="Asia/Tokyo")
    root = page(theme, days)
    told = [node.text(strip=True) for node in root.css("article.update .at")]
    clocks = [f"{(START + number * timedelta(hours=5) + timedelta(hours=9)):%H:%M}" for number in range(8, 0, -1)]
    heads = {at: text for at, text in enumerate(text[5:].removesuffix("Key event") for text in told) if text}
    assert [text[:5] for text in told] == clocks
    assert heads == {0: "26 November 2026", 2: "25 November 2026", 7: "24 November 2026"}
    assert [node.text() for node in root.css(".key-events span")] == list(heads.values())
    assert not page(theme, live(*many(8))).css(".at > span:not(.badge)")


def test_what_introduces_it_stands_on_the_first_page(theme: Theme) -> None:
    """Lead, key points, related stories and blocks that are no updates are not repeated on every page."""
    extra: Json = {
        "lead": {"type": "image", "url": "/l.jpg", "alt": ""},
        "key_points": ["One point"],
        "related": [{"headline": "Another story", "url": "/y"}],
        "standfirst": "All of it",
    }
    value = live({"type": "paragraph", "text": "Before."}, *many(65), {"type": "paragraph", "text": "After."}, **extra)
    pages = [html(theme, value, number) for number in (1, 2)]
    first, second = (page.partition("<main")[2] for page in pages)
    assert first.index("Before.") < first.index("Number 65") < first.index("After.")
    shown = ("Before.", "After.", "One point", "Another story", 'src="/l.jpg"')
    assert [text in first for text in shown] == [True] * 5
    assert [text in second for text in shown] == [False] * 5
    assert "All of it</p>" in second
    assert f"{theme.site.base_url}/l.jpg" in pages[1], "it still stands for the story elsewhere"


@pytest.mark.parametrize("number", [1, 2])
def test_new_updates_are_asked_for_by_a_link(theme: Theme, number: int) -> None:
    """While it goes on each page has a link to the first one, and a badge; when it has ended it says so instead."""
    going, ended = (
        page(theme, live(*many(65), **fields), number) for fields in ({}, {"ended_at": "2026-11-24T12:00:00Z"})
    )
    assert links(going, ".state a")["Check for new updates"] == "/x"
    assert one(going, ".kicker .badge").text() == "Live"
    assert "This live coverage has ended." in one(ended, ".state").text()
    assert "Check for new updates" not in links(ended, ".state a")
    assert not ended.css(".kicker .badge")


def test_the_live_list_of_amp(theme: Theme) -> None:
    """It asks every 30 seconds on the first page while the coverage goes on, and has room for all that can be there."""
    root = page(theme, live(*many(65)), 1, "amp")
    [live_list] = root.css("amp-live-list")
    assert live_list.attributes["data-poll-interval"] == "30000"
    assert live_list.attributes["data-max-items-per-page"] == "59"
    [button] = live_list.css("button[update]")
    assert button.attributes["on"] == f"tap:{live_list.attributes['id']}.update"
    assert len(live_list.css("div[items] > [data-sort-time]")) == 35
    assert live_list.css("div[pagination] nav.pages")
    assert "amp-live-list-0.1.mjs" in str(root.html)
    for value, number in ((live(*many(65)), 2), (live(*many(65), ended_at="2026-11-24T12:00:00Z"), 1)):
        assert "amp-live-list" not in html(theme, value, number, "amp")
    assert "amp-live-list" not in html(theme, live(*many(65)))


@examples(40)
@given(st.lists(st.from_regex(r"\A[A-Za-z0-9][A-Za-z0-9._:-]{0,8}\Z"), min_size=1, max_size=20, unique=True))
def test_items_of_the_live_list_are_found_by_a_selector(theme: Theme, names: list[str]) -> None:
    """Whatever a CMS calls an update, the id of its item is its own, fit for a selector, and the anchor stays."""
    root = page(theme, live(*(update(number, id=name) for number, name in enumerate(names))), 1, "amp")
    items = [str(node.attributes["id"]) for node in root.css("div[items] > div")]
    assert all(map(SELECTOR.fullmatch, items))
    assert len(set(items)) == len(names)
    assert set(ids(root)) == {f"-{name}" if re.fullmatch("[a-z_]+", name, re.IGNORECASE) else name for name in names}


def test_times_of_the_live_list(theme: Theme) -> None:
    """Items are sorted by when they were written, and replaced when they were changed later."""
    first, second = update(1, updated_at="2026-11-24T09:00:00Z"), update(2, updated_at="2026-11-24T07:00:00Z")
    root = page(theme, live(second, first), 1, "amp")
    told = [
        (node.attributes["data-sort-time"], node.attributes.get("data-update-time"))
        for node in root.css("div[items] > div")
    ]
    started = int(START.timestamp())
    assert told == [(f"{started + 120}", None), (f"{started + 60}", f"{started + 3_600}")]


def test_two_updates_of_one_id(theme: Theme) -> None:
    """The older keeps it, so that no link changes when the other comes; both are on the page, each under its own."""
    assert ids(page(theme, live(update(2, id="u"), update(1, id="u")))) == ["-u.2", "-u"]


def test_an_update_elsewhere(theme: Theme) -> None:
    """In a story, or within another block, an update is shown where it stands, and linked within the page."""
    boxed = live(update(2), {"type": "fact_box", "blocks": [update(1, id="u2")]})
    root = page(theme, boxed)
    assert links(root, ".at a") == {"08:02": "/x/page/2#u2", "08:01": "#u2.2"}
    plain = page(theme, story(update(1), update(2)))
    assert ids(plain) == ["u1", "u2"]
    assert links(plain, ".at a") == {"08:01": "#u1", "08:02": "#u2"}


def words(count: int, chance: Random) -> list[Json]:
    """A paragraph of so many words of the samples, chosen by chance."""
    return [{"type": "paragraph", "text": " ".join(chance.choices(VOCABULARY, k=count))}]


@pytest.mark.parametrize("page_format", ["html", "amp"])
def test_a_page_of_hundreds_of_updates_is_of_a_sane_size(theme: Theme, page_format: Format) -> None:
    """Of 509 updates of 100 words no page has over 59, and each is under 50 KB compressed."""
    chance = Random(5)  # noqa: S311 -- words, not secrets
    value = live(*(each | {"blocks": words(100, chance)} for each in many(509)))
    sizes = {number: len(gzip.compress(html(theme, value, number, page_format).encode(), 6)) for number in (1, 2, 16)}
    assert len(ids(page(theme, value, 1, page_format))) == 59
    assert max(sizes.values()) < 50_000, sizes


def test_ten_thousand_updates(theme: Theme, amp_validator: AmpValidator) -> None:
    """The page comes, as large as any other, in both formats, and the first and the last page with it."""
    bare = [update(number, blocks=[], key=True, pinned=True) for number in range(MAX_BLOCKS)]
    value = live(*bare)
    for number, expected in ((1, 40), (2, 30), (333, 30)):
        for page_format in ("html", "amp"):
            shown = html(theme, value, number, page_format)
            assert len(ids(LexborHTMLParser(shown))) == expected
            assert len(shown) < 60_000
            if page_format == "amp":
                assert amp_validator.validate(shown).issues == []
