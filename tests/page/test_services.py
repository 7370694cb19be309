"""What a site's settings ask of others stands on the page, waits for consent, and is all that the policy lets in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from slugline.address import Format
from slugline.errors import Misconfigured
from slugline.page.render import Rendered, render
from slugline.page.theme import Theme
from slugline.policy import policy_of
from slugline.story.decode import decode
from slugline.story.document import Article
from slugline.theme.folder import default_folder, folders_of, load_theme
from tests.parts import amp_rules, nu
from tests.parts.amp import AmpValidator
from tests.parts.chromium import Chromium, View
from tests.parts.dom import descendants, parse, value
from tests.parts.parity import differences
from tests.samples import Json, story

OWN = (Path(__file__).parents[1] / "themes" / "services" / "site.toml").read_text("utf-8")
BARE = OWN[: OWN.index("[[ads]]")]
ASKED = '\n[consent]\nid = "ledger"\n'
BY_SCRIPT = f'{ASKED}script = "https://consent.example/ask.js"\nconnects = ["https://choices.example"]\n'
AT_CHOICE = f"{ASKED}required = false\n"
REMOTE = f'{ASKED}check = "https://consent.example/check"\n'

BODY: tuple[Json, ...] = (
    {"type": "paragraph", "text": "Before."},
    {"type": "ad", "slot": "mid-article"},
    {"type": "raw_html", "html": '<p>From <a href="https://other.example/">elsewhere</a></p>'},
)
FORMATS: tuple[Format, ...] = ("html", "amp")
SITES = {
    "free": OWN,
    "asked": OWN + ASKED,
    "by script": OWN + BY_SCRIPT,
    "at choice": OWN + AT_CHOICE,
    "remote": OWN + REMOTE,
}


Dressed = Callable[[str], Theme]


@pytest.fixture(scope="module")
def dressed(tmp_path_factory: pytest.TempPathFactory) -> Dressed:
    """Makes the theme of some settings, once."""

    @cache
    def made(settings: str) -> Theme:
        folder = tmp_path_factory.mktemp("theme")
        (folder / "site.toml").write_text(settings, "utf-8")
        return load_theme(folders_of(folder))

    return made


def _page(theme: Theme, page_format: Format, *body: Json, **fields: Any) -> Rendered:
    section = {"id": "world & sea", "name": "World"}
    document = decode(msgspec.json.encode(story(*(body or BODY), section=section, path="/world/é", **fields))).document
    assert isinstance(document, Article)
    page = render(document, page_format, theme)
    assert page.losses == ()
    return page


def _directives(page: Rendered) -> dict[str, list[str]]:
    return {name: sources for name, *sources in (part.split() for part in policy_of(page.needs).split("; "))}


def _elements(page: Rendered, tag: str) -> list[dict[str, str | None]]:
    return [dict(node.attributes) for node in descendants(parse(page.html)) if node.tag == tag]


def test_nothing_by_default(theme: Theme, dressed: Dressed) -> None:
    """The default theme, and one that names no service, have no slot, no pixel, no script and no consent."""
    for own in (theme, dressed(BARE)):
        for page_format in FORMATS:
            page = _page(own, page_format)
            assert not any(
                word in page.html for word in ("<amp-", "<iframe", "Advertisement", "stats.example", "consent")
            )
            assert [tag for tag in _elements(page, "script") if tag.get("type") != "application/ld+json"] == []
            assert not _directives(page).keys() & {"script-src", "frame-src"}


def test_html_without_consent(dressed: Dressed) -> None:
    """A frame that keeps its place, a pixel and a script, filled in; the policy lets in these, and nothing else."""
    page = _page(dressed(OWN), "html")
    [frame] = _elements(page, "iframe")
    assert frame["src"] == "https://ads.example/frame?slot=mid&section=world%20%26%20sea"
    assert (frame["width"], frame["height"], frame["loading"]) == ("300", "250", "lazy")
    assert frame["sandbox"] == "allow-scripts allow-popups allow-popups-to-escape-sandbox"
    [pixel] = _elements(page, "img")
    assert pixel["src"] == "https://stats.example/p.gif?page=%2Fworld%2F%C3%A9&language=en"
    assert (pixel["alt"], pixel["width"], pixel["height"], pixel["referrerpolicy"]) == ("", "1", "1", "no-referrer")
    told = _directives(page)
    assert told["script-src"] == ["https://stats.example"]
    assert told["frame-src"] == ["https://ads.example"]
    assert told["connect-src"] == ["'self'", "https://stats.example", "https://collect.example"]
    assert told["img-src"] == [
        *("'self'", "https://media.ledger.example", "https://files.example", "https://stats.example", "data:")
    ]
    assert told["media-src"] == ["'self'", "https://media.ledger.example", "https://files.example"]


def test_html_that_must_ask_and_cannot(dressed: Dressed) -> None:
    """Where consent is required and no script asks for it: nothing is there, and nothing is let in."""
    for consent in (ASKED, REMOTE):
        page = _page(dressed(OWN + consent), "html")
        assert not any(word in page.html for word in ("stats.example", "ads.example", "template", "Advertisement"))
        told = _directives(page)
        assert not told.keys() & {"script-src", "frame-src"}
        assert told["connect-src"] == ["'self'"]
        assert "https://stats.example" not in told["img-src"]


def test_html_that_asks_by_script(dressed: Dressed, browser: Chromium) -> None:
    """All waits: no request leaves but for the script that asks, and all is there for it to set free."""
    page = _page(dressed(OWN + BY_SCRIPT), "html")
    [frame] = _elements(page, "iframe")
    assert "src" not in frame
    assert (frame["data-consent"], frame["data-src"]) == (
        "advertising",
        "https://ads.example/frame?slot=mid&section=world%20%26%20sea",
    )
    told = _directives(page)
    assert told["script-src"] == ["https://stats.example", "https://consent.example"]
    assert {"https://choices.example", "https://collect.example"} < {*told["connect-src"]}
    with browser.open(page.html, headers={"content-security-policy": policy_of(page.needs)}) as reading:
        asked = {url.split("?")[0] for url in reading.requests}
        assert asked == {reading.page.url, "https://consent.example/ask.js"}
        reading.page.evaluate(FREE)
        reading.page.wait_for_timeout(300)
        asked = {url.split("?")[0] for url in reading.requests}
        assert {"https://stats.example/p.gif", "https://stats.example/count.js", "https://ads.example/frame"} < asked


FREE = """() => {
    for (const frame of document.querySelectorAll('iframe[data-consent]')) frame.src = frame.dataset.src;
    for (const held of document.querySelectorAll('template[data-consent]')) held.replaceWith(held.content);
}"""
"""What a consent script does once the reader has agreed, as site.toml describes it."""


def test_consent_that_is_not_required(dressed: Dressed) -> None:
    """Then nothing waits, in either format."""
    theme = dressed(OWN + AT_CHOICE)
    html, amp = _page(theme, "html"), _page(theme, "amp")
    assert "stats.example/p.gif" in html.html
    assert "template" not in html.html
    assert "data-block-on-consent" not in amp.html
    assert '"consentRequired":false' in amp.html


def test_amp(dressed: Dressed) -> None:
    """A slot that keeps its place, a pixel, and the vendor's configuration; all blocked where consent is required."""
    for settings, blocked in ((OWN, False), (OWN + ASKED, True), (OWN + REMOTE, True)):
        page = _page(dressed(settings), "amp")
        [slot] = _elements(page, "amp-ad")
        assert (slot["type"], slot["data-slot"]) == ("doubleclick", "/1234/ledger/world & sea")
        assert (slot["width"], slot["height"], slot["style"]) == ("300", "250", "width:300px;height:250px")
        [analytics] = _elements(page, "amp-analytics")
        assert analytics["type"] == "gtag"
        [pixel] = _elements(page, "amp-pixel" if blocked else "img")
        assert pixel["src"] == "https://stats.example/p.gif?page=%2Fworld%2F%C3%A9&language=en"
        for one in (slot, analytics, *([pixel] if blocked else [])):
            assert ("data-block-on-consent" in one) == blocked
        assert ("amp-consent" in page.needs.components) == blocked
        assert {"amp-ad", "amp-analytics"} <= {*page.needs.components}
        assert {"https://stats.example", "https://collect.example"} < {*_directives(page)["img-src"]}


