"""A corpus of hostile texts in every field of a story, in a browser with the policy switched off: nothing runs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import cycle
from typing import Any
from urllib.parse import urlsplit

import brs_kb
import msgspec
import pytest

from slugline.address import Format
from slugline.page.render import render
from slugline.page.text import clean
from slugline.page.theme import Theme, _styles
from slugline.policy import policy_of
from slugline.story.decode import decode
from slugline.story.document import Article
from slugline.theme.folder import folders_of, load_theme
from tests import samples
from tests.page.shapes import MUTATIONS, REACHING
from tests.parts.chromium import ADDRESS, Chromium, Reading, View
from tests.parts.dom import descendants, parse
from tests.samples import BLOCKS, Json, everything, story

UNGUARDED = View(bypass_csp=True)
BATCH = 500
CAPTIONS = "Unsafe attempt to load URL https://www.meridian.example/media/a.vtt"
"""AMP names the site's own captions in full, and these pages are shown at another address than the site's."""

EXPECTED = (
    ADDRESS,
    "https://cdn.ampproject.org/",
    "https://files.example/",
    "https://www.meridian.example/media/a.vtt",
)
"""Where the pages' own requests go: to their host, to AMP, and for the film that the story shows."""

PNG = samples.media()["/media/harbour-dusk-320.jpg"]

# Fields that hold no text of their own: words of the format, and what a decoder refuses unless it has its form.
_NOT_TEXT = frozenset(
    {
        "type",
        "kind",
        "version",
        "path",
        "size",
        "align",
        "direction",
        "access",
        "timezone",
        "marks",
        "id",
        "at",
        "html",
        "amp",
    }
    | {name for name in samples.METADATA if name.endswith(("_at", "_until"))}
    | {"published_at", "url", "href", "player_url", "logo", "canonical_url", "comments_url", "duration", "language"}
)
_FORMED = frozenset(
    {
        "url",
        "href",
        "player_url",
        "logo",
        "comments_url",
        "canonical_url",
        "id",
        "language",
        "type",
        "provider",
        "align",
        "kind",
        "duration",
    }
)

FORBIDDEN = """() => {
    const bad = [];
    const names = 'SCRIPT IFRAME OBJECT EMBED BASE META LINK STYLE FORM INPUT BUTTON TEXTAREA SVG MATH TEMPLATE FRAME';
    for (const e of document.body.querySelectorAll('*')) {
        const waits = e.matches('details:not([open]) .shown > iframe[loading=lazy][sandbox]:not([srcdoc])');
        if (names.split(' ').includes(e.tagName.toUpperCase()) && !waits) bad.push('<' + e.tagName + '>');
        if (/top-navigation|modals/.test(e.getAttribute('sandbox') || '')) bad.push('a frame with rights');
        for (const a of e.attributes) {
            const name = e.tagName + '@' + a.name;
            if (/^on|^srcdoc$|^formaction$|^style$/i.test(a.name) && e.tagName !== 'I-AMPHTML-SIZER') bad.push(name);
            if (/^(href|src|cite|poster|data|action|background|xlink:href)$/i.test(a.name)) {
                const url = URL.canParse(a.value, location.href) ? new URL(a.value, location.href) : location;
                if (!/^(https?|mailto|tel):$/.test(url.protocol)) bad.push(name + '=' + a.value.slice(0, 60));
            }
        }
    }
    return bad;
}"""
HEAD = """() => [...document.head.children]
    .map(e => e.tagName + (e.getAttribute('property') || '')).filter(name => name !== 'METAarticle:tag')"""
ALTS = "() => [...document.images].map(image => image.alt)"
DATA = "() => JSON.parse(document.querySelector('[type=\"application/ld+json\"]').textContent)['@graph'][0].keywords"


@cache
def payloads() -> tuple[str, ...]:
    """The corpus, each text once."""
    known: dict[str, Any] = brs_kb.get_all_payloads()
    texts = (str(entry["payload"]).encode("utf-8", "replace").decode() for entry in known.values())
    return tuple(dict.fromkeys(texts))


