"""What goes back to the reader and to the edge: status, caching, security headers, validators.

The whole HTTP contract is this one table; no route writes a header of its own.
"""

import hashlib
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from http import HTTPStatus
from math import ceil
from typing import NamedTuple

import msgspec

from slugline.tags import SITE, is_path

RETRY_AFTER = 30
"""Seconds after which a reader may try again when nothing could be given."""


class Lifetimes(NamedTuple):
    """How long an answer may be kept, in seconds."""

    browser: int
    edge: int
    while_revalidate: int = 0
    if_error: int = 0


_DAY = 86_400

PAGE: tuple[tuple[timedelta, Lifetimes], ...] = (
    (timedelta(hours=1), Lifetimes(browser=15, edge=300, while_revalidate=60, if_error=_DAY)),
    (timedelta(days=1), Lifetimes(browser=30, edge=3_600, while_revalidate=600, if_error=_DAY)),
    (timedelta.max, Lifetimes(browser=60, edge=_DAY, while_revalidate=600, if_error=7 * _DAY)),
)
"""Of a page, by the time since the story last changed. Freshness comes from purging; these bound a lost purge.

Browsers see them too, and no purge reaches those: one that heeds stale-while-revalidate may show an old page for that.
"""

MOVED = Lifetimes(browser=60, edge=300, while_revalidate=60, if_error=_DAY)
WITHDRAWN = Lifetimes(browser=60, edge=300, while_revalidate=60, if_error=_DAY)
ABSENT = Lifetimes(browser=0, edge=5)
"""Of an answer 400 or 404."""

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "browsing-topics=()",
}
_TYPE = {"Content-Type": "text/html; charset=utf-8"}
_MEMBER = re.compile(r'(?:W/)?"([^"]*)"')


class Answer(NamedTuple):
    """What goes back."""

    status: HTTPStatus
    headers: dict[str, str]
    body: str = ""


class Stamp(msgspec.Struct, frozen=True, array_like=True):
    """What a page is made from, as its validator carries it: enough to answer 304 without reading the story.

    A validator is opaque to everybody else (RFC 9110, section 8.8.3), so it can bring back what its 304 must repeat.
    """

    stored: str
    """The stored object's ETag, with its quotes; or what tells apart pages for which no ETag speaks."""
    changed: int
    """When the story last changed: seconds since 1970."""
    until: int
    """From when on the page may no longer be shown: seconds since 1970, or 0 for never."""
    tags: tuple[str, ...]
    """Its cache tags."""
    reads: int = 1
    """How many documents are looked at before it is said to be right still: its own, and for a page of a live blog the
    one that would take its place."""

    @property
    def alone(self) -> bool:
        """Whether the page was made from its own document as it is, and from no other: then its ETag speaks for it."""
        return self.stored.startswith('"') and sum(map(is_path, self.tags)) <= self.reads


def validator(stamp: Stamp, salt: str) -> str:
    """A strong validator: the stamp, and a digest over it and the salt (build, site and format)."""
    payload = msgspec.msgpack.encode(stamp)
    return f'"{_text(payload)}.{_digest(payload, salt)}"'


def stamps_in(if_none_match: str | None, salt: str) -> list[Stamp]:
    """The stamps of the validators that a request names, as far as they are of this salt. Never raises."""
    found = []
    for member in _MEMBER.findall((if_none_match or "")[:4_096]):
        text, _, digest = member.partition(".")
        try:
            payload = urlsafe_b64decode(text + "=" * (-len(text) % 4))
            if _digest(payload, salt) == digest:
                found.append(msgspec.msgpack.decode(payload, type=Stamp))
        except (ValueError, msgspec.MsgspecError):
            continue
    return found


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _digest(payload: bytes, salt: str) -> str:
    return _text(hashlib.blake2b(payload + salt.encode(), digest_size=9).digest())


def page(html: str, stamp: Stamp, salt: str, now: datetime, *, policy: str, language: str) -> Answer:
    """200: a page with its validator; kept no longer than it may be shown."""
    kept = {"ETag": validator(stamp, salt), **_kept(_page_lifetimes(stamp, now), stamp.tags)}
    return Answer(HTTPStatus.OK, kept | _document(policy, language), html)


