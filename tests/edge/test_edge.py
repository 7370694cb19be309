"""The edge from the outside: what readers get, and what that costs the origin."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from slugline.tags import path_tag
from tests.edge.conftest import Late
from tests.edge.reader import Got, ask, crowd, soon
from tests.parts.edge import Edge
from tests.parts.faults import Answer, Exchange
from tests.render.judge import verdict
from tests.render.newsroom import Answered, FolderShelf, coverage, document, redirect, story

LONG = "max-age=60, s-maxage=86400, stale-while-revalidate=600, stale-if-error=604800"
MINUTES = "max-age=60, s-maxage=300, stale-while-revalidate=60, stale-if-error=86400"
SECONDS = "max-age=0, s-maxage=5, stale-if-error=0"
OLD = {"published_at": "2020-01-01T00:00:00Z"}
OURS = {"cache-tag", "xkey", "x-revalidate", "x-if-error", "x-varnish", "via", "server", "x-turn", "x-purged"}
"""Headers between the origin and the edge, and of the edge itself; no reader's business."""


def test_one_render_for_a_crowd(edge: Edge, shelf: FolderShelf, path: str) -> None:
    """200 readers who are the first to ask for a page, all at once, cost one render; and nobody waits for two."""
    shelf.put(path, story(path))
    edge.proxy.set(Late(0.3))
    edge.proxy.forget()
    before = len(edge.renders())
    got = crowd(edge.port, path, 200)
    assert {one.status for one in got} == {200}
    assert len({one.body for one in got}) == 1
    assert edge.proxy.count() == 1
    assert len(edge.renders()) - before == 1


def test_head_and_get_share_a_copy(edge: Edge, shelf: FolderShelf, path: str) -> None:
    """Whichever comes first fills the cache for both, and HEAD says what GET says."""
    for first, second in (("HEAD", "GET"), ("GET", "HEAD")):
        shelf.put(path, story(path))
        edge.forget(path_tag(path))
        one, two = (ask(edge.port, path, method) for method in (first, second))
        assert (one.cache, two.cache) == ("miss", "hit")
        head, page = (one, two) if first == "HEAD" else (two, one)
        assert head.body == b""
        assert b"The story at" in page.body
        assert _lasting(head.headers) == _lasting(page.headers)


def _lasting(headers: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in headers.items() if name not in ("X-Cache", "Age", "Date", "Connection")}


def test_a_reader_who_has_the_page(edge: Edge, shelf: FolderShelf, path: str) -> None:
    """A validator that matches is answered 304 by the edge, without the origin; after a change it is the new page."""
    shelf.put(path, story(path))
    validator = ask(edge.port, path).headers["ETag"]
    edge.proxy.forget()
    again = ask(edge.port, path, headers={"If-None-Match": validator})
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", validator)
    assert edge.proxy.count() == 0
    shelf.put(path, story(path, headline="Another"))
    edge.forget(path_tag(path))
    assert "Another" in ask(edge.port, path, headers={"If-None-Match": validator}).text


def test_compressed_and_not(edge: Edge, shelf: FolderShelf, path: str) -> None:
    """A reader who takes gzip gets it, another does not, from one copy."""
    shelf.put(path, story(path))
    packed = ask(edge.port, path, headers={"Accept-Encoding": "gzip"})
    plain = ask(edge.port, path)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.body) < len(plain.body) / 2
    assert (packed.cache, plain.cache) == ("miss", "hit")
    assert plain.headers["Vary"] == "Accept-Encoding"


def test_a_purge_by_tag(edge: Edge, shelf: FolderShelf, path: str) -> None:
    """A story's tag takes its page in both formats and no other; the next reader of each gets the new one."""
    near = [f"{path}0", f"{path}-a", f"{path}/b"]
    for one in (path, *near):
        shelf.put(one, story(one))
    asked = [path, f"/amp{path}", *near, *(f"/amp{one}" for one in near)]
    assert [ask(edge.port, one).cache for one in asked] == ["miss"] * 8
    shelf.put(path, story(path, headline="Corrected"))
    assert "Corrected" not in ask(edge.port, path).text
    assert edge.forget(path_tag(path)) == 2
    again = [ask(edge.port, one) for one in asked]
    assert [one.cache for one in again] == ["miss"] * 2 + ["hit"] * 6
    assert ["Corrected" in one.text for one in again] == [True] * 2 + [False] * 6
    assert edge.forget(path_tag(path).upper()) == 2, "the edge tells no case"
    assert edge.forget("path:/none", path_tag(path), path_tag(near[0])) == 2
    assert edge.forget(path_tag(path)[:-1]) == 0


