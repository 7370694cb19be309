"""What others show: in both formats the same to read, nothing asked of them unasked, nothing that moves."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
import pytest

from slugline.address import Format
from slugline.page.blocks.iframes import MAX_ORIGINS, RIGHTS
from slugline.page.render import Rendered, render
from slugline.page.theme import Theme
from slugline.policy import policy_of
from slugline.story.blocks import Embed
from slugline.story.decode import decode
from slugline.story.document import Article
from tests import samples
from tests.page.conftest import Served
from tests.page.content import missing
from tests.page.test_browser import SHIFT
from tests.parts import amp_rules, nu, parity
from tests.parts.amp import AmpValidator
from tests.parts.chromium import ADDRESS, Chromium, View
from tests.parts.dom import descendants, parse, value
from tests.samples import Json, story
from tests.settled import settled

SAID: dict[str, tuple[str, str]] = {
    # provider: what the story says of it; the host that is contacted
    "youtube": ("dQw4w9WgXcQ", "www.youtube-nocookie.com"),
    "vimeo": ("76979871", "player.vimeo.com"),
    "dailymotion": ("x9qh4ne", "geo.dailymotion.com"),
    "brightcove": ("6310400000001/6371100000112", "players.brightcove.net"),
    "jwplayer": ("Hn7qAe2m-kE5tr3lQ", "cdn.jwplayer.com"),
    "x": ("1989412260157341762", "platform.twitter.com"),
    "instagram": ("DRhAnN3mBy7", "www.instagram.com"),
    "facebook": ("https://www.facebook.com/quay.example/posts/122600417700315", "www.facebook.com"),
    "tiktok": ("7572900418833190112", "www.tiktok.com"),
    "bluesky": ("did:plc:m3r2d2anq7kestrelfest234/3m6quayfest22", "embed.bsky.app"),
    "mastodon": ("https://social.example/@works/115548210034417722", "social.example"),
    "reddit": ("https://www.reddit.com/r/quay/comments/1oxhann/", "embed.reddit.com"),
    "spotify": ("episode/2hAnne7Qm3rIdian9Kx4Zt", "open.spotify.com"),
    "soundcloud": ("1980044217", "w.soundcloud.com"),
    "datawrapper": ("hN4Qk", "datawrapper.dwcdn.net"),
    "flourish": ("26114077", "flo.uri.sh"),
    "map": (
        "https://www.openstreetmap.org/export/embed.html?bbox=-1,2,3,4&layer=mapnik&marker=3,1",
        "www.openstreetmap.org",
    ),
    "iframe": ("https://graphics.example/1?a=b&c=d", "graphics.example"),
}
OTHER_FORMS: dict[str, str] = {
    "vimeo": "76979871/5c0ffee7a1",
    "jwplayer": "Hn7qAe2m",
    "facebook": "https://www.facebook.com/quay.example/videos/113005551234/",
    "reddit": "https://www.reddit.com/r/quay/comments/1oxhann/the_wall/nq8wet1/",
    "soundcloud": "https://soundcloud.com/quay/bells",
    "flourish": "story/2611992",
}
"""Forms of which AMP gets another element."""

LONG = 1_500
"""Pixels between the top of the test pages and their first frame: further than a lazy frame is loaded ahead."""


def _embed(provider: str, said: str, **fields: object) -> Json:
    field = "url" if said.startswith(("https", "/")) else "id"
    told = {"title": f"Title of {provider}", "caption": "Caption", "fallback_text": f"What {provider} says"}
    return {"type": "embed", "provider": provider, field: said, **told, **fields}


EVERY = [_embed(provider, said) for provider, (said, _) in SAID.items()]
PLAYERS: list[Json] = [
    {"type": "video", "player_url": "https://player.example/v/1", "title": "A film", "width": 640, "height": 360},
    {"type": "audio", "player_url": "https://player.example/a/1", "title": "A recording"},
    {"type": "video", "player_url": "/player/1", "title": "A film of our own"},
]


def _article(*blocks: Json, **metadata: object) -> Article:
    document = decode(msgspec.json.encode(story(*blocks, **metadata))).document
    assert isinstance(document, Article)
    return document


def _page(theme: Theme, page_format: Format, *blocks: Json) -> Rendered:
    rendered = render(_article(*blocks), page_format, theme)
    assert rendered.losses == ()
    return rendered


@pytest.fixture(scope="module")
def lazy(theme: Theme) -> Theme:
    """The theme of a site whose embeds stand open."""
    return settled(theme, embeds="lazy")


def _frames(html: str) -> list[dict[str, str | None]]:
    """The frames that a browser with scripts makes of a page."""
    live = html.replace("<noscript><!--</noscript>", "").replace("<noscript>--></noscript>", "")
    return [node.attributes for node in descendants(parse(live)) if node.tag == "iframe"]


def test_the_samples_hold_every_provider(theme: Theme, served: tuple[Served, ...]) -> None:
    """Each of the providers stands in a sample story, and so comes before all of the pages' judges."""
    blocks = [block for page in served for block in page.article.body]
    shown = {block.provider for block in blocks if isinstance(block, Embed)}
    assert set(theme.providers) == set(SAID) <= shown


