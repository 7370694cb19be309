"""Messages and documents that nobody should send: each has its answer, and keeps up no other."""

from __future__ import annotations

import json
import tracemalloc
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from publish.messages import read
from publish.patience import LAST_SECONDS, PURGE_SECONDS
from slugline.errors import Unreadable
from slugline.storage.folder import Folder
from slugline.story.limits import MAX_DOCUMENT_BYTES
from tests.publish import post
from tests.publish.conftest import Desk, Newsroom, Press, function_of, numbered, run
from tests.publish.memory import PurgeList, Waiting
from tests.render.conftest import Log
from tests.render.newsroom import FolderShelf, as_bytes, key, story
from tests.strategies import examples

GOOD = post.changed("stories/gone.json")
EVENT: dict[str, Any] = json.loads(GOOD)
OBJECT: dict[str, Any] = EVENT["detail"]["object"]
POISON: dict[str, Any] = {
    "nothing": "",
    "no JSON": "stories/a.json",
    "half of it": GOOD[:-9],
    "too deep": "[" * 100_000,
    "half a character": '{"\ud800"',
    "not even text": None,
    "a number": "7",
    "too large a number": '{"Records": 1e999}',
    "a list": "[]",
    "nothing known": "{}",
    "no records": '{"Records": null}',
    "no object": '{"Records": [{}]}',
    "a key that is none": json.dumps({**EVENT, "detail": {"object": {**OBJECT, "key": 7}}}),
    "no key": json.dumps({**EVENT, "detail": {"object": {}}}),
    "no detail": json.dumps({**EVENT, "detail": None}),
    "no time": json.dumps({**EVENT, "time": "yesterday"}),
    "a time of nowhere": json.dumps({**EVENT, "time": "2026-11-24T09:30:00"}),
    "of another service": json.dumps({**EVENT, "source": "aws.ec2"}),
    "another word of ours": '{"slugline": "purge", "tags": ["site"], "reference": "r"}',
    "no tags": '{"slugline": "purge again", "reference": "r"}',
    "no name": '{"slugline": "purge again", "tags": ["site"]}',
    "a tag that is none": post.again("a b"),
    "a tag of another script": post.again("path:/é"),
    "two tags in one": post.again("path:/a,path:/b"),
    "too long a tag": post.again("path:/" + "a" * 300),
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text() | st.sampled_from(sorted(EVENT)), inner),
    max_leaves=8,
)


@st.composite
def bent(draw: st.DrawFn) -> str:
    """A sound message with something else in one of its places."""
    whole = json.loads(
        draw(st.sampled_from([GOOD, post.noted("stories/a.json", "v1"), post.GREETING, post.again("x")]))
    )
    part: Any = whole
    while True:
        name = draw(st.sampled_from(range(len(part)) if isinstance(part, list) else sorted(part)))
        if not isinstance(part[name], (dict, list)) or not part[name] or draw(st.booleans()):
            break
        part = part[name]
    part[name] = draw(JSON)
    return json.dumps(whole)


def readable(body: str) -> bool:
    """Whether a message is one that the function knows."""
    try:
        read(body)
    except Unreadable:
        return False
    return True


@pytest.mark.parametrize("poison", POISON.values(), ids=POISON)
def test_a_poison_message(newsroom: Newsroom, log: Log, poison: Any) -> None:
    """It alone comes again, and at last goes to the dead letters; what came with it is purged. Its words are told."""
    good = newsroom.put("/a", story("/a"))
    assert newsroom.deliver(poison, good, poison) == ["0", "2"]
    assert newsroom.purged() == {"path:/a"}
    assert newsroom.deliver(poison) == ["0"]
    assert newsroom.purged() == set()
    lines = [line for line in log.read().lines if line["faults"]]
    assert len(lines) == 3
    assert all(line["level"] == "ERROR" and line["message_id"] for line in lines)


@pytest.fixture(scope="module")
def module_desk() -> Desk:
    """The function, for examples by the hundred."""
    return Desk()


