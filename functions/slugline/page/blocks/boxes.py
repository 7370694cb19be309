"""Blocks that hold or point at others: boxes, related stories, live updates; and verdicts."""

from slugline.page.bylines import byline_view
from slugline.page.composition import Mark, Spot
from slugline.page.context import (
    CorrectionView,
    FactBoxView,
    KeyPointsView,
    RatingView,
    RelatedStoryView,
    RelatedView,
    UpdateView,
)
from slugline.page.pictures import picture_view
from slugline.page.text import address, line, markup, optional
from slugline.page.times import number_text
from slugline.story.blocks import CorrectionNote, FactBox, KeyPoints, Rating, RelatedStories, Update
from slugline.story.metadata import Correction, Related
from slugline.story.paging import FRONT
from slugline.story.text import Text

MAX_STEPS = 10
"""A rating with more steps than this is told in words alone."""


def fact_box(block: FactBox, spot: Spot) -> FactBoxView | None:
    """A box of blocks; none where nothing of it can be shown."""
    content = spot.page.blocks(block.blocks, f"{spot.place}.blocks")
    title = line(block.title)
    return FactBoxView(title=title, content=content) if content or title else None


def key_points(block: KeyPoints, spot: Spot) -> KeyPointsView | None:
    """The points in a list."""
    return points_view(block.items, line(block.title) or spot.page.labels.key_points)


def points_view(items: tuple[Text, ...], title: str) -> KeyPointsView | None:
    """Points under a title; none where there are none."""
    points = tuple(point for item in items if (point := optional(item)))
    return KeyPointsView(title=title, items=points) if points else None


def related(block: RelatedStories, spot: Spot) -> RelatedView | None:
    """Other stories in the middle of this one."""
    return related_view(block.items, line(block.title), spot)


def related_view(items: tuple[Related, ...], title: str | None, spot: Spot) -> RelatedView | None:
    """Stories under a title; none where there are none."""
    stories = tuple(_story(item, spot) for item in items)
    return RelatedView(title=title or spot.page.labels.related, items=stories) if stories else None


def _story(item: Related, spot: Spot) -> RelatedStoryView:
    shown = item.image if item.image and not item.image.warning else None
    picture = picture_view(shown, spot.page.theme.site.sizes.thumbnail) if shown else None
    return RelatedStoryView(headline=markup(item.headline, links=False), url=address(item.url), picture=picture)


def correction(block: CorrectionNote | Correction, spot: Spot) -> CorrectionView:
    """What was put right."""
    return CorrectionView(text=markup(block.text), at=spot.page.optional_time(block.at))


def update(block: Update, spot: Spot) -> UpdateView:
    """An entry of a live blog."""
    later = block.updated_at is not None and block.updated_at > block.at
    anchor, url = spot.page.marks.get(spot.place) or _mark(spot.page.anchor(block.id))
    return UpdateView(
        id=anchor,
        url=url,
        at=spot.page.time(block.at),
        date=spot.page.dates.get(spot.place),
        updated=spot.page.optional_time(block.updated_at if later else None),
        headline=optional(block.headline),
        byline=byline_view(block.bylines),
        key=block.key,
        pinned=block.pinned and spot.page.number == FRONT,
        content=spot.page.blocks(block.blocks, f"{spot.place}.blocks"),
    )


def _mark(anchor: str) -> Mark:
    """Of an update that is not one of a live blog's own: a link within the page."""
    return Mark(anchor, f"#{anchor}")


def rating(block: Rating, spot: Spot) -> RatingView:
    """A verdict in words and, up to ten steps, in signs."""
    value, best = (number_text(number, spot.page.locale) for number in (block.value, block.best))
    text = spot.page.labels.rating.format(value=value, best=best)
    return RatingView(label=line(block.label), text=text, steps=_steps(block.value, block.best))


def _steps(value: float, best: float) -> tuple[str, ...]:
    if best > MAX_STEPS or best != int(best):
        return ()
    halves = round(value * 2)
    return tuple(
        "full" if halves >= 2 * n else "half" if halves == 2 * n - 1 else "empty" for n in range(1, int(best) + 1)
    )
