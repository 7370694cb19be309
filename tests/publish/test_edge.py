"""What CloudFront is asked, and what is made of its refusals: through the SDK, to a server that refuses as it does."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest

from publish.edge import CALLS, CloudFront, make_client
from publish.patience import ANSWER_SECONDS, LAST_SECONDS, PURGE_SECONDS
from slugline.errors import PurgeRefused
from slugline.tags import path_tag
from tests.parts import faults, s3
from tests.parts.cloudfront import BROKEN, DENIED, THROTTLED, TOO_MANY, Refusal, StrictCloudFront
from tests.parts.faults import Fault, FaultyProxy
from tests.publish import post
from tests.publish.conftest import SECOND_PURGE, Desk, function_of, run
from tests.publish.memory import Memory, Waiting
from tests.render.newsroom import as_bytes, key, story

Edge = tuple[StrictCloudFront, CloudFront]


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that the SDK waits between attempts; nobody waits them."""
    waited: list[float] = []
    monkeypatch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=waited.append))
    return waited


def newsroom_with(edge: CloudFront) -> tuple[Desk, list[str]]:
    """A newsroom with this edge, and messages of two stories."""
    desk = Desk(Memory(), queue=Waiting())
    desk.function = function_of(desk.storage, edge, desk.queue)
    return desk, [desk.put(path, story(path)) for path in ("/a", "/b")]


def test_a_purge(strict: Edge) -> None:
    """Items are the tags after a number sign, Quantity is how many; a known name is taken and not done again."""
    server, edge = strict
    tags = [path_tag("/a"), path_tag("/世/é, <b>&amp;"), "section:x", "z" * 256]
    for _ in range(2):
        edge.purge(tags, "first-1")
    edge.purge(["site"], "first-2")
    assert [(purge.items, purge.quantity) for purge in server.taken] == [
        (tuple(f"#{tag}" for tag in tags), 4),
        (("#site",), 1),
    ]


@pytest.mark.parametrize(
    ("tags", "reference"),
    [
        *(([tag], "r") for tag in ("", "a b", "a,b", "é", "a\n", "\x7f", "x" * 257)),
        (["a", "b c"], "r"),
        ([], "r"),
        *((["a"], reference) for reference in ("", "r 1", "é", "r" * 129, "r\n")),
    ],
)
def test_what_is_not_even_asked(strict: Edge, tags: list[str], reference: str) -> None:
    """Stand-ins take anything: what CloudFront would refuse for its tags or name is refused before it is sent."""
    server, edge = strict
    with pytest.raises(PurgeRefused) as error:
        edge.purge(tags, reference)
    assert error.value.for_its_tags is True
    assert server.asked == 0


@pytest.mark.parametrize("refusal", [THROTTLED, BROKEN, Refusal("ServiceUnavailable", 503)], ids=lambda r: r.code)
def test_a_refusal_that_passes(strict: Edge, pauses: list[float], refusal: Refusal) -> None:
    """A throttled or failed call is made again after a pause; nobody else notices."""
    server, edge = strict
    server.refuse(refusal, times=CALLS.attempts - 1)
    desk, messages = newsroom_with(edge)
    assert desk.deliver(*messages) == []
    assert [purge.items for purge in server.taken] == [("#path:/a", "#path:/b")]
    assert (server.asked, len(pauses)) == (CALLS.attempts, CALLS.attempts - 1)


@pytest.mark.parametrize(
    ("refusal", "asked"), [(THROTTLED, CALLS.attempts), (BROKEN, CALLS.attempts), (TOO_MANY, 1), (DENIED, 1)], ids=str
)
def test_a_refusal_that_stays(strict: Edge, pauses: list[float], refusal: Refusal, asked: int) -> None:
    """It is given up soon, without a purge for each; all come again, and are purged when it is over."""
    server, edge = strict
    server.refuse(refusal)
    desk, messages = newsroom_with(edge)
    assert desk.deliver(*messages) == ["0", "1"]
    assert (server.taken, server.asked) == ([], asked)
    assert sum(pauses) <= CALLS.longest
    assert [seconds for _, seconds in desk.queue.held] == [10, 10]
    assert desk.queue.sent == []
    server.recover()
    assert desk.deliver(*messages, deliveries=2) == []
    assert [purge.items for purge in server.taken] == [("#path:/a", "#path:/b")]
    assert len(desk.queue.sent) == 1


def test_a_batch_in_another_order(strict: Edge) -> None:
    """The same events in another order are the same purge to the letter: else CloudFront refuses a known name."""
    server, edge = strict
    desk, messages = newsroom_with(edge)
    assert desk.deliver(*messages) == desk.deliver(*reversed(messages)) == []
    assert (len(server.taken), server.asked) == (1, 2)


