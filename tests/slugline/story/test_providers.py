"""What is read of an embed's id or address, and what is built of it: never anything else of the story's."""

# ruff: noqa: E501 -- a table reads best with a case a line

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from slugline.errors import Misconfigured
from slugline.page.theme import Theme
from slugline.story.blocks import Embed
from slugline.story.check import check
from slugline.story.problem import Problem
from slugline.story.providers import Provider, Size, Target, authority, read, secured, size_of, target_of, written
from slugline.theme.folder import folders_of, load_theme, providers_in
from tests.samples import Json, story
from tests.strategies import examples

PROVIDERS = providers_in(folders_of(None))
NAMES = sorted(PROVIDERS)
ANYWHERE = {"iframe", "map", "mastodon"}
"""Those whose frames are of a host that the story names, and that the site has to let in."""

YOUTUBE = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"
READ: list[tuple[str, str, str, str | None]] = [
    # provider; id or address; the page that is linked to; the frame
    ("youtube", "dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcQ", YOUTUBE),
    ("youtube", "https://www.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ&t=3s", "https://www.youtube.com/watch?v=dQw4w9WgXcQ", YOUTUBE),
    ("YouTube", "HTTP://YouTu.be/dQw4w9WgXcQ?si=x#y", "https://www.youtube.com/watch?v=dQw4w9WgXcQ", YOUTUBE),
    ("youtube", "https://www.youtube.com/shorts/dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcQ", YOUTUBE),
    ("vimeo", "76979871", "https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1"),
    ("vimeo", "https://vimeo.com/76979871/5c0ffee7a1", "https://vimeo.com/76979871/5c0ffee7a1", "https://player.vimeo.com/video/76979871?h=5c0ffee7a1&dnt=1"),
    ("vimeo", "https://vimeo.com/channels/staff/76979871", "https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1"),
    ("dailymotion", "https://www.dailymotion.com/video/x9qh4ne_sandbags", "https://www.dailymotion.com/video/x9qh4ne", "https://geo.dailymotion.com/player.html?video=x9qh4ne"),
    ("brightcove", "6310400000001/ref:quay-1", "https://players.brightcove.net/6310400000001/default_default/index.html?videoId=ref:quay-1", "https://players.brightcove.net/6310400000001/default_default/index.html?videoId=ref:quay-1"),
    ("brightcove", "https://players.brightcove.net/6310400000001/Ab3_default/index.html?videoId=637", "https://players.brightcove.net/6310400000001/Ab3_default/index.html?videoId=637", "https://players.brightcove.net/6310400000001/Ab3_default/index.html?videoId=637"),
    ("jw", "Hn7qAe2m", "https://cdn.jwplayer.com/previews/Hn7qAe2m", "https://cdn.jwplayer.com/players/Hn7qAe2m.html"),
    ("jwplayer", "https://content.jwplatform.com/players/Hn7qAe2m-kE5tr3lQ.js", "https://cdn.jwplayer.com/previews/Hn7qAe2m", "https://cdn.jwplayer.com/players/Hn7qAe2m-kE5tr3lQ.html"),
    ("x", "https://twitter.com/harbour/status/1989412260157341762?s=20", "https://x.com/i/status/1989412260157341762", "https://platform.twitter.com/embed/Tweet.html?id=1989412260157341762&dnt=true"),
    ("twitter", "1989412260157341762", "https://x.com/i/status/1989412260157341762", "https://platform.twitter.com/embed/Tweet.html?id=1989412260157341762&dnt=true"),
    ("instagram", "https://www.instagram.com/reel/DRhAnN3mBy7/?igsh=1", "https://www.instagram.com/p/DRhAnN3mBy7/", "https://www.instagram.com/p/DRhAnN3mBy7/embed/captioned/"),
    ("facebook", "https://m.facebook.com/quay.example/posts/the-list/122600417700315", "https://www.facebook.com/quay.example/posts/122600417700315", "https://www.facebook.com/plugins/post.php?href=https%3A%2F%2Fwww.facebook.com%2Fquay.example%2Fposts%2F122600417700315&show_text=true"),
    ("facebook", "https://www.facebook.com/watch/?v=113005551234", "https://www.facebook.com/watch/?v=113005551234", "https://www.facebook.com/plugins/video.php?href=https%3A%2F%2Fwww.facebook.com%2Fwatch%2F%3Fv%3D113005551234"),
    ("tiktok", "https://www.tiktok.com/@quay/video/7572900418833190112?lang=en", "https://www.tiktok.com/embed/v2/7572900418833190112", "https://www.tiktok.com/player/v1/7572900418833190112"),
    ("bluesky", "did:plc:m3r2d2anq7kestrelfest234/3m6quayfest22", "https://bsky.app/profile/did:plc:m3r2d2anq7kestrelfest234/post/3m6quayfest22", "https://embed.bsky.app/embed/did:plc:m3r2d2anq7kestrelfest234/app.bsky.feed.post/3m6quayfest22"),
    ("bluesky", "https://bsky.app/profile/desk.meridian.example/post/3m5lhanne2k2s", "https://bsky.app/profile/desk.meridian.example/post/3m5lhanne2k2s", None),
    ("mastodon", "https://social.example/@works/115548210034417722", "https://social.example/@works/115548210034417722", "https://social.example/@works/115548210034417722/embed"),
    ("reddit", "https://old.reddit.com/r/quay/comments/1oxhann/the_wall/", "https://www.reddit.com/r/quay/comments/1oxhann/", "https://embed.reddit.com/r/quay/comments/1oxhann/?embed=true"),
    ("reddit", "https://www.reddit.com/r/quay/comments/1oxhann/the_wall/nq8wet1/", "https://www.reddit.com/r/quay/comments/1oxhann/_/nq8wet1/", "https://embed.reddit.com/r/quay/comments/1oxhann/_/nq8wet1/?embed=true"),
    ("spotify", "spotify:episode:2hAnne7Qm3rIdian9Kx4Zt", "https://open.spotify.com/episode/2hAnne7Qm3rIdian9Kx4Zt", "https://open.spotify.com/embed/episode/2hAnne7Qm3rIdian9Kx4Zt"),
    ("spotify", "https://open.spotify.com/intl-de/album/2hAnne7Qm3rIdian9Kx4Zt?si=1", "https://open.spotify.com/album/2hAnne7Qm3rIdian9Kx4Zt", "https://open.spotify.com/embed/album/2hAnne7Qm3rIdian9Kx4Zt"),
    ("soundcloud", "1980044217", "https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/1980044217", "https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/1980044217"),
    ("soundcloud", "https://soundcloud.com/quay/sets/bells", "https://soundcloud.com/quay/sets/bells", "https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/quay/sets/bells"),
    ("datawrapper", "https://datawrapper.dwcdn.net/hN4Qk/3/", "https://datawrapper.dwcdn.net/hN4Qk/", "https://datawrapper.dwcdn.net/hN4Qk/"),
    ("flourish", "26114077", "https://flo.uri.sh/visualisation/26114077/embed", "https://flo.uri.sh/visualisation/26114077/embed"),
    ("flourish", "https://public.flourish.studio/story/2611992/", "https://flo.uri.sh/story/2611992/embed", "https://flo.uri.sh/story/2611992/embed"),
    ("map", "https://www.openstreetmap.org/export/embed.html?bbox=-31.21,44.02,-31.12,44.07&layer=cyclosm&evil=1", "https://www.openstreetmap.org/export/embed.html?bbox=-31.21,44.02,-31.12,44.07&layer=cyclosm&evil=1", "https://www.openstreetmap.org/export/embed.html?bbox=-31.21,44.02,-31.12,44.07&layer=cyclosm&evil=1"),
    ("OpenStreetMap", "https://www.openstreetmap.org/export/embed.html?bbox=-31.21%2C44.02%2C-31.12%2C44.07&layer=cyclosm", "https://www.openstreetmap.org/export/embed.html?bbox=-31.21%2C44.02%2C-31.12%2C44.07&layer=cyclosm", "https://www.openstreetmap.org/export/embed.html?bbox=-31.21%2C44.02%2C-31.12%2C44.07&layer=mapnik"),
    ("iframe", "http://graphics.example?a=1#b", "http://graphics.example?a=1#b", "https://graphics.example/?a=1#b"),
    ("iframe", "/graphics/1", "/graphics/1", "/graphics/1"),
]  # fmt: skip

