"""A picture's attributes: which files are offered, how wide it stands, what box it keeps, what stays in view."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from slugline.page.pictures import image_view, picture_view
from slugline.site import Sizes
from slugline.story.limits import MAX_RENDITIONS
from slugline.story.media import Image

SIZES = Sizes(inset="I", column="C", wide="W", full="F", thumbnail="T")


def _image(**fields: Any) -> Image:
    return msgspec.convert({"url": "/a.jpg"} | fields, Image)


def _files(*widths: int, **more: Any) -> list[dict[str, Any]]:
    return [{"url": f"/{width}.jpg", "width": width} | more for width in widths]


@pytest.mark.parametrize(
    ("fields", "src", "srcset"),
    [
        ({}, "/a.jpg", None),
        ({"width": 1600, "height": 900}, "/a.jpg", None),
        ({"renditions": _files(320)}, "/320.jpg", None),
        ({"url": "http://a.example/a.jpg"}, "https://a.example/a.jpg", None),
        ({"url": "HTTP://a.example/a.jpg", "width": 9}, "https://a.example/a.jpg", None),
        ({"width": 1600, "renditions": _files(960, 320)}, "/960.jpg", "/320.jpg 320w, /960.jpg 960w, /a.jpg 1600w"),
        ({"renditions": _files(320, 640)}, "/640.jpg", "/320.jpg 320w, /640.jpg 640w"),
        (
            {"width": 2000, "renditions": _files(2400, 1200)},
            "/1200.jpg",
            "/1200.jpg 1200w, /a.jpg 2000w, /2400.jpg 2400w",
        ),
        ({"width": 320, "renditions": [*_files(320), {"url": "/b.jpg", "width": 320}]}, "/b.jpg", None),
        (
            {"url": "/w_1,h_2/a.jpg,", "width": 800, "renditions": [{"url": "https://c.example/,b,c", "width": 400}]},
            "/w_1%2Ch_2/a.jpg%2C",
            "https://c.example/,b,c 400w, /w_1%2Ch_2/a.jpg%2C 800w",
        ),
        ({"url": "/ø.jpg", "width": 800, "renditions": _files(400)}, "/%C3%B8.jpg", "/400.jpg 400w, /%C3%B8.jpg 800w"),
    ],
)
def test_the_files_of_a_picture(fields: dict[str, Any], src: str, srcset: str | None) -> None:
    """Each file of known width is offered once, by width; `src` is the first wide enough; `sizes` goes along."""
    view = picture_view(_image(**fields), "50vw")
    assert (view.src, view.srcset) == (src, srcset)
    assert view.sizes == ("50vw" if srcset else None)


def test_a_browser_is_not_offered_everything() -> None:
    """There are at most so many candidates."""
    view = picture_view(_image(renditions=_files(*range(100, 200))), "50vw")
    assert view.srcset is not None
    assert len(view.srcset.split(", ")) == MAX_RENDITIONS


@pytest.mark.parametrize(
    ("fields", "box", "shape"),
    [
        ({"width": 1600, "height": 900}, (1600, 900), ""),
        ({"width": 900, "height": 1600}, (900, 1600), "portrait"),
        ({"width": 900, "height": 900}, (900, 900), ""),
        ({}, (3, 2), "unsized"),
        ({"width": 900}, (3, 2), "unsized"),
        ({"renditions": _files(320, height=400)}, (320, 400), "portrait"),
        ({"width": 900, "renditions": [*_files(100), *_files(320, height=200)]}, (320, 200), ""),
        ({"width": 4, "height": 3, "focal_point": {"x": 0, "y": 1}}, (4, 3), "fx-0 fy-100"),
        ({"width": 4, "height": 3, "focal_point": {"x": 0.124, "y": 0.126}}, (4, 3), "fx-0 fy-25"),
        ({"focal_point": {"x": 0.5, "y": 0.7}}, (3, 2), "unsized fx-50 fy-75"),
    ],
)
def test_the_box_of_a_picture(fields: dict[str, Any], box: tuple[int, int], shape: str) -> None:
    """The picture's own size, else a rendition's, else 3:2 and fitted in; the focal point is one of 25."""
    view = picture_view(_image(**fields), "50vw")
    assert ((view.width, view.height), view.shape) == (box, shape)


@pytest.mark.parametrize(
    ("size", "lead", "override", "stands"),
    [
        (None, False, None, "column"),
        (None, True, None, "wide"),
        ("inset", True, None, "inset"),
        ("full", False, "wide", "wide"),
    ],
)
def test_how_wide_a_picture_stands(size: str | None, override: str | None, stands: str, *, lead: bool) -> None:
    """As the story says; a lead wide, any other in the column; and the theme's words for it go into `sizes`."""
    view = image_view(_image(size=size, width=9, renditions=_files(5)), SIZES, lead=lead, size=override)
    assert (view.size, view.picture.sizes, view.picture.lead) == (stands, stands[0].upper(), lead)


def test_what_is_told_of_a_picture() -> None:
    """Alt, caption and credit are cleaned; a picture without alt is decoration; an empty caption is none."""
    view = image_view(
        _image(alt="A \x00 boat", caption=["At ", {"text": "dusk", "marks": ["bold"]}], credit=" AP\x07 "), SIZES
    )
    assert (view.picture.alt, view.caption, view.credit) == ("A  boat", "At <strong>dusk</strong>", "AP")
    bare = image_view(_image(caption=" ", credit=""), SIZES)
    assert (bare.picture.alt, bare.caption, bare.credit) == ("", None, None)
