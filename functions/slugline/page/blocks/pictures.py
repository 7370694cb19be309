"""Pictures in the body, and galleries of them."""

from slugline.page.composition import Spot
from slugline.page.context import GalleryView, ImageView
from slugline.page.pictures import image_view
from slugline.page.text import line
from slugline.page.times import in_digits
from slugline.story.media import Gallery, Image


def image(block: Image, spot: Spot) -> ImageView:
    """A picture with its caption."""
    return image_view(block, spot.page.theme.site.sizes, lead=spot.lead)


def gallery(block: Gallery, spot: Spot) -> GalleryView:
    """Pictures one after another; only the first of a lead gallery is loaded at once."""
    sizes = spot.page.theme.site.sizes
    count = len(block.images)
    images = tuple(
        image_view(
            picture,
            sizes,
            lead=spot.lead and index == 0,
            size="wide",
            count=_which(index + 1, count, spot) if count > 1 else None,
        )
        for index, picture in enumerate(block.images)
    )
    return GalleryView(images=images, title=line(block.title))


def _which(number: int, count: int, spot: Spot) -> str:
    page = spot.page
    return in_digits(page.labels.picture_of.format(number=number, count=count), page.locale)