UNREADABLE: list[tuple[str, str]] = [
    ("youtube", "https://www.youtube.com.evil.example/watch?v=dQw4w9WgXcQ"),
    ("youtube", "https://evil.example/youtu.be/dQw4w9WgXcQ"),
    ("youtube", "https://www.youtube.com/watch?x=#&v=dQw4w9WgXcQ"),
    ("youtube", "dQw4w9WgXcQ\n"),
    ("youtube", "../../../watch"),
    ("vimeo", "https://vimeo.com/about"),
    ("dailymotion", "x9/../qh"),
    ("brightcove", "6310400000001"),
    ("jwplayer", "Hn7qAe2"),
    ("x", "https://x.com/harbour"),
    ("instagram", "https://www.instagram.com/harbour/"),
    ("facebook", "https://www.facebook.com/quay.example/about"),
    ("tiktok", "https://www.tiktok.com/@quay"),
    ("bluesky", "did:web:evil.example/3m6quayfest22"),
    ("mastodon", "https://social.example/about"),
    ("reddit", "https://www.reddit.com/r/quay/"),
    ("spotify", "song/2hAnne7Qm3rIdian9Kx4Zt"),
    ("soundcloud", "https://soundcloud.com/quay"),
    ("datawrapper", "hN4Q?"),
    ("flourish", "story/"),
    ("map", "mailto:map@example.org"),
    ("iframe", "https://[2001:db8::1]/1"),
]
HOSTILE = (
    "https://a.example;script-src *",
    "https://a.example,b",
    "https://a.example'",
    "https://a..example/",
    "https://a_b.example/",
    "https://a.example./",
    "https://a.example:99999999/",
    "https://[::1]/",
    "https://user@a.example/",
    "https://a.example\\@b.example/",
    "javascript:alert(1)",
    "https:/a.example",
    "//a.example",
)
"""Addresses that no frame may have, or only as one of the site's own pages."""


