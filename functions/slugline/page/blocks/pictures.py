"""Pictures in the body, and galleries of them."""

from slugline.page.composition import Spot
from slugline.page.context import GalleryView, ImageView
from slugline.page.pictures import image_view
from slugline.page.text import line
from slugline.story.media import Gallery, Image


def image(block: Image, spot: Spot) -> ImageView:
    """A picture with its caption."""
    return image_view(block, spot.page.theme.site.sizes, lead=spot.lead)


def gallery(block: Gallery, spot: Spot) -> GalleryView:
    """Pictures one after another; only the first of a lead gallery is loaded at once."""
    sizes = spot.page.theme.site.sizes
    images = tuple(
        image_view(picture, sizes, lead=spot.lead and index == 0, size="wide")
        for index, picture in enumerate(block.images)
    )
    return GalleryView(images=images, title=line(block.title))