@pytest.mark.parametrize("embeds", ["on_demand", "lazy"])
@pytest.mark.parametrize("provider", SAID)
def test_both_formats_tell_and_lead_to_the_same(theme: Theme, provider: str, embeds: str) -> None:
    """Title, words, caption and link of an embed stand in both pages, in order; what is shown comes from one host."""
    dress = settled(theme, embeds=embeds, share=())
    for said in filter(None, (SAID[provider][0], OTHER_FORMS.get(provider))):
        article = _article(_embed(provider, said))
        html, amp = (_page(dress, page_format, _embed(provider, said)) for page_format in ("html", "amp"))
        assert parity.differences(html.html, amp.html) == []
        assert missing(article, html.html) == []
        assert len(parity.content(html.html).links) == 1
        host = SAID[provider][1]
        [frame] = _frames(html.html)
        assert str(frame["src"]).startswith(f"https://{host}/")
        assert html.needs.frames == (f"https://{host}",)
        told = f"contacts {host.removeprefix('www.')}."
        assert (told in html.html) == (told in amp.html) == (embeds == "on_demand")


def test_a_frame_may_do_what_it_must_and_no_more(theme: Theme) -> None:
    """Titled, sandboxed, lazy and sized, it never leads the reader away; and our own pages have no rights here."""
    frames = _frames(_page(theme, "html", *EVERY, *PLAYERS).html)
    assert len(frames) == len(EVERY) + len(PLAYERS)
    for frame in frames:
        assert frame["title"]
        assert frame["loading"] == "lazy"
        assert frame["referrerpolicy"] == "strict-origin-when-cross-origin"
        assert bool(frame.get("class")) != bool(frame.get("height"))
        own = str(frame["src"]).startswith("/")
        assert frame["sandbox"] == (RIGHTS if own else f"{RIGHTS} allow-same-origin")
        assert "top-navigation" not in str(frame["sandbox"])
    assert [frame["src"] for frame in frames].count("/player/1") == 1


@pytest.mark.parametrize(
    "url",
    ["https://www.meridian.example/1", "https://WWW.Meridian.example:443/1", "https://www.meridian.example:8443/1"],
)
def test_a_page_of_our_own_host_however_it_is_written(theme: Theme, url: str) -> None:
    """Whoever may write a story must not get a frame that shares the site's origin: by no spelling of its host."""
    for page_format in ("html", "amp"):
        html = _page(theme, page_format, _embed("iframe", url)).html
        assert "allow-same-origin" not in html
        assert "sandbox=" in html


def test_the_policy_lets_in_what_is_framed_and_nothing_else(theme: Theme) -> None:
    """Each origin once; 'self' for pages of our own; no frame at all on a page that has none."""
    policy = policy_of(_page(theme, "html", *PLAYERS, EVERY[0], EVERY[0]).needs)
    assert "frame-src 'self' https://player.example https://www.youtube-nocookie.com;" in policy
    assert "frame-src" not in policy_of(_page(theme, "html", _embed("unheard", "https://a.example/")).needs)


