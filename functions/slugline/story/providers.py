"""The providers of embeds: how their ids and addresses are read, and what is built of them.

A provider is data, `templates/providers/<name>.toml`. Of an id or an address only the named groups of its provider's
patterns are kept, and every address on a page is built anew of these: nothing of a story's is passed through.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from string import Formatter
from typing import Annotated, Literal, NamedTuple
from urllib.parse import quote, urlsplit

import msgspec
from msgspec import Meta, Struct

from slugline.story.blocks import Embed
from slugline.story.fields import Pixels

Pattern = Annotated[str, Meta(min_length=1, description="a regular expression; it has to match as a whole")]

# A host is written out, or is a group that stands for all of it: no group can lengthen one.
Address = Annotated[
    str,
    Meta(
        pattern=r"^(?:\{url\}|https://(?:[a-z0-9-]+(?:\.[a-z0-9-]+)+|\{host\})/[^\s\"<>]*)$(?!\n)",
        description="an address over the groups: {id}; or {url}, the address of the embed itself",
    ),
]
# What may stand in a Content-Security-Policy: a host of a story must not end its directive.
_HOST = re.compile(r"(?:[a-z0-9-]+\.)*[a-z0-9-]+(?::[0-9]{1,5})?")
_WEB = re.compile(r"https?://([^/?#\\\s]+)([/?#].*)?", re.IGNORECASE)
_FLATTEST = 3
_TALLEST = 2


class Component(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An element of AMP's for a provider; it is used where all its attributes can be filled in."""

    component: Annotated[str, Meta(pattern=r"^amp-[a-z0-9-]+$(?!\n)")]
    attributes: dict[Annotated[str, Meta(pattern=r"^(?:data-[a-z0-9-]+|credentials)$(?!\n)")], str]


