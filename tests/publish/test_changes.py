"""Every kind of change, whenever and however often it is told of: what must be forgotten is, and nothing else is."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from tests.publish.conftest import Desk, Newsroom
from tests.render.newsroom import Json, document, redirect, story

LATER = "2099-01-01T00:00:00Z"
WITHDRAWN = document("withdrawn", "/a")
A = story("/a")
BROKEN = b'{"version": "1", "headline": "Secret",'

Written = Json | bytes | None
"""A document, or that it is deleted."""
HISTORIES: dict[str, list[Written]] = {
    "a new story": [A],
    "an edit": [A, story("/a", headline="Better")],
    "a deletion": [A, None],
    "back after a deletion": [A, None, A],
    "a withdrawal": [A, WITHDRAWN],
    "a withdrawal taken back": [A, WITHDRAWN, A],
    "a redirect": [A, redirect("/a", "/b")],
    "a redirect elsewhere": [redirect("/a", "/b"), redirect("/a", "/c")],
    "an embargo on a live story": [A, story("/a", embargo_until=LATER)],
    "an embargo changed": [story("/a", embargo_until=LATER), story("/a", embargo_until="2098-01-01T00:00:00Z")],
    "an embargo taken away": [story("/a", embargo_until=LATER), A],
    "an expiry": [A, story("/a", expires_at="2026-11-24T09:00:00Z")],
    "another id": [A, story("/a", id="another")],
    "another kind": [A, {**A, "kind": "liveblog"}],
    "another path of its own": [A, story("/b") | {"id": A["id"]}],
    "a story with problems": [A, story("/a", genre=7, body=[{"type": "?"}])],
}
SLIPS: dict[str, Json] = {
    "a withdrawal with a slip": {**WITHDRAWN, "kind": "withdrawm"},
    "a withdrawal of nobody knows what": {"kind": "withdrawn"},
    "a wrong embargo": {**A, "embargo_until": "tomorrow"},
    "a misspelt embargo": {**A, "embargo_untill": LATER},
    "an embargo of another system": {**A, "embargo": LATER},
    "a wrong expiry": {**A, "expires_at": "soon"},
}


def written(newsroom: Newsroom, path: str, history: list[Written]) -> list[str]:
    """The messages that tell of a document's history."""
    return [newsroom.delete(path) if one is None else newsroom.put(path, one) for one in history]


@pytest.mark.parametrize("history", HISTORIES.values(), ids=HISTORIES)
def test_each_kind_of_change(newsroom: Newsroom, history: list[Written]) -> None:
    """Told of at once, it is purged by path alone; so it is by messages that come late and backwards, and once."""
    prompt: list[str] = []
    for content in history:
        prompt += written(newsroom, "/a", [content])
        assert newsroom.deliver(prompt[-1]) == []
        assert newsroom.purged() == {"path:/a"}
    assert newsroom.deliver(prompt[-1]) == []
    assert newsroom.purged() == set()
    late = written(newsroom, "/b", [{**one, "path": "/b"} if isinstance(one, dict) else one for one in history])
    for message in reversed(late):
        assert newsroom.deliver(message) == []
        assert newsroom.purged() == {"path:/b"}


@pytest.mark.parametrize("left", [redirect("/old", "/new"), None], ids=["redirect", "deletion"])
def test_a_rename(newsroom: Newsroom, left: Written) -> None:
    """A story at a new path and what is left at the old one are both purged, in each order and told of twice."""
    for number, order in enumerate(itertools.permutations(range(2))):
        old, new = f"/old{number}", f"/new{number}"
        newsroom.deliver(newsroom.put(old, story(old)))
        newsroom.purged()
        changes: list[Callable[[], str]] = [
            lambda new=new, old=old: newsroom.put(new, story(new, id=f"S-{old}")),  # type: ignore[misc] # bound here
            lambda old=old: written(newsroom, old, [left])[0],  # type: ignore[misc] # likewise
        ]
        messages = [changes[which]() for which in order]
        assert newsroom.deliver(messages[1]) == newsroom.deliver(messages[0]) == []
        assert newsroom.purged() == {f"path:{old}", f"path:{new}"}
        assert newsroom.deliver(*messages) == newsroom.deliver(messages[0]) == []
        assert newsroom.purged() == {f"path:{old}", f"path:{new}"}, "together they are a purge of another name"


def test_a_broken_document(newsroom: Newsroom) -> None:
    """It purges nothing, however often it is told of: readers keep the last good page. Mended, it is purged."""
    newsroom.deliver(newsroom.put("/a", A))
    assert newsroom.purged() == {"path:/a"}
    for broken in (BROKEN, b"", {**A, "headline": ""}, {**A, "kind": "post"}):
        message = newsroom.put("/a", broken)
        assert newsroom.deliver(message, message) == newsroom.deliver(message) == []
        assert newsroom.purged() == set()
        assert newsroom.problems("/a")
    newsroom.deliver(newsroom.put("/a", A))
    assert newsroom.purged() == {"path:/a"}


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_one_that_was_meant_to_hide(newsroom: Newsroom, slip: Json) -> None:
    """A takedown, embargo or expiry with a slip in it hides its story, so it is purged."""
    newsroom.deliver(newsroom.put("/a", A))
    newsroom.purged()
    assert newsroom.deliver(newsroom.put("/a", slip)) == []
    assert newsroom.purged() == {"path:/a"}


