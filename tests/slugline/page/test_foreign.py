"""Markup from elsewhere: what of it stands on a page, whatever it was; never unsound, never slow."""

from __future__ import annotations

import random
import time
from typing import Any

import msgspec
import pytest

from slugline.address import Format
from slugline.page.foreign import MAX_DEPTH, drafted, sanitised
from slugline.page.render import render
from slugline.page.theme import Theme
from slugline.site import names
from slugline.story.decode import decode
from slugline.story.document import Article
from slugline.story.foreign import ALIKE, BLOCKS, INLINE, PARTS, taken_out
from tests.parts import nu
from tests.parts.amp import AmpValidator
from tests.parts.parity import content, differences
from tests.samples import Json, story

ANY = ("*",)


def _made(html: str, theme: Theme, media: tuple[str, ...] = ANY) -> str | None:
    draft = drafted(html, media, theme.labels["en"])
    made = sanitised(draft) if draft else None
    return str(made.html) if made else None


@pytest.mark.parametrize(
    ("html", "made"),
    [
        ("<p>One<p>two", "<p>One</p><p>two</p>"),
        ("<b><p>x</b>y</p>", "<p>xy</p>"),
        ('<a href="/a">x<a href="/b">y</a>', '<a href="/a">xy</a>'),
        ('<a href="/a"><h3>t</h3><p>u</p></a>', '<a href="/a"><h2>t</h2><p>u</p></a>'),
        ('<p><a href="/a"><div>t</div></a>', "<div>t</div>"),
        ("<h1>A</h1><h4>b</h4><h6>c</h6><h2>d</h2>", "<h2>A</h2><h3>b</h3><h4>c</h4><h2>d</h2>"),
        ("<h1> </h1><h3>x</h3>", "<h2>x</h2>"),
        ("<li>x<li>y", "<p>x</p><p>y</p>"),
        ("<ul>x<p>y</p><li>z</ul>", "<ul><li>x<p>y</p></li><li>z</li></ul>"),
        ("<ul><li>a<ol start=3><li>b</ol><li>c</ul>", '<ul><li>a<ol start="3"><li>b</li></ol></li><li>c</li></ul>'),
        ("<dl><div><dt>a</div><dd>b</dl>", "<dl><dt>a</dt><dd>b</dd></dl>"),
        ("<dl>x<dt>y</dl>", "<dl><dt></dt><dd>x</dd><dt>y</dt><dd></dd></dl>"),
        ("<td>x</td>", "<p>x</p>"),
        (
            "<table>x<tr>b<td>c</table>",
            "<table><tbody><tr><td>x</td><td></td></tr><tr><td>b</td><td>c</td></tr></tbody></table>",
        ),
        (
            "<table><thead><th>x<tfoot><td rowspan=2 colspan=1>y</table>",
            '<table><thead><tr><th>x</th></tr></thead><tbody><tr><td rowspan="2">y</td></tr></tbody></table>',
        ),
        (
            "<table><caption>c</caption><tr><td><ul><li>a</td></table>",
            "<table><caption>c</caption><tbody><tr><td><ul><li>a</li></ul></td></tr></tbody></table>",
        ),
        ("<details>x<summary>b</summary></details>", "<details><summary>Show</summary>x<p>b</p></details>"),
        ("<details open><summary>k</summary>l", '<details open=""><summary>k</summary>l</details>'),
        ("<figure>f<figcaption>x</figcaption>m</figure>", "<figure>f<figcaption>x</figcaption></figure>m"),
        ("<ruby>漢<rp>(</rp><rt>x</rt><rp>)</rp></ruby><ruby>y</ruby>", "<ruby>漢<rt>x</rt></ruby>y"),
        ("<p>a&amp;b&lt;i&gt;&nbsp;\x00\x0b&#1;&#xfffe;", "<p>a&amp;b&lt;i&gt;&nbsp;</p>"),
        ("5 < 6 and <b", "5 &lt; 6 and &lt;b"),
        (
            "<time>m</time> <time datetime='2026-01-02 10:00'>k</time>",
            'm <time datetime="2026-01-02T10:00:00">k</time>',
        ),
        ('<i lang=FR-be dir=RTL title=x>x</i><bdo dir="up">y</bdo>', '<i lang="fr-BE" dir="rtl">x</i>y'),
        ("<abbr title='World Health Organization'>WHO</abbr>", '<abbr title="World Health Organization">WHO</abbr>'),
        (
            '<a href="https://é.example/ä?a=1&b=2" rel="noopener Sponsored" target=_top>x</a>',
            '<a href="https://%C3%A9.example/%C3%A4?a=1&amp;b=2" rel="sponsored">x</a>',
        ),
        ('<a href="java\nscript:x">x</a> <a href=" //x.example/">y</a> <a href="#f">z</a>', "x y z"),
        ('<a href="/a" href="/b">x</a>', '<a href="/a">x</a>'),
        ('<blockquote cite="javascript:x"><p>q', "<blockquote><p>q</p></blockquote>"),
        ("<noscript><p>x</p></noscript><font color=red>y</font>", "<p>x</p>y"),
        ("<title>a</title><textarea>b<p></textarea>c<template><p>t</template><!-- <p> -->", "c"),
        ("<svg><text>a</text></svg><math><mi>b</mi></math><select><option>c</select>d", "d"),
        ("<svg><p>x", "<p>x</p>"),
        ("<form action=/x><label>Name <input></label><button>Go</button></form>", "Name Go"),
        (
            '<iframe src="https://x.example/?a&b" title=" A ">no</iframe><iframe src="https://y.example">',
            '<p><a href="https://x.example/?a&amp;b">A</a></p><p><a href="https://y.example">Open on y.example</a></p>',
        ),
        ("<iframe src='javascript:x'></iframe><iframe srcdoc='<p>x'></iframe>", None),
        ("<p><b> </b><span></span></p><ul></ul><table></table><script>x</script>", None),
    ],
)
def test_what_stands_on_a_page(theme: Theme, html: str, made: str | None) -> None:
    """Each element where it may stand, words kept, nothing left of what is empty, hidden, or of no use."""
    assert _made(html, theme) == made


