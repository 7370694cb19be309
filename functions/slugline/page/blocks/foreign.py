"""Markup from elsewhere."""

from slugline.address import Route, location
from slugline.page.composition import Spot
from slugline.page.context import LinkView, RawHtmlView
from slugline.page.foreign import Draft, drafted, sanitised
from slugline.page.text import line
from slugline.story.blocks import RawHtml


def raw_html(block: RawHtml, spot: Spot) -> RawHtmlView | None:
    """What may stand on a page of it. Both formats show the same, unless the block has something else for AMP."""
    page = spot.page
    title = line(block.title)
    whole = _drafted(block.html, spot)
    instead = _drafted(block.amp, spot) if block.amp is not None else None
    differs = block.amp is not None and whole is not None and instead != whole
    draft = instead if page.format == "amp" and differs else whole or instead
    shown = sanitised(draft) if draft else None
    if not shown and not title:
        return None
    anchor = page.anchor(_name(spot.place)) if differs else None
    return RawHtmlView(
        id=anchor,
        title=title,
        content=shown.html if shown else None,
        name=(title or page.labels.embedded) if shown and shown.scrolls else None,
        full=_full(spot, anchor) if anchor and page.format == "amp" else None,
    )


def _drafted(html: str, spot: Spot) -> Draft | None:
    return drafted(html, spot.page.theme.site.media, spot.page.labels)


def _name(place: str) -> str:
    """An anchor that is the same on both pages of a story: `$.body[3]` is `body-3`."""
    return place.removeprefix("$.").replace("[", "-").replace("]", "").replace(".", "-")


def _full(spot: Spot, anchor: str) -> LinkView:
    page = location(Route(spot.page.article.path, "html"))
    return LinkView(name=spot.page.labels.full_page, url=f"{page}#{anchor}")
