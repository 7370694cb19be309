"""Advertisements: where the story has a place for one, and the site's settings something to fill it with."""

from slugline.page.composition import Spot
from slugline.page.context import AdView, LinkView
from slugline.page.services import places_of, waits
from slugline.page.text import address, line
from slugline.services import AdSlot, filled, origin_of
from slugline.story.blocks import Ad


def ad(block: Ad, spot: Spot) -> AdView | None:
    """A slot of the settings. None inside of boxes and updates: an advertisement must not pass for a part of them."""
    page = spot.page
    if not page.article.ads or spot.place.count("[") > 1:
        return None
    slot = next((slot for slot in page.theme.site.ads if slot.slot == line(block.slot)), None)
    if slot is None:
        return None
    return _amp(slot, spot) if page.format == "amp" else _html(slot, spot)


def _html(slot: AdSlot, spot: Spot) -> AdView | None:
    """A page of the advertiser's in a frame. Where that waits for a consent that nobody asks for, there is none."""
    consent = spot.page.theme.site.consent
    if not slot.frame or (waits(consent) and not (consent and consent.script)):
        return None
    spot.page.frames.add(origin_of(slot.frame))
    frame = address(filled(slot.frame, places_of(spot.page)))
    return AdView(width=slot.width, height=slot.height, waits=waits(consent), frame=frame)


def _amp(slot: AdSlot, spot: Spot) -> AdView | None:
    """An advertisement of a network that AMP knows."""
    if not slot.type:
        return None
    places, consent = places_of(spot.page), spot.page.theme.site.consent
    data = tuple(LinkView(name=one.name, url=filled(one.value, places, in_address=False)) for one in slot.data)
    return AdView(width=slot.width, height=slot.height, waits=waits(consent), type=slot.type, data=data)
