"""The pages of a live blog, as the render function answers for them: each address, its tags, what a 304 costs."""

from __future__ import annotations

import re

import pytest

from tests.render.conftest import Log, Start
from tests.render.judge import verdict
from tests.render.newsroom import FolderShelf, Json, Reader, Shelf, coverage, document, key, redirect, story
from tests.render.test_moves import follow
from tests.render.test_revalidation import Work, watch, work

__all__ = ["work"]

BLOG = "site,story:s-/a,path:/a"
PAGES: dict[str, tuple[int, str, str | None]] = {
    "/a": (200, BLOG, None),
    "/amp/a": (200, BLOG, None),
    "/a/page/1": (301, "site,path:/a,path:/a/page/1", "/a"),
    "/amp/a/page/1": (301, "site,path:/a,path:/a/page/1", "/amp/a"),
    "/a/page/2": (200, f"{BLOG},path:/a/page/2", None),
    "/amp/a/page/2": (200, f"{BLOG},path:/a/page/2", None),
    "/a/page/3": (302, f"{BLOG},path:/a/page/3", "/a"),
    "/amp/a/page/4": (302, f"{BLOG},path:/a/page/4", "/amp/a"),
    "/a/page/5": (404, "site,path:/a,path:/a/page/5", None),
    "/a/page/9999": (404, "site,path:/a,path:/a/page/9999", None),
    "/a/page/0": (404, "site,path:/a/page/0", None),
    "/a/page/02": (404, "site,path:/a/page/02", None),
    "/a/page/-1": (404, "site,path:/a/page/-1", None),
    "/a/page/99999999999999999999": (404, "site,path:/a/page/99999999999999999999", None),
    "/a/page/%EF%BC%92": (404, "site,path:/a/page/%ef%bc%92", None),
    "/a/page/2/page/2": (404, "site,path:/a/page/2,path:/a/page/2/page/2", None),
    "/b/page/2": (404, "site,path:/b,path:/b/page/2", None),
    "/page/2": (404, "site,path:/page/2", None),
    "/a/page/2/": (301, "site", "/a/page/2"),
    "/a/page/2/amp": (301, "site", "/amp/a/page/2"),
}
"""What is answered where a live blog of 65 updates is stored at `/a`: status, tags, location."""


BY_AMP = {"WARN Inline scripts are allowed."}
"""Of the policy of an AMP page with a component, whose engine asks for it: slugline/policy.py."""


@pytest.mark.parametrize("asked", PAGES)
def test_each_address(shelf: Shelf, start: Start, asked: str) -> None:
    """A full page is there, what is yet to fill leads to the first page, what is past that is not there."""
    shelf.put("/a", coverage())
    status, tags, location = PAGES[asked]
    for method in ("GET", "HEAD"):
        answered = Reader(start(shelf.setting)).ask(asked, method=method)
        assert (answered.status, answered.headers["Cache-Tag"], answered.headers.get("Location")) == PAGES[asked]
        assert [told for told in verdict(answered, asked, method) if told not in BY_AMP] == []
    assert (status, tags, location) == PAGES[asked]


def told(html: str) -> list[int]:
    """The numbers of the updates on a page."""
    return [int(number) for number in re.findall(r"Told as number (\d+)\.", html.partition("<main")[2])]


def test_each_page_has_its_own_updates(folder: FolderShelf, start: Start) -> None:
    """Newest first, none on two pages, and each format has the same; a full page stays as it is while more come."""
    folder.put("/a", coverage(count=95))
    reader = Reader(start(folder.setting))
    bodies = {page: reader.ask(f"/a{page}").body for page in ("", "/page/2", "/page/3")}
    assert told(bodies[""]) == [*range(95, 60, -1)]
    assert told(bodies["/page/3"]) == [*range(60, 30, -1)]
    assert told(bodies["/page/2"]) == [*range(30, 0, -1)]
    for page, body in bodies.items():
        assert told(reader.ask(f"/amp/a{page}").body) == told(body)
    folder.put("/a", coverage(count=130))
    assert told(reader.ask("/a/page/3").body) == told(bodies["/page/3"])
    assert told(reader.ask("/a/page/2").body) == told(bodies["/page/2"])
    assert told(reader.ask("/a/page/4").body) == [*range(90, 60, -1)]


