"""The HTTP contract, status by status: the same over every storage, by both ways in, and for GET and HEAD."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from typing import NamedTuple

import pytest

from tests.parts.dom import descendants, parse, value
from tests.render.conftest import Start
from tests.render.judge import verdict
from tests.render.newsroom import WAYS_IN, Answered, Json, Reader, Shelf, document, redirect, story

MINUTES = "max-age=60, s-maxage=300, stale-while-revalidate=60, stale-if-error=86400"
SECONDS = "max-age=0, s-maxage=5, stale-if-error=0"
LONG = "max-age=60, s-maxage=86400, stale-while-revalidate=600, stale-if-error=604800"
OLD = {"published_at": "2020-01-01T00:00:00Z"}


class Case(NamedTuple):
    """A request, and what it is answered with."""

    status: int
    control: str
    tags: str
    path: str
    content: Json | bytes | None = None
    """What is stored at `/a`."""
    query: str = ""
    method: str | None = None
    location: str | None = None


NOTICE = "Removed at the family's request. <b>&amp;</b>"
CASES = {
    "story": Case(200, LONG, "site,story:s-/a,path:/a", "/a", story("/a", **OLD)),
    "section": Case(
        200,
        LONG,
        "site,section:w%c3%a9,story:s-/a,path:/a",
        "/a",
        story("/a", **OLD, section={"id": "Wé", "name": "World"}),
    ),
    "live blog": Case(200, LONG, "site,story:s-/a,path:/a", "/a", {**story("/a", **OLD), "kind": "liveblog"}),
    "AMP": Case(200, LONG, "site,story:s-/a,path:/a", "/amp/a", story("/a", **OLD)),
    "redirect": Case(301, MINUTES, "site,story:s-/a,path:/a,path:/b", "/a", redirect("/a", "/b"), location="/b"),
    "elsewhere": Case(
        301,
        MINUTES,
        "site,story:s-/a,path:/a",
        "/a",
        redirect("/a", "https://x.example/é"),
        location="https://x.example/%C3%A9",
    ),
    "spelling": Case(301, MINUTES, "site", "/A/", location="/a"),
    "flag": Case(301, MINUTES, "site", "/a", query="amp=1", location="/amp/a"),
    "unfit": Case(302, MINUTES, "site,story:s-/a,path:/a", "/amp/a", story("/a", amp=False), location="/a"),
    "bad address": Case(400, SECONDS, "site", "/a/../b"),
    "absent": Case(404, SECONDS, "site,path:/none", "/none"),
    "embargo": Case(404, SECONDS, "site,path:/a", "/a", story("/a", embargo_until="2999-01-01T00:00:00Z")),
    "expired": Case(404, SECONDS, "site,path:/a", "/a", story("/a", expires_at="2021-01-01T00:00:00Z")),
    "refused": Case(405, "no-store", "site", "/a", method="POST"),
    "options": Case(405, "no-store", "site", "/a", method="OPTIONS"),
    "withdrawn": Case(410, MINUTES, "site,story:s-/a,path:/a", "/a", document("withdrawn", "/a", notice=NOTICE)),
    "withdrawn AMP": Case(
        410, MINUTES, "site,story:s-/a,path:/a", "/amp/a", document("withdrawn", "/a", language="AR")
    ),
    "not JSON": Case(500, "no-store", "site,path:/a", "/a", b'{"version": "1"'),
    "unsound": Case(500, "no-store", "site,path:/a", "/a", {**story("/a"), "headline": None}),
}
MESSAGES = {400, 404, 405, 410, 500, 503}


def answers(start: Start, shelf: Shelf, case: Case) -> list[tuple[str, Answered]]:
    """The answers by both ways in, to each method that the case is for."""
    function = start(shelf.setting)
    methods = (case.method,) if case.method else ("GET", "HEAD")
    return [
        (method, Reader(function, way).ask(case.path, case.query, method=method))
        for way in WAYS_IN
        for method in methods
    ]


def check(case: Case, method: str, answered: Answered) -> None:
    """An answer is the case's, whole, and HTTP's own rules are kept."""
    headers = answered.headers
    assert answered.status == case.status
    assert headers["Cache-Control"] == case.control
    assert headers["Cache-Tag"] == case.tags
    assert headers.get("Location") == case.location
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "Permissions-Policy" in headers
    assert headers["Content-Type"] == "text/html; charset=utf-8", "Lambda would make it JSON's"
    assert ("Content-Security-Policy" in headers) is (case.location is None)
    assert ("ETag" in headers) is (case.status == 200)
    assert ("Retry-After" in headers) is (case.status >= 500)
    assert headers.get("Allow") == ("GET, HEAD" if case.status == 405 else None)
    assert bool(answered.body) is (method != "HEAD" and case.location is None)
    target = case.path + (f"?{case.query}" if case.query else "")
    assert verdict(answered, target, method) == []


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_each_status(shelf: Shelf, start: Start, case: Case) -> None:
    """Every kind of document and request has its status, lifetimes, tags and headers, and HEAD those of GET."""
    if case.content is not None:
        shelf.put("/a", case.content)
    found = answers(start, shelf, case)
    for method, answered in found:
        check(case, method, answered)
    assert len({(a.status, *a.headers.items()) for _, a in found}) == 1
    bodies = {a.body for method, a in found if method != "HEAD"}
    assert len(bodies) == 1
    if case.status in MESSAGES:
        check_message(bodies.pop())


def test_storage_that_fails(shelf: Shelf, start: Start) -> None:
    """When storage does not answer it is 503, which nobody keeps."""
    shelf.fail("/a")
    case = Case(503, "no-store", "site,path:/a", "/a")
    for method, answered in answers(start, shelf, case):
        check(case, method, answered)
        if answered.body:
            check_message(answered.body)


def test_what_the_reader_has(shelf: Shelf, start: Start) -> None:
    """304 repeats validator, lifetimes and tags of its page, and has no body."""
    shelf.put("/a", CASES["section"].content or b"")
    for way in WAYS_IN:
        reader = Reader(start(shelf.setting), way)
        page = reader.ask("/a")
        for method in ("GET", "HEAD"):
            again = reader.ask("/a", method=method, headers={"If-None-Match": page.headers["ETag"]})
            assert (again.status, again.body) == (304, "")
            assert {name: again.headers[name] for name in ("ETag", "Cache-Control", "Cache-Tag")} == {
                name: page.headers[name] for name in ("ETag", "Cache-Control", "Cache-Tag")
            }
            assert "Content-Security-Policy" not in again.headers
            assert verdict(again, "/a", method) == []


def check_message(html: str) -> None:
    """A message is small, styled, marked as of no interest to search engines, and leads on."""
    nodes = list(descendants(parse(html)))
    robots = [value(node, "content") for node in nodes if node.tag == "meta" and value(node, "name") == "robots"]
    assert robots == ["noindex"]
    assert len(html.encode()) < 14_600
    assert any(node.tag == "style" for node in nodes)
    assert [node.tag for node in nodes].count("h1") == 1
    assert any(node.tag == "a" and value(node, "href") == "/" for node in nodes)


def test_messages_are_in_the_language_of_the_reader(folder: Shelf, start: Start) -> None:
    """A withdrawal is in its document's language and direction; its notice is text, whatever it holds."""
    folder.put("/a", CASES["withdrawn"].content or b"")
    folder.put("/b", document("withdrawn", "/b", language="AR"))
    reader = Reader(start(folder.setting))
    notice = reader.ask("/a")
    assert "Removed at the family&#39;s request. &lt;b&gt;&amp;amp;&lt;/b&gt;" in notice.body
    assert notice.headers["Content-Language"] == "en-GB"
    arabic = reader.ask("/b")
    assert arabic.headers["Content-Language"] == "ar"
    assert re.search(r'<html[^>]* lang="ar"[^>]* dir="rtl"', arabic.body)


def test_the_policy_lets_the_stylesheet_pass(folder: Shelf, start: Start) -> None:
    """Of pages and messages alike, the policy's hash is that of the one stylesheet in the body."""
    folder.put("/a", story("/a"))
    reader = Reader(start(folder.setting))
    for path in ("/a", "/amp/a", "/none"):
        answered = reader.ask(path)
        style = re.search(r"<style[^>]*>([^<]+)</style>", answered.body)
        assert style
        assert f"style-src '{_sha256(style[1])}'" in answered.headers["Content-Security-Policy"]


def _sha256(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()
