"""Stories made up by Hypothesis come out whole in both formats: valid, alike, and with nothing that runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import example, given

from slugline.address import Format
from slugline.page.render import Rendered, render
from slugline.page.theme import Theme
from slugline.story.decode import decode
from slugline.story.document import Article
from tests import strategies
from tests.page.content import missing, on_page
from tests.parts import amp_rules, parity
from tests.parts.amp import AmpValidator
from tests.parts.dom import descendants, elements, parse, value
from tests.samples import Json, everything, story
from tests.strategies import examples, stamped

LONGEST: Json = story(
    *({"type": "update", "id": "u", "at": "1890-05-01T12:00:00Z", "blocks": [{"type": "divider"}]} for _ in range(2)),
    headline="§" * 500,
    timezone="Europe/Paris",
    published_at="0001-01-01T00:00:00Z",
    language="zh-Hant-TW",
)


def leads_with_notices() -> Iterator[Json]:
    """Every block that may have a notice, itself or on a picture in it."""
    said = {"caption": "Shocking words"}
    player: Json = {"sources": [{"url": "https://a.example/a.mp4"}], **said}
    yield {"type": "image", "url": "/a.jpg", "warning": "Blood", **said}
    yield {"type": "gallery", "images": [{"url": "/b.jpg"}, {"url": "/a.jpg", "warning": "Blood", **said}]}
    yield {"type": "gallery", "images": [{"url": "/b.jpg", **said}], "warning": "Blood"}
    yield {"type": "fact_box", "blocks": [{"type": "image", "url": "/a.jpg", **said}], "warning": "Blood"}
    yield {"type": "video", "warning": "Blood", **player}
    yield {"type": "video", "poster": {"url": "/a.jpg", "warning": "Blood"}, **player}
    yield {"type": "audio", "warning": "Blood", **player}
    yield {"type": "embed", "provider": "x", "url": "https://x.com/1", "warning": "Blood", **said}


def _article(value: Json) -> Article:
    decoded = decode(msgspec.json.encode(value))
    assert decoded.problems == ()
    assert isinstance(decoded.document, Article)
    return decoded.document


def _both(value: Json, theme: Theme) -> tuple[Article, Rendered, Rendered]:
    article = _article(value)
    html, amp = render(article, "html", theme), render(article, "amp", theme)
    assert (html.losses, amp.losses) == ((), ())
    return article, html, amp


@examples(60)
@given(strategies.articles.map(stamped))
@example(stamped(everything()))
@example(stamped(LONGEST))
def test_both_pages_tell_the_whole_story(theme: Theme, value: Json) -> None:
    """Nothing is lost in either format: every text stands on both pages, in order, and both have the same content."""
    article, html, amp = _both(value, theme)
    assert missing(on_page(article), html.html) == []
    assert missing(on_page(article), amp.html) == []
    assert parity.differences(html.html, amp.html) == []


@examples(60)
@given(strategies.articles)
@example(everything())
@example(LONGEST)
def test_the_amp_page_is_valid(theme: Theme, amp_validator: AmpValidator, value: Json) -> None:
    """The official validator reads a transformed page and has nothing to say, no warning even; nor have our rules."""
    amp = _both(value, theme)[2]
    verdict = amp_validator.validate(amp.html)
    assert (verdict.status, verdict.issues, verdict.transformed) == ("PASS", [], 1)
    assert amp_rules.faults(amp.html) == []


@examples(60)
@given(strategies.articles)
@example(everything())
def test_the_html_page_is_markup_alone(theme: Theme, value: Json) -> None:
    """No script but structured data, no inline style, no attribute that runs, nothing of the templates' language."""
    html = _both(value, theme)[1].html
    root = parse(html)
    for node in descendants(root):
        attributes: dict[str, Any] = node.attributes
        assert node.tag != "script" or value_of(node) == "application/ld+json"
        assert "style" not in attributes
        assert not any(name.startswith("on") for name in attributes)
        assert "None" not in attributes.values()
    assert sum(node.tag == "h1" for node in descendants(root)) == 1
    assert not re.search(r"\{[{%#]", re.sub(r"\{\{ 7 \* 7 \}\}|\{% raw %\}", "", html))


@pytest.mark.parametrize("page_format", ["html", "amp"])
@pytest.mark.parametrize("block", [*leads_with_notices()], ids=lambda block: block["type"])
def test_what_may_shock_is_not_shown_unasked(theme: Theme, block: Json, page_format: Format) -> None:
    """A block with a notice, or with a picture that has one, stands in a closed box behind it, lead or body."""
    quiet = {"type": "paragraph", "text": "Quiet"}
    lead = {} if block["type"] == "fact_box" else {"lead": block}
    page = render(
        _article(story(block, quiet, {"type": "fact_box", "blocks": [block]}, **lead)), page_format, theme
    ).html
    root = parse(page)
    boxes = [node for node in descendants(root) if node.tag == "details"]
    assert len(boxes) == 2 + len(lead)
    assert 'fetchpriority="high"' not in page
    shocking = "Shocking words"
    for box in boxes:
        assert "open" not in box.attributes
        first = next(elements(box))
        assert (first.tag, "Blood" in first.text(), shocking in first.text()) == ("summary", True, False)
        assert shocking in box.text()
    outside = [node for node in descendants(root, {"details", "head", "script"}) if node.tag not in {"html", "body"}]
    assert not any(node.tag in {"img", "video", "amp-video", "figure"} for node in outside)


def value_of(script: Any) -> str | None:
    """The type of a script element."""
    return value(script, "type")


@examples(60)
@given(strategies.articles)
def test_a_page_is_the_same_every_time(theme: Theme, value: Json) -> None:
    """The same story and the same theme make the same bytes, as a strong validator promises."""
    article = _article(value)
    for page_format in ("html", "amp"):
        assert render(article, page_format, theme) == render(_article(value), page_format, theme)
