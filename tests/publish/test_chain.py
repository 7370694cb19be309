"""From a change in the bucket to the purges at the edge, through real messages, whichever way they come."""

from __future__ import annotations

import json
import re

import pytest

from publish.function import PublishFunction
from publish.queue import Sqs
from tests.parts import cloud
from tests.parts.cloud import Json
from tests.publish import post
from tests.publish.conftest import PREFIX, Press, run
from tests.render.conftest import Log
from tests.render.newsroom import key, redirect, story

REFERENCE = re.compile(r"[!-~]{1,128}")
BY_S3 = pytest.mark.parametrize("wiring", ["S3"])
BOTH_WAYS = pytest.mark.parametrize("wiring", ["EventBridge", "S3"])


def deliver(function: PublishFunction, press: Press, records: list[Json]) -> list[str]:
    """Hands over a batch, and has the queue forget what is done."""
    event = post.batch(records)
    failed = run(function, event)
    press.chain.queue.settle(event, failed)
    return failed


@BOTH_WAYS
def test_changes_are_purged_and_purged_again(press: Press, log: Log) -> None:
    """Stories written and deleted are one purge at once, by path, and one more later, under another name."""
    press.put("/a", story("/a"))
    press.put("/世/b-é", story("/世/b-é"))
    press.put("/a", story("/a", headline="Newer"))
    press.delete("/a")
    greeted(press)
    function = press.function(second_purge=1)
    assert deliver(function, press, press.chain.queue.receive(4)) == []
    tags = {"#path:/a", "#path:/%e4%b8%96/b-%c3%a9"}
    (first,) = press.chain.distribution.purges()
    assert (set(first.items), first.quantity) == (tags, 2)
    late = press.chain.queue.receive_one("purge again")
    assert json.loads(late["body"])["slugline"] == "purge again"
    assert deliver(function, press, [late]) == []
    (second,) = [purge for purge in press.chain.distribution.purges() if purge.id != first.id]
    assert (set(second.items), second.quantity) == (tags, 2)
    assert first.reference != second.reference
    assert REFERENCE.fullmatch(first.reference)
    assert REFERENCE.fullmatch(second.reference)
    assert log.read().metrics["PurgedTags"] == 4


def greeted(press: Press) -> None:
    """Takes S3's greeting, which only S3 itself sends, out of the queue; the function has nothing to do for it."""
    told = press.chain.bucket.client.get_bucket_notification_configuration(Bucket=press.chain.bucket.name)
    if "QueueConfigurations" in told:
        (greeting,) = press.chain.queue.receive(1)
        assert json.loads(greeting["body"])["Event"] == "s3:TestEvent"
        assert deliver(press.function(), press, [greeting]) == []


@BOTH_WAYS
def test_the_second_purge_waits(press: Press) -> None:
    """The message that asks for it is held back past the render function's time-out; it names tags and its purge."""
    press.put("/a", story("/a"))
    greeted(press)
    assert deliver(press.function(), press, press.chain.queue.receive(1)) == []
    assert press.chain.queue.counts()[2] == 1
    (asked,) = [params for name, params in press.asked if name == "SendMessage"]
    assert asked["DelaySeconds"] == 30
    said = json.loads(asked["MessageBody"])
    assert (said["tags"], REFERENCE.fullmatch(said["reference"]) is not None) == (["path:/a"], True)


@BOTH_WAYS
def test_a_batch_delivered_twice(press: Press) -> None:
    """Messages that come twice, in another order, are no second purge, nor is the second one of each a third."""
    for name in "abc":
        press.put(f"/{name}", story(f"/{name}"))
    greeted(press)
    records = press.chain.queue.receive(3)
    function = press.function()
    assert run(function, post.batch(records)) == []
    assert run(function, post.batch(reversed(records))) == []
    assert len(press.items()) == 1
    late = [params["MessageBody"] for name, params in press.asked if name == "SendMessage"]
    assert len(late) == 2
    for body in late:
        assert run(function, post.batch([post.record(body)])) == []
    assert len(press.items()) == 2


@BOTH_WAYS
def test_keys_as_each_way_spells_them(press: Press) -> None:
    """S3 encodes keys and EventBridge does not: either way it is the document that changed that is looked at."""
    names = ["a b", "a+b", "a%2Fb", "a&b=c?d", "é", "世/港", "عالم", "'\"<>"]
    for name in names:
        press.put(f"/{name}", story("/elsewhere"))
    greeted(press)
    assert deliver(press.function(), press, press.chain.queue.receive(len(names))) == []
    for name in names:
        told = press.problems(f"/{name}")
        assert told
        assert json.loads(told)["path"] == f"/{name}"
    (items,) = press.items()
    assert set(items) == {"#path:/%c3%a9", "#path:/%e4%b8%96/%e6%b8%af", "#path:/%d8%b9%d8%a7%d9%84%d9%85"}


@BY_S3
def test_no_loop(press: Press, log: Log) -> None:
    """Of what the function writes itself S3 tells it too: it is looked at and left alone, and nothing is written."""
    press.put("/a", story("/a"))
    greeted(press)
    function = press.function()
    deliver(function, press, press.chain.queue.receive(1))
    (own,) = press.chain.queue.receive(1)
    assert json.loads(own["body"])["Records"][0]["s3"]["object"]["key"] == f"{PREFIX}/problems/a.json"
    log.read()
    press.lines.storage.forget()
    assert deliver(function, press, [own]) == []
    assert press.lines.storage.count() == 0
    assert len(press.items()) == 1
    assert [line["message"] for line in log.read().lines] == ["ignored"]
    assert press.chain.queue.counts() == (0, 0, 1)


@BY_S3
def test_elsewhere_in_the_bucket(press: Press) -> None:
    """Only JSON below the prefix's own `stories/` is a story; all else is no business of the function's."""
    for whole in (key("/a"), f"{PREFIX}/media/a.json", f"{PREFIX}/stories/a.jpg", f"{PREFIX}2/{key('/a')}", "stories"):
        press.chain.bucket.put(whole, b"{}")
    greeted(press)
    function = press.function()
    press.lines.storage.forget()
    assert deliver(function, press, press.chain.queue.receive(5)) == []
    assert (press.lines.storage.count(), press.items()) == (0, [])


@BY_S3
def test_at_the_top_of_a_bucket(press: Press) -> None:
    """Without a prefix, `stories/` is the bucket's own."""
    press.put("/a", redirect("/a", "/b"), prefix="")
    greeted(press)
    assert deliver(press.function(prefix=""), press, press.chain.queue.receive(1)) == []
    assert press.items() == [("#path:/a",)]
    assert press.chain.bucket.get("problems/a.json")


def test_a_message_held_back(made_in: cloud.Cloud) -> None:
    """A message that failed comes again after the seconds that were asked for, and is counted."""
    queue = made_in.queue()
    queue.client.send_message(QueueUrl=queue.url, MessageBody="x")
    (first,) = queue.receive(1)
    assert queue.counts() == (0, 1, 0)
    Sqs(queue.url, queue.client).back(first["receiptHandle"], 1)
    (second,) = queue.receive(1)
    assert second["messageId"] == first["messageId"]
    assert second["attributes"]["ApproximateReceiveCount"] == "2"
