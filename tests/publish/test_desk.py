"""What the publish desk is told of each document, where the CMS can read it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.publish.conftest import Desk, Newsroom, Press
from tests.publish.test_changes import BROKEN, SLIPS
from tests.render.newsroom import Json, story

RENAME = (
    "rename it like stories/world/asia/harbour-talks.json: lower case, letters, digits, - . _ ~, no amp at its ends"
)


def told(newsroom: Newsroom, path: str) -> Json:
    """What is told of a document."""
    text = newsroom.problems(path)
    assert text, path
    read: Json = json.loads(text)
    assert list(read) == ["path", "etag", "version", "shown", "problems"], "it tells no time"
    assert read["path"] == path
    return read


def version_in(message: str) -> Any:
    """The version that a message is about."""
    return json.loads(message)["detail"]["object"]["version-id"]


def test_a_sound_document(newsroom: Newsroom) -> None:
    """It has no problems, and readers get it: etag and version say which state of it this is about."""
    message = newsroom.put("/world/a", story("/world/a"))
    newsroom.deliver(message)
    sound = told(newsroom, "/world/a")
    assert (sound["shown"], sound["problems"], sound["version"]) == (True, [], version_in(message))
    assert sound["etag"].startswith('"')
    newsroom.deliver(newsroom.put("/world/a", story("/world/a", headline="Newer")))
    assert told(newsroom, "/world/a")["etag"] != sound["etag"]


def test_a_document_with_problems(newsroom: Newsroom) -> None:
    """It is shown, and each problem is told by place, severity and mend, in full: the CMS may quote the story."""
    newsroom.deliver(newsroom.put("/a", story("/b", genre="newz", body=[{"type": "paragraf", "text": "x"}])))
    shown = told(newsroom, "/a")
    assert shown["shown"] is True
    found = {problem["place"]: problem for problem in shown["problems"]}
    assert found["$.genre"]["severity"] == "warning"
    assert found["$.genre"]["mend"] == 'did you mean "news"?'
    assert "newz" in found["$.genre"]["what"]
    assert found["$.body[0].type"]["severity"] == "error"
    assert found["$.path"]["what"] == "is not where the document lies, which is /a"


@pytest.mark.parametrize("broken", [BROKEN, b"", b"[1]", b"\xff", *SLIPS.values()], ids=str)
def test_a_broken_document(newsroom: Newsroom, broken: Json | bytes) -> None:
    """Readers do not get it, and why is told; once it is mended, that is told in its place."""
    newsroom.deliver(newsroom.put("/a", story("/a")))
    newsroom.deliver(newsroom.put("/a", broken))
    wrong = told(newsroom, "/a")
    assert wrong["shown"] is False
    assert any(problem["severity"] == "error" and problem["mend"] for problem in wrong["problems"])
    newsroom.deliver(newsroom.put("/a", story("/a")))
    assert told(newsroom, "/a")["problems"] == []


def test_a_deleted_document(newsroom: Newsroom) -> None:
    """Of one that is gone nothing is told, whichever message says so; undeleted, it is told of again."""
    messages = [newsroom.put("/a", story("/a")), newsroom.delete("/a")]
    newsroom.deliver(messages[0])
    assert newsroom.problems("/a") is None
    newsroom.deliver(newsroom.erase("/a"))
    assert told(newsroom, "/a")["shown"] is True
    message = newsroom.delete("/a")
    newsroom.deliver(message, messages[0])
    assert newsroom.problems("/a") is None
    newsroom.deliver(newsroom.delete("/never"))
    assert newsroom.problems("/never") is None


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/World/a",
            "/É",
            "/e\u0301",
            "/a b",
            "/a+b",
            "/a%20b",
            "/100%",
            "/.a",
            "/a/",
            "//a",
            "/a?x",
            "/a\u200b",
            "/",
        ),
        *("/amp/x", "/x/amp", "/x.amp", "/amp/amp/x"),
    ],
)
def test_a_document_that_no_address_leads_to(newsroom: Newsroom, path: str) -> None:
    """That is its first problem, told where it lies, besides those that it has; readers do not get it."""
    assert newsroom.deliver(newsroom.put(path, story("/x"))) == []
    wrong = told(newsroom, path)
    assert wrong["shown"] is False
    first = wrong["problems"][0]
    assert (first["place"], first["severity"], first["mend"]) == ("$", "error", RENAME)
    assert first["what"] == f"lies at stories{path}.json, to which no address leads"
    assert "amp" in path or newsroom.purged() == set()
    assert newsroom.deliver(newsroom.delete(path)) == []
    assert newsroom.problems(path) is None


@pytest.mark.parametrize("path", ["/a", "/a/ampere/b", "/é", "/世界/港", "/عالم", "/हिन्दी", "/a~b_c-d.e"])
def test_paths_of_every_script(newsroom: Newsroom, path: str) -> None:
    """In its one spelling, NFC and lower case, a path of any script is as good as any other."""
    assert newsroom.deliver(newsroom.put(path, story(path))) == []
    assert told(newsroom, path)["problems"] == []
    assert len(newsroom.purged()) == 1


def test_a_key_with_no_room_for_its_problems(press: Press) -> None:
    """A key may be so long that `problems` no longer fits before it: the change is purged all the same."""
    path = f"/{'a' * (1_024 - len('newsroom/stories/.json'))}"
    message = press.put(path, story("/x"))
    assert press.deliver(message) == []
    assert len(press.purged()) == 1
    assert press.problems(path[:-1]) is None


def test_the_same_document_is_told_of_in_the_same_words(desk: Desk) -> None:
    """What is told follows from the document alone: twice the same is the same to the byte."""
    message = desk.put("/a", story("/b", genre="newz"))
    desk.deliver(message)
    first = desk.problems("/a")
    desk.deliver(message)
    assert first == desk.problems("/a")
    assert first
    assert first.startswith(b"{\n")