def test_the_site_says_whose_pages_stand_in_a_frame(theme: Theme) -> None:
    """Hosts that it does not name become a card with a link, in both formats; a provider's own need no leave."""
    mine = settled(theme, frames=("player.example", "*.graphics.example"))
    urls = ["https://a.graphics.example/1", "https://graphics.example/1", "https://evilgraphics.example/1"]
    blocks = [*PLAYERS, *(_embed("iframe", url) for url in urls), EVERY[0], _embed("mastodon", SAID["mastodon"][0])]
    html, amp = (_page(mine, page_format, *blocks).html for page_format in ("html", "amp"))
    hosts = [re.sub(r"^https://([^/]+)/.*", r"\1", str(frame["src"])) for frame in _frames(html)]
    assert hosts == ["player.example", "player.example", "/player/1", "a.graphics.example", "www.youtube-nocookie.com"]
    assert (amp.count("<amp-iframe"), amp.count("<amp-youtube")) == (4, 1)
    assert parity.differences(html, amp) == []
    for url in (*urls, SAID["mastodon"][0]):
        assert f'<a href="{url}">' in html
    assert html.count("<blockquote>What mastodon says</blockquote>") == 1


def test_a_policy_does_not_grow_without_end(theme: Theme) -> None:
    """Past so many hosts a framed page becomes a card with a link; one of a host already named stays a frame."""
    urls = [f"https://h{number}.example/1" for number in range(MAX_ORIGINS + 3)]
    page = _page(theme, "html", *(_embed("iframe", url) for url in (*urls, "https://h0.example/2")))
    assert len(page.needs.frames) == MAX_ORIGINS
    assert len(_frames(page.html)) == MAX_ORIGINS + 1
    assert f'<a href="{urls[-1]}">' in page.html


@pytest.mark.parametrize("embeds", ["on_demand", "lazy"])
def test_amp_has_nothing_to_say(theme: Theme, lazy: Theme, amp_validator: AmpValidator, embeds: str) -> None:
    """Every provider in every form, and player pages, valid without a warning; our own rules hold, sizers too."""
    others = [_embed(provider, said) for provider, said in OTHER_FORMS.items()]
    sized = [_embed("iframe", "https://a.example/1", width=w, height=h) for w, h in ((700, 300), (3, 7), (1, 30_000))]
    blocks = [*EVERY, *others, *sized, *PLAYERS, *(block | {"warning": "Blood"} for block in EVERY)]
    page = _page(theme if embeds == "on_demand" else lazy, "amp", *blocks)
    verdict = amp_validator.validate(page.html)
    assert (verdict.status, verdict.issues, verdict.transformed) == ("PASS", [], 1)
    assert amp_rules.faults(page.html) == []
    assert {"amp-youtube", "amp-jwplayer", "amp-reddit", "amp-facebook", "amp-iframe"} <= set(page.needs.components)
    assert page.html.count("<amp-") == page.html.count("<div placeholder>")


def test_components_are_loaded_where_they_are_used(theme: Theme) -> None:
    """A page with one embed loads one component, and a card with a link none."""
    assert _page(theme, "amp", EVERY[0]).needs.components == ("amp-youtube",)
    assert _page(theme, "amp", _embed("unheard", "https://a.example/")).needs.components == ()


@pytest.mark.usefixtures("nu_checker")
def test_the_html_checker_has_nothing_to_say(theme: Theme, lazy: Theme) -> None:
    """Frames that stand open, that wait to be opened, and behind a notice too."""
    warned = [block | {"warning": "Blood"} for block in EVERY]
    told = {
        name: _page(dress, "html", *blocks).html
        for name, dress, blocks in (("lazy", lazy, EVERY + PLAYERS), ("on demand", theme, EVERY + PLAYERS + warned))
    }
    assert nu.check_pages(told) == {"lazy": [], "on demand": []}