@pytest.mark.parametrize("before", [A, None, WITHDRAWN, SLIPS["a wrong embargo"]], ids=["good", "gone", "410", "slip"])
def test_a_change_told_of_after_a_broken_one(newsroom: Newsroom, before: Written) -> None:
    """What stands below a broken newest version is what readers get, so its message is purged when it comes."""
    newsroom.put("/a", story("/a", headline="Older"))
    (late,) = written(newsroom, "/a", [before])
    broken = newsroom.put("/a", BROKEN)
    assert newsroom.deliver(broken) == []
    assert newsroom.purged() == set()
    assert newsroom.deliver(late) == []
    assert newsroom.purged() == {"path:/a"}
    assert newsroom.deliver(broken) == []
    assert newsroom.purged() == set()


@pytest.mark.parametrize("newest", [story("/a", headline="Wrong"), BROKEN, None], ids=["sound", "broken", "marker"])
def test_a_version_removed_for_good(newsroom: Newsroom, newest: Written) -> None:
    """Whoever takes the newest version back, or undeletes, is another change of the same version: it is purged anew."""
    newsroom.put("/a", A)
    (message,) = written(newsroom, "/a", [newest])
    newsroom.deliver(message)
    newsroom.purged()
    assert newsroom.deliver(newsroom.erase("/a")) == []
    assert newsroom.purged() == {"path:/a"}


def test_an_older_version_removed_for_good(newsroom: Newsroom) -> None:
    """Below a broken newest version, the removal of the last good one shows another: it is purged."""
    for content in (A, story("/a", headline="Newer"), BROKEN):
        newsroom.deliver(newsroom.put("/a", content))
    newsroom.purged()
    assert newsroom.deliver(newsroom.erase("/a", back=1)) == []
    assert newsroom.purged() == {"path:/a"}


def placed(section: str | None, **fields: object) -> Json:
    """A story in a section, or in none."""
    return story("/a", **({"section": {"id": section, "name": section}} if section else {}), **fields)


MOVES: dict[str, tuple[list[Written], set[str]]] = {
    "stays": ([placed("x"), placed("x")], set()),
    "new": ([placed("x")], set()),
    "moves": ([placed("x"), placed("y")], {"section:x", "section:y"}),
    "moves out": ([placed("x"), placed(None)], {"section:x"}),
    "moves in": ([placed(None), placed("x")], {"section:x"}),
    "into another script": ([placed("x"), placed("Ost asien é")], {"section:x", "section:ost%20asien%20%c3%a9"}),
    "past a broken one": ([placed("x"), BROKEN, placed("y")], {"section:x", "section:y"}),
    "past broken ones": ([placed("x"), BROKEN, b"", b"[]", placed("y")], {"section:x", "section:y"}),
    "past a redirect": ([placed("x"), redirect("/a", "/b"), placed("y")], {"section:x", "section:y"}),
    "past a deletion": ([placed("x"), None, placed("y")], {"section:x", "section:y"}),
    "stays past a broken one": ([placed("x"), BROKEN, placed("x")], set()),
    "not a story any more": ([placed("x"), WITHDRAWN], set()),
    "earlier": ([placed("x"), placed("y"), placed("y")], set()),
}


@pytest.mark.parametrize(("history", "sections"), MOVES.values(), ids=MOVES)
def test_a_move_to_another_section(newsroom: Newsroom, history: list[Written], sections: set[str]) -> None:
    """The section left is purged with the one entered, whatever stood between; without a move, no section is."""
    messages = written(newsroom, "/a", history)
    assert newsroom.deliver(messages[-1]) == []
    assert newsroom.purged() == {"path:/a"} | sections


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_three_moves_in_any_order(desk: Desk, order: tuple[int, ...]) -> None:
    """Three moves are told of late, twice and in any order: every section left or entered is purged."""
    messages = written(desk, "/a", [placed(section) for section in "wxyz"])
    for number in (*order, order[0]):
        assert desk.deliver(messages[number]) == []
    assert desk.purged() == {"path:/a", "section:w", "section:x", "section:y", "section:z"}
    assert desk.deliver(*(messages[number] for number in order)) == []
    assert desk.purged() == {"path:/a", "section:w", "section:x", "section:y", "section:z"}


@pytest.mark.parametrize("told", [lambda messages: messages, lambda messages: [*reversed(messages), messages[1]]])
def test_three_moves_over_http(newsroom: Newsroom, told: Callable[[list[str]], list[str]]) -> None:
    """So it is over HTTP, forwards and backwards."""
    messages = written(newsroom, "/a", [placed(section) for section in "wxyz"])
    for message in told(messages):
        assert newsroom.deliver(message) == []
    assert newsroom.purged() == {"path:/a", "section:w", "section:x", "section:y", "section:z"}


def test_a_move_told_of_much_later(newsroom: Newsroom) -> None:
    """However many edits came before the message of a move, the section left is known."""
    moved = written(newsroom, "/a", [placed("x"), placed("y")])[-1]
    for number in range(30):
        newsroom.put("/a", placed("y", headline=f"Edit {number}"))
    assert newsroom.deliver(moved) == []
    assert newsroom.purged() == {"path:/a", "section:x", "section:y"}