def test_one_unwelcome_tag(strict: Edge) -> None:
    """A tag that makes CloudFront refuse a batch does not keep up the others: each is then purged by itself."""
    server, edge = strict
    server.unwelcome = frozenset({"#path:/b"})
    desk, messages = newsroom_with(edge)
    messages.append(desk.put("/c", story("/c")))
    assert desk.deliver(*messages) == ["1"]
    assert [purge.items for purge in server.taken] == [("#path:/a",), ("#path:/c",)]
    assert [seconds for _, seconds in desk.queue.sent] == [SECOND_PURGE] * 2
    assert desk.deliver(messages[0], messages[2]) == []
    server.unwelcome = frozenset()
    assert desk.deliver(messages[1], deliveries=2) == []
    assert server.taken[-1].items == ("#path:/b",)


def test_an_unsendable_tag_from_the_queue(strict: Edge) -> None:
    """A message that asks for what is no tag is refused before the edge is asked, and keeps nobody up."""
    server, edge = strict
    desk, messages = newsroom_with(edge)
    assert desk.deliver(*messages, post.again("path:/é"), post.again("site", reference="again-2")) == ["2"]
    assert [purge.items for purge in server.taken] == [("#path:/a", "#path:/b", "#site")]


@pytest.mark.parametrize("fault", [faults.Refuse(), faults.Reset(), faults.StallHeaders()], ids=str)
def test_an_edge_that_does_not_answer(
    strict: Edge, pauses: list[float], fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refused, reset or hanging connection is a purge that comes again, and is done once the edge answers."""
    monkeypatch.setattr("publish.edge.CALLS", CALLS._replace(read=0.2))
    with FaultyProxy(strict[0].endpoint) as proxy:
        for name, text in s3.environment("").items():
            monkeypatch.setenv(name, text)
        monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDFRONT", proxy.endpoint)
        client = make_client()
        desk, messages = newsroom_with(CloudFront("E1", client))
        proxy.set(fault)
        assert desk.deliver(*messages) == ["0", "1"]
        assert len(pauses) == CALLS.attempts - 1
        proxy.clear()
        assert desk.deliver(*messages, deliveries=2) == []
        client.close()
    assert len(strict[0].taken) == 1


def test_there_is_time_to_be_refused(strict: Edge) -> None:
    """A batch keeps as much time as its last document and a purge that is given up can take, in the worst case."""
    config: Any = strict[1]._client.meta.config
    attempts = config.retries["total_max_attempts"]
    worst = attempts * (config.connect_timeout + config.read_timeout) + sum(2**turn for turn in range(attempts - 1))
    assert worst <= CALLS.longest
    assert worst + ANSWER_SECONDS - 1 <= PURGE_SECONDS
    assert LAST_SECONDS + PURGE_SECONDS + ANSWER_SECONDS <= 45


def test_names_of_purges(desk: Desk) -> None:
    """One name for the same events in any order, another for each turn, other tags, and other events."""
    one, two = desk.put("/a", story("/a")), desk.put("/b", story("/b"))
    for bodies in ([one, two], [two, one], [one, one, two]):
        assert desk.deliver(*bodies) == []
    (first,) = {purge.reference for purge in desk.edge.done}
    assert desk.deliver(one) == []
    assert desk.deliver(desk.put("/a", story("/a"))) == []
    late = [body for body, _ in desk.queue.sent]
    assert len(set(late)) == 3
    for body in late[:3]:
        assert desk.deliver(body) == []
    names = [purge.reference for purge in desk.edge.done]
    assert len(set(names)) == len(names) == 4
    assert names[0] == first
    assert all(re.fullmatch(r"[!-~]{1,128}", name) for name in names)


def test_messages_that_say_nothing_of_their_own(desk: Desk) -> None:
    """Without a sequencer it is the message's id that a purge is named after: other messages are other purges."""
    desk.storage.put(key("/a"), as_bytes(story("/a")))
    body = '{"source": "aws.s3", "detail": {"object": {"key": "stories/a.json", "version-id": "null"}}}'
    for identity in ("m-1", "m-1", "m-2"):
        assert run(desk.function, post.batch([post.record(body, identity=identity)])) == []
    assert len(desk.edge.done) == 2


def test_writes_to_a_bucket_without_versions(desk: Desk) -> None:
    """Where every version is called `null`, each write is still a purge of its own."""
    desk.storage.put(key("/a"), as_bytes(story("/a")))
    assert desk.deliver(post.changed(key("/a"), "null")) == desk.deliver(post.changed(key("/a"), "null")) == []
    assert len(desk.edge.done) == 2
