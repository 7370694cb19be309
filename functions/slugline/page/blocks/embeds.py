"""What others show, as a labelled card; never a hole."""

from html import unescape
from urllib.parse import urlsplit

from slugline.page.composition import Spot
from slugline.page.context import EmbedView
from slugline.page.text import address, line, markup, optional
from slugline.story.blocks import Ad, Embed, RawHtml
from slugline.story.providers import target_of


def embed(block: Embed, spot: Spot) -> EmbedView:
    """A card that names the provider, says what is shown, and links to it."""
    labels = spot.page.labels
    target = target_of(block)
    url = address(target.url) if target.url else None
    host = target.name or host_of(url)
    action = {"watch": labels.watch, "listen": labels.listen}.get(target.kind, labels.open)
    return EmbedView(
        label=host or line(block.provider) or labels.embedded,
        title=line(block.title),
        caption=optional(block.caption),
        fallback=optional(block.fallback_text),
        poster=None,
        duration=None,
        url=url,
        action=action.format(provider=host) if url else None,
        contacts=labels.contacts.format(provider=host_of(url) or host) if url else None,
    )


def raw_html(block: RawHtml, spot: Spot) -> EmbedView | None:
    """The words of foreign markup, and none of its elements."""
    words = " ".join(words_of(block.html).split())
    title = line(block.title)
    if not words and not title:
        return None
    return EmbedView(
        label=spot.page.labels.embedded,
        title=title,
        caption=None,
        fallback=markup(words) if words else None,
        poster=None,
        duration=None,
        url=None,
        action=None,
        contacts=None,
    )


def ad(_block: Ad, _: Spot) -> None:
    """Advertisements are not shown yet."""


def host_of(url: str | None) -> str:
    """The host of an absolute address, as readers know it; empty for one of this site or none."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:  # a bracket that is no IPv6 address
        return ""


def words_of(html: str) -> str:
    """The text of some markup, without scripts and styles; in time that grows as its length, however broken it is.

    What comes out is text and is escaped as such: this need not be a parser, only never a slow one.
    """
    first, *parts = html.split("<")
    words = [first]
    hidden = ""
    for part in parts:
        tag, closed, text = part.partition(">")
        name = tag.lower().split(maxsplit=1)[0] if tag.strip() else ""
        if name in {"script", "style"}:
            hidden = name
        elif name == f"/{hidden}":
            hidden = ""
        if not hidden:
            words.append(f" {text}" if closed else f" <{part}")
    return unescape("".join(words))
