"""Our own AMP checks pass good pages and catch every mutant."""

from __future__ import annotations

import base64
import re

import pytest

from tests.parts import amp
from tests.parts.amp import AmpValidator
from tests.parts.amp_rules import faults
from tests.parts.amp_samples import CDN, GOOD, MANY, PLAIN, SVG, YOUTUBE, laid, script, sizer
from tests.parts.missing import need

BOILERPLATE = "<style amp-boilerplate>body{visibility:hidden}</style>"


@pytest.mark.parametrize("html", [GOOD, PLAIN, MANY], ids=["good", "plain", "many"])
def test_a_good_page_has_no_fault(html: str) -> None:
    """Nothing is found in pages that are right: with one picture, with no component at all, with every layout."""
    assert faults(html) == []


@pytest.mark.parametrize("html", [GOOD, PLAIN, MANY], ids=["good", "plain", "many"])
def test_the_samples_are_valid(html: str) -> None:
    """The official validator agrees that the samples are good, so that the mutants break one thing only."""
    need(amp)
    with AmpValidator() as validator:
        assert validator.validate(html) == amp.Verdict("PASS", 1, [])


MUTANTS = [
    # the document
    (GOOD, "⚡ ", "", "neither ⚡ nor amp"),
    (GOOD, ' transformed="self;v=1"', "", "transformed"),
    (GOOD, ' lang="en"', "", "lang is missing"),
    (GOOD, ' lang="en"', ' lang=" "', "lang is missing"),
    (GOOD, '<html ⚡ lang="en" i-amphtml-layout', '<html ⚡ lang="en"', "html: i-amphtml-layout is missing"),
    (GOOD, "<title>T</title>", "", "0 titles"),
    (GOOD, "<title>T</title>", "<title> </title>", "0 titles"),
    (GOOD, "<title>T</title>", "<title>T</title><title>U</title>", "2 titles"),
    # the boilerplate
    (GOOD, " i-amphtml-no-boilerplate", "", "i-amphtml-no-boilerplate is missing"),
    (GOOD, "<title>", BOILERPLATE + "<title>", "i-amphtml-no-boilerplate beside a boilerplate"),
    (GOOD, "<title>", f"<noscript>{BOILERPLATE}</noscript><title>", "nothing needs hides the page"),
    (GOOD, "<h1>", f"<amp-experiment {laid('container', '')}></amp-experiment><h1>", "beside amp-experiment"),
    (GOOD, "<title>", script("amp-dynamic-css-classes") + "<title>", "amp-dynamic-css-classes needs it"),
    # the styles
    (
        GOOD,
        '<style amp-runtime i-amphtml-version="012405300626000">i-amphtml-sizer{display:block}</style>',
        "",
        "0 style",
    ),
    (GOOD, "i-amphtml-sizer{display:block}", " ", "amp-runtime is empty"),
    (GOOD, "<style amp-custom>", "<style amp-custom></style><style amp-custom>", "2 style amp-custom"),
    (GOOD, "h1{color:#111}", "h1{color:#111}/*" + "é" * 37_500 + "*/", "bytes, more than 75000"),
    (GOOD, "h1{color:#111}", "h1{color:#111!important}", "!important in a style"),
    (GOOD, "h1{color:#111}", "h1{color:#111 ! IMPORTANT}", "!important in a style"),
    (GOOD, "<h1>", '<h1 style="color:red!important">', "h1: !important in its style"),
    # the scripts
    (GOOD, "<title>", "<script>1</script><title>", "not AMP's"),
    (GOOD, "<h1>", '<script src="https://example.com/x.js"></script><h1>', "not AMP's"),
    (PLAIN, "<title>", script() + "<title>", "uses no amp- element"),
    (PLAIN, "<h1>", "<script>1</script><h1>", "not AMP's"),
    (GOOD, script(), "", "script v0: 0 module halves"),
    (GOOD, f'<script async nomodule src="{CDN}.js" crossorigin="anonymous"></script>', "", "v0: 0 nomodule halves"),
    (GOOD, script(), script() + script(), "v0: 2 module halves"),
    (GOOD, f'<script async src="{CDN}.mjs"', f'<script src="{CDN}.mjs"', "v0: async is missing"),
    (GOOD, ' type="module"', "", 'not type="module"'),
    (GOOD, '.mjs" type="module" crossorigin="anonymous"', '.mjs" type="module"', 'not type="module"'),
    (GOOD, " nomodule", "", "not nomodule"),
    (MANY, "/amp-youtube-0.1.js", "/amp-youtube-1.0.js", "halves of different versions"),
    (MANY, ' custom-element="amp-youtube"', "", 'custom-element="amp-youtube" is missing'),
    (
        MANY,
        'custom-template="amp-mustache"',
        'custom-element="amp-mustache"',
        'custom-template="amp-mustache" is missing',
    ),
    # the components
    *[
        (MANY, script(component), "", f"script {component} is missing")
        for component in ("amp-ad", "amp-youtube", "amp-iframe", "amp-lightbox-gallery", "amp-audio", "amp-list")
    ],
    (MANY, script("amp-mustache", "0.2", "custom-template"), "", "script amp-mustache is missing"),
    (GOOD, "<h1>", '<h1 [text]="x">', "script amp-bind is missing"),
    (GOOD, "<h1>", "<form></form><h1>", "script amp-form is missing"),
    (GOOD, "<h1>", '<script id="amp-access" type="application/json">{}</script><h1>', "script amp-access is missing"),
    (GOOD, "<h1>", f"<amp-embed {laid('container', '')}></amp-embed><h1>", "script amp-ad is missing"),
    (GOOD, "<style amp-custom>", script("amp-video") + "<style amp-custom>", "amp-video is loaded and not used"),
    (MANY, YOUTUBE, "", "amp-youtube is loaded and not used"),
    # the order of the head
    (
        GOOD,
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">',
        '<meta name="viewport" content="width=device-width"><meta charset="utf-8">',
        "charset is not first",
    ),
    (
        GOOD,
        '<meta charset="utf-8">',
        '<meta charset="utf-8"><style amp-custom></style>',
        "amp-custom before style amp-runtime",
    ),
    (GOOD, '<meta charset="utf-8">', f'<meta charset="utf-8">{script()}', "engine before viewport"),
    (MANY, '<meta charset="utf-8">', f'<meta charset="utf-8">{script("amp-video")}', "component before engine"),
    (MANY, "<h1>", script("amp-video") + "<h1>", "script amp-video is not in head"),
    # the layouts
    (GOOD, ' i-amphtml-layout="responsive"', "", 'i-amphtml-layout="responsive" is missing'),
    (GOOD, ' i-amphtml-layout="responsive"', ' i-amphtml-layout="fixed"', 'i-amphtml-layout="responsive" is missing'),
    (GOOD, ' layout="responsive"', ' layout="wide"', "layout 'wide' is unknown"),
    (GOOD, ' layout="responsive"', "", 'i-amphtml-layout="fixed" is missing'),
    (GOOD, "i-amphtml-layout-responsive ", "", "class i-amphtml-layout-responsive is missing"),
    (GOOD, " i-amphtml-layout-size-defined", "", "class i-amphtml-layout-size-defined is missing"),
    (GOOD, "i-amphtml-layout-responsive ", "i-amphtml-layout-responsive i-amphtml-layout-fill ", "not of its layout"),
    (GOOD, sizer("56.25"), "", "has 0 sizers"),
    (GOOD, sizer("56.25"), sizer("56.25") * 2, "has 2 sizers"),
    (GOOD, sizer("56.25"), "<b></b>" + sizer("56.25"), "sizer is not its first child"),
    (GOOD, sizer("56.25"), sizer("56.26"), "padding-top:56.26%, not 56.2500%"),
    (GOOD, sizer("56.25"), sizer("177.7778"), "padding-top:177.7778%"),
    (MANY, "42.8571%", "42.85%", "padding-top:42.85%"),
    (GOOD, "display:block;padding", "padding", "not display:block"),
    (GOOD, ' slot="i-amphtml-svc"', "", "no slot"),
    (GOOD, ' height="9"', "", "width and height are missing"),
    (GOOD, ' width="16"', ' width="16rem"', "not of one unit"),
    (GOOD, "<h1>", sizer("50") + "<h1>", "outside an amp- element"),
    (MANY, ' style="width:300px;height:200px"', ' style="width:300px"', "style height:200px is missing"),
    (MANY, ' style="width:300px;height:200px"', ' style="width:30px;height:200px"', "style width:300px is missing"),
    (MANY, ' style="height:300px"', "", "style height:300px is missing"),
    (MANY, ' style="width:1px;height:1px"', "", "style width:1px is missing"),
    (MANY, ' style="width:100%;height:0"', "", "style width:100% is missing"),
    (MANY, " i-amphtml-layout-awaiting-size", "", "class i-amphtml-layout-awaiting-size is missing"),
    (MANY, ' hidden="hidden"', "", "amp-pixel https://example.com/p: hidden is missing"),
    (MANY, f"{laid('container', '')}>", ">", 'amp-accordion: i-amphtml-layout="container" is missing'),
    (MANY, "<section>", sizer("50") + "<section>", "has a sizer that its layout has not"),
    (MANY, SVG, base64.b64encode(b'<svg height="20" width="300"/>').decode(), "has not its width and height"),
    (MANY, "i-amphtml-intrinsic-sizer", "other", "holds no i-amphtml-intrinsic-sizer"),
    (MANY, "<audio controls>", "<audio>", "holds no <audio controls>"),
    (MANY, "<amp-audio", '<amp-audio class="i-amphtml-layout-fixed"', "has a layout class"),
    (GOOD, "<amp-img", '<amp-img heights="50%"', "heights is left to the runtime"),
    (GOOD, "<amp-img", '<amp-img media="print"', "media is left to the runtime"),
    (GOOD, "<amp-img", '<amp-img sizes="50vw" srcset="a 1w"', "sizes is left to the runtime"),
    # the pictures
    (GOOD, " i-amphtml-ssr", "", "i-amphtml-ssr is not there, but it holds 1 img"),
    (GOOD, '<img class="i-amphtml-fill', '<p class="i-amphtml-fill', "i-amphtml-ssr is there, but it holds 0 img"),
    (GOOD, "i-amphtml-fill-content ", "", "no class i-amphtml-fill-content"),
    (GOOD, " i-amphtml-replaced-content", "", "no class i-amphtml-replaced-content"),
    (GOOD, ' decoding="async"', "", "no decoding"),
    (GOOD, 'alt="x" src="https://example.com/a.jpg"', 'alt="x" src="https://example.com/b.jpg"', "has another src"),
    (GOOD, 'alt="x" src="https://example.com/a.jpg"', 'alt="y" src="https://example.com/a.jpg"', "has another alt"),
    (GOOD, 'fetchpriority="high"', 'srcset="https://example.com/b.jpg 9w"', "has another srcset"),
    (GOOD, 'alt="x" i-amphtml-ssr', "i-amphtml-ssr", "amp-img https://example.com/a.jpg: alt is missing"),
    (PLAIN, ' alt="x"', "", "img https://example.com/a.jpg: alt is missing"),
    (MANY, ' alt="n"', "", "img https://example.com/n.jpg: alt is missing"),
]