FAR = {"type": "code", "text": "\n".join("far" for _ in range(LONG // 20))}


def _asked(requests: list[str]) -> set[str]:
    return {url.split("/")[2] for url in requests if not url.startswith(ADDRESS)}


def _headers(page: Rendered) -> dict[str, str]:
    return {"content-security-policy": policy_of(page.needs)}


def test_nothing_is_asked_of_anybody_before_the_reader_asks(browser: Chromium, theme: Theme) -> None:
    """On demand: no request leaves until an embed is opened, by key; then one to the host that was named, no other."""
    page = _page(theme, "html", *EVERY, *PLAYERS, EVERY[0] | {"warning": "Blood"})
    with browser.open(page.html, View(), _headers(page)) as reading:
        tab = reading.page
        tab.mouse.wheel(0, 6_000)
        tab.wait_for_timeout(300)
        assert _asked(reading.requests) == set()
        for number, (_, host) in enumerate(SAID.values()):
            assert host not in _asked(reading.requests)
            with tab.expect_request(f"https://{host}/**", timeout=20_000):
                tab.locator(".embed summary").nth(number).press("Enter")
        assert _asked(reading.requests) == {host for _, host in SAID.values()}
        assert not any("Content Security Policy" in line for line in reading.console)


def test_nothing_is_asked_where_scripts_are_off(browser: Chromium, theme: Theme) -> None:
    """Browsers without scripts load lazy frames at once; theirs are no frames, and the links are there."""
    page = _page(theme, "html", *EVERY)
    with browser.open(page.html, View(javascript=False), _headers(page)) as reading:
        reading.page.wait_for_timeout(300)
        for summary in reading.page.locator(".embed summary").all()[:3]:
            summary.click()
        assert reading.page.locator("iframe").count() == 0
        assert reading.page.locator(".embed .open a").count() == len(EVERY)
        assert "-->" not in reading.page.inner_text("main")
        assert _asked(reading.requests) == set()


def _boxes() -> Iterator[Json]:
    for width, height in ((700, 300), (16, 9), (4, 3), (1, 1), (4, 5), (9, 16)):
        yield _embed("iframe", "https://a.example/1", width=width, height=height)


def test_open_frames_keep_their_place(browser: Chromium, lazy: Theme) -> None:
    """Lazy: what is in view is loaded, what is far is not yet; nothing moves, each frame has the shape it was given."""
    near = _page(lazy, "html", *_boxes(), FAR, EVERY[0])
    with browser.open(near.html, View(width=1280), _headers(near)) as reading:
        reading.page.wait_for_timeout(200)
        assert _asked(reading.requests) == {"a.example"}
        assert reading.page.evaluate(SHIFT) == 0
        sizes = reading.page.evaluate(
            "[...document.querySelectorAll('iframe')].map(f => [f.offsetWidth, f.offsetHeight])"
        )
        shapes = [round(width / height, 1) for width, height in sizes]
        assert shapes[:6] == [2.3, 1.8, 1.3, 1.0, 0.8, 0.6]
        assert all(height < 850 for _, height in sizes)


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_everybody_can_use_them(browser: Chromium, theme: Theme, width: int, scheme: str) -> None:
    """Axe finds nothing; each summary is reached by key, large enough, and says who shows what and who is contacted."""
    page = _page(theme, "html", *EVERY, *PLAYERS)
    view = View(width=width, scheme="dark" if scheme == "dark" else "light")
    with browser.open(page.html, view, _headers(page)) as reading:
        assert reading.axe() == []
        assert reading.complaints() == []
        first = reading.page.locator(".embed summary").first
        first.focus()
        box = first.bounding_box()
        assert box
        assert box["height"] >= 24
        assert first.inner_text().split("\n")[:2] == ["YouTube", "Title of youtube"]
        assert "youtube-nocookie.com" in first.inner_text()
        first.press("Enter")
        frame = reading.page.locator(".embed iframe").first.bounding_box()
        assert frame
        assert frame["width"] > box["width"]
        assert reading.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_amp_waits_too(browser: Chromium, theme: Theme) -> None:
    """In AMP what is shown stands in the same closed box: its engine loads nothing of it before that is opened."""
    page = _page(theme, "amp", *EVERY, *PLAYERS)
    inside = [node for node in descendants(parse(page.html)) if (node.tag or "").startswith("amp-")]
    assert len(inside) == len(EVERY) + len(PLAYERS)
    for node in inside:
        assert node.parent is not None
        assert node.parent.parent is not None
        assert node.parent.parent.tag == "details"
        assert value(node.parent.parent, "open") is None
    with browser.open(page.html, View()) as reading:
        reading.page.locator(".embed summary").first.click()
        assert reading.page.locator("[placeholder]").first.is_visible()
        assert reading.page.locator("amp-youtube").first.bounding_box()


def test_a_poster_opens_the_film(theme: Theme) -> None:
    """The still picture of a player page is part of what opens it, and both formats have it."""
    poster = {"url": "/media/theatre-stage-960.jpg", "width": 960, "height": 640, "alt": "A stage"}
    block = PLAYERS[0] | {"poster": poster}
    html, amp = (_page(theme, page_format, block).html for page_format in ("html", "amp"))
    assert parity.differences(html, amp) == []
    summary = next(node for node in descendants(parse(html)) if node.tag == "summary")
    assert any(node.tag == "img" for node in descendants(summary))
    assert samples.media()["/media/theatre-stage-960.jpg"]