def batches() -> list[tuple[str, ...]]:
    """The corpus in parts of which each makes a page."""
    return [payloads()[start : start + BATCH] for start in range(0, len(payloads()), BATCH)]


def _filled(value: Any, texts: Iterator[str], *, shown: bool = True) -> Any:
    """The value with every text of it replaced by the next one."""
    if isinstance(value, str):
        return next(texts) if shown else value
    if isinstance(value, list):
        return [_filled(part, texts, shown=shown) for part in value]
    if isinstance(value, dict):
        return {name: _filled(part, texts, shown=shown and name not in _NOT_TEXT) for name, part in value.items()}
    return value


def _in_texts(batch: tuple[str, ...]) -> Json:
    """A story with each text of a batch as running text, as an attribute, as data, and in turn in every field."""
    all_of_it = " ".join(batch)[:19_000]
    whole = _filled({name: part for name, part in everything().items() if name != "body"}, cycle([all_of_it]))
    texts = cycle(batch)
    body: list[Json] = []
    for number in range(BATCH // 80):
        copied = [{"type": name, **fields} for name, fields in BLOCKS.items()]
        body += [
            block | {"id": f"u{number}"} if block["type"] == "update" else block for block in _filled(copied, texts)
        ]
    for text in batch:
        body.append({"type": "paragraph", "text": [text, {"text": text, "marks": ["bold", "code"], "href": "/a"}]})
        body.append({"type": "image", "url": "/media/a.jpg", "width": 3, "height": 2, "alt": text, "credit": text})
    tags = [{"id": text[:200] or "-", "name": text} for text in batch]
    filled: Json = whole | {"body": body, "tags": tags, "amp": True, "lead": None, "id": "hostile", "kind": "story"}
    return filled


def _in_forms(batch: tuple[str, ...]) -> Json:
    """A story with each text of a batch where an address, a language, an id or a word of the format is asked for."""
    body: list[Json] = []
    for text in batch:
        hrefs = (text, f"/{text}", f"https://evil.example/{text}", text.replace(" ", ""), f"mailto:{text}")
        body.append({"type": "paragraph", "text": [{"text": "x", "href": href} for href in hrefs]})
        body.append({"type": "paragraph", "text": [{"text": "x", "language": text}, {"text": "x", "direction": text}]})
        body.append({"type": "embed", "provider": text, "id": text, "url": f"/{text}"})
    for text, (name, fields) in zip(batch, cycle(BLOCKS.items())):
        for field in _FORMED & fields.keys():
            body.append({"type": name, **fields, field: text})
            body.append({"type": name, **fields, field: f"/{text}"})
    return story(*body)


FORMATS: tuple[Format, ...] = ("html", "amp")


def _article(value: Json) -> Article:
    document = decode(msgspec.json.encode(value)).document
    assert isinstance(document, Article)
    return document


def _pages(value: Json, theme: Theme) -> Iterator[tuple[Format, str]]:
    document = _article(value)
    for page_format in FORMATS:
        rendered = render(document, page_format, theme)
        assert rendered.losses == ()
        yield page_format, rendered.html


def _lines(text: str) -> str:
    """A text with the line ends that a parser makes of it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _ran(reading: Reading) -> list[str]:
    """What a page did that no story may do."""
    told = [
        line for line in reading.console if not any(words in line for words in ("Failed to load resource", CAPTIONS))
    ]
    foreign = [url for url in reading.requests if not url.startswith(EXPECTED)]
    return [
        *reading.dialogs,
        *reading.errors,
        *told,
        *foreign,
        *([] if reading.page.url == ADDRESS else [reading.page.url]),
    ]


def test_the_corpus_is_there() -> None:
    """There are thousands of texts, and of every kind."""
    assert len(payloads()) > 4_000
    assert {"<script", "onerror=", "javascript:", "</style", "</script"} <= {
        mark
        for mark in ("<script", "onerror=", "javascript:", "</style", "</script")
        for text in payloads()
        if mark in text.lower()
    }


@pytest.mark.parametrize("place", ["<section>{}</section>", '<p title="{}">x</p>', '<p><a href="{}">x</a></p>'])
def test_the_corpus_runs_where_nothing_is_escaped(browser: Chromium, place: str) -> None:
    """The control: the same texts, put into a page as they are, run, ask other hosts, and are seen by the same eyes."""
    for batch in batches()[:3]:
        page = "".join(map(place.format, batch))
        with browser.open(f"<!doctype html><html lang=en><title>x</title><body>{page}", UNGUARDED) as reading:
            if _ran(reading) and reading.page.evaluate(FORBIDDEN):
                return
    pytest.fail("nothing ran: these eyes are blind")


@pytest.fixture(scope="module")
def heads(browser: Chromium, theme: Theme) -> dict[str, list[str]]:
    """The elements in the head of a page of the same story with texts that are harmless, by format."""
    found: dict[str, list[str]] = {}
    for page_format, html in _pages(_in_texts(("harmless",) * 9), theme):
        with browser.open(html, UNGUARDED, files={"/media/a.jpg": PNG}) as reading:
            found[page_format] = reading.page.evaluate(HEAD)
    return found


@pytest.mark.parametrize("number", range(len(batches())))
def test_hostile_texts_are_texts(browser: Chromium, theme: Theme, heads: dict[str, list[str]], number: int) -> None:
    """In every text of a story, in both formats: nothing runs, no element comes of them, head and data are whole.

    In the data each is one line.
    """
    batch = batches()[number]
    for page_format, html in _pages(_in_texts(batch), theme):
        with browser.open(html, UNGUARDED, files={"/media/a.jpg": PNG}) as reading:
            assert _ran(reading) == []
            assert reading.page.evaluate(FORBIDDEN) == []
            assert reading.page.evaluate(HEAD) == heads[page_format]
            assert reading.page.evaluate(DATA) == [" ".join(clean(text).split()) for text in batch]
            assert {*map(_lines, map(clean, batch))} - {*reading.page.evaluate(ALTS)} == set()


@pytest.mark.parametrize("number", range(len(batches())))
def test_hostile_forms_are_refused(browser: Chromium, theme: Theme, number: int) -> None:
    """As an address, a language, an id, a provider or a type: refused, or harmless where it is kept."""
    for _, html in _pages(_in_forms(batches()[number]), theme):
        with browser.open(html, UNGUARDED) as reading:
            assert _ran(reading) == []
            assert reading.page.evaluate(FORBIDDEN) == []


NAMED = ("https://media.example/", "https://player.example/")


def _foreign(html: tuple[str, ...]) -> Json:
    """A story with each piece of markup as a block, and as what stands for it in AMP; first, named pictures."""
    picture = "<img src='https://media.example/a.png' alt='x' width=3 height=2>"
    blocks = [{"type": "raw_html", "html": text, "amp": text, "title": text} for text in html]
    return story({"type": "raw_html", "html": picture * 2, "amp": picture}, *blocks)


def _load_all(reading: Reading) -> None:
    """Loads the pictures that a reader has not come to yet, too."""
    reading.page.evaluate("for (const image of document.images) image.loading = 'eager'")
    reading.page.wait_for_function("[...document.images].every(image => image.complete)")


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Theme:
    """A theme whose settings name one host for pictures, and one for frames."""
    folder = tmp_path_factory.mktemp("own")
    settings = 'name = "A"\nbase_url = "https://a.example"\nlanguage = "en"\nmedia = ["media.example"]\n'
    (folder / "site.toml").write_text(settings + 'frames = ["player.example"]\n', "utf-8")
    return load_theme(folders_of(folder))


@pytest.mark.parametrize("shapes", [MUTATIONS, REACHING])
def test_shapes_of_foreign_markup_run_where_they_are_left(browser: Chromium, shapes: tuple[str, ...]) -> None:
    """The control: the same markup as it is runs or asks others, and is seen by the same eyes."""
    ran = 0
    for shape in shapes:
        with browser.open(f"<!doctype html><html lang=en><title>x</title><body>{shape}", UNGUARDED) as reading:
            reading.page.wait_for_timeout(20)
            ran += bool(_ran(reading) or reading.page.evaluate(FORBIDDEN))
    assert ran > len(shapes) * 0.8


def test_shapes_of_foreign_markup_are_harmless(browser: Chromium, own: Theme) -> None:
    """In both formats, with no policy: nothing runs or asks, covers the page or leads away; a named host is asked."""
    for _, html in _pages(_foreign((*MUTATIONS, *REACHING)), own):
        with browser.open(html, UNGUARDED) as reading:
            _load_all(reading)
            assert [told for told in _ran(reading) if not told.startswith(NAMED)] == []
            assert reading.page.evaluate(FORBIDDEN) == []
            assert reading.page.evaluate(PLACED) == []
            assert "https://media.example/a.png" in reading.requests


PLACED = """() => [...document.querySelectorAll('.foreign *')].filter(e => {
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    const own = e.closest('.foreign').getBoundingClientRect();
    const told = [...e.attributes].some(a => /^(id|name|popover|hidden|style|background)$/.test(a.name));
    const foreign = [...e.classList].some(c => !['unsized', 'title', 'note', 'quiet'].includes(c));
    const out = box.width && box.height && (box.top < own.top - 1 || box.bottom > own.bottom + 1);
    return style.position !== 'static' || told || foreign || out;
}).map(e => e.outerHTML.slice(0, 90))"""
"""What of foreign markup stands out of its box, or has a name of its own."""


@pytest.mark.parametrize("number", range(len(batches())))
def test_hostile_foreign_markup_runs_nothing(browser: Chromium, own: Theme, number: int) -> None:
    """The corpus as markup, each text in a block of its own and all in one, in both formats and with no policy."""
    batch = batches()[number]
    for _, html in _pages(_foreign((*batch, "\n".join(batch))), own):
        with browser.open(html, UNGUARDED) as reading:
            _load_all(reading)
            assert [told for told in _ran(reading) if not told.startswith(NAMED)] == []
            assert reading.page.evaluate(FORBIDDEN) == []
            assert reading.page.evaluate(PLACED) == []


FREE_FRAME = "<iframe src='https://evil.example/z'></iframe><img src='https://evil.example/y' alt=''>"


def test_only_hosts_of_the_settings_are_asked(browser: Chromium, own: Theme, theme: Theme) -> None:
    """Under a page's own policy no request leaves for a host that settings do not name; if they name any, one does."""
    left: dict[str, set[str]] = {}
    for name, chosen in (("own", own), ("any", theme)):
        document = _article(_foreign((FREE_FRAME, *REACHING)))
        for page_format in FORMATS:
            page = render(document, page_format, chosen)
            with browser.open(page.html, headers={"content-security-policy": policy_of(page.needs)}) as reading:
                _load_all(reading)
                hosts = {urlsplit(url).netloc for url in reading.requests} - {urlsplit(ADDRESS).netloc}
                left[name] = left.get(name, set()) | hosts
    assert left["own"] == {"media.example"}
    assert "evil.example" in left["any"]


def test_the_policy_stops_what_a_template_lets_through(browser: Chromium, own: Theme) -> None:
    """The control: a page on which the same markup was left as it is asks others, and its own policy keeps it in."""
    page = render(_article(_foreign(())), "html", own)
    html = page.html.replace("</main>", f"{FREE_FRAME}<script src='https://evil.example/x.js'></script></main>")
    with browser.open(html) as free:
        assert any(url.startswith("https://evil.example/") for url in free.requests)
    with browser.open(html, headers={"content-security-policy": policy_of(page.needs)}) as kept:
        blocked = [line for line in kept.failed if "evil.example" in line]
        asked = {url for url in kept.requests if "evil.example" in url}
        assert {line.split(": ")[0] for line in blocked} >= asked
        assert all("csp" in line.lower() or "BLOCKED" in line for line in blocked)


def test_a_stylesheet_cannot_be_ended(theme: Theme) -> None:
    """Not even a theme's own CSS can close its element."""
    for css in ("a::before{content:'</style><script>alert(1)</script>'}", "</STYLE ><b>", "<!--</style>"):
        nodes = [*descendants(parse(f"<!doctype html><head><style>{_styles(css).css}</style></head><body><p>x"))]
        assert [node.tag for node in nodes] == ["head", "style", "body", "p"]
    assert theme.styles
