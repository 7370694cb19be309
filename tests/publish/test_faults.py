"""Whatever fails on the way, no change is lost: what could not be done comes again, later each time, and is done."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from publish.patience import FIRST_WAIT, LONGEST_WAIT
from tests.parts import faults
from tests.parts.faults import Fault
from tests.publish.conftest import Desk, Newsroom, Press, numbered, run
from tests.publish.test_changes import placed
from tests.render.conftest import Log
from tests.render.newsroom import story

STORAGE_FAULTS: dict[str, Fault] = {
    "refusing": faults.Status(403),
    "no bucket": faults.Status(404, "NoSuchBucket"),
    "failing": faults.Status(500),
    "slowing down": faults.Status(503),
    "slow": faults.Drip(piece=1, pause=0.03),
    "silent": faults.StallHeaders(),
    "resetting": faults.Reset(),
    "breaking off": faults.Truncate(),
    "wrong 304": faults.NotModified(),
}


def of(path: str) -> Callable[[str, str], bool]:
    """Whether a request is for the story at a path itself."""
    return lambda _, target: target.split("?")[0].endswith(f"/stories{path}.json")


@pytest.mark.parametrize("fault", STORAGE_FAULTS.values(), ids=STORAGE_FAULTS)
def test_storage_fails_for_one(press: Press, log: Log, fault: Fault) -> None:
    """What cannot be read is not purged and comes again; the rest of the batch is purged. Then it is done."""
    messages = [press.put(path, story(path)) for path in ("/a", "/b", "/c")]
    press.lines.storage.set(fault, only=of("/b"))
    function = press.function()  # its budget leaves a busy machine time for what is not at fault
    assert run(function, numbered(*messages)) == ["1"]
    assert press.purged() == {"path:/a", "path:/c"}
    assert press.held() == [FIRST_WAIT]
    told = log.read()
    (line,) = [line for line in told.lines if line["level"] == "ERROR"]
    assert f"s3://{press.chain.bucket.name}/newsroom/stories/b.json" in line["faults"][0]
    press.lines.storage.clear()
    assert run(function, numbered(messages[1], deliveries=2)) == []
    assert press.purged() == {"path:/b"}
    assert press.problems("/b")


def test_storage_is_gone(press: Press) -> None:
    """While nobody listens there, all come again and nothing is purged; when it is back, all is."""
    messages = [press.put(path, story(path)) for path in ("/a", "/b")]
    press.lines.storage.set(faults.Refuse())
    assert press.deliver(*messages) == ["0", "1"]
    assert press.purged() == set()
    press.lines.storage.clear()
    assert press.deliver(*messages) == []
    assert press.purged() == {"path:/a", "path:/b"}


@pytest.mark.parametrize(
    ("deliveries", "seconds"),
    [(1, 10), (2, 20), (3, 40), (4, 80), (5, 160), (6, 300), (7, 300), (10, 300), (10**6, 300)],
)
def test_how_long_a_failed_message_waits(press: Press, log: Log, deliveries: int, seconds: int) -> None:
    """Ten seconds at first, twice as long each time, five minutes at most; SQS takes each."""
    event = press.posted("poison", deliveries)
    assert run(press.function(), event) == [event["Records"][0]["messageId"]]
    assert press.held() == [seconds]
    assert seconds <= LONGEST_WAIT
    (fault,) = log.read().lines[0]["faults"]
    assert fault.startswith("the message cannot be read: ")


def test_a_message_that_cannot_be_held_back(press: Press, log: Log) -> None:
    """It comes again all the same, when the queue's own time is over; that it could not be held back is told."""
    message = press.put("/a", story("/a"))
    press.lines.messages.set(faults.Status(403))
    press.lines.edge.set(faults.Status(403))
    assert press.deliver(message) == ["0"]
    (line,) = log.read().lines
    assert [fault.split(":")[0] for fault in line["faults"]] == ["CloudFront", "SQS"]
    press.lines.messages.clear()
    press.lines.edge.clear()
    assert press.deliver(message) == []
    assert press.purged() == {"path:/a"}


def test_versions_may_not_be_listed(press: Press, log: Log) -> None:
    """The path is purged at once, though the sections are not known; the message comes again until they are."""
    press.put("/a", placed("x"))
    message = press.put("/a", placed("y"))
    press.lines.storage.set(faults.Status(403), only=lambda _, target: "versions" in target)
    for deliveries in (1, 2):
        assert len(run(press.function(), press.posted(message, deliveries))) == 1
    assert press.purged() == {"path:/a"}
    assert press.held() == [10, 20]
    (fault,) = log.read().lines[0]["faults"]
    assert "s3:ListBucketVersions" in fault
    assert press.problems("/a"), "the desk is told all the same"
    press.lines.storage.clear()
    assert press.deliver(message, deliveries=3) == []
    assert press.purged() == {"path:/a", "section:x", "section:y"}