class Provider(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One provider. Where there are several pages, frames or components, the first that can be filled in is taken."""

    name: Annotated[str, Meta(description="as readers know it; empty: its host")]
    does: Annotated[
        Literal["watch", "listen", "open"], Meta(description="what a reader does with it, which words its links")
    ] = "open"
    post: Annotated[bool, Meta(description="somebody's words: where it cannot be shown, they are quoted")] = False
    aliases: Annotated[tuple[str, ...], Meta(description="other names under which a CMS may have it")] = ()
    ids: Pattern | None = None
    urls: Annotated[tuple[Pattern, ...], Meta(description="of addresses, without their scheme")] = ()
    pages: Annotated[tuple[Address, ...], Meta(description="what a reader can open; default: its own address")] = ()
    frames: Annotated[tuple[Address, ...], Meta(description="what stands in a frame")] = ()
    ratio: Annotated[tuple[Pixels, Pixels], Meta(description="of a frame that keeps its shape")] = (16, 9)
    height: Annotated[Pixels | None, Meta(description="of a frame that keeps its height instead")] = None
    allow: Annotated[str, Meta(pattern=r"^[a-z; -]*$(?!\n)", description="what a frame may use besides")] = ""
    amp: tuple[Component, ...] = ()


Providers = Mapping[str, Provider]
"""By the name of their file, which is the one in a story."""


class Size(NamedTuple):
    """Of a frame, in pixels: it keeps its shape, or, where it has no width of its own, its height."""

    width: int | None
    height: int


class Frame(NamedTuple):
    """What can stand in a frame."""

    url: str
    """Absolute, https; or of this site, from the slash on."""
    named: bool
    """Whether its host is one that the provider names; any other needs the site's leave."""
    size: Size
    allow: str
    component: Component | None
    """AMP's own element for it, filled in."""


class Target(NamedTuple):
    """Where an embed leads."""

    name: str
    """The provider as readers know it, or the host of an unknown one; empty where nothing names it."""
    url: str | None
    """The page a reader can open, or None where neither address nor id names one."""
    does: str
    """watch, listen or open."""
    post: bool = False
    frame: Frame | None = None
    understood: bool = False
    """Whether the id or the address is one of the provider's; if not, the page is the embed's own address."""


def target_of(embed: Embed, providers: Providers) -> Target:
    """Where an embed leads: what its provider makes of its id or address, else its own address."""
    provider = named(embed.provider, providers)
    groups = _read(embed, provider) if provider else None
    if provider is None:
        return Target(host_of(embed.url), embed.url, "open")
    if groups is None:  # an address that is none of the provider's must not go by its name
        return Target(host_of(embed.url) if embed.url else provider.name, embed.url, "open", provider.post)
    page = _first(provider.pages, groups)[1] or embed.url
    return Target(
        provider.name or host_of(page),
        page,
        provider.does,
        provider.post,
        _frame(embed, provider, groups),
        understood=True,
    )


def named(name: str, providers: Providers) -> Provider | None:
    """The provider of a name, in any case, or of another name that it has."""
    bare = name.strip().lower()
    if bare in providers:
        return providers[bare]
    return next((provider for provider in providers.values() if bare in provider.aliases), None)


def secured(url: str) -> str | None:
    """An address as a frame may have it: of this site, or https and a plain host; None for any other."""
    if url.startswith("/"):
        return url
    found = _WEB.fullmatch(url)
    host = _ascii(found[1]) if found else None
    if found is None or host is None:
        return None
    rest = found[2] or "/"
    return f"https://{host}{rest if rest.startswith('/') else f'/{rest}'}"


def authority(url: str) -> str:
    """Host and port of an address that `secured` gave; empty for one of this site."""
    return url.split("/", 3)[2] if url.startswith("https://") else ""


def size_of(width: int | None, height: int | None, usual: Size) -> Size:
    """Of a frame: its own width and height where it has them, else the usual; what is very flat keeps its height."""
    if usual.width is None or not width:
        return Size(usual.width if height is None else None, height or usual.height)
    if not height:
        return usual
    if width > height * _FLATTEST:
        return Size(None, height)
    return Size(width, min(height, width * _TALLEST))


def host_of(url: str | None) -> str:
    """The host of an absolute address, as readers know it; empty for one of this site or none."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:  # a bracket that is no IPv6 address
        return ""


def bare_form(pattern: str) -> str:
    """A pattern without the names of its groups, as an editor reads it."""
    return re.sub(r"\(\?P<[a-z]+>", "(", pattern)


def faults_of(provider: Provider) -> Iterator[str]:
    """What is wrong with a provider as its file has it, which its types do not say."""
    known = {"url"}
    for pattern in (*((provider.ids,) if provider.ids else ()), *provider.urls):
        try:
            known |= re.compile(pattern).groupindex.keys()
        except re.error as fault:
            yield f"{pattern} is no regular expression: {fault}"
    for text in _texts(provider):
        try:
            places = [(name, form or turned) for _, name, form, turned in Formatter().parse(text) if name is not None]
        except ValueError as fault:
            yield f"{text}: {fault}"
        else:
            asked = {name for name, _ in places}
            if any(more for _, more in places):
                yield f"{text} says how a group is written: write its name alone, {{id}}"
            yield from (f"{text} asks for {{{name}}}, which no pattern has" for name in sorted(asked - known))


def written(providers: Providers) -> bytes:
    """Providers as a baked file has them."""
    return msgspec.msgpack.encode(providers)


def read(data: bytes) -> dict[str, Provider]:
    """Providers out of a baked file.

    Raises:
        msgspec.DecodeError: it was baked by another version.
    """
    return msgspec.msgpack.decode(data, type=dict[str, Provider])


def _read(embed: Embed, provider: Provider) -> dict[str, str] | None:
    """The groups of an embed's id, or else of its address; None where neither is of its provider's form."""
    found = re.fullmatch(provider.ids, embed.id) if provider.ids and embed.id else None
    whole = secured(embed.url) if embed.url else None
    if found is None and whole:
        bare = whole.removeprefix("https://")
        found = next(filter(None, (re.fullmatch(pattern, bare) for pattern in provider.urls)), None)
    if found is None:
        return None
    groups = {name: quote(text, safe=":@") for name, text in found.groupdict().items() if text}
    return groups | {"url": whole} if whole else groups


def _first(addresses: Iterable[str], groups: Mapping[str, str]) -> tuple[str, str | None]:
    """The first address all of whose groups are there, as its file has it, and filled in."""
    for address in addresses:
        try:
            return address, address.format_map(groups)
        except KeyError:
            continue
    return "", None


def _frame(embed: Embed, provider: Provider, groups: Mapping[str, str]) -> Frame | None:
    address, url = _first(provider.frames, groups)
    if url is None:
        return None
    usual = Size(None, provider.height) if provider.height else Size(*provider.ratio)
    return Frame(
        url=url,
        named=bool(authority(url)) and authority(url) == authority(address),
        size=size_of(embed.width, embed.height, usual),
        allow=provider.allow,
        component=_component(provider, groups),
    )


def _component(provider: Provider, groups: Mapping[str, str]) -> Component | None:
    for element in provider.amp:
        try:
            filled = {name: text.format_map(groups) for name, text in element.attributes.items()}
        except KeyError:
            continue
        return Component(component=element.component, attributes=filled)
    return None


def _texts(provider: Provider) -> Iterator[str]:
    yield from (*provider.pages, *provider.frames)
    for element in provider.amp:
        yield from element.attributes.values()


def _ascii(host: str) -> str | None:
    """A host as a policy can name it; None for one that it cannot."""
    name, colon, port = host.lower().removesuffix(":443").partition(":")
    try:
        bare = name if name.isascii() else name.encode("idna").decode()
    except UnicodeError:
        return None
    return f"{bare}{colon}{port}" if _HOST.fullmatch(f"{bare}{colon}{port}") else None