def test_every_permalink_leads_to_its_update_for_ever(folder: FolderShelf, start: Start) -> None:
    """From the first minute on, and after hundreds of others: the link of an update leads to a page that has its id."""
    reader = Reader(start(folder.setting))
    links: dict[str, str] = {}
    for count in (1, 29, 30, 59, 60, 61, 89, 90, 150):
        folder.put("/a", coverage(count=count))
        pages = [reader.ask(page).body for page in ("/a", *(f"/a/page/{n}" for n in range(2, 6)))]
        found = dict(re.findall(r'id="(u\d+)">\s*<h2 class="at note"><a class="quiet" href="([^"]+)"', "".join(pages)))
        assert len(found) == count
        assert {name: found[name] for name in links} == links, "a link has changed"
        links |= found
        for name, link in links.items():
            address, _, fragment = link.partition("#")
            status, way = follow(reader, address)
            assert (status, fragment) == (200, name)
            assert len(way) <= 2
            assert f'id="{name}"' in reader.ask(way[-1]).body


def test_a_document_of_its_own_comes_first(shelf: Shelf, start: Start) -> None:
    """What is stored for an address of that shape is what is shown there, and its tag is its own alone."""
    shelf.put("/a", coverage())
    shelf.put("/a/page/2", story("/a/page/2"))
    reader = Reader(start(shelf.setting))
    answered = reader.ask("/a/page/2")
    assert answered.headers["Cache-Tag"] == "site,story:s-/a/page/2,path:/a/page/2"
    assert "The story at /a/page/2" in answered.body
    shelf.remove("/a/page/2")
    assert told(reader.again("/a/page/2", answered.headers["ETag"]).body)


