"""Pages in many scripts and directions, measured in a real browser: where letters stand, and that none is cut."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import msgspec
import pytest

from slugline.address import Format
from slugline.page.render import render
from slugline.page.theme import Theme
from slugline.story.decode import decode
from slugline.story.document import Article
from slugline.story.language import normalised
from slugline.story.problem import Unsound
from tests import samples
from tests.parts.chromium import Chromium, Reading, View

FORMATS: tuple[Format, ...] = ("html", "amp")
PHONE = View(width=360, height=740, javascript=False)

WHERE = """([selector, text]) => {
    // Where each letter of a text stands from the left, within the first element that holds the text in one node.
    for (const element of document.querySelectorAll(selector)) {
        const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        for (let node; (node = walker.nextNode());) {
            const at = node.data.indexOf(text);
            if (at < 0) continue;
            return [...text].map((_, index) => {
                const range = document.createRange();
                range.setStart(node, at + index);
                range.setEnd(node, at + index + 1);
                return range.getBoundingClientRect().left;
            });
        }
    }
    return null;
}"""

INK = """() => {
    // How much higher the ink of an element's text is than its line, in shares of the line.
    const canvas = document.createElement('canvas').getContext('2d');
    return [...document.querySelectorAll('h1, h2, .standfirst, .title, .pull-quote p, .body > p, li, figcaption')]
        .map(element => {
            const style = getComputedStyle(element);
            canvas.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
            const ink = canvas.measureText(element.innerText.replaceAll('\\n', ' '));
            const line = parseFloat(style.lineHeight);
            const height = ink.actualBoundingBoxAscent + ink.actualBoundingBoxDescent;
            return [height / line, element.outerHTML.slice(0, 60)];
        });
}"""

STYLE = """([selector, name]) => getComputedStyle(document.querySelector(selector))[name]"""


def article(**fields: Any) -> Article:
    """A story with some fields."""
    document = decode(msgspec.json.encode(samples.story() | fields)).document
    assert isinstance(document, Article)
    return document


def left(reading: Reading, selector: str, text: str) -> list[float]:
    """Where the letters of a text stand; the text must be there."""
    found: list[float] | None = reading.page.evaluate(WHERE, [selector, text])
    assert found, (selector, text)
    return found


def runs_right(places: list[float]) -> bool:
    """Whether letters stand one after another from left to right, on one line."""
    return all(a <= b for a, b in pairwise(places)) and places[0] < places[-1]


HOSTILE = ("\u202eABC", "\u202dABC", "\u202aABC", "\u202bABC", "\u2066ABC", "\u2067ABC", "\u2068ABC", "\u2067\u202eABC")
LOOSE = "\u2069\u202cABC\u2069\u202c\u2069"


def hostile(text: str) -> Article:
    """A story in which every text that stands beside words of ours turns and does not turn back."""
    image = {**samples.IMAGE, "caption": text, "credit": "By hand", "warning": text}
    return article(
        headline=text,
        kicker=text,
        dateline=text,
        standfirst=[text, {"text": f"{text}inner", "language": "fr"}, "after the span"],
        source=text,
        sponsor={"name": text},
        bylines=[{"name": text, "role": "in Sarn"}],
        tags=[{"id": "a", "name": text}, {"id": "b", "name": "Harbours"}],
        section={"id": "world", "name": text},
        lead={**samples.IMAGE, "caption": f"{text}\nsecond line", "credit": "By hand", "warning": None},
        corrections=[{"at": "2026-11-24T09:00:00Z", "text": text}],
        body=[
            image,
            {"type": "rating", "value": 3.5, "best": 5, "label": text},
            {"type": "correction", "text": text, "at": "2026-11-24T09:00:00Z"},
            {"type": "table", "rows": [[text, "plain cell"]]},
            {"type": "fact_box", "title": text, "blocks": [{"type": "paragraph", "text": "In the box"}]},
        ],
    )


OURS = (
    (".brand", "The Meridian"),
    (".sections", "Top Stories"),
    (".colophon", "About us"),
    (".colophon", "2026 The Meridian"),
    (".times", "Published"),
    (".times time", "24 November 2026"),
    (".note", "Source"),
    (".role", "in Sarn"),
    (".tags", "Harbours"),
    (".lead .credit", "By hand"),
    (".lead figcaption", "second line"),
    (".rating", "3.5 out of 5"),
    (".corrections", "24 November 2026"),
    (".body .correction", "Correction"),
    ("td", "plain cell"),
    (".fact-box", "In the box"),
    ("summary span", "Show"),
)
"""Words that stand beside a hostile text, by where they stand."""


def test_no_turn_of_direction_reaches_out_of_its_text(browser: Chromium, theme: Theme) -> None:
    """Overrides, embeddings and isolates left open, or that close what they did not open, reverse nothing of ours."""
    for text in (*HOSTILE, LOOSE):
        with browser.open(render(hostile(text), "html", theme).html, PHONE) as reading:
            for selector, words in OURS:
                assert runs_right(left(reading, selector, words)), (ascii(text), selector)


def test_a_turn_that_is_left_open_would_reach_out(browser: Chromium) -> None:
    """The test above can fail: the same characters in plain markup reverse the words after them."""
    with browser.open("<!doctype html><title>x</title><p>\u202eABC <span>By hand</span></p>", PHONE) as reading:
        assert not runs_right(left(reading, "span", "By hand"))


def test_foreign_names_keep_their_marks(browser: Chromium, theme: Theme) -> None:
    """In an Arabic page the stop after Jr. stands at the name's right end; so does a Hebrew name's at its left."""
    latin = {
        "bylines": [{"name": "O. Castle Jr."}, {"name": "P. Amari Jr.", "url": "/by/p"}],
        "source": "Yonder!",
        "tags": [{"id": "c", "name": "C++"}, {"id": "d", "name": "D++", "path": "/tag/d"}],
        "lead": {**samples.IMAGE, "warning": None, "credit": "Oxholm Inc."},
        "sponsor": {"name": "Port Ltd.", "url": "https://port.example/"},
    }
    places = [
        (".byline", "O. Castle Jr."),
        (".byline a", "P. Amari Jr."),
        (".note bdi", "Yonder!"),
        (".tags", "C++"),
        (".tags a", "D++"),
        (".credit", "Oxholm Inc."),
        (".sponsor a", "Port Ltd."),
    ]
    with browser.open(render(article(language="ar", **latin), "html", theme).html, PHONE) as reading:
        for selector, words in places:
            assert runs_right(left(reading, selector, words)), selector
    hebrew = {"bylines": [{"name": "נור חדאני!"}], "source": "הארץ!"}
    with browser.open(render(article(**hebrew), "html", theme).html, PHONE) as reading:
        for selector, words in ((".byline", "נור חדאני!"), (".note bdi", "הארץ!")):
            assert runs_right(left(reading, selector, words)[::-1]), selector


@pytest.mark.parametrize(
    ("language", "zone", "ordered"),
    [
        ("ar", "Asia/Riyadh", ["24", "2026", "11:30"]),
        ("ar-EG", "Africa/Cairo", ["٢٤", "٢٠٢٦", "١٠:٣٠"]),
        ("he", "Asia/Jerusalem", ["24", "2026", "10:30", "GMT+2"]),
        ("fa", "Asia/Tehran", ["۱۴۰۵", "۱۲:۰۰", "+۳:۳۰"]),
        ("ur", "Asia/Karachi", ["24", "2026", "1:30 PM", "GMT +5"]),
    ],
)
def test_times_stand_in_order_from_right_to_left(
    browser: Chromium, theme: Theme, language: str, zone: str, ordered: list[str]
) -> None:
    """Digits run to the right, a sign stands before its number; date, clock and zone follow to the left."""
    with browser.open(render(article(language=language, timezone=zone), "html", theme).html, PHONE) as reading:
        places = [left(reading, ".times time", words) for words in ordered]
        for words, place in zip(ordered, places, strict=True):
            assert runs_right(place), words
        assert all(before[0] > after[-1] for before, after in pairwise(places))


MOST_INK = {"ur": 1.25}
"""Words in Nastaliq fall steeply; their highest and lowest points seldom stand above one another."""


def scripts() -> list[str]:
    """Samples, one in each language."""
    found: dict[str, str] = {}
    for path, story in samples.articles():
        found.setdefault(story.language, path)
    return sorted(set(found.values()))


def test_no_letter_is_cut_or_run_into(browser: Chromium, theme: Theme) -> None:
    """In every language of the samples the ink of a line is no higher than the line, on a phone and a desktop."""
    stories = dict(samples.articles())
    assert len(scripts()) >= 14
    for path in scripts():
        html = render(stories[path], "html", theme).html
        with browser.open(html, View(width=360, height=740), files=samples.media()) as reading:
            for width in (360, 1280):
                reading.page.set_viewport_size({"width": width, "height": 800})
                measured = reading.page.evaluate(INK)
                assert len(measured) > 5
                assert [ink for ink in measured if ink[0] > MOST_INK.get(stories[path].language, 1)] == [], (
                    path,
                    width,
                )


def test_each_script_is_set_as_it_asks(browser: Chromium, theme: Theme) -> None:
    """Open leading, no italics and no letter-spacing outside Latin, Greek and Cyrillic; those alone have them."""
    bare = [{"type": "paragraph", "text": ["a ", {"text": "b", "marks": ["italic"]}]}]
    for language in theme.labels:
        html = render(article(language=language, body=bare, kicker="K"), "html", theme).html
        plain = language in {
            "en",
            "es",
            "fr",
            "de",
            "pt",
            "it",
            "nl",
            "pl",
            "id",
            "sw",
            "ha",
            "tr",
            "vi",
            "yo",
            "ru",
            "uk",
        }
        with browser.open(html, PHONE) as reading:
            size, line = (
                float(reading.page.evaluate(STYLE, [".body p", name])[:-2]) for name in ("fontSize", "lineHeight")
            )
            slant, spacing = (
                reading.page.evaluate(STYLE, pair) for pair in (["em", "fontStyle"], [".kicker", "letterSpacing"])
            )
            assert (slant == "italic") is plain, language
            assert (spacing not in {"normal", "0px"}) is plain, language
            assert line / size >= (1.59 if plain else 1.69), language
            assert reading.page.evaluate(STYLE, ["h1", "hyphens"]) == "manual"
            assert reading.page.evaluate(STYLE, [".body p", "hyphens"]) == "auto"


def test_the_frame_says_its_language(theme: Theme) -> None:
    """Masthead and footer are in the site's language and direction, and say so where the story has another."""
    arabic = render(article(language="ar"), "html", theme).html
    assert '<html lang="ar" dir="rtl">' in arabic
    assert '<header class="masthead" lang="en-GB" dir="ltr">' in arabic
    assert '<footer class="colophon" lang="en-GB" dir="ltr">' in arabic
    assert 'aria-label="Sections"' in arabic
    for language in ("en", "en-GB"):
        assert '<header class="masthead">' in render(article(language=language), "html", theme).html


