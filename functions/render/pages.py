"""The walk from a request to its answer: route -> load -> decode -> render -> answer."""

from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import unquote

from msgspec import structs

from render.cache import Kept, PageCache
from render.messages import message, withdrawn
from render.moves import Moves
from render.report import Outcome, Report, place_of
from render.request import Request
from render.versions import newest_sound
from slugline import answer
from slugline.address import Moved, Route, location, page_meant, route
from slugline.answer import Answer, Stamp
from slugline.errors import MethodNotAllowed, NotFound, SluglineError, Unrenderable
from slugline.page.render import fit_for_amp, render
from slugline.page.text import address
from slugline.page.theme import Theme
from slugline.policy import policy_of
from slugline.storage import Reading, Storage, Stored
from slugline.story.document import Article, Liveblog, Redirect, Withdrawn
from slugline.story.language import normalised
from slugline.story.paging import FRONT, Paging
from slugline.tags import SITE, tags_of

MAX_PAGE_BYTES = 5_500_000
"""Bytes of a page: Lambda answers with at most 6 MB, JSON and its escapes included."""


class Pages:
    """Answers requests out of storage, with a theme."""

    def __init__(self, storage: Storage, theme: Theme, cache: PageCache) -> None:
        self.storage = storage
        self.theme = theme
        self.cache = cache

    def answer(self, request: Request, report: Report) -> Answer:
        """The answer to a request; every error has its own."""
        try:
            answered = self._routed(request, report)
        except SluglineError as fault:
            answered = self._message(fault, report)
        except Exception as fault:  # noqa: BLE001 -- what nobody foresaw is told too, and never kept
            report.fault(place_of(fault))
            answered = message(self.theme, HTTPStatus.INTERNAL_SERVER_ERROR)
        return answered._replace(body="") if request.method == "HEAD" else answered

    def _message(self, fault: SluglineError, report: Report, tags: tuple[str, ...] = (SITE,)) -> Answer:
        if fault.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            report.fault(str(fault))
        return message(self.theme, fault.status, tags)

    def _routed(self, request: Request, report: Report) -> Answer:
        if request.method not in ("GET", "HEAD"):
            raise MethodNotAllowed(f"{request.method} is neither GET nor HEAD.")
        found = route(request.raw_path, request.raw_query)
        if isinstance(found, Moved):
            return answer.moved(found.location, permanent=True)
        if found.format == "amp" and self.theme.site.amp == "retired":
            return answer.moved(location(found._replace(format="html")), permanent=True)
        report.format = found.format
        visit = _Visit(self, found, request, report, self.storage.open())
        try:
            if (meant := page_meant(found)) and not visit.has_document():
                visit = visit.of_page(meant)
            return visit.answer()
        except SluglineError as fault:  # it is one of a document, so that this document's mending ends it
            return self._message(fault, report, visit.tags())