def _target(provider: str, said: str) -> Target:
    return target_of(_embed(provider, said), PROVIDERS)


def _embed(provider: str, said: str) -> Embed:
    is_url = said.lower().startswith(("http", "/", "mailto:"))
    return Embed(provider=provider, url=said) if is_url else Embed(provider=provider, id=said)


def _problems(embed: Json) -> list[Problem]:
    import msgspec  # noqa: PLC0415 -- of this helper alone

    told = {"type": "embed", "title": "T", **embed}
    return [*check(msgspec.json.encode(story(told)), PROVIDERS)]


@pytest.mark.parametrize(("provider", "said", "page", "frame"), READ, ids=lambda part: str(part)[:50])
def test_an_id_or_address_is_read_and_built_anew(provider: str, said: str, page: str, frame: str | None) -> None:
    """Each form that newsrooms paste leads to the provider's page and frame, with nothing of the story's but its ids."""
    target = _target(provider, said)
    assert target.understood
    assert target.url == page
    assert (target.frame.url if target.frame else None) == frame
    assert target.frame is None or target.frame.named == (provider.lower() not in ANYWHERE or "mapnik" in str(frame))


def test_each_provider_is_read_and_refused() -> None:
    """The tables leave no provider out, and there are the eighteen of the format."""
    assert len(NAMES) == 18
    assert {provider.lower() for provider, *_ in READ} >= set(NAMES)
    assert {provider for provider, _ in UNREADABLE} == set(NAMES)


@pytest.mark.parametrize(("provider", "said"), UNREADABLE)
def test_what_cannot_be_read_is_a_link_and_a_problem(provider: str, said: str) -> None:
    """It has no frame, goes by its own host and not by the provider's name, and the editor is told how to mend it."""
    embed = _embed(provider, said)
    target = target_of(embed, PROVIDERS)
    assert (target.understood, target.frame, target.url) == (False, None, embed.url)
    if embed.url and "://" in embed.url:
        assert target.name in embed.url
    field = "url" if embed.url else "id"
    [problem] = _problems({"provider": provider, field: said})
    assert (problem.place, problem.severity) == (f"$.body[0].{field}", "warning" if embed.url else "error")
    assert problem.mend


