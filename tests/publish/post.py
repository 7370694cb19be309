"""Messages of the publish queue as AWS writes them, by hand: in any order, as often and as wrong as a test wants."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote_plus

from tests.parts import events
from tests.parts.events import LambdaContext

Json = dict[str, Any]
SECONDS = 60
"""The function's time-out."""
AT = "2026-11-24T09:30:00Z"
_NUMBERS = itertools.count(1)


def changed(key: str, version: str = "", *, at: str = AT, kind: str = "Object Created") -> str:
    """An event of S3 as EventBridge brings it to a queue. Each is an event of its own."""
    number = next(_NUMBERS)
    found = {"key": key, "size": 5, "etag": "d41d8cd98f00b204e9800998ecf8427e", "sequencer": f"00617F{number:012X}"}
    event = {
        "version": "0",
        "id": f"17793124-05d4-b198-2fde-{number:012x}",
        "detail-type": kind,
        "source": "aws.s3",
        "account": "123456789012",
        "time": at,
        "region": "eu-west-1",
        "resources": ["arn:aws:s3:::newsroom"],
        "detail": {
            "version": "0",
            "bucket": {"name": "newsroom"},
            "object": found | ({"version-id": version} if version else {}),
            "request-id": "N4N7GDK58NMKJ12R",
            "requester": "123456789012",
            "source-ip-address": "203.0.113.7",
            "reason": "PutObject",
        },
    }
    return json.dumps(event, ensure_ascii=False)


def noted(key: str, version: str = "") -> str:
    """A notification that S3 itself sends to a queue; its key is encoded as in a form."""
    found = {"key": quote_plus(key, safe="/"), "size": 5, "versionId": version, "sequencer": f"0{next(_NUMBERS):X}"}
    note = {
        "eventVersion": "2.6",
        "eventSource": "aws:s3",
        "eventTime": AT,
        "eventName": "ObjectCreated:Put",
        "s3": {"s3SchemaVersion": "1.0", "bucket": {"name": "newsroom"}, "object": found},
    }
    return json.dumps({"Records": [note]})


def again(*tags: str, reference: str = "again-1") -> str:
    """A message that asks for a second purge."""
    return json.dumps({"slugline": "purge again", "tags": tags, "reference": reference})


GREETING = json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent", "Time": AT, "Bucket": "newsroom"})
"""What S3 sends to a queue when it is told of it."""


def record(body: Any, deliveries: int = 1, identity: str = "") -> Json:
    """A message as Lambda brings it; each has its own id unless one is given, and a receipt of its own."""
    number = next(_NUMBERS)
    return {
        "messageId": identity or f"m-{number}",
        "receiptHandle": f"receipt-{number}",
        "body": body,
        "attributes": {"ApproximateReceiveCount": str(deliveries), "SentTimestamp": "1795512600000"},
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:eu-west-1:123456789012:publish",
        "awsRegion": "eu-west-1",
    }


def batch(records: Iterable[Json]) -> Json:
    """Some messages in one event of Lambda."""
    return {"Records": list(records)}


def context(milliseconds: int = SECONDS * 1_000) -> LambdaContext:
    """The context of a function that has so much time left."""
    return events.LambdaContext(remaining_ms=milliseconds, function_name="publish")


def failures(answer: Json) -> list[str]:
    """The ids of the messages that are to come again."""
    assert answer.keys() == {"batchItemFailures"}
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]