def test_what_amp_asks(dressed: Dressed) -> None:
    """The reader is asked in the page's language, and can think again."""
    page = _page(dressed(OWN + REMOTE), "amp")
    [consent] = [node for node in descendants(parse(page.html)) if node.tag == "amp-consent"]
    config = json.loads(re.findall(r'<script type="application/json">(.*?)</script>', page.html)[0])
    assert config["consentRequired"] == "remote"
    assert config["checkConsentHref"] == "https://consent.example/check"
    ids = {value(node, "id") for node in descendants(consent)}
    assert {config["promptUI"], config["postPromptUI"]} <= ids
    actions = [value(node, "on") for node in descendants(consent) if node.tag == "button"]
    assert actions == ["tap:_consent.accept", "tap:_consent.reject", "tap:_consent.prompt(consent=true)"]
    assert ".consent{" in page.html
    assert ".consent{" not in _page(dressed(OWN), "amp").html


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"type": "ad", "slot": "mid-article"}, {"ads": False}),
        ({"type": "ad", "slot": "elsewhere"}, {}),
        ({"type": "ad"}, {}),
        ({"type": "fact_box", "title": "x", "blocks": [{"type": "ad", "slot": "mid-article"}]}, {}),
        (
            {
                "type": "update",
                "id": "u",
                "at": "2026-11-24T09:00:00Z",
                "blocks": [{"type": "ad", "slot": "mid-article"}],
            },
            {},
        ),
    ],
)
def test_where_there_are_no_advertisements(dressed: Dressed, body: Json, fields: Json) -> None:
    """On a story that wants none, in a slot that the settings do not have, and inside of boxes and updates."""
    theme = dressed(OWN)
    for page_format in FORMATS:
        page = _page(theme, page_format, body, **fields)
        assert not any(word in page.html for word in ("Advertisement", "<iframe", "<amp-ad"))
        assert page.needs.frames == ()


