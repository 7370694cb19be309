"""What operations are told: a line for each change, without a word of a story, and metrics that alarms can name."""

from __future__ import annotations

import json

import pytest

from tests.publish.conftest import Desk
from tests.publish.test_changes import BROKEN
from tests.render.conftest import Log
from tests.render.newsroom import as_bytes, story
from tests.render.test_log import CANARY, bad_documents, canary, full


def test_a_line_for_each_change(desk: Desk, log: Log) -> None:
    """What became of each document, its path, what is purged for it and its problems; of a second purge, its tags."""
    messages = [desk.put("/a", story("/a")), desk.put("/b", BROKEN), desk.put("/C", story("/c")), desk.delete("/d")]
    desk.deliver(*messages, "poison")
    desk.deliver(desk.queue.sent[0][0])
    told = log.read()
    assert [(line["level"], line["message"], line.get("path"), line.get("tags")) for line in told.lines] == [
        ("INFO", "published", "/a", ["path:/a"]),
        ("INFO", "broken", "/b", []),
        ("INFO", "unreachable", "/C", []),
        ("INFO", "gone", "/d", ["path:/d"]),
        ("ERROR", "no change", None, []),
        ("INFO", "purged again", None, ["path:/a", "path:/d"]),
    ]
    assert {line["service"] for line in told.lines} == {"slugline-publish"}
    assert len(told.lines[1]["problems"]) == 1
    assert told.lines[4]["message_id"] == "4"


def test_no_word_of_a_story(desk: Desk, log: Log) -> None:
    """A story with problems in every field, and one that is broken in any way, is told of by places alone."""
    named = canary("bad").encode()  # a field's name is part of its place, and told
    for content in (full(), *bad_documents().values()):
        assert desk.deliver(desk.put("/a", as_bytes(content).replace(named, b"unheard_of"))) == []
        told = log.read()
        assert CANARY.lower() not in told.text.lower()
        assert all(len(line["problems"]) <= 20 for line in told.lines)
    assert desk.deliver(desk.put("/a", full())) == []
    assert CANARY.lower() in (desk.problems("/a") or b"").decode().lower(), "the desk may be quoted its own story"
    (line,) = log.read().lines
    assert len(line["problems"]) == 20


def test_no_word_of_a_story_in_a_fault(desk: Desk, log: Log) -> None:
    """Neither is there one where the edge fails or a program error comes up."""
    desk.edge.failing = 1
    assert desk.deliver(desk.put("/a", full())) == ["0"]
    assert CANARY.lower() not in log.read().text.lower()


def test_metrics(desk: Desk, log: Log) -> None:
    """Counted by service alone: tags purged, purges that failed, broken documents, and seconds until the purge."""
    desk.edge.failing = 1
    assert desk.deliver(desk.put("/a", story("/a")), desk.put("/b", BROKEN)) == ["0"]
    assert desk.deliver(desk.put("/a", story("/a")), desk.put("/c", story("/c"))) == []
    told = log.read()
    assert {name: value for name, value in told.metrics.items() if name != "PublishToPurgeSeconds"} == {
        "PurgeFailures": 1,
        "BrokenDocuments": 1,
        "PurgedTags": 2,
    }
    directives = [json.loads(line)["_aws"]["CloudWatchMetrics"][0] for line in told.text.splitlines() if "_aws" in line]
    assert all(directive["Dimensions"] == [["service"]] for directive in directives)
    units = {metric["Name"]: metric["Unit"] for directive in directives for metric in directive["Metrics"]}
    assert units == dict.fromkeys(("PurgeFailures", "BrokenDocuments", "PurgedTags"), "Count") | {
        "PublishToPurgeSeconds": "Seconds"
    }


@pytest.mark.parametrize("content", [b"", b"[1]", story("/elsewhere")])
def test_what_is_broken_is_counted(desk: Desk, log: Log, content: bytes) -> None:
    """A document that readers do not get is counted, by whatever it is broken; a sound one is not."""
    desk.deliver(desk.put("/A", content), desk.put("/sound", story("/sound")))
    assert log.read().metrics["BrokenDocuments"] == 1