BOX = ' width="3" height="2" class="unsized" loading="lazy" decoding="async">'


@pytest.mark.parametrize(
    ("img", "made"),
    [
        ('src="/a b.jpg" alt=x', "x"),
        ('src="/a.jpg" alt=x', '<img src="/a.jpg" alt="x"' + BOX),
        ('src="http://m.example/a.jpg"', '<img src="https://m.example/a.jpg" alt=""' + BOX),
        ('src="https://a.n.example/a.jpg" width=40% height=3', '<img src="https://a.n.example/a.jpg" alt=""' + BOX),
        (
            'src="https://m.example:443/" srcset="https://evil.example/ 1x" alt="elsewhere"',
            "elsewhere",
        ),
        ('src="https://n.example/a.jpg"', None),
        ('src="https://m.example.evil.example/a.jpg" alt=" "', None),
        ('src="data:image/png;base64,x"', None),
        ('src="https://m.example/a.jpg" width="640" height=480 style="position:fixed" onerror="x" id=body', "sized"),
    ],
)
def test_pictures_come_from_hosts_of_the_settings(theme: Theme, img: str, made: str | None) -> None:
    """Lazily, each with a box of its own size; of one from elsewhere only its words are left."""
    sized = '<img src="https://m.example/a.jpg" alt="" width="640" height="480" loading="lazy" decoding="async">'
    assert _made(f"<img {img}>", theme, ("m.example", "*.n.example")) == (sized if made == "sized" else made)


def test_hosts_of_the_settings() -> None:
    """A host names itself, with its port; a star names all below it, or all; and none but https."""
    hosts = ("m.example", "*.n.example", "p.example:8443")
    assert [names(hosts, f"https://{host}/a") for host in ("M.example", "a.b.n.example", "p.example:8443")] == [
        True
    ] * 3
    others = (
        "n.example",
        "xm.example",
        "m.example:8443",
        "m.example@evil.example",
        "evil.example?m.example",
        "[m.example",
    )
    assert not any(names(hosts, f"https://{host}/a") for host in others)
    assert names(ANY, "https://x.example") > names(ANY, "http://x.example")