def test_a_purge_takes_all_pages_of_a_live_blog(edge: Edge, shelf: FolderShelf, path: str) -> None:
    """Its tag takes every page in each format, and what leads to one; a document that comes in its place takes one."""
    shelf.put(path, coverage(path, 65))
    asked = [
        f"{form}{path}{page}" for form in ("", "/amp") for page in ("", "/page/1", "/page/2", "/page/3", "/page/9")
    ]
    first = [ask(edge.port, one) for one in asked]
    assert [one.status for one in first] == [200, 301, 200, 302, 404] * 2
    assert [ask(edge.port, one).cache for one in asked] == ["hit"] * 10
    shelf.put(path, coverage(path, 90))
    assert edge.forget(path_tag(path)) == 10
    again = [ask(edge.port, one) for one in asked]
    assert [one.status for one in again] == [200, 301, 200, 200, 404] * 2
    assert [one.cache for one in again] == ["miss"] * 10
    shelf.put(f"{path}/page/2", story(f"{path}/page/2"))
    assert edge.forget(path_tag(f"{path}/page/2")) == 2
    assert "The ferry is back." in ask(edge.port, f"{path}/page/2").text
    assert "The ferry is back." not in ask(edge.port, f"{path}/page/3").text


def test_a_purge_of_what_was_not_there(edge: Edge, shelf: FolderShelf, path: str) -> None:
    """A story that arrives takes the place of its 404 at once."""
    assert [ask(edge.port, path).status for _ in range(2)] == [404, 404]
    shelf.put(path, story(path))
    assert ask(edge.port, path).status == 404
    assert edge.forget(path_tag(path)) == 1
    assert ask(edge.port, path).status == 200


def test_a_purge_after_a_revalidation(swift: Edge, shelf: FolderShelf, path: str) -> None:
    """A copy that the origin has confirmed keeps its tags; confirming costs it no render."""
    shelf.put(path, story(path))
    assert ask(swift.port, path).cache == "miss"
    before, since = len(swift.renders()), len(swift.answers())
    stale, hit = soon(swift.port, path, "stale"), soon(swift.port, path, "hit")
    assert stale.headers["ETag"] == hit.headers["ETag"]
    told = swift.answers()[since:]
    assert {(line["status"], line["outcome"]) for line in told} == {(304, "revalidated")}
    assert len(swift.renders()) == before
    assert swift.forget(path_tag(path)) == 1


STATUSES: dict[str, tuple[int, str, str, str, dict[str, object] | bytes | None]] = {
    "story": (200, LONG, "", "", story("/x", **OLD)),
    "AMP": (200, LONG, "/amp", "", story("/x", **OLD)),
    "elsewhere": (301, MINUTES, "", "", redirect("/x", "https://x.example/")),
    "spelling": (301, MINUTES, "", "/", None),
    "flag": (301, MINUTES, "", "?amp=1", None),
    "other script": (301, MINUTES, "", "%C3%89", None),
    "unfit": (302, MINUTES, "/amp", "", story("/x", amp=False)),
    "bad address": (400, SECONDS, "", "/../b", None),
    "absent": (404, SECONDS, "", "", None),
    "embargo": (404, SECONDS, "", "", story("/x", embargo_until="2999-01-01T00:00:00Z")),
    "withdrawn": (410, MINUTES, "", "", document("withdrawn", "/x")),
    "broken": (500, "no-store", "", "", b"{"),
}
"""Status, Cache-Control, what stands before and behind the path, and what is stored there."""