@pytest.mark.parametrize(("html", "found", "put", "fault"), MUTANTS, ids=[re.sub(r"\W+", "-", m[3]) for m in MUTANTS])
def test_a_mutant_is_caught(html: str, found: str, put: str, fault: str) -> None:
    """Each single break of a good page is found and named."""
    assert found in html
    assert any(fault in line for line in faults(html.replace(found, put, 1)))


ALLOWED = [
    (GOOD, "h1{color:#111}", 'h1{color:#111}/* !important */p::after{content:"!important"}'),
    (GOOD, "h1{color:#111}", "h1{color:#111}" + " " * 74_986),
    (GOOD, 'alt="x"', "alt"),
    (GOOD, "<title>", '<script type="application/ld+json">{}</script><title>'),
    (PLAIN, "<title>", '<script type="application/ld+json">{}</script><title>'),
    (MANY, "42.8571%", "42.85714%"),
    (MANY, "42.8571%", "42.8572%"),
]


@pytest.mark.parametrize(("html", "found", "put"), ALLOWED)
def test_what_is_allowed_is_no_fault(html: str, found: str, put: str) -> None:
    """Comments and strings of CSS, the last allowed byte, an empty alt, data scripts and rounding are fine."""
    assert found in html
    assert faults(html.replace(found, put)) == []


def test_a_page_of_its_boilerplate() -> None:
    """A page that needs the boilerplate and has it is fine."""
    html = GOOD.replace(" i-amphtml-no-boilerplate", "").replace(
        "<style amp-custom>", BOILERPLATE + "<style amp-custom>"
    )
    html = html.replace("</script><style", f"</script>{script('amp-dynamic-css-classes')}<style", 1)
    assert faults(html) == []
