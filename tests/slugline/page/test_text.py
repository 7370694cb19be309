"""Text becomes markup that says the same and can do nothing; addresses become what an attribute may hold."""

from __future__ import annotations

from html import unescape
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slugline.page.text import _ELEMENTS, absolute, address, clean, line, markup, optional
from slugline.story.decode import decode
from slugline.story.document import Story
from slugline.story.text import Span, Text
from tests import strategies
from tests.parts.dom import descendants, parse
from tests.samples import story

FORBIDDEN = [
    *map(chr, [*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), *range(0xFDD0, 0xFDF0)]),
    *(chr(plane * 0x10000 + low) for plane in range(17) for low in (0xFFFE, 0xFFFF)),
]
"""What no HTML document may hold (HTML Standard, 13.2.3.5): controls and noncharacters, of every plane."""


def _text(value: Any) -> Any:
    return msgspec.convert(value, Text)


def test_what_no_document_may_hold_is_taken_out() -> None:
    """Controls and noncharacters go; white space, joiners, direction marks and characters of any plane stay."""
    for character in FORBIDDEN:
        assert clean(f"a{character}b") == "ab", hex(ord(character))
    kept = "a\tb\nc\rd\u00a0\u200d\u200f\u202e\ufeff\U0001f6a2\U00010ffd\ue000"
    assert clean(kept) == f"{kept}\u202c", "what is turned is turned back"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Fish & <b>chips</b>", "Fish &amp; &lt;b&gt;chips&lt;/b&gt;"),
        ("&quot;", "&amp;quot;"),
        ("\"double\" 'single'", "&#34;double&#34; &#39;single&#39;"),
        ("one\ntwo\n", "one<br>two<br>"),
        ("a\x00b\x1f\ufffec", "abc"),
        ([], ""),
        (["a & ", {"text": "b"}, " <c>"], "a &amp; b &lt;c&gt;"),
        ([{"text": "x", "marks": ["bold"]}], "<strong>x</strong>"),
        ([{"text": "x", "marks": ["bold", "italic", "bold"]}], "<em><strong>x</strong></em>"),
        (
            [{"text": "x", "marks": ["underline", "strike", "code", "sub", "sup", "small", "highlight"]}],
            "<mark><small><sup><sub><code><s><u>x</u></s></code></sub></sup></small></mark>",
        ),
        ([{"text": "a\nb", "marks": ["italic"]}], "<em>a<br>b</em>"),
        (
            [{"text": "x", "marks": ["bold"], "href": "https://a.example/?b=1&c='2'"}],
            '<a href="https://a.example/?b=1&amp;c=&#39;2&#39;"><strong>x</strong></a>',
        ),
        ([{"text": "x", "language": "zh_hant-tw"}], '<span lang="zh-Hant-TW" dir="ltr">x</span>'),
        ([{"text": "x", "language": "AR"}], '<span lang="ar" dir="rtl">x</span>'),
        ([{"text": "x", "language": "ar", "direction": "ltr"}], '<span lang="ar" dir="ltr">x</span>'),
        ([{"text": "x", "direction": "rtl"}], '<span dir="rtl">x</span>'),
        ([{"text": "x", "href": "/a", "language": "fr"}], '<span lang="fr" dir="ltr"><a href="/a">x</a></span>'),
    ],
)
def test_text_becomes_markup(text: Any, shown: str) -> None:
    """Text is escaped, line feeds are breaks, marks nest in order, links and languages stand around them."""
    assert markup(_text(text)) == shown


def test_inside_a_link_there_is_no_link() -> None:
    """Where text stands in a link of its own, its spans keep their marks and languages and lose their links."""
    text = _text([{"text": "x", "marks": ["bold"], "href": "/a", "language": "fr"}])
    assert markup(text, links=False) == '<span lang="fr" dir="ltr"><strong>x</strong></span>'