@pytest.mark.parametrize("name", STATUSES)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_each_status(edge: Edge, shelf: FolderShelf, path: str, name: str, method: str) -> None:
    """Whatever the contract says reaches the reader, with nothing of ours, and httplint finds nothing wrong in it."""
    status, control, before, behind, content = STATUSES[name]
    if content is not None:
        shelf.put(path, content if isinstance(content, bytes) else {**content, "path": path})
    target = before + path + behind
    for turn in range(2):
        got = ask(edge.port, target, method)
        assert (got.status, got.headers["Cache-Control"]) == (status, control)
        assert got.headers["X-Content-Type-Options"] == "nosniff"
        assert ("Location" in got.headers) is (status in (301, 302))
        assert not {header.lower() for header in got.headers} & OURS
        assert got.cache == ("function" if name in ("spelling", "flag") else ("miss", "hit")[turn])
        assert judged(got, target, method) == []


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_other_methods_are_refused(edge: Edge, shelf: FolderShelf, path: str, method: str) -> None:
    """Any method but GET and HEAD is 405 at the edge, and changes nothing for the next reader."""
    shelf.put(path, story(path))
    edge.proxy.forget()
    refused = ask(edge.port, path, method)
    assert (refused.status, refused.headers["Allow"], refused.headers["Cache-Control"]) == (
        405,
        "GET, HEAD",
        "no-store",
    )
    assert judged(refused, path, method) == []
    assert edge.proxy.count() == 0
    assert ask(edge.port, path).status == 200


def judged(got: Got, target: str, method: str) -> list[str]:
    """What httplint finds; date and length are its caller's."""
    headers = {name: text for name, text in got.headers.items() if name not in ("Date", "Content-Length")}
    return verdict(Answered(got.status, headers, got.body.decode()), target, method)


EVIL = "evil.example"
POISON: dict[str, tuple[str, str, dict[str, str]]] = {
    "query": ("GET", "?utm_source=<script>&callback=x", {}),
    "encoded flag": ("GET", "?%61mp=1", {}),
    "host": ("GET", "", {"Host": EVIL}),
    "host with a port": ("GET", "", {"Host": f"{EVIL}:8443"}),
    "forwarded host": ("GET", "", {"X-Forwarded-Host": EVIL, "X-Host": EVIL, "Forwarded": f"host={EVIL}"}),
    "forwarded scheme": ("GET", "", {"X-Forwarded-Proto": "http", "X-Forwarded-Scheme": "nothttps"}),
    "another address": ("GET", "", {"X-Original-URL": "/evil", "X-Rewrite-URL": "/evil"}),
    "method override": ("GET", "", {"X-HTTP-Method-Override": "POST", "X-Method-Override": "DELETE"}),
    "HEAD": ("HEAD", "", {}),
    "method": ("POST", "", {"Content-Length": "0"}),
    "range": ("GET", "", {"Range": "bytes=0-9"}),
    "conditions": ("GET", "", {"If-None-Match": "*", "If-Modified-Since": "Tue, 24 Nov 2099 09:30:00 GMT"}),
    "preconditions": ("GET", "", {"If-Match": '"x"', "If-Unmodified-Since": "Tue, 24 Nov 1999 09:30:00 GMT"}),
    "no-cache": ("GET", "", {"Cache-Control": "no-cache, no-store", "Pragma": "no-cache"}),
    "cookie": ("GET", "", {"Cookie": "session=evil", "Authorization": "Bearer evil"}),
    "language": ("GET", "", {"Accept-Language": "ar", "Accept": "application/json", "User-Agent": "Googlebot"}),
    "encoding": ("GET", "", {"Accept-Encoding": "br, zstd, x"}),
    "gzip": ("GET", "", {"Accept-Encoding": "gzip"}),
    "our headers": (
        "GET",
        "",
        {"X-Turn": "stale", "X-Flag": "1", "X-There": "//evil", "X-Query": "amp", "X-Purged": "9"},
    ),
    "waiting": ("GET", "", {"X-Turn": "wait", "X-Lower": "/evil", "X-Cache": "evil", "Age": "9999"}),
    "tags": ("GET", "", {"Cache-Tag": "site", "xkey": "site", "X-Revalidate": "99999s"}),
}