def _soup(chance: random.Random) -> str:
    attributes = [
        *("", "", ' href="/a"', ' src="/media/a.jpg"', ' src="https://m.example/a.png" width="3" height="4"', " open"),
        *(
            ' datetime="2026-01-02"',
            " datetime=2026-01-02T10:00:00.123456+05:30",
            " dir=rtl",
            " lang=fr-be",
            " start=3",
        ),
        *(
            ' cite="https://x.example/"',
            ' style="position:fixed" onclick=x id=body class=y',
            ' rel="nofollow"',
            " scope=col",
        ),
    ]
    elements = sorted({*INLINE, *BLOCKS, *PARTS, *ALIKE, "form", "svg", "iframe", "font", "script", "rp", "body"})
    parts = []
    for _ in range(chance.randrange(3, 25)):
        name = chance.choice(elements)
        tag = f"<{name}{chance.choice(attributes)}{chance.choice(attributes)}>"
        parts.append(
            chance.choice([tag, tag, f"</{name}>", chance.choice(["x", " ", "word & more", "\n", "<!-- c -->"])])
        )
    return "".join(parts)


@pytest.mark.usefixtures("nu_checker")
def test_tag_soup_becomes_sound(theme: Theme, amp_validator: AmpValidator) -> None:
    """Whatever is opened, left open and crossed: neither checker finds a fault. An empty heading may hold a picture."""
    chances = [random.Random(seed) for seed in range(100)]  # noqa: S311 -- the same soup every time
    soups = {f"soup {n}": _pages(theme, *(_block(_soup(chance)) for _ in range(8))) for n, chance in enumerate(chances)}
    found = nu.check_pages({name: pages["html"] for name, pages in soups.items()})
    assert {name: told for name, faults in found.items() if (told := _serious(faults))} == {}
    issues = {name: amp_validator.validate(pages["amp"]).issues for name, pages in soups.items()}
    assert {name: told for name, told in issues.items() if told} == {}


def _serious(faults: list[str]) -> list[str]:
    return [fault for fault in faults if "Empty heading" not in fault]


def _block(html: str, **fields: Any) -> Json:
    return {"type": "raw_html", "html": html, **fields}


def _pages(theme: Theme, *body: Json) -> dict[Format, str]:
    document = decode(msgspec.json.encode(story(*body))).document
    assert isinstance(document, Article)
    formats: tuple[Format, ...] = ("html", "amp")
    made = {page_format: render(document, page_format, theme) for page_format in formats}
    assert not any(page.losses for page in made.values())
    return {page_format: page.html for page_format, page in made.items()}


@pytest.mark.parametrize(
    "part",
    [
        *(
            "<b>",
            "<div>",
            "<p>",
            "<p>x <b>y</b></p>",
            "<table><tr><td>",
            "<ul><li>x",
            "<",
            "<a ",
            '<a x="',
            "<a '\"",
            "</b>",
        ),
        *(
            "<!--",
            "<!",
            "</",
            "<svg></svg ",
            "<script>",
            "<svg>",
            "<svg></svg>",
            "<iframe>",
            "&amp",
            "<a =",
            "<i><p>x",
            "<p><b title={}>",
        ),
        *(
            '<a href="/x">k</a> ',
            "<table>",
            "<tr><td>1",
            "<details>",
            "<dl><dt>",
            "<rp>",
            "<ruby>x",
            "<img alt=x>",
            "<td>",
        ),
    ],
)
def test_time_grows_as_the_length(theme: Theme, part: str) -> None:
    """Ten times the markup takes some ten times the work, and not a hundred: in time, and in what is made of it.

    Measured in the time of this process, each the best of several, with room for what a small piece costs.
    """
    small, large = _cost(theme, part, 6_000), _cost(theme, part, 60_000)
    assert large < 30 * small + 0.05