@pytest.mark.parametrize("fault", [faults.Status(403), faults.Status(503), faults.Reset()], ids=str)
def test_problems_cannot_be_told(press: Press, fault: Fault) -> None:
    """Readers come first: the change is purged, and the message comes again until its problems are told."""
    messages = [press.put("/a", story("/a")), press.put("/b", story("/b"))]
    press.lines.storage.set(fault, only=lambda method, target: method == "PUT" and "/problems/a" in target)
    assert press.deliver(*messages) == ["0"]
    assert press.purged() == {"path:/a", "path:/b"}
    assert (press.problems("/a"), press.problems("/b") is not None) == (None, True)
    press.lines.storage.clear()
    assert press.deliver(messages[0], deliveries=2) == []
    assert press.problems("/a")


def test_the_edge_refuses(newsroom: Newsroom, press: Press, desk: Desk, log: Log) -> None:
    """Those with something to purge come again; those without are done. Later all is purged."""
    desk.edge.failing = 1
    press.lines.edge.set(faults.Status(403))
    messages = [newsroom.put("/a", story("/a")), newsroom.put("/b", b"{"), newsroom.put("/c", story("/c"))]
    assert newsroom.deliver(*messages) == ["0", "2"]
    assert newsroom.purged() == set()
    assert newsroom.problems("/b")
    assert log.read().metrics["PurgeFailures"] == 1
    press.lines.edge.clear()
    assert newsroom.deliver(messages[0], messages[2], deliveries=2) == []
    assert newsroom.purged() == {"path:/a", "path:/c"}


def test_the_second_purge_cannot_be_asked_for(newsroom: Newsroom, press: Press, desk: Desk) -> None:
    """The first is done; the messages come again, purge nothing twice, and have the second asked for."""
    desk.queue.failing = 1
    press.lines.messages.set(faults.Status(403), only=lambda *_: not press.held())
    messages = [newsroom.put("/a", story("/a")), newsroom.put("/b", b"{")]
    assert newsroom.deliver(*messages) == ["0"]
    assert newsroom.purged() == {"path:/a"}
    press.lines.messages.clear()
    assert newsroom.deliver(messages[0], deliveries=2) == []
    assert newsroom.purged() == set(), "the first purge had this name already"
    assert len(desk.queue.sent) == 1 or len([name for name, _ in press.asked if name == "SendMessage"]) >= 2


def test_a_second_purge_that_is_refused(press: Press) -> None:
    """It too comes again, and is done then."""
    message = press.put("/a", story("/a"))
    assert press.deliver(message) == []
    (late,) = [params["MessageBody"] for name, params in press.asked if name == "SendMessage"]
    press.lines.edge.set(faults.Status(403))
    assert press.deliver(late) == ["0"]
    press.lines.edge.clear()
    assert press.deliver(late, deliveries=2) == []
    assert len(press.items()) == 2


def test_a_program_error_in_one(desk: Desk, log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody foresaw in one message is told by its kind alone, and costs no other message anything."""
    messages = [desk.put(path, story(path, headline="Secret")) for path in ("/a", "/b", "/c")]
    real = desk.storage.read

    def faulty(key: str, unless: str | None = None) -> object:
        if "/b." in key:
            raise ArithmeticError("Secret")
        return real(key, unless)

    monkeypatch.setattr(desk.storage, "read", faulty)
    assert desk.deliver(*messages) == ["1"]
    assert desk.purged() == {"path:/a", "path:/c"}
    told = log.read()
    (line,) = [line for line in told.lines if line["faults"]]
    assert line["faults"] == ["ArithmeticError while looking at the message"]
    assert "Secret" not in told.text


def test_everything_fails_in_turn(desk: Desk) -> None:
    """Each call of a batch fails once, one run after another: every change is purged, told of and purged again."""
    messages = [desk.put(f"/{name}", placed("x")) for name in "abc"]
    messages += [desk.put(f"/{name}", placed("y")) for name in "abc"]
    waiting = dict(enumerate(messages))
    for turn in range(1, 40):
        desk.storage.failing = int(turn % 2)
        desk.edge.failing = int(turn % 3 == 1)
        desk.queue.failing = int(turn % 5 == 1)
        failed = desk.deliver(*waiting.values(), deliveries=turn)
        waiting = {number: list(waiting.values())[int(number)] for number in map(int, failed)}
        waiting = dict(enumerate(waiting.values()))
        if not waiting:
            break
    assert not waiting
    tags = {f"path:/{name}" for name in "abc"} | {"section:x", "section:y"}
    assert desk.purged() == tags
    assert {tag for body, _ in desk.queue.sent for tag in tags if f'"{tag}"' in body} == tags
    assert all(desk.problems(f"/{name}") for name in "abc")