def not_modified(stamp: Stamp, salt: str, now: datetime) -> Answer:
    """304: what the reader has is right, and may be kept on.

    It has no Content-Security-Policy: the kept page has its own, with the hash of its own stylesheet. It has the type,
    since Lambda gives JSON's to whatever has none, and a cache may take over what a 304 says.
    """
    kept = {"ETag": validator(stamp, salt), **_kept(_page_lifetimes(stamp, now), stamp.tags)}
    return Answer(HTTPStatus.NOT_MODIFIED, kept | _TYPE | _ALWAYS)


def moved(location: str, *, permanent: bool, tags: tuple[str, ...] = (SITE,)) -> Answer:
    """301, or 302 where the address may become right again."""
    status = HTTPStatus.MOVED_PERMANENTLY if permanent else HTTPStatus.FOUND
    return Answer(status, {"Location": location, **_kept(MOVED, tags), **_TYPE, **_ALWAYS})


def withdrawn(html: str, *, policy: str, language: str, tags: tuple[str, ...]) -> Answer:
    """410: the story was taken down."""
    return Answer(HTTPStatus.GONE, _kept(WITHDRAWN, tags) | _document(policy, language), html)


def absent(
    html: str,
    *,
    status: HTTPStatus,
    policy: str,
    language: str,
    tags: tuple[str, ...] = (SITE,),
    seconds_left: int | None = None,
) -> Answer:
    """400 or 404; one under embargo is kept no longer than the `seconds_left` until its end."""
    return Answer(status, _kept(_bounded(ABSENT, seconds_left), tags) | _document(policy, language), html)


def refused(html: str, *, policy: str, language: str) -> Answer:
    """405: only reading is possible."""
    headers = {"Allow": "GET, HEAD", "Cache-Control": "no-store", "Cache-Tag": SITE}
    return Answer(HTTPStatus.METHOD_NOT_ALLOWED, headers | _document(policy, language), html)


def failed(html: str, *, status: HTTPStatus, policy: str, language: str, tags: tuple[str, ...] = (SITE,)) -> Answer:
    """500 or 503: never kept, so that the edge goes on serving what it has.

    It has its tags all the same: CloudFront keeps it for a second, and what mends the document ends that too.
    """
    headers = {"Cache-Control": "no-store", "Retry-After": str(RETRY_AFTER), "Cache-Tag": ",".join(tags)}
    return Answer(status, headers | _document(policy, language), html)


def _document(policy: str, language: str) -> dict[str, str]:
    return {
        **_TYPE,
        "Content-Language": language,
        "Content-Security-Policy": policy,
        **_ALWAYS,
    }


def _kept(lifetimes: Lifetimes, tags: tuple[str, ...]) -> dict[str, str]:
    control = f"max-age={lifetimes.browser}, s-maxage={lifetimes.edge}"
    if lifetimes.while_revalidate:
        control += f", stale-while-revalidate={lifetimes.while_revalidate}"
    # Said even where it is 0: CloudFront shows a copy in place of errors without end where nothing is said.
    control += f", stale-if-error={lifetimes.if_error}"
    return {"Cache-Control": control, "Cache-Tag": ",".join(tags)}


def _page_lifetimes(stamp: Stamp, now: datetime) -> Lifetimes:
    seconds = ceil(now.timestamp())
    age = timedelta(seconds=int(now.timestamp()) - stamp.changed)
    lifetimes = next(lifetimes for limit, lifetimes in PAGE if age < limit)
    return _bounded(lifetimes, stamp.until - seconds if stamp.until else None)


def _bounded(lifetimes: Lifetimes, left: int | None) -> Lifetimes:
    """Lifetimes of which none, nor a stale one after it, reaches past the seconds left."""
    if left is None:
        return lifetimes
    left = max(0, left)
    edge = min(lifetimes.edge, left)
    return Lifetimes(
        browser=min(lifetimes.browser, left),
        edge=edge,
        while_revalidate=min(lifetimes.while_revalidate, left - edge),
        if_error=min(lifetimes.if_error, left - edge),
    )