def test_an_unknown_provider_is_a_link_and_a_problem() -> None:
    """It leads to its own address, by its host; what it was meant to be is asked."""
    embed = Embed(provider="youtub", url="https://youtu.be/dQw4w9WgXcQ")
    assert target_of(embed, PROVIDERS) == Target("youtu.be", embed.url, "open")
    [problem] = _problems({"provider": "youtub", "url": embed.url})
    assert (problem.place, problem.mend) == ("$.body[0].provider", 'did you mean "youtube"?')


URLS = st.one_of(
    st.text(max_size=40).map(lambda text: f"https://{text}"),
    st.tuples(st.sampled_from([said for _, said, *_ in READ]), st.text(max_size=12), st.integers(0, 60)).map(
        lambda part: part[0][: part[2]] + part[1] + part[0][part[2] :]
    ),
    st.sampled_from(HOSTILE),
)


@examples(400)
@given(st.sampled_from(NAMES), st.one_of(st.text(max_size=30), URLS), URLS)
@example("facebook", "x", "https://www.facebook.com/a/posts/%26href=evil/12345")
@example("mastodon", "x", "https://a.example@b.example/@user/12345")
def test_whatever_the_id_the_frame_is_the_providers(name: str, identity: str, url: str) -> None:
    """A frame's host is one that its provider's file names; or a plain host out of the address, and so told."""
    target = target_of(Embed(provider=name, id=identity or "x", url=url), PROVIDERS)
    if target.frame is None:
        return
    host = authority(target.frame.url)
    own = {authority(frame) for frame in PROVIDERS[name].frames} - {""}
    assert host in own or not target.frame.named
    if name not in ANYWHERE:
        assert target.frame.named
    if "://" in target.frame.url:
        assert urlsplit(target.frame.url).netloc == host
        assert set(host) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-:")
        assert not set(" \"<>'\\") & set(target.frame.url) or name in ANYWHERE


@pytest.mark.parametrize("url", HOSTILE)
def test_a_host_that_would_end_a_policy_is_none(url: str) -> None:
    """Only what a Content-Security-Policy can name is a host; what is left is refused, or a page of the site's own."""
    assert secured(url) in (None, url if url.startswith("/") else None)


def test_hosts_in_their_one_spelling() -> None:
    """In lower case, in ASCII, without the port that https has anyway: so they can be compared with the site's own."""
    assert secured("HTTP://WWW.Bücher.example:443?a") == "https://www.xn--bcher-kva.example/?a"
    assert secured("https://127.0.0.1:8443/a") == "https://127.0.0.1:8443/a"


@pytest.mark.parametrize(
    ("given_size", "usual", "size"),
    [
        ((None, None), Size(16, 9), Size(16, 9)),
        ((1280, 536), Size(16, 9), Size(1280, 536)),
        ((None, 300), Size(16, 9), Size(None, 300)),
        ((640, None), Size(16, 9), Size(16, 9)),
        ((640, 100), Size(16, 9), Size(None, 100)),
        ((1, 30_000), Size(16, 9), Size(1, 2)),
        ((None, None), Size(None, 352), Size(None, 352)),
        ((640, 152), Size(None, 352), Size(None, 152)),
    ],
)
def test_the_size_of_a_frame(given_size: tuple[int | None, int | None], usual: Size, size: Size) -> None:
    """It keeps its own shape within reason, or its height where its provider's do."""
    assert size_of(*given_size, usual) == size


def test_components_are_used_where_they_can_be_filled() -> None:
    """AMP's element has all its attributes, or is none: what its rules do not know stands in a frame."""
    with_player, without = _target("jwplayer", "Hn7qAe2m-kE5tr3lQ").frame, _target("jwplayer", "Hn7qAe2m").frame
    assert with_player
    assert with_player.component
    assert with_player.component.attributes == {"data-media-id": "Hn7qAe2m", "data-player-id": "kE5tr3lQ"}
    assert without
    assert without.component is None