class _Visit:
    """One request for a story in a format."""

    def __init__(  # noqa: PLR0913 -- what a request is made of, and by name what was found out before
        self,
        pages: Pages,
        found: Route,
        request: Request,
        report: Report,
        storage: Reading,
        *,
        beside: str | None = None,
    ) -> None:
        """Takes its parts; `beside` is the path of a document that would come first, and is not there."""
        self.pages = pages
        self.theme = pages.theme
        self.found = found
        self.request = request
        self.report = report
        self.storage = storage
        self.beside = beside
        self.moves = Moves(self.storage, pages.theme.site.base_url)
        # What a page is made from besides the story: a validator of another build, format or address is not ours.
        self.salt = f"{pages.theme.build} {pages.theme.site.base_url} {found.format} {found.key} {found.page}"

    @property
    def now(self) -> datetime:
        """The time by now: what is kept until an expiry is kept from when it is sent, after storage took its time."""
        return self.request.now + timedelta(seconds=self.request.elapsed())

    def tags(self, story: str | None = None, section: str | None = None) -> tuple[str, ...]:
        """The cache tags of what was found out so far."""
        beside = (self.beside,) if self.beside else ()
        return tags_of(story, section, self.found.path, *beside, *self.moves.paths)

    def has_document(self) -> bool:
        """Whether a document has the address for its own."""
        try:
            self.storage.read(self.found.key)
        except NotFound:
            return False
        return True

    def of_page(self, meant: Route) -> "_Visit":
        """The visit to a page of a live blog, where no document has its address for its own."""
        return _Visit(self.pages, meant, self.request, self.report, self.storage, beside=self.found.path)

    def answer(self) -> Answer:
        """From the reader's own copy, from memory, or afresh, with one reading of storage to tell which."""
        if self.beside and self.found.page == FRONT:
            return answer.moved(location(self.found), permanent=True, tags=self.tags())
        theirs = self._shown(*answer.stamps_in(self.request.if_none_match, self.salt))
        kept = self.pages.cache.get(self.found)
        ours = self._shown(kept.stamp) if kept else None
        known = theirs or ours
        stored = self.storage.read(self.found.key, known.stored if known else None)
        if known and not self._shown(known):  # its time came while storage was read
            theirs = ours = None
            stored = stored or self.storage.read(self.found.key)
        if stored is None and theirs:
            same = kept and kept.stamp.stored == theirs.stored
            self._recall("revalidated", kept.story if kept and same else _story_in(theirs.tags))
            return answer.not_modified(theirs, self.salt, self.now)
        if kept and ours and (stored is None or stored.etag == ours.stored):
            self._recall("hit", kept.story)
            return self._page(kept)
        if stored is None:
            raise NotFound("Storage calls a document unchanged that was never read.")
        return self._fresh(stored)

    def _recall(self, outcome: Outcome, story: str) -> None:
        """Tells of a page that was made before."""
        self.report.outcome = outcome
        self.report.story = story

    def _shown(self, *stamps: Stamp) -> Stamp | None:
        """The first of some stamps whose page may still be shown, as far as its own document tells."""
        now = self.now.timestamp()
        for stamp in stamps:
            if stamp.alone and (not stamp.until or now < stamp.until):
                return stamp
        return None

    def _fresh(self, stored: Stored) -> Answer:
        """The answer that a document just read asks for, by its kind."""
        decoded, etag = newest_sound(self.storage, self.found.key, stored, self.report)
        document = decoded.document
        self.report.story = document.id
        self.report.skipped = decoded.skipped
        self.report.problems += [problem.discreet() for problem in decoded.problems]
        match document:
            case Withdrawn():
                return withdrawn(self.theme, document, self.tags(document.id))
            case Redirect():
                return self._redirected(document)
            case _:
                return self._article(document, etag)

    def _redirected(self, document: Redirect) -> Answer:
        """301 to where a story moved, in the format asked for."""
        target = self.moves.own_path(document.location)
        if target is not None and self.moves.circle(target, self.found.path):
            self.report.fault(f"{self.found.key}: the redirect leads back to itself by way of {target}")
            raise NotFound(f"The redirect at {self.found.path} leads back to itself.")
        if target is None or not self.moves.holds(target):  # not a story of this site
            return answer.moved(address(document.location), permanent=True, tags=self.tags(document.id))
        _, mark, fragment = document.location.partition("#")
        there = location(self.found._replace(path=target)) + mark + address(fragment)
        return answer.moved(there, permanent=True, tags=self.tags(document.id))

    def _article(self, article: Article, etag: str) -> Answer:
        now = self.now
        if why := article.hidden(now):
            self.report.hidden = why
            ends = article.embargo_until
            left = int((ends - now).total_seconds()) if ends and now < ends else None
            return message(self.theme, HTTPStatus.NOT_FOUND, self.tags(), left)
        own = article.path == self.found.path or not self.moves.leads_to(article.path, self.found.path)
        tags = self.tags(article.id, article.section.id if article.section else None)
        if not own:
            there = location(self.found._replace(path=article.path))
            return answer.moved(there, permanent=True, tags=tags)
        if self.found.format == "amp" and not fit_for_amp(article, self.theme):
            return answer.moved(location(self.found._replace(format="html")), permanent=False, tags=tags)
        if self.found.page != FRONT and (elsewhere := self._paged(article, tags)):
            return elsewhere
        if article.path != self.found.path:  # its own leads nowhere: this is its address
            article = structs.replace(article, path=self.found.path)
        kept = self._rendered(article, etag, tags)
        if _lacks_something(kept, self.found):  # the HTML page may be whole, and is no less than this one
            return answer.moved(location(self.found._replace(format="html")), permanent=False, tags=tags)
        return self._page(kept)

    def _paged(self, article: Article, tags: tuple[str, ...]) -> Answer | None:
        """To the first page where what was asked for stands there; None where it has a page of its own.

        Raises:
            NotFound: the live blog has no such page.
        """
        paging = Paging(article) if isinstance(article, Liveblog) else None
        number = self.found.page
        if paging and paging.is_full(number):
            return None
        if paging and not paging.on_front(number):
            raise NotFound(f"{self.found.key} has no page {number}.")
        # A story may have been a live blog once, for good; a page may fill up any minute.
        return answer.moved(location(self.found._replace(page=FRONT)), permanent=not paging, tags=tags)

    def _rendered(self, article: Article, etag: str, tags: tuple[str, ...]) -> Kept:
        rendered = render(article, self.found.format, self.theme, self.found.page)
        if len(rendered.html) > MAX_PAGE_BYTES // 4 and len(rendered.html.encode()) > MAX_PAGE_BYTES:
            raise Unrenderable(f"{self.found.key}: the page is over {MAX_PAGE_BYTES:,} bytes, what Lambda can answer")
        self.report.outcome = "render"
        self.report.skipped += len(rendered.losses)
        self.report.losses += [f"{loss.place} could not be rendered: {loss.reason}" for loss in rendered.losses]
        stamp = Stamp(
            stored=etag,
            changed=_seconds(article.changed_at),
            until=_seconds(article.expires_at) if article.expires_at else 0,
            tags=tags,
            reads=2 if self.beside else 1,
        )
        kept = Kept(stamp, rendered, normalised(article.language), article.id)
        if stamp.alone and not _lacks_something(kept, self.found):
            self.pages.cache.keep(self.found, kept)
        return kept

    def _page(self, kept: Kept) -> Answer:
        """A page; or 304 where the reader turns out to have it."""
        stamp, rendered, now = kept.stamp, kept.rendered, self.now
        theirs = self.request.if_none_match
        if theirs and (theirs.strip() == "*" or answer.validator(stamp, self.salt) in theirs):
            return answer.not_modified(stamp, self.salt, now)
        policy = policy_of(rendered.needs)
        return answer.page(rendered.html, stamp, self.salt, now, policy=policy, language=kept.language)


def _lacks_something(kept: Kept, found: Route) -> bool:
    """Whether an AMP page lost a block: a story is offered as AMP as a whole or not at all."""
    return found.format == "amp" and bool(kept.rendered.losses)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _story_in(tags: tuple[str, ...]) -> str:
    """The id of the story that some cache tags name, in lower case."""
    return next((unquote(tag.removeprefix("story:")) for tag in tags if tag.startswith("story:")), "")
