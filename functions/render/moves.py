"""Where documents lead: redirects, and stories asked for at another address than their own. Never in a circle."""

from slugline.address import Route, addressable, route
from slugline.errors import BadAddress, NotFound
from slugline.storage import Reading
from slugline.story.decode import decode
from slugline.story.document import AnyDocument, Article, Redirect
from slugline.story.problem import Unsound

MAX_HOPS = 5
"""Documents that a way is followed through in search of a circle."""


class Moves:
    """Follows documents through storage."""

    def __init__(self, storage: Reading, base_url: str) -> None:
        self._storage = storage
        self._host = _host_of(base_url.partition("://")[2])

    def own_path(self, url: str) -> str | None:
        """The path of the story of this site that an address names, whatever part of it; None where it names none."""
        relative = self._relative(url.partition("#")[0])
        if relative is None:
            return None
        path, _, query = relative.partition("?")
        try:
            named = route(path, query)
            return named.path if isinstance(named, Route) else self.own_path(named.location)
        except BadAddress:
            return None

    def _relative(self, url: str) -> str | None:
        """An address without scheme and host, where these are this site's."""
        if url.startswith("/"):
            return url
        scheme, _, rest = url.partition("://")
        host, _, path = rest.partition("/")
        own = scheme.lower() in ("http", "https") and _host_of(host) == self._host
        return f"/{path}" if own else None

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
        if isinstance(document, Redirect):
            return self.own_path(document.location)
        return document.path if isinstance(document, Article) and document.path != path else None

    def _at(self, path: str) -> AnyDocument | None:
        try:
            stored = self._storage.read(Route(path, "html").key)
            return decode(stored.data).document if stored else None
        except (NotFound, Unsound):
            return None


def _host_of(authority: str) -> str:
    """A host in its one spelling; a story is the same behind either scheme."""
    return authority.lower().removesuffix(":443").removesuffix(":80")
