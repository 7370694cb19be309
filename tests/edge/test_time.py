"""Embargo and expiry at the edge, in real seconds and without any event: not a byte before, none after."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.edge.conftest import BRIEF
from tests.edge.reader import ask, until
from tests.parts.edge import Edge
from tests.render.newsroom import FolderShelf, story

LATE = 1.0
"""Seconds within which a story is to be seen after its embargo."""
UNSEEN = "Nobody may read this now"


def in_seconds(seconds: float) -> tuple[str, float]:
    """A time that lies ahead, as a document has it and as seconds since 1970."""
    moment = datetime.now(UTC) + timedelta(seconds=seconds)
    return moment.isoformat(), moment.timestamp()


@pytest.mark.parametrize("before", ["", "/amp"])
@pytest.mark.parametrize("ahead", [1.4, 2.7])
def test_an_embargo_ends_by_itself(edge: Edge, shelf: FolderShelf, path: str, before: str, ahead: float) -> None:
    """Readers who ask all the time see nothing of a story until its embargo ends, and then the page."""
    end, moment = in_seconds(ahead)
    shelf.put(path, story(path, headline=UNSEEN, embargo_until=end))
    while True:
        asked = time.time()
        got = ask(edge.port, before + path)
        answered = time.time()
        if UNSEEN in got.text:
            break
        assert got.status == 404
        assert asked < moment + LATE
        time.sleep(0.01)
    assert answered >= moment
    assert got.status == 200


@pytest.mark.parametrize("dead", [False, True], ids=["the origin lives", "the origin is dead"])
@pytest.mark.parametrize("ahead", [3.2, 4.0])
def test_an_expiry_comes_by_itself(shelf: FolderShelf, path: str, ahead: float, *, dead: bool) -> None:
    """No copy is shown past a story's expiry: not while revalidating, not because the origin is gone."""
    with Edge(shelf.setting, lifetimes=BRIEF) as edge:
        end, moment = in_seconds(ahead)
        shelf.put(path, story(path, headline=UNSEEN, expires_at=end))
        assert UNSEEN in ask(edge.port, path).text
        if dead:
            edge.kill()
        last = 0.0
        while time.time() < moment + 1.5:
            asked = time.time()
            got = ask(edge.port, path)
            if UNSEEN in got.text:
                last = asked
            time.sleep(0.01)
        assert moment - 2.0 < last < moment
        assert got.status == (503 if dead else 404)


def test_a_story_that_arrives_unannounced(edge: Edge, shelf: FolderShelf, path: str) -> None:
    """Without any purge a 404 is forgotten in five seconds."""
    assert ask(edge.port, path).status == 404
    shelf.put(path, story(path))
    assert until(edge.port, path, "The story at", 20.0) > 3.0
    assert int(ask(edge.port, path).headers["Age"]) < 5


def test_the_age_of_a_copy(edge: Edge, shelf: FolderShelf, path: str) -> None:
    """Age is the seconds since the origin gave the answer, for whoever keeps it on."""
    shelf.put(path, story(path))
    assert ask(edge.port, path).headers["Age"] == "0"
    time.sleep(1.1)
    assert ask(edge.port, path).headers["Age"] in {"1", "2"}
