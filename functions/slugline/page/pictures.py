"""An image of a story, decided down to the attributes of its `<img>`."""

from slugline.page.context import ImageView, PictureView
from slugline.page.text import clean, line, loaded, optional
from slugline.site import Sizes
from slugline.story.limits import MAX_RENDITIONS
from slugline.story.media import Image

PREFERRED_WIDTH = 960
"""CSS pixels of the rendition that `src` names: enough for a column on a dense phone."""

# A picture of unknown size keeps this box and is fitted inside it (DESIGN.md, story JSON).
_UNKNOWN = (3, 2)


def picture_view(image: Image, sizes: str, *, lead: bool = False) -> PictureView:
    """The picture itself; `sizes` is how wide it stands."""
    candidates = _candidates(image)
    several = len(candidates) > 1
    width, height = _box(image)
    return PictureView(
        src=_middling(candidates) if candidates else loaded(image.url),
        srcset=", ".join([f"{url} {width}w" for width, url in candidates]) if several else None,
        sizes=sizes if several else None,
        width=width,
        height=height,
        alt=clean(image.alt or ""),
        shape=_shape(image, width, height),
        lead=lead,
    )


def image_view(
    image: Image, sizes: Sizes, *, lead: bool = False, size: str | None = None, count: str | None = None
) -> ImageView:
    """The picture with its caption and credit; `size` overrides the image's own, `count` is of a gallery."""
    stands = size or image.size or ("wide" if lead else "column")
    return ImageView(
        picture=picture_view(image, getattr(sizes, stands), lead=lead),
        caption=optional(image.caption),
        credit=line(image.credit),
        size=stands,
        count=count,
    )


def _candidates(image: Image) -> list[tuple[int, str]]:
    """Width and address of every file of the picture whose width is known, by width, one a width."""
    known = {rendition.width: rendition.url for rendition in image.renditions}
    if image.width:
        known.setdefault(image.width, image.url)
    chosen = sorted(known.items())[:MAX_RENDITIONS]
    return [(width, _in_srcset(url)) for width, url in chosen]


def _in_srcset(url: str) -> str:
    """An address as a `srcset` may hold it: a comma at either end would be taken for a separator."""
    safe = loaded(url)
    return safe.replace(",", "%2C") if "," in (safe[:1], safe[-1:]) else safe


def _middling(candidates: list[tuple[int, str]]) -> str:
    for width, url in candidates:
        if width >= PREFERRED_WIDTH:
            return url
    return candidates[-1][1]


def _box(image: Image) -> tuple[int, int]:
    """Width and height of the picture; of a rendition where they are unknown; else of the box it is fitted in."""
    if image.width and image.height:
        return image.width, image.height
    for rendition in image.renditions:
        if rendition.height:
            return rendition.width, rendition.height
    return _UNKNOWN


def _shape(image: Image, width: int, height: int) -> str:
    classes: list[str] = []
    if (width, height) == _UNKNOWN:
        classes.append("unsized")
    elif height > width:
        classes.append("portrait")
    if image.focal_point:
        # `style` is dead under a policy of hashes, so the point is rounded to one of 25, each with a class of its own.
        point = image.focal_point
        classes += [f"fx-{round(point.x * 4) * 25}", f"fy-{round(point.y * 4) * 25}"]
    return " ".join(classes)