NINETEENTH = """
name = "Peertube"
does = "watch"
ids = '(?P<id>[A-Za-z0-9]{22})'
urls = ['tube\\.example/w/(?P<id>[A-Za-z0-9]{22})(?:[?#].*)?']
pages = ["https://tube.example/w/{id}"]
frames = ["https://tube.example/videos/embed/{id}"]
allow = "fullscreen"
"""


def _own(folder: Path, **files: str) -> Path:
    (folder / "providers").mkdir()
    for name, content in files.items():
        (folder / "providers" / f"{name}.toml").write_text(content, "utf-8")
    return folder


def test_a_theme_adds_the_nineteenth_and_overrides_another(tmp_path: Path, theme: Theme) -> None:
    """A file of a few lines is a provider: beside the default's, in the place of one of the same name."""
    own = load_theme(folders_of(_own(tmp_path, peertube=NINETEENTH, youtube=NINETEENTH)))
    assert set(own.providers) == {*NAMES, "peertube"}
    assert own.providers["youtube"] == own.providers["peertube"]
    assert own.providers["vimeo"] == theme.providers["vimeo"]
    target = target_of(Embed(provider="Peertube", url="https://tube.example/w/9c9de5e8f0a9ccc0a9ccc1?x"), own.providers)
    assert (target.name, target.url) == ("Peertube", "https://tube.example/w/9c9de5e8f0a9ccc0a9ccc1")
    assert target.frame
    assert (target.frame.url, target.frame.named) == ("https://tube.example/videos/embed/9c9de5e8f0a9ccc0a9ccc1", True)
    assert own.build != theme.build


def test_a_wide_pattern_lets_nothing_through() -> None:
    """Whatever a theme's pattern takes in, a group is one part of an address: percent-encoded, slashes and all."""
    wide = Provider(name="Wide", ids="(?P<id>.+)", frames=("https://tube.example/{id}?a=1",))
    target = target_of(Embed(provider="wide", id='../a?b=c&d#e" /@f:g'), {"wide": wide})
    assert target.frame
    assert target.frame.url == "https://tube.example/..%2Fa%3Fb%3Dc%26d%23e%22%20%2F@f:g?a=1"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("ids = '(?P<id>['", "is no regular expression"),
        ('pages = ["https://tube.example/{other}"]', "asks for {other}, which no pattern has"),
        ('pages = ["https://tube.example/{id.real}"]', "asks for {id.real}"),
        ('frames = ["https://tube.example/{id"]', "{id"),
        ('frames = ["https://{id}.tube.example/"]', "frames"),
        ('frames = ["http://tube.example/{id}"]', "frames"),
        ('frames = ["https://tube.example{id}"]', "frames"),
        ("height = 0", "height"),
        ('does = "read"', "does"),
        ('fames = ["x"]', "fames"),
        ('allow = "camera\\"x"', "allow"),
        ('[[amp]]\ncomponent = "script"\nattributes = {}', "component"),
        ('[[amp]]\ncomponent = "amp-x"\nattributes = { onclick = "{id}" }', "attributes"),
        ('[[amp]]\ncomponent = "amp-x"\nattributes = { data-x = "{no}" }', "asks for {no}"),
    ],
)
def test_a_wrong_provider_is_told_by_file(tmp_path: Path, line: str, told: str) -> None:
    """Whoever writes one learns the file and what is wrong with it before any page is made."""
    replaced = line.split(" ", maxsplit=1)[0]
    lines = [kept for kept in NINETEENTH.splitlines() if not kept.startswith(f"{replaced} ")]
    own = _own(tmp_path, peertube="\n".join([*lines, line]))
    with pytest.raises(Misconfigured) as error:
        load_theme(folders_of(own))
    assert str(own / "providers" / "peertube.toml") in str(error.value)
    assert told in str(error.value)


def test_providers_are_the_same_out_of_a_baked_file() -> None:
    """What the publish function reads is what the theme has."""
    assert read(written(PROVIDERS)) == PROVIDERS