@strategies.examples(300)
@given(strategies.texts)
def test_markup_reads_back_as_the_text(value: Any) -> None:
    """A browser reads out of the markup just the characters of the text, in elements of its marks and no others."""
    text = _text(value)
    root = parse(f"<!doctype html><body><pre><i></i>{markup(text)}</pre>")
    pre = next(node for node in descendants(root) if node.tag == "pre")
    breaks = sum(node.tag == "br" for node in descendants(pre))
    written = "".join(
        part if isinstance(part, str) else part.text for part in ((text,) if isinstance(text, str) else text)
    )
    assert pre.text().replace("\n", "\r") == clean(written).replace("\n", "")
    assert breaks == written.count("\n")
    spans = [part for part in text if isinstance(part, Span)]
    assert sum(node.tag == "a" for node in descendants(pre)) == sum(span.href is not None for span in spans)
    assert {str(node.tag) for node in descendants(pre)} <= {"a", "i", "br", "span", *_ELEMENTS.values()}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (None, None),
        ("", None),
        (" \n\t\u00a0", None),
        ("\x00\x07", None),
        ([], None),
        (["", {"text": " "}], None),
        ("x", "x"),
        (["", "x"], "x"),
    ],
)
def test_text_that_says_nothing_is_none(text: Any, shown: str | None) -> None:
    """An absent text, an empty one, and one of blanks or characters that are taken out, shows nothing."""
    assert optional(_text(text) if text is not None else None) == shown
    if not isinstance(text, list):
        assert line(text) == shown


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("/world/asia?a=1&b=%20#c", "/world/asia?a=1&b=%20#c"),
        ("/ærø/港", "/%C3%A6r%C3%B8/%E6%B8%AF"),
        ("https://a.example/a|b^c`d{e}", "https://a.example/a%7Cb%5Ec%60d%7Be%7D"),
        ("https://a.example/?q[]=1", "https://a.example/?q%5B%5D=1"),
        ("https://[2001:db8::1]:8080/a[b]", "https://[2001:db8::1]:8080/a%5Bb%5D"),
        ("mailto:a@b.example?subject=A B", "mailto:a@b.example?subject=A%20B"),
        ("tel:+44(20)1;ext=2", "tel:+44(20)1;ext=2"),
        ("/?discount=50%&x=%zz%2", "/?discount=50%25&x=%25zz%252"),
        ("/a'b\"c<d>", "/a'b%22c%3Cd%3E"),
    ],
)
def test_addresses_are_percent_encoded(url: str, written: str) -> None:
    """What is no character of a URL is encoded; what is encoded already, and an IPv6 host, stay as they are."""
    assert address(url) == written
    assert address(written) == written


@strategies.examples(200)
@given(strategies.links | st.text(max_size=8).map(lambda text: "/" + text.encode("utf-8", "replace").decode()))
def test_addresses_lead_where_they_led(url: str) -> None:
    """An encoded address is ASCII, needs no further encoding, and decodes to the same path."""
    written = address(url)
    assert written.isascii()
    assert not set(written) & set(' "<>`{}|\\^')
    assert unquote(written) == unquote(url)
    assert unescape(written.replace("&", "&amp;")) == written


def test_addresses_of_the_site_become_absolute() -> None:
    """An address of this site stands behind the base address; any other stays."""
    assert absolute("/a/ø", "https://m.example") == "https://m.example/a/%C3%B8"
    assert absolute("https://o.example/a", "https://m.example") == "https://o.example/a"


def test_text_is_never_html() -> None:
    """Entities and elements in a story's text are shown as they are written."""
    document = decode(msgspec.json.encode(story({"type": "paragraph", "text": "&nbsp;<i>x</i>"}))).document
    assert isinstance(document, Story)
    assert unescape(markup(document.body[0].text)) == "&nbsp;<i>x</i>"  # type: ignore[union-attr] # it is a story, and has one
    assert urlsplit(address("https://a.example")).netloc == "a.example"
