"""The Content-Security-Policy of a document: nothing but what it needs may be loaded, and no script of its own runs."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

ANY_HOST = ("*",)


class Needs(NamedTuple):
    """What a document loads besides the files of its own host."""

    style: str
    """The hash of its stylesheet: `sha256-…`."""
    components: tuple[str, ...] = ()
    """The AMP components it uses; then AMP's engine loads what it must."""
    frames: tuple[str, ...] = ()
    """The origins of the pages that stand in frames: `https://player.example.com`."""
    media: tuple[str, ...] = ANY_HOST
    """The hosts of pictures, films and sound, as the site's settings have them."""
    images: tuple[str, ...] = ()
    """Origins of further pictures: those that count visits."""
    scripts: tuple[str, ...] = ()
    """Origins of scripts that the site's settings ask for."""
    connections: tuple[str, ...] = ()
    """Origins that those scripts talk to."""
    fonts: tuple[str, ...] | None = None
    """The hosts of web fonts besides the page's own; None where its styles have none."""


# Of no text at all: AMP wants a runtime style on every page, and one without components has nothing to put in it.
_EMPTY_STYLE = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
_ALWAYS = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
_AMP_ENGINE = (
    "script-src https://cdn.ampproject.org blob:; worker-src blob:; "
    "style-src 'unsafe-inline' https://cdn.ampproject.org; "
    "connect-src 'self' https:; font-src https:; frame-src https:"
)


@lru_cache(maxsize=256)
def policy_of(needs: Needs) -> str:
    """The policy of a document. With AMP components its engine decides what is loaded: it asks for any https host."""
    media = f"img-src 'self' {_hosts(needs.media, *needs.images)} data:; media-src 'self' {_hosts(needs.media)}"
    if needs.components:
        return f"{_ALWAYS}; {_AMP_ENGINE}; {media}"
    parts = [
        _ALWAYS,
        _directive("connect-src", ("'self'", *needs.connections)),  # robots.txt is looked for under a page's own policy
        _directive("script-src", needs.scripts),
        _directive("frame-src", needs.frames),
        f"style-src '{needs.style}' '{_EMPTY_STYLE}'",
        "" if needs.fonts is None else f"font-src 'self' {_hosts(needs.fonts)}".rstrip(),
        media,
    ]
    return "; ".join(filter(None, parts))


def _directive(name: str, sources: Iterable[str]) -> str:
    told = " ".join(dict.fromkeys(sources))
    return f"{name} {told}" if told else ""


def _hosts(hosts: tuple[str, ...], *origins: str) -> str:
    if "*" in hosts:
        return "https:"
    return " ".join(dict.fromkeys((*(f"https://{host}" for host in hosts), *origins)))
