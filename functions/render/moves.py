"""Where documents lead: redirects, and stories asked for at another address than their own. Never in a circle."""

import re
from urllib.parse import SplitResult, urljoin, urlsplit

from slugline.address import Route, addressable, page_meant, route
from slugline.errors import BadAddress, NotFound
from slugline.storage import Reading
from slugline.story.decode import decode
from slugline.story.document import AnyDocument, Article, Redirect
from slugline.story.problem import Unsound

_DOT = re.compile("%2e", re.IGNORECASE)
MAX_HOPS = 5
"""Documents that a way is followed through in search of a circle."""


class Moves:
    """Follows documents through storage."""

    def __init__(self, storage: Reading, base_url: str) -> None:
        self._storage = storage
        self._base = base_url
        self._found: dict[str, AnyDocument | None] = {}

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths at which a document was looked for: what an answer depends on besides its own."""
        return tuple(self._found)

    def own_path(self, url: str) -> str | None:
        """The path of the story of this site that an address names, whatever part of it; None where it names none."""
        try:
            # As a browser resolves it, to which an encoded dot is a dot.
            named = urlsplit(urljoin(self._base, _DOT.sub(".", url)))
            if named.scheme not in ("http", "https") or _host_of(named) != _host_of(urlsplit(self._base)):
                return None
            found = route(urljoin("/", named.path), named.query)
            return found.path if isinstance(found, Route) else self.own_path(found.location)
        except (BadAddress, NotFound, ValueError):
            return None

    def holds(self, path: str) -> bool:
        """Whether there is a document at `path`."""
        return self._at(path) is not None

    def circle(self, path: str, start: str) -> bool:
        """Whether the document at `path` leads back to `start`, or nowhere but round."""
        seen = {start}
        for _ in range(MAX_HOPS):
            if path in seen:
                return True
            seen.add(path)
            onward = self._onward(path)
            if onward is None:
                return False
            path = onward
        return True

    def leads_to(self, path: str, start: str) -> bool:
        """Whether there is a document at `path` to which a reader at `start` can be sent."""
        return addressable(path) and self.holds(path) and not self.circle(path, start)

    def _onward(self, path: str) -> str | None:
        """Where the document at a path leads on to; None where it is shown there, or there is none."""
        document = self._at(path)
        if document is None:
            return self._onward_of_page(path)
        if isinstance(document, Redirect):
            return self.own_path(document.location)
        return document.path if isinstance(document, Article) and document.path != path else None

    def _onward_of_page(self, path: str) -> str | None:
        """Where a page of a live blog leads on to, which follows from the document of the live blog."""
        meant = page_meant(Route(path, "html"))
        if meant is None or self._at(meant.path) is None:
            return None
        onward = self._onward(meant.path)
        return f"{onward}/page/{meant.page}" if onward and self.holds(onward) else onward

    def _at(self, path: str) -> AnyDocument | None:
        if path not in self._found:
            self._found[path] = self._read(path)
        return self._found[path]

    def _read(self, path: str) -> AnyDocument | None:
        try:
            stored = self._storage.read(Route(path, "html").key)
            return decode(stored.data).document if stored else None
        except (NotFound, Unsound):
            return None


def _host_of(url: SplitResult) -> tuple[str, int | None]:
    """An address's host in its one spelling, and its port; a story is the same behind either scheme."""
    return (url.hostname or "").removesuffix("."), None if url.port in (80, 443) else url.port
