"""A live blog around its updates: what leads them, how they are paged, and how a reader gets new ones."""

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from markupsafe import Markup

from slugline.address import Route, location
from slugline.page.composition import Composition
from slugline.page.context import KeyEventView, LiveItemView, LiveView, PagesView, PollView
from slugline.page.text import clean, optional
from slugline.page.times import in_digits
from slugline.story.blocks import Paragraph, Update
from slugline.story.document import Liveblog
from slugline.story.media import Block
from slugline.story.paging import FRONT, FULL_PAGE, Entry, Paging
from slugline.story.text import plain

POLL_SECONDS = 30
"""How often an AMP page asks for new updates: its engine takes 15 at least, and each answer may be the whole page."""
MAX_KEY_EVENTS = 50
"""Key events that are listed, the newest; a longer list is no summary."""
MAX_OPEN = 12
"""Key events up to which the list is open: on a phone the updates must not be far below."""
SEVERAL = 2
MAX_WORDS = 100
"""Characters of a key event that has no headline of its own."""

_NOT_IN_SELECTORS = re.compile("[^A-Za-z0-9-]")


def live_view(page: Composition, blog: Liveblog, paging: Paging) -> LiveView:
    """The body of a live blog's page. What is no update stands before them or after, on the first page alone."""
    front = page.number == FRONT
    pinned = paging.pinned if front else ()
    entries = [entry for entry in paging.on(page.number) if entry not in pinned]
    ended = blog.ended_at is not None
    page.dates |= _dates(page, pinned) | _dates(page, entries)
    events = _key_events(page, paging) if front else ()
    return LiveView(
        ended=ended,
        refresh=None if ended else _address(page, FRONT),
        before=_rendered(page, paging.before) if front else Markup(),
        key_events=events,
        folded=len(events) > MAX_OPEN,
        pinned=_rendered(page, ((entry.update, entry.place) for entry in pinned)),
        updates=tuple(_item(page, entry) for entry in entries),
        poll=_poll() if front and not ended and page.format == "amp" else None,
        pages=pages_view(page, paging),
        after=_rendered(page, paging.after) if front else Markup(),
    )


def _address(page: Composition, number: int) -> str:
    """Where a page is, in the format of this one."""
    return location(Route(page.article.path, page.format, number))


def _rendered(page: Composition, blocks: Iterable[tuple[Block, str]]) -> Markup:
    return Markup().join(page.block(block, place) for block, place in blocks)


def _item(page: Composition, entry: Entry) -> LiveItemView:
    """An update, with what an AMP live list knows it by: an id for a selector."""
    update = entry.update
    started = int(update.at.timestamp())
    changed = int(update.updated_at.timestamp()) if update.updated_at else started
    anchor = page.marks[entry.place].anchor
    return LiveItemView(
        id="_u-" + _NOT_IN_SELECTORS.sub(lambda found: f"_{ord(found[0]):x}_", anchor),
        sorted_by=started,
        changed=changed,
        content=page.block(update, entry.place),
    )


def _poll() -> PollView:
    return PollView(milliseconds=POLL_SECONDS * 1000, most=2 * FULL_PAGE - 1)


def _dates(page: Composition, entries: Sequence[Entry]) -> dict[str, str]:
    """The date of each update that is the first of its day in a list; none where all the coverage is of one day."""
    paging = page.paging.entries if page.paging else ()
    if len({page.time(entry.update.at).date for entry in paging[:1] + paging[-1:]}) < SEVERAL:
        return {}
    dates = [page.time(entry.update.at).date for entry in entries]
    above = [None, *dates]
    return {entry.place: date for entry, date, last in zip(entries, dates, above, strict=False) if date != last}


def _key_events(page: Composition, paging: Paging) -> tuple[KeyEventView, ...]:
    worded = ((entry, words) for entry in paging.key_events if (words := _words(entry.update)))
    told = list(islice(worded, MAX_KEY_EVENTS))
    dates = _dates(page, [entry for entry, _ in told])
    return tuple(
        KeyEventView(
            at=page.time(entry.update.at),
            date=dates.get(entry.place),
            text=words,
            url=_way_to(page, paging, entry),
        )
        for entry, words in told
    )


def _way_to(page: Composition, paging: Paging, entry: Entry) -> str:
    """A link to an update that leads no further than needed."""
    number = FRONT if entry in paging.pinned else paging.shown_on(entry)
    return ("" if number == page.number else _address(page, number)) + f"#{page.marks[entry.place].anchor}"


def _words(update: Update) -> Markup | None:
    """The headline of an update, or the beginning of its text."""
    if headline := optional(update.headline, links=False):
        return headline
    texts = (plain(block.text) for block in update.blocks if isinstance(block, Paragraph))
    words = " ".join(clean(next(filter(None, texts), "")).split())
    if len(words) > MAX_WORDS:
        words = words[: MAX_WORDS + 1].rpartition(" ")[0] or words[:MAX_WORDS]
        words += "…"
    return optional(words)


def pages_view(page: Composition, paging: Paging) -> PagesView | None:
    """The way to newer and older updates; none where there is one page."""
    if not paging.full:
        return None
    newer, older = paging.newer(page.number), paging.older(page.number)
    text = page.labels.page_of.format(page=paging.position(page.number), pages=paging.full + 1)
    return PagesView(
        text=in_digits(text, page.locale),
        newer=_address(page, newer) if newer else None,
        older=_address(page, older) if older else None,
    )
