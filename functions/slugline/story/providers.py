"""The providers of embeds: what they are called, and the page that an id names."""

import re
from typing import NamedTuple
from urllib.parse import quote

from slugline.story.blocks import Embed


class Provider(NamedTuple):
    """One provider."""

    name: str
    """As readers know it."""
    id_form: str | None = None
    """A regular expression that its ids match as a whole, or None where it has no ids of its own."""
    page: str | None = None
    """The address of the page that an id names, over {id}."""
    kind: str = "open"
    """What a reader does with it: watch, listen or open."""


PROVIDERS: dict[str, Provider] = {
    "youtube": Provider("YouTube", r"[A-Za-z0-9_-]{6,20}", "https://www.youtube.com/watch?v={id}", "watch"),
    "vimeo": Provider("Vimeo", r"[0-9]{4,14}", "https://vimeo.com/{id}", "watch"),
    "dailymotion": Provider("Dailymotion", r"[A-Za-z0-9]{4,20}", "https://www.dailymotion.com/video/{id}", "watch"),
    "brightcove": Provider(
        "Brightcove",
        r"[0-9]{6,20}/(?:ref:)?[A-Za-z0-9_-]{1,64}",
        "https://players.brightcove.net/{account}/default_default/index.html?videoId={video}",
        "watch",
    ),
    "jwplayer": Provider("JW Player", r"[A-Za-z0-9]{8}", "https://cdn.jwplayer.com/previews/{id}", "watch"),
    "x": Provider("X", r"[0-9]{5,25}", "https://x.com/i/status/{id}"),
    "instagram": Provider("Instagram", r"[A-Za-z0-9_-]{5,40}", "https://www.instagram.com/p/{id}/"),
    "facebook": Provider("Facebook"),
    "tiktok": Provider("TikTok", r"[0-9]{10,25}", "https://www.tiktok.com/embed/v2/{id}", "watch"),
    "bluesky": Provider("Bluesky"),
    "mastodon": Provider("Mastodon"),
    "reddit": Provider("Reddit"),
    "spotify": Provider(
        "Spotify",
        r"(?:album|artist|episode|playlist|show|track)/[A-Za-z0-9]{10,40}",
        "https://open.spotify.com/{id}",
        "listen",
    ),
    "soundcloud": Provider(
        "SoundCloud",
        r"[0-9]{4,20}",
        "https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/{id}",
        "listen",
    ),
    "datawrapper": Provider("Datawrapper", r"[A-Za-z0-9]{5}", "https://datawrapper.dwcdn.net/{id}/"),
    "flourish": Provider("Flourish", r"(?:(?:visualisation|story)/)?[0-9]{4,15}", "https://flo.uri.sh/{id}/embed"),
    "map": Provider("OpenStreetMap"),
    "iframe": Provider(""),
}


ALIASES = {"twitter": "x", "openstreetmap": "map", "jw_player": "jwplayer", "jw": "jwplayer"}
"""Other names under which a CMS may have a provider."""


def known_as(name: str) -> str:
    """A provider's name in its one spelling."""
    bare = name.strip().lower()
    return ALIASES.get(bare, bare)


class Target(NamedTuple):
    """Where an embed leads."""

    name: str
    """The provider as readers know it, or the host of an unknown one; empty where nothing names it."""
    url: str | None
    """The page a reader can open, or None where neither address nor id names one."""
    kind: str
    """watch, listen or open."""


def target_of(embed: Embed) -> Target:
    """Where an embed leads: its own address, else the page that its id names."""
    provider = PROVIDERS.get(known_as(embed.provider), Provider(""))
    url = embed.url or page_of(provider, embed.id)
    return Target(provider.name or _host(url), url, provider.kind)


def page_of(provider: Provider, identity: str | None) -> str | None:
    """The page that an id names, built from the provider's own address; None where the id is not of its form."""
    if not identity or not provider.id_form or not provider.page or not re.fullmatch(provider.id_form, identity):
        return None
    account, _, video = identity.partition("/")
    named = quote(identity, safe="/:")
    if provider.name == "Flourish" and "/" not in identity:
        named = f"visualisation/{named}"
    return provider.page.format(id=named, account=account, video=quote(video, safe=":"))


def _host(url: str | None) -> str:
    host = re.match(r"[a-zA-Z]+://(\[[^\]]+\]|[^/?#:]+)", url or "")
    return host[1].removeprefix("www.") if host else ""