@given(body=st.text() | JSON.map(json.dumps) | bent())
@example(body=post.GREETING)
@example(body='{"Records": []}')
@example(body=json.dumps({**EVENT, "time": "0001-01-01T00:00:00+23:59"}))
@example(body=json.dumps({**EVENT, "time": "9999-12-31T23:59:59-23:59"}))
@example(body='{"source": "aws.s3", "detail": {"object": {"key": "stories/\\u0000.json"}}}')
@example(body='{"source": "aws.s3", "detail": {"object": {"key": "stories/\\ud800.json"}}}')
@example(body='{"source": "aws.s3", "detail": {"object": {"key": "stories/../../a.json"}}}')
@examples(400)
def test_any_message_at_all(module_desk: Desk, body: str) -> None:
    """Whatever a message says, the function answers: exactly what it cannot read is to come again."""
    expected = [] if readable(body) else ["1"]
    assert module_desk.deliver(GOOD, body, GOOD) == expected


@given(
    tags=st.lists(st.text(max_size=300) | st.sampled_from(["site", "path:/a"]), max_size=4), name=st.text(max_size=9)
)
@examples(100)
def test_any_second_purge_at_all(module_desk: Desk, tags: list[str], name: str) -> None:
    """A second purge of tags that are none fails by itself, whatever it is called."""
    sound = all(
        tag and tag.isascii() and tag.isprintable() and not set(tag) & set(" ,") and len(tag) < 257 for tag in tags
    )
    body = json.dumps({"slugline": "purge again", "tags": tags, "reference": name})
    assert module_desk.deliver(GOOD, body) == ([] if sound else ["1"])


def test_nothing_to_do(desk: Desk, log: Log) -> None:
    """S3's greeting, an empty list, keys outside `stories/` and an empty batch are done without a call to anybody."""
    others = [
        "problems/a.json",
        "stories/a.jpg",
        "media/stories/a.json",
        "xstories/a.json",
        "stories.json",
        "/stories/a",
    ]
    assert desk.deliver(post.GREETING, '{"Records": []}', *map(post.changed, others), *map(post.noted, others)) == []
    assert desk.deliver() == []
    assert (desk.storage.calls, desk.edge.done, desk.queue.sent, desk.queue.held) == (0, [], [], [])
    told = log.read()
    assert {line["message"] for line in told.lines} == {"no change", "ignored"}
    assert told.metrics == {}


def test_many_changes_in_one_message(desk: Desk) -> None:
    """A notification may tell of several objects; each is looked at."""
    notes = [json.loads(post.noted(key(path)))["Records"][0] for path in ("/a", "/b")]
    assert desk.deliver(json.dumps({"Records": notes})) == []
    assert desk.purged() == {"path:/a", "path:/b"}


def test_a_key_longer_than_any(newsroom: Newsroom) -> None:
    """Nothing can lie there: what was kept as its absence is forgotten, and nobody is asked for it."""
    assert newsroom.deliver(post.changed(f"newsroom/stories/{'a' * 1_100}.json"), GOOD) == []
    assert newsroom.deliver(post.changed(f"stories/{'a' * 1_100}.json")) == []
    assert len([tag for tag in newsroom.purged() if tag.startswith("path:/aaa")]) == 1


def test_a_document_of_20_mb(press: Press) -> None:
    """It is read no further than a document may reach, told as a problem, and purges nothing; others are as ever."""
    huge = press.put("/huge", b'{"headline": "' + b"x" * 20_000_000 + b'"}')
    good = press.put("/a", story("/a"))
    function = press.function(client=press.chain.bucket.client)  # past the proxy, which reads all of it in here
    tracemalloc.start()
    assert run(function, numbered(huge, good)) == []
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * MAX_DOCUMENT_BYTES
    assert press.purged() == {"path:/a"}
    told = json.loads(press.problems("/huge") or b"")
    assert told["shown"] is False
    assert [problem["mend"] for problem in told["problems"]] == ["keep a document under 5,242,880 bytes"]


def test_a_storm_over_one_story(desk: Desk, log: Log) -> None:
    """A thousand changes of a story, ten a batch, are a hundred purges of its one tag; all in one batch are one."""
    messages = [desk.put("/a", story("/a", headline=f"{number}")) for number in range(1_000)]
    for start in range(0, 1_000, 10):
        assert desk.deliver(*messages[start : start + 10]) == []
    assert len(desk.edge.done) == len(desk.queue.sent) == 100
    assert {purge.tags for purge in desk.edge.done} == {("path:/a",)}
    assert log.read().metrics["PurgedTags"] == 100
    assert desk.deliver(*messages) == []
    assert [purge.tags for purge in desk.edge.done[100:]] == [("path:/a",)]