@pytest.mark.parametrize("asked", ["/a/page/2", "/amp/a/page/2"])
def test_a_revalidation_looks_at_two_documents(
    shelf: Shelf, start: Start, work: Work, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    """304 costs the look at what would come first and a conditional read: no decoding, no rendering. So does memory."""
    shelf.put("/a", coverage())
    function, other = start(shelf.setting), start(shelf.setting)
    page = Reader(function).ask(asked)
    work.done.clear()
    for one in (function, other):
        reads = watch(one, monkeypatch)
        same = Reader(one).again(asked, page.headers["ETag"])
        assert (same.status, same.headers["ETag"]) == (304, page.headers["ETag"])
        assert same.headers["Cache-Tag"] == page.headers["Cache-Tag"]
        assert reads == [(key("/a"), True, True)], "a read that finds nothing is not noted"
    assert Reader(function).ask(asked) == page
    assert work.done == []


def test_one_page_does_not_vouch_for_another(folder: FolderShelf, start: Start) -> None:
    """A validator is of one page alone, and so is what is kept in memory."""
    folder.put("/a", coverage(count=95))
    reader = Reader(start(folder.setting))
    asked = ["/a", "/a/page/2", "/a/page/3", "/amp/a/page/2"]
    validators = {page: reader.ask(page).headers["ETag"] for page in asked}
    assert len(set(validators.values())) == 4
    for page in asked:
        for other in asked:
            assert reader.again(page, validators[other]).status == (304 if page == other else 200)
    assert reader.again("/a/page/1", validators["/a"]).status == 301
    assert reader.again("/a/page/4", validators["/a"]).status == 302


def test_another_update_changes_every_validator(folder: FolderShelf, start: Start) -> None:
    """The pages of a live blog are of one document: after a change each is made anew, whoever has it."""
    folder.put("/a", coverage())
    reader = Reader(start(folder.setting))
    validator = reader.ask("/a/page/2").headers["ETag"]
    folder.put("/a", coverage(count=66))
    assert reader.again("/a/page/2", validator).status == 200


@pytest.mark.parametrize(
    ("content", "status", "location"),
    [
        (story("/a"), 301, "/a"),
        (coverage(count=0), 404, None),
        (coverage(count=1), 302, "/a"),
        (coverage(embargo_until="2999-01-01T00:00:00Z"), 404, None),
        (coverage(expires_at="2026-11-24T08:00:01Z"), 404, None),
        (document("withdrawn", "/a"), 410, None),
        (redirect("/a", "/b"), 301, "/b/page/2"),
        (redirect("/a", "/nowhere"), 301, "/nowhere"),
        (redirect("/a", "https://other.example/x"), 301, "https://other.example/x"),
        (coverage("/b"), 301, "/b/page/2"),
        (b"{", 500, None),
    ],
)
def test_what_a_page_is_of(
    folder: FolderShelf, start: Start, content: Json | bytes, status: int, location: str | None
) -> None:
    """What its document says holds for each page: hidden, withdrawn, moved with its number, broken, no live blog."""
    folder.put("/a", content)
    folder.put("/b", coverage("/b"))
    reader = Reader(start(folder.setting))
    answered = reader.ask("/a/page/2")
    assert (answered.status, answered.headers.get("Location")) == (status, location)
    assert {"path:/a", "path:/a/page/2"} <= {*answered.headers["Cache-Tag"].split(",")}
    if location == "/b/page/2":
        assert reader.ask("/amp/a/page/2").headers["Location"] == "/amp/b/page/2"
        assert follow(reader, "/amp/a/page/2")[0] == 200


def test_a_page_without_amp(folder: FolderShelf, start: Start) -> None:
    """A live blog that is not fit for AMP leads each AMP page to its HTML page."""
    folder.put("/a", coverage(amp=False))
    assert follow(Reader(start(folder.setting)), "/amp/a/page/2") == (200, ["/amp/a/page/2", "/a/page/2"])


@pytest.mark.parametrize(
    "documents",
    [
        [redirect("/a", "/a/page/2")],
        [redirect("/a", "/a/page/1")],
        [redirect("/a", "/A/page/2/#u1")],
        [redirect("/a", "/amp/a/page/2")],
        [redirect("/a", "/b/page/2"), redirect("/b", "/a")],
        [redirect("/a", "/b"), redirect("/b", "/a/page/3")],
        [redirect("/a", "/b"), redirect("/b", "/a")],
        [redirect("/a", "/b"), coverage("/b"), redirect("/b/page/2", "/a/page/2")],
        [{**coverage("/b"), "path": "/a"}, redirect("/a", "/b/page/2")],
        [redirect("/a/page/2", "/a/page/2")],
        [redirect("/a/page/2", "/a/page/3"), redirect("/a/page/3", "/a/page/2"), coverage("/a")],
        [redirect("/a/page/2", "/a"), redirect("/a", "/a/page/2")],
        [{**coverage("/a"), "path": "/a/page/2"}, redirect("/a/page/2", "/a")],
    ],
)
def test_no_circle_by_way_of_pages(folder: FolderShelf, start: Start, log: Log, documents: list[Json]) -> None:
    """Whatever leads from a live blog to a page of it, a reader comes to an end, with a page or without."""
    places = dict(zip(("/a", "/b", "/b/page/2"), documents, strict=False))
    for path, content in places.items():
        folder.put(content["path"] if content["kind"] == "redirect" else path, content)
    reader = Reader(start(folder.setting))
    for path in ("/a", "/b"):
        for page in ("", "/page/1", "/page/2", "/page/3", "/page/2/page/2"):
            for form in ("", "/amp"):
                status, way = follow(reader, f"{form}{path}{page}")
                assert status in (200, 404)
                assert len(way) <= 6
    assert log.read()


def test_a_redirect_to_a_page(folder: FolderShelf, start: Start) -> None:
    """A document may lead to an update on a page of a live blog."""
    folder.put("/a", coverage("/a"))
    folder.put("/old", redirect("/old", "/a/page/2#u7"))
    assert follow(Reader(start(folder.setting)), "/old") == (200, ["/old", "/a/page/2#u7"])


def test_storage_that_fails_for_the_first_look(folder: FolderShelf, start: Start) -> None:
    """Where it cannot be known whether a document comes first, nothing is guessed: 503."""
    folder.put("/a", coverage())
    folder.fail("/a/page/2")
    answered = Reader(start(folder.setting)).ask("/a/page/2")
    assert (answered.status, answered.headers["Cache-Tag"]) == (503, "site,path:/a/page/2")


@pytest.mark.parametrize("asked", ["/a", "/a/page/2"])
def test_a_live_blog_is_as_new_as_its_last_update(folder: FolderShelf, start: Start, asked: str) -> None:
    """How long a page may be kept follows from the last update, though the document says nothing of it."""
    folder.put("/a", coverage(published_at="2020-01-01T00:00:00Z", body=_today()))
    control = Reader(start(folder.setting)).ask(asked).headers["Cache-Control"]
    assert "s-maxage=300," in control


def _today() -> list[Json]:
    """Updates of a time that is never long ago."""
    body: list[Json] = coverage()["body"]
    return [update | {"updated_at": "2999-01-01T00:00:00Z"} for update in body]
