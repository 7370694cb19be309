"""Every page of every sample before its judges: validators, our own rules, the story itself, the scales."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping, Sequence

import pytest

from slugline.page.text import address
from slugline.page.theme import Theme
from slugline.story.document import Article, Liveblog
from tests import samples
from tests.page.conftest import Served
from tests.page.content import addresses, missing, told_in
from tests.parts import amp_rules, nu, parity
from tests.parts.amp import AmpValidator
from tests.parts.dom import descendants, parse, value

FIRST_FLIGHT = 14_600
"""Bytes of one initial TCP window: ten segments of 1,460."""

STORY_CSS = 12 * 1024
"""Bytes of stylesheet that a story's page may have."""

LIVE_CSS = 13_500
"""The same of a live blog's, which has a story's blocks and its own; the aim is that of a story."""

TYPICAL = "/world/asia/harbour-talks"
"""The sample of 800 words that must come with the first flight."""

BY_THE_EDGE = """\
content-encoding: gzip\r
vary: accept-encoding\r
date: Tue, 24 Nov 2026 09:30:00 GMT\r
content-length: 12345\r
"""
"""Headers that are added on the way to the reader."""

NEEDS_A_COMPONENT = re.compile(r"<(?!amp-img|amp-layout|amp-pixel)amp-")


def _none(faults: Mapping[str, Sequence[str]]) -> None:
    """No page has a fault; those that do are all told at once."""
    told = {name: list(found) for name, found in faults.items() if found}
    assert told == {}


def test_the_amp_validator_has_nothing_to_say(amp_served: tuple[Served, ...], amp_validator: AmpValidator) -> None:
    """Every AMP page is valid, without a warning, and read as a transformed one."""
    verdicts = {page.name: amp_validator.validate(page.html) for page in amp_served}
    _none({name: verdict.issues for name, verdict in verdicts.items()})
    assert {(verdict.status, verdict.transformed) for verdict in verdicts.values()} == {("PASS", 1)}


def test_our_own_amp_rules_hold(amp_served: tuple[Served, ...]) -> None:
    """What the validator does not look at: sizers, server-side attributes, pairs of scripts, the order of the head."""
    _none({page.name: amp_rules.faults(page.html) for page in amp_served})


@pytest.mark.usefixtures("nu_checker")
def test_the_html_checker_has_nothing_to_say(served: tuple[Served, ...]) -> None:
    """Every HTML page is valid, without a warning; even that of the sample that is broken on purpose."""
    _none(nu.check_pages({page.name: page.html for page in served if page.format == "html"}))


def test_both_formats_have_the_same_content(served: tuple[Served, ...], amp_served: tuple[Served, ...]) -> None:
    """Texts, links and pictures of a story's two pages are the same, in the same order."""
    html = {page.path: page.html for page in served if page.format == "html"}
    _none({page.path: parity.differences(html[page.path], page.html) for page in amp_served})


def test_the_whole_story_is_on_the_page(served: tuple[Served, ...]) -> None:
    """Every text of the story stands on the page, its body in order; and so do its links and pictures."""
    _none({page.name: [*missing(page.article, page.html), *_unlinked(page.article, page.html)] for page in served})


def _unlinked(article: Article, html: str) -> list[str]:
    """The links and files of a story that are not on its page."""
    links, files = addresses(article)
    nodes = [*descendants(parse(html))]
    there = {value(node, name) for node in nodes for name in ("href", "src", "content", "poster")}
    offered = {part.split()[0] for node in nodes if (srcset := value(node, "srcset")) for part in srcset.split(", ")}
    return [url for url in sorted(links | files) if not {address(url), _base(url)} & (there | offered)]


def _base(url: str) -> str:
    return f"https://www.meridian.example{address(url)}"


def test_no_page_has_what_no_page_may_have(served: tuple[Served, ...]) -> None:
    """No script but data and AMP's, no inline style in HTML, one h1, nothing that a template left behind."""
    for page in served:
        nodes = [*descendants(parse(page.html))]
        kinds = {value(node, "type") for node in nodes if node.tag == "script" and not value(node, "src")}
        assert kinds == {"application/ld+json"}, page.name
        sources = [str(value(node, "src")) for node in nodes if node.tag == "script" and value(node, "src")]
        assert all(source.startswith("https://cdn.ampproject.org/") for source in sources), page.name
        assert page.format == "amp" or not sources, page.name
        assert page.format == "amp" or not any("style" in node.attributes for node in nodes), page.name
        assert [node.tag for node in nodes].count("h1") == 1, page.name
        assert not re.search(r"\{[{%#]|>None<|=\"None\"", page.html), page.name


def test_amp_of_text_and_pictures_needs_no_script(amp_served: tuple[Served, ...]) -> None:
    """A page without a component has no script of AMP's at all; one with components has."""
    scripted = {page.name: "cdn.ampproject.org" in page.html for page in amp_served}
    needed = {page.name: bool(NEEDS_A_COMPONENT.search(page.html)) for page in amp_served}
    assert scripted == needed
    assert set(scripted.values()) == {True, False}


def test_a_typical_story_comes_with_the_first_flight(served: tuple[Served, ...]) -> None:
    """Headers and compressed page of a story of 800 words fit into one initial TCP window, in each format."""
    weighed = {}
    for page in served:
        head = "HTTP/1.1 200 OK\r\n" + "".join(f"{name}: {text}\r\n" for name, text in page.headers.items()) + "\r\n"
        weighed[page.path, page.format] = len(head + BY_THE_EDGE) + len(gzip.compress(page.html.encode(), 6))
    for page_format in ("html", "amp"):
        assert weighed[TYPICAL, page_format] <= FIRST_FLIGHT


def test_the_typical_story_is_typical() -> None:
    """The story that is weighed has 800 words, a picture, and the blocks of a news story."""
    article = dict(samples.articles())[TYPICAL]
    words = sum(len(text.split()) for text in _texts(article))
    assert 760 <= words <= 1000, words
    assert article.lead


def _texts(article: Article) -> list[str]:
    return [text for part in told_in(article.body, "$") for text in part.texts]


def test_stylesheets_hold_what_both_formats_take(served: tuple[Served, ...], theme: Theme) -> None:
    """A page carries the styles of its own blocks alone: less than the whole theme's, under AMP's bound and ours."""
    whole = sum(len(css) for css in theme.styles.values())
    for page in served:
        css = re.findall(r"<style(?: amp-custom)?>(.*?)</style>", page.html, re.DOTALL)
        assert len(css) == 1, page.name
        assert len(css[0]) < whole
        assert len(css[0].encode()) <= amp_rules.MOST_CSS
        most = LIVE_CSS if isinstance(page.article, Liveblog) else STORY_CSS
        assert len(css[0].encode()) <= most, page.name