def _cost(theme: Theme, part: str, characters: int) -> float:
    html = "".join(part.replace("{}", str(n)) for n in range(characters // len(part)))
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        made = _made(html, theme)
        best = min(best, time.process_time() - start)
    assert len(made or "") < 12 * characters
    return best


def test_deep_markup_is_flat(theme: Theme) -> None:
    """Of twenty thousand elements in one another some stand; the words of all do."""
    made = _made("<div>" * 20_000 + "x" + "</div>" * 1_000 + "y", theme)
    assert made == "<div>" * MAX_DEPTH + "x" + "</div>" * MAX_DEPTH + "y"


def test_amp_shows_the_same(theme: Theme) -> None:
    """Without an alternative that differs, the AMP page shows what the HTML page shows, and links nowhere for it."""
    html = "<form>A<input></form><ul><li>b</ul>"
    pages = _pages(theme, _block(html, title="T"), _block(html, amp="A<ul><li>b"))
    assert differences(pages["html"], pages["amp"]) == []
    assert {"T", "A", "b"} <= {*content(pages["amp"]).texts}
    assert not any(FULL in page or 'id="body' in page for page in pages.values())


FULL = "See this on the full page"


def test_an_alternative_for_amp(theme: Theme) -> None:
    """It stands in the AMP page, which says where the other is to be found: at an id that is there."""
    pages = _pages(theme, _block("<p>Whole</p>", amp="<p>Instead <amp-list>", title="T"), _block("<p>b"))
    html, amp = content(pages["html"]).texts, content(pages["amp"]).texts
    assert [word in html for word in ("T", "Whole", "Instead", FULL)] == [True, True, False, False]
    assert [word in amp for word in ("T", "Whole", "Instead", FULL)] == [True, False, True, True]
    assert f'<a class="quiet" href="/world/asia/harbour-talks#body-0">{FULL}</a>' in pages["amp"]
    assert 'id="body-0"' in pages["html"]
    assert differences(pages["html"], pages["amp"]) == []


@pytest.mark.parametrize("amp", ["", "<amp-carousel></amp-carousel>"])
def test_an_alternative_of_which_nothing_is_left(theme: Theme, amp: str) -> None:
    """The AMP page names it and leads to the HTML page's."""
    page = _pages(theme, _block("<p>Whole</p>", amp=amp, title="A form"))["amp"]
    assert "Whole" not in content(page).texts
    assert "A form" in content(page).texts
    assert f'harbour-talks#body-0">{FULL}' in page


def test_markup_of_which_nothing_is_left(theme: Theme) -> None:
    """Both formats show the alternative, or the title; without either, nothing."""
    for fields, shown in (({"amp": "<p>Instead"}, "Instead"), ({"title": "A form"}, "A form"), ({}, None)):
        for page in _pages(theme, _block("<script>x</script>", **fields)).values():
            assert (shown is None) == ('class="foreign"' not in page)
            assert shown is None or shown in content(page).texts
            assert FULL not in page


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p class=x id=y>One <b>two</b></p><br/><title>x</title><custom>", ()),
        (
            "<SCRIPT>x</script><p onclick=x style='a:b'><iframe></iframe><x-y>",
            ("<script>", "onclick", "style", "<iframe>", "<x-y>"),
        ),
        ("<form><input><button>x</form><script></script>", ("<form>", "<input>", "<button>", "<script>")),
    ],
)
def test_what_is_taken_out_is_known(html: str, found: tuple[str, ...]) -> None:
    """What runs, asks, frames, draws or dresses is named, each once; what nobody misses is not."""
    assert taken_out(html) == found


@pytest.mark.parametrize("reference", ["&#" + "9" * 5_000 + ";", "&#x" + "9" * 5_000 + ";", "&#99999999;"])
def test_a_reference_to_no_character(theme: Theme, reference: str) -> None:
    """However long the number is, it takes the place of one character, and nothing else goes with it."""
    assert _made(f"<p>a{reference}b</p>", theme) == "<p>a\ufffdb</p>"
    assert taken_out(f"<p>a{reference}b</p>") == ()
