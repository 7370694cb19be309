"""What others show, in a frame: whether it may stand there, what it may do, how large it is."""

from typing import NamedTuple

from slugline.page.composition import Spot
from slugline.page.context import AttributeView, IframeView
from slugline.page.text import address
from slugline.story.providers import Frame, authority

RIGHTS = "allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox allow-presentation"
"""What every framed page may do: it never leads the reader's window away (no allow-top-navigation)."""

_WITH_ORIGIN = f"{RIGHTS} allow-same-origin"

# The boxes that the stylesheet has, by width over height. A frame takes the widest that is not wider than itself:
# what is shown in it is not cut off, and its space is kept.
_SHAPES = {
    "s-21-9": 21 / 9,
    "s-2-1": 2.0,
    "s-16-9": 16 / 9,
    "s-3-2": 1.5,
    "s-4-3": 4 / 3,
    "s-1-1": 1.0,
    "s-4-5": 0.8,
    "s-2-3": 2 / 3,
    "s-9-16": 9 / 16,
}
MAX_ORIGINS = 50
"""Hosts that the frames of one page may come from: each is named in its policy, and edges refuse long headers."""

_TALLEST = "s-1-2"
_TALL = 1.3


class _Place(NamedTuple):
    """Where a framed page lies, as seen from the site."""

    url: str
    origin: str
    """As a Content-Security-Policy names it."""
    sandbox: str


def iframe_view(frame: Frame, title: str, spot: Spot) -> IframeView | None:
    """A frame, decided down to its attributes; its origin is noted for the policy. None where it may not stand here."""
    place = _place(frame, spot)
    known = spot.page.frames
    if place is None or (place.origin not in known and len(known) >= MAX_ORIGINS):
        return None
    known.add(place.origin)
    width, height = frame.size
    found = frame.component if spot.page.format == "amp" else None
    return IframeView(
        url=place.url,
        title=title,
        sandbox=place.sandbox,
        allow=frame.allow or None,
        shape=_shape(width, height) if width else None,
        tall=width is not None and height > width * _TALL,
        width=width,
        height=height,
        ratio=f"{height / width * 100:.4f}".rstrip("0").rstrip(".") + "%" if width else None,
        component=found.component if found else None,
        attributes=tuple(AttributeView(name, text) for name, text in found.attributes.items()) if found else (),
    )


def _place(frame: Frame, spot: Spot) -> _Place | None:
    """The site's own pages keep no rights over it; those of others need its leave, or their provider's name."""
    site = spot.page.theme.site
    host, own = authority(frame.url), site.base_url.partition("://")[2]
    rights = RIGHTS if host.partition(":")[0] == own.partition(":")[0] else _WITH_ORIGIN
    if host in ("", own):
        path = frame.url.removeprefix(f"https://{host}")
        if spot.page.format == "html":
            return _Place(address(path), "'self'", RIGHTS)
        # AMP takes no frame that did not come by https; its policy names no single host.
        return _Place(f"https://{own}{address(path)}", "'self'", RIGHTS)
    if frame.named or site.frames_host(host):
        return _Place(address(frame.url), f"https://{host}", rights)
    return None


def _shape(width: int, height: int) -> str:
    ratio = width / height + 0.005
    return next((name for name, shape in _SHAPES.items() if shape <= ratio), _TALLEST)