def test_a_slot_for_one_format(dressed: Dressed) -> None:
    """A format that has nothing to fill it with shows nothing, and keeps no place."""
    only = BARE + '[[ads]]\nslot = "mid-article"\nwidth = 300\nheight = 250\n'
    html = dressed(only + 'frame = "https://ads.example/"\n')
    assert ["Advertisement" in _page(html, f).html for f in FORMATS] == [True, False]
    amp = dressed(only + 'type = "adsense"\n')
    assert ["Advertisement" in _page(amp, f).html for f in FORMATS] == [False, True]


@pytest.mark.usefixtures("nu_checker")
def test_pages_with_everything_are_valid(dressed: Dressed, amp_validator: AmpValidator) -> None:
    """However consent is had: neither checker has anything to say, nor our own rules; and the content is the same."""
    themes = {name: dressed(settings) for name, settings in SITES.items()}
    html = {name: _page(theme, "html").html for name, theme in themes.items()}
    amp = {name: _page(theme, "amp").html for name, theme in themes.items()}
    assert nu.check_pages(html) == {name: [] for name in html}
    assert {name: amp_validator.validate(page).issues for name, page in amp.items()} == {name: [] for name in amp}
    assert {name: amp_rules.faults(page) for name, page in amp.items()} == {name: [] for name in amp}
    allowed = ("Advertisement",)
    assert {name: differences(html[name], amp[name], allowed) for name in html} == {name: [] for name in html}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_them(dressed: Dressed, browser: Chromium, scheme: Any) -> None:
    """Axe finds nothing wrong but is blind in the advertiser's frame; an empty slot keeps its place."""
    theme = dressed(OWN + BY_SCRIPT)
    for page_format in FORMATS:
        page = _page(theme, page_format)
        headers = {"content-security-policy": policy_of(page.needs)}
        with browser.open(page.html, View(width=360, scheme=scheme), headers=headers) as reading:
            assert [found for found in reading.axe() if "frame-tested" not in found] == []
            assert reading.page.evaluate("document.documentElement.scrollWidth") == 360
            box = reading.page.locator(".ad > :last-child").bounding_box()
            assert box
            assert (box["width"], box["height"]) == (300, 250)


def test_advertisements_are_not_printed(dressed: Dressed, browser: Chromium) -> None:
    """Paper has no use for them."""
    page = _page(dressed(OWN), "html")
    with browser.open(page.html, View(media="print")) as reading:
        assert not reading.page.is_visible(".ad")
        assert reading.page.is_visible(".foreign")


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ('[analytics]\npixel = "http://stats.example/p"', "$.analytics.pixel"),
        (
            '[analytics]\npixel = "https://stats.example/{title}"',
            "asks for {title}; write {path}, {section}, {language}",
        ),
        ('[analytics]\nscript = "https://stats.example/{path}.js"', "leave out what is in braces"),
        ('[analytics]\nscript = "https://stats.example; script-src *"', "$.analytics.script"),
        ("[analytics]\nsettings = '[]'", "no JSON object"),
        ('[analytics]\nconnects = ["*"]', "$.analytics.connects[0]"),
        ("[consent]\nrequired = true", "has no `id`"),
        ('[[ads]]\nslot = "a"\nwidth = 300', "has no `height`"),
        ('[[ads]]\nslot = "a"\nwidth = 0\nheight = 1', "$.ads[0].width"),
        ('[[ads]]\nslot = "a"\nwidth = 1\nheight = 1\ndata = [{ name = "a b", value = "" }]', "$.ads[0].data[0].name"),
        ('[[ads]]\nslot = "a"\nwidth = 1\nheight = 1\ntype = "a b"', "$.ads[0].type"),
    ],
)
def test_wrong_settings_are_told(dressed: Dressed, settings: str, told: str) -> None:
    """By the file, the field, and the mend."""
    with pytest.raises(Misconfigured) as fault:
        dressed(f"{BARE}\n{settings}\n")
    assert "site.toml" in str(fault.value)
    assert told in str(fault.value)


def test_the_examples_of_the_default_settings_hold(dressed: Dressed) -> None:
    """What stands in the default site.toml as a comment is read, when it is none."""
    text = (default_folder() / "site.toml").read_text("utf-8")
    start = text.index("# [[ads]]")
    settings = re.findall(r"^# (\[.*|[a-z]+ = .*)$", text[start:], re.MULTILINE)
    site = dressed(text[:start] + "\n".join(settings)).site
    assert site.ads
    assert site.analytics
    assert site.consent
    assert load_theme(folders_of(None)).site.ads == ()