def test_borrowed_words_say_their_language(theme: Theme) -> None:
    """A language without labels shows English ones, marked as English; one that has some marks none."""
    swedish = render(article(language="sv"), "html", theme).html
    assert '<span lang="en" dir="ltr">Published <time' in swedish
    for language in ("en", "en-US", "de-CH", "zh-TW"):
        html = render(article(language=language), "html", theme).html
        assert " lang=" not in html.partition('<p class="times')[2].partition("</p>")[0], language


def test_a_page_has_the_styles_of_its_script_alone(theme: Theme) -> None:
    """An English page carries no rule for other scripts, and each script's page those of its own."""
    own = {name: css for name, css in theme.styles.items() if name.startswith("scripts/")}
    assert len(own) == 6
    used = {
        "en": None,
        "ru": None,
        "ar": "arabic",
        "he": "hebrew",
        "hi": "indic",
        "th": "southeast",
        "ja": "eastern",
        "am": "ethiopic",
    }
    used |= {
        "zh-Hant-TW": "eastern",
        "uz-Arab": "arabic",
        "ur-Latn": None,
        "pa-Arab": "arabic",
        "my": "southeast",
        "xx": None,
    }
    for language, script in used.items():
        css = render(article(language=language), "html", theme).html
        assert [name for name, rules in own.items() if rules in css] == ([f"scripts/{script}"] if script else []), (
            language
        )


@pytest.mark.parametrize("language", ["xx", "zz-Qaaa-x-y", "qaa", "zxx-Zxxx-t-en", "ar-Latn", "mis", "en-GB-oed"])
def test_any_language_has_a_page(theme: Theme, language: str) -> None:
    """Languages that nobody knows give a page in both formats, in the site's words, from left to right."""
    story = article(language=language)
    for page_format in FORMATS:
        page = render(story, page_format, theme)
        assert not page.losses
        assert f'lang="{normalised(language)}" dir="ltr"' in page.html


@pytest.mark.parametrize("language", ["i-klingon", "a" * 200, "en-" + "a" * 200, "x-y", ""])
def test_what_is_no_language_is_told(language: str) -> None:
    """A tag that no browser would know is told to the editor, with its place, and never reaches a page."""
    with pytest.raises(Unsound, match=r"\$\.language .* is not a language tag"):
        article(language=language)