@pytest.mark.parametrize("name", POISON)
def test_no_reader_chooses_what_the_next_one_gets(edge: Edge, shelf: FolderShelf, path: str, name: str) -> None:
    """Whatever the first reader sends besides a page's path, both share one copy, which is what a clean edge gives."""
    shelf.put(path, story(path))
    method, query, headers = POISON[name]
    clean = ask(edge.origin_port, path)
    poisoned = ask(edge.port, path + query, method, headers)
    assert poisoned.status in (200, 206, 304, 405)
    assert EVIL.encode() not in poisoned.body
    for cache in ("miss" if method == "POST" else "hit", "hit"):
        got = ask(edge.port, path)
        assert (got.status, got.body, got.cache) == (200, clean.body, cache)
        assert got.headers["Cache-Control"] == clean.headers["Cache-Control"]
        assert EVIL not in str(got.headers)


@pytest.mark.parametrize(
    "target",
    [
        "{}/",
        "{}.amp",
        "{}?amp=1",
        "/%77orld/{}",
        "{}%2F",
        "{}%00",
        "//evil.example{}",
        "/..{}",
        "{}/%2e%2e",
        "http://evil.example{}",
    ],
)
def test_no_spelling_changes_another(edge: Edge, shelf: FolderShelf, path: str, target: str) -> None:
    """Odd spellings of an address, asked for first, leave it and its AMP as they are, and none leads off."""
    shelf.put(path, story(path))
    odd = ask(edge.port, target.format(path.removeprefix("/world/") if "%77" in target else path))
    assert odd.headers.get("Location", path) in (path, f"/amp{path}")
    same = odd.body == ask(edge.origin_port, path).body
    assert (odd.status == 200 and same) or odd.status in (301, 400, 404)  # 404: the proxy makes one slash of two
    assert "The story at" in ask(edge.port, path).text
    assert "⚡" in ask(edge.port, f"/amp{path}").text


def test_a_flag_on_another_script(edge: Edge, shelf: FolderShelf, path: str) -> None:
    """Where the edge leaves an address to the origin, the flag is part of its key: neither takes the other's place."""
    shelf.put(f"{path}é", story(f"{path}é"))
    for _ in range(2):
        assert ask(edge.port, f"{path}%C3%A9?x=1").status == 200
        for flag, there in (
            ("amp", f"/amp{path}%C3%A9"),
            ("AMP=1&x=2", f"/amp{path}%C3%A9"),
            ("amp=0", f"{path}%C3%A9"),
        ):
            moved = ask(edge.port, f"{path}%C3%A9?{flag}")
            assert (moved.status, moved.headers["Location"]) == (301, there)


def test_a_purge_without_tags(edge: Edge, shelf: FolderShelf, path: str) -> None:
    """A purge names tags: one without them is refused, and takes nothing."""
    shelf.put(path, story(path))
    ask(edge.port, path)
    assert ask(edge.port, path, "PURGE").status == 400
    assert ask(edge.port, path).cache == "hit"


def test_our_own_words_cannot_be_put_in_our_mouth(edge: Edge, path: str) -> None:
    """What the edge answers by itself holds nothing that a reader sent but the path."""
    for target, method in ((f"{path}/", "GET"), (path, "POST")):
        got = ask(edge.port, target, method, {"X-Purged": EVIL, "X-There": EVIL, "X-Lower": EVIL, "X-Flag": EVIL})
        assert got.status in (301, 405)
        assert EVIL not in got.text + str(got.headers)


@dataclass(frozen=True, slots=True)
class Says:
    """A page with a header of the test's."""

    name: str
    text: str

    def act(self, exchange: Exchange) -> None:
        """Send it."""
        body = b"For one reader"
        exchange.send(Answer(200, [(self.name, self.text), ("Content-Length", str(len(body)))], body).head() + body)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Cache-Control", "no-store"),
        ("Cache-Control", "private, max-age=60"),
        ("Cache-Control", "s-maxage=60, NO-CACHE"),
        ("Cache-Control", "max-age=0"),
        ("Set-Cookie", "a=b"),
        ("Vary", "*"),
    ],
)
def test_what_is_for_one_reader_is_kept_for_none(edge: Edge, path: str, name: str, text: str) -> None:
    """An answer that may not be shared is fetched for each reader."""
    edge.proxy.set(Says(name, text))
    edge.proxy.forget()
    assert [ask(edge.port, path).cache for _ in range(3)] == ["miss"] * 3
    assert edge.proxy.count() == 3
