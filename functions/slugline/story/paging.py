"""A live blog in pages that stay: what has been on a full page is there for good (infra/decisions/0016).

Pages are filled from the oldest update on: page 2 holds the oldest ones, page 3 the next, and so on. Page 1, whose
address has no number, holds the newest: a page is split off as soon as a full page is left without it.
"""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from slugline.story.blocks import AnyBlock, Update
from slugline.story.document import Liveblog

FULL_PAGE = 30
"""Updates of a full page; the first page holds up to one less than twice as many: 45 on average.

Of 100 words each they are 12 KB compressed, one initial TCP window; the first page is at most 20 KB.
"""
FRONT = 1
OLDEST = 2
"""The number of the first full page; 1 is taken."""
MAX_PINNED = 5
"""Updates that are put before all others; a page led by more of them is no longer led by anything."""


class Entry(NamedTuple):
    """An update, and where it stands."""

    update: Update
    place: str
    """In the document: `$.body[3]`."""
    page: int
    """The number of the page that is its own once that is full; until then page 1 shows it."""


class Paging:
    """How the body of a live blog is parted into pages. Entries are always the newest first."""

    def __init__(self, blog: Liveblog) -> None:
        updates = [(block, f"$.body[{at}]") for at, block in enumerate(blog.body) if isinstance(block, Update)]
        updates.sort(key=lambda one: one[0].at, reverse=True)
        last = len(updates) - 1
        self.entries = tuple(
            Entry(update, place, (last - at) // FULL_PAGE + OLDEST) for at, (update, place) in enumerate(updates)
        )
        self.pinned = tuple(islice((entry for entry in self.entries if entry.update.pinned), MAX_PINNED))
        """The updates that are put before all others on page 1; on a full page each keeps its place as well."""
        self._body = blog.body

    @property
    def full(self) -> int:
        """How many full pages there are."""
        return max(0, len(self.entries) // FULL_PAGE - 1)

    @property
    def numbers(self) -> range:
        """The numbers of the pages that updates stay on, full or not."""
        return range(OLDEST, self.entries[0].page + 1 if self.entries else OLDEST)

    @property
    def newest_full(self) -> int:
        """The number of the newest full page; 1 where there is none."""
        return self.full + FRONT

    def is_full(self, number: int) -> bool:
        """Whether a number is that of a full page."""
        return OLDEST <= number <= self.newest_full

    def on_front(self, number: int) -> bool:
        """Whether the updates of a page that is not full yet stand on page 1."""
        return bool(self.entries) and self.newest_full < number <= self.entries[0].page

    def shown_on(self, entry: Entry) -> int:
        """The number of the page that shows an update now."""
        return entry.page if self.is_full(entry.page) else FRONT

    def on(self, number: int) -> tuple[Entry, ...]:
        """The updates of a page."""
        newer = len(self.entries) - FULL_PAGE * (number - FRONT if self.is_full(number) else self.full)
        return self.entries[newer : newer + FULL_PAGE] if self.is_full(number) else self.entries[:newer]

    def newer(self, number: int) -> int | None:
        """The page with the next newer updates."""
        if number == FRONT:
            return None
        return FRONT if number == self.newest_full else number + 1

    def older(self, number: int) -> int | None:
        """The page with the next older updates."""
        if number == OLDEST or not self.full:
            return None
        return self.newest_full if number == FRONT else number - 1

    def position(self, number: int) -> int:
        """How a reader counts pages, from the newest: 1 is page 1, and the last is the oldest."""
        return FRONT if number == FRONT else self.newest_full + OLDEST - number

    @property
    def key_events(self) -> Iterator[Entry]:
        """The events to remember."""
        return (entry for entry in self.entries if entry.update.key)

    @property
    def before(self) -> tuple[tuple[AnyBlock, str], ...]:
        """The other blocks that come before any update in the document, with their places: they lead page 1."""
        return tuple(self._others(after=False))

    @property
    def after(self) -> tuple[tuple[AnyBlock, str], ...]:
        """All further blocks, with their places: they follow the updates of page 1."""
        return tuple(self._others(after=True))

    def _others(self, *, after: bool) -> Iterator[tuple[AnyBlock, str]]:
        met = False
        for at, block in enumerate(self._body):
            if isinstance(block, Update):
                met = True
            elif met is after:
                yield block, f"$.body[{at}]"
