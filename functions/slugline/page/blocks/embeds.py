"""What others show, in a frame or as a labelled card; never a hole."""

from typing import Any

from slugline.page.blocks.iframes import iframe_view
from slugline.page.composition import Spot
from slugline.page.context import EmbedView, IframeView
from slugline.page.text import address, line, optional
from slugline.story.blocks import Embed
from slugline.story.providers import host_of, target_of


def embed(block: Embed, spot: Spot) -> EmbedView | None:
    """What a provider shows: named, told in words, in a frame where it can stand in one, and with a link.

    None where nothing is known of it but its provider's name.
    """
    target = target_of(block, spot.page.theme.providers)
    url = address(target.url) if target.url else None
    host = target.name or host_of(url) or host_of(spot.page.theme.site.base_url)
    title = line(block.title)
    frame = iframe_view(target.frame, title or host, spot) if target.frame else None
    caption, fallback = optional(block.caption), optional(block.fallback_text)
    if not (url or frame or title or caption or fallback):
        return None
    return EmbedView(
        label=(target.name or host_of(url)) or line(block.provider) or spot.page.labels.embedded,
        title=title,
        caption=caption,
        fallback=fallback,
        quoted=target.post and frame is None,
        poster=None,
        duration=None,
        **ways(frame, target.does, url, host, spot),
    )


def ways(frame: IframeView | None, does: str, url: str | None, name: str, spot: Spot) -> dict[str, Any]:
    """How a reader gets to see it: in its frame, opened or at once as the site has it, or at its own address.

    Args:
        frame: what is shown, where it can stand in a frame.
        does: watch, listen or open.
        url: where it can be opened.
        name: of the provider.
        spot: where it stands.
    """
    labels = spot.page.labels
    action = {"watch": labels.watch, "listen": labels.listen}.get(does, labels.open)
    show = labels.show_here if does == "open" else labels.play_here
    asked = frame is not None and spot.page.theme.site.embeds == "on_demand"
    contacted = host_of(frame.url if frame else url) or host_of(spot.page.theme.site.base_url)
    unasked = frame is not None and not asked
    return {
        "frame": frame,
        "show": show.format(provider=name) if asked else None,
        "url": url,
        "action": action.format(provider=name) if url else None,
        "contacts": labels.contacts.format(provider=contacted) if (url or frame) and not unasked else None,
    }
