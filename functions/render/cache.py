"""Pages kept in memory, keyed by what they were made from."""

from collections import OrderedDict
from threading import Lock
from typing import NamedTuple

from slugline.address import Route
from slugline.answer import Stamp
from slugline.page.render import Rendered

_OVERHEAD = 2_048
"""Bytes reckoned for what stands around a page's document."""


class Kept(NamedTuple):
    """A page in memory."""

    stamp: Stamp
    rendered: Rendered
    language: str
    story: str
    """The story's id, for the log."""

    @property
    def size(self) -> int:
        """Bytes, counting each character as the widest it could be stored as."""
        width = 1 if self.rendered.html.isascii() else 4
        return len(self.rendered.html) * width + _OVERHEAD


class PageCache:
    """The most recently used pages, within a number of bytes. Several threads may use it."""

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.bytes = 0
        self._pages: OrderedDict[Route, Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, route: Route) -> Kept | None:
        """The page kept for a route, which may be of an older version of the story: compare its stamp."""
        with self._lock:
            page = self._pages.get(route)
            if page:
                self._pages.move_to_end(route)
            return page

    def keep(self, route: Route, page: Kept) -> None:
        """Keeps a page, and lets go of those least recently used where there is no room."""
        with self._lock:
            self._drop(route)
            if page.size > self.max_bytes:
                return
            self._pages[route] = page
            self.bytes += page.size
            while self.bytes > self.max_bytes:
                self._drop(next(iter(self._pages)))

    def _drop(self, route: Route) -> None:
        page = self._pages.pop(route, None)
        if page:
            self.bytes -= page.size