def test_a_storm_over_a_thousand_stories(folder: FolderShelf, log: Log) -> None:
    """A thousand stories are a hundred purges of ten tags, each tag once; the messages sent stay small."""
    edge, queue = PurgeList(), Waiting()
    function = function_of(Folder(folder.root), edge, queue)
    for number in range(1_000):
        folder.put(f"/s{number}", story(f"/s{number}"))
    messages = [post.changed(key(f"/s{number}")) for number in range(1_000)]
    for start in range(0, 1_000, 10):
        assert run(function, numbered(*messages[start : start + 10])) == []
    purged = [tag for purge in edge.done for tag in purge.tags]
    assert (len(edge.done), len(purged), len(set(purged))) == (100, 1_000, 1_000)
    told = log.read()
    assert told.metrics["PurgedTags"] == 1_000
    assert told.metrics["PublishToPurgeSeconds"] > 0
    assert run(function, numbered(*messages)) == []
    assert len(edge.done[-1].tags) == 1_000
    assert max(len(body) for body, _ in queue.sent) < 256 * 1_024


def test_other_groupings(desk: Desk) -> None:
    """Messages that come again in other groups are purged again under other names, and none is refused."""
    messages = [desk.put(f"/{name}", story(f"/{name}")) for name in "abcd"]
    for group in (messages, messages[:2], messages[2:], messages[::-1], messages[1:3], messages[:2]):
        assert desk.deliver(*group) == []
    assert [len(purge.tags) for purge in desk.edge.done] == [4, 2, 2, 2]


class Clock:
    """A context whose time passes with each document that is read."""

    def __init__(self, milliseconds: float, each: float) -> None:
        self.left = milliseconds
        self._each = each

    def get_remaining_time_in_millis(self) -> float:
        """Milliseconds, less each time."""
        left, self.left = self.left, self.left - self._each
        return left


def test_out_of_time(desk: Desk) -> None:
    """What there is no time for is left for later, unread; what was looked at before is purged."""
    messages = [desk.put(f"/{name}", story(f"/{name}")) for name in "abc"]
    enough = (LAST_SECONDS + PURGE_SECONDS) * 1_000
    assert run(desk.function, numbered(*messages), Clock(enough, 1)) == ["1", "2"]
    assert desk.purged() == {"path:/a"}
    assert desk.deliver(*messages[1:], deliveries=2) == []
    assert desk.purged() == {"path:/b", "path:/c"}


def test_no_time_for_the_queue(desk: Desk) -> None:
    """With no time left nothing is asked of the queue: the answer alone has the messages come again."""
    messages = [desk.put(f"/{name}", story(f"/{name}")) for name in "ab"]
    assert run(desk.function, numbered(*messages), Clock(0, 0)) == ["0", "1"]
    assert desk.queue.held == []


@pytest.mark.parametrize(("ahead", "low", "high"), [(60, 0.0, 0.0), (-60, 60.0, 65.0), (0, 0.0, 5.0)])
def test_clocks_that_differ(desk: Desk, log: Log, ahead: int, low: float, high: float) -> None:
    """A change told to be of a minute from now took no time at all; one of a minute ago took a minute."""
    at = (datetime.now(UTC) + timedelta(seconds=ahead)).isoformat()
    desk.storage.put(key("/a"), as_bytes(story("/a")))
    assert desk.deliver(post.changed(key("/a"), at=at)) == []
    assert low <= log.read().metrics["PublishToPurgeSeconds"] <= high


def test_an_event_without_a_time_or_version(desk: Desk, log: Log) -> None:
    """Neither is needed: what is there now is what counts."""
    desk.storage.put(key("/a"), as_bytes(story("/a")))
    assert desk.deliver(json.dumps({"source": "aws.s3", "detail": {"object": {"key": key("/a")}}})) == []
    assert desk.purged() == {"path:/a"}
    assert "PublishToPurgeSeconds" not in log.read().metrics
