"""Where documents lead: redirects, and stories asked for at another address than their own. Never in a circle."""

from slugline.address import Route, route
from slugline.errors import BadAddress, NotFound
from slugline.storage import Storage
from slugline.story.decode import decode
from slugline.story.document import AnyDocument, Article, Redirect
from slugline.story.problem import Unsound

MAX_HOPS = 5
"""Documents that a way is followed through in search of a circle."""


class Moves:
    """Follows documents through storage."""

    def __init__(self, storage: Storage, base_url: str) -> None:
        self._storage = storage
        self._base_url = base_url

    def own_path(self, url: str) -> str | None:
        """The path of the story of this site that an address names; None where it names none."""
        relative = url.removeprefix(self._base_url)
        path, _, query = relative.partition("?")
        if not relative.startswith("/") or "#" in relative:
            return None
        try:
            named = route(path, query)
            return named.path if isinstance(named, Route) else self.own_path(named.location)
        except BadAddress:
            return None

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
        return self._at(path) is not None and not self.circle(path, start)

    def _onward(self, path: str) -> str | None:
        """Where the document at a path leads on to; None where it is shown there, or there is none."""
        document = self._at(path)
        if isinstance(document, Redirect):
            return self.own_path(document.location)
        return document.path if isinstance(document, Article) and document.path != path else None

    def _at(self, path: str) -> AnyDocument | None:
        try:
            stored = self._storage.read(Route(path, "html").key)
            return decode(stored.data).document if stored else None
        except (NotFound, Unsound):
            return None
