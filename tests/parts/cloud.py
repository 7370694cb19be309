"""What publishing meets of an AWS account: a bucket whose changes go to a queue, and a distribution that forgets."""

from __future__ import annotations

import itertools
import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from tests.parts import s3
from tests.parts.aws import Aws

if TYPE_CHECKING:
    from mypy_boto3_cloudfront.client import CloudFrontClient
    from mypy_boto3_sqs.client import SQSClient

Json = dict[str, Any]
Wiring = Literal["EventBridge", "S3"]
PATIENCE: Final = 15.0
"""Seconds that a message may take to arrive."""
_NUMBERS = itertools.count(1)
_ATTRIBUTES = {"ApproximateReceiveCount", "SentTimestamp", "SenderId", "ApproximateFirstReceiveTimestamp"}


class NoMessageError(Exception):
    """Fewer messages came than were expected. Carries those that did."""


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue, and what Lambda does with it."""

    url: str
    arn: str
    client: SQSClient

    def receive(self, count: int) -> list[Json]:
        """Wait for so many messages and return them as the records of Lambda's event."""
        records: list[Json] = []
        end = time.monotonic() + PATIENCE
        while len(records) < count:
            asked = self.client.receive_message(
                QueueUrl=self.url,
                MaxNumberOfMessages=min(10, count - len(records)),
                WaitTimeSeconds=1,
                AttributeNames=["All"],
            )
            records += [self._record(dict(message)) for message in asked.get("Messages", [])]
            if time.monotonic() > end:
                raise NoMessageError(f"{len(records)} of {count}: {records}")
        return records

    def receive_one(self, words: str) -> Json:
        """Wait for a message that says this, and return it as a record; others that come stay out of sight."""
        while words not in (record := self.receive(1)[0])["body"]:
            pass
        return record

    def settle(self, event: Json, failed: list[str]) -> None:
        """Remove the messages of a batch that are done, as Lambda does when it is told which failed."""
        for record in event["Records"]:
            if record["messageId"] not in failed:
                self.client.delete_message(QueueUrl=self.url, ReceiptHandle=record["receiptHandle"])

    def counts(self) -> tuple[int, int, int]:
        """Return how many messages are there: to be received, out with a receiver, and held back."""
        found: Any = self.client.get_queue_attributes(QueueUrl=self.url, AttributeNames=["All"])["Attributes"]
        whole = "ApproximateNumberOfMessages"
        return int(found[whole]), int(found[f"{whole}NotVisible"]), int(found[f"{whole}Delayed"])

    def _record(self, message: Json) -> Json:
        return {
            "messageId": message["MessageId"],
            "receiptHandle": message["ReceiptHandle"],
            "body": message["Body"],
            "attributes": {key: text for key, text in message["Attributes"].items() if key in _ATTRIBUTES},
            "messageAttributes": {},
            "md5OfBody": message["MD5OfBody"],
            "eventSource": "aws:sqs",
            "eventSourceARN": self.arn,
            "awsRegion": s3.REGION,
        }


@dataclass(frozen=True, slots=True)
class Invalidation:
    """One purge as the distribution lists it."""

    items: tuple[str, ...]
    quantity: int
    reference: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Distribution:
    """A distribution that takes purges and has nothing to forget."""

    id: str
    client: CloudFrontClient

    def purges(self) -> list[Invalidation]:
        """Return the purges that were taken; those of one second in any order."""
        pages = self.client.get_paginator("list_invalidations").paginate(DistributionId=self.id)
        ids = [item["Id"] for page in pages for item in page["InvalidationList"].get("Items", [])]
        return [self._purge(one) for one in ids]

    def _purge(self, identity: str) -> Invalidation:
        found = self.client.get_invalidation(DistributionId=self.id, Id=identity)["Invalidation"]["InvalidationBatch"]
        paths = found["Paths"]
        return Invalidation(tuple(paths.get("Items", ())), paths["Quantity"], found["CallerReference"], identity)


@dataclass(frozen=True, slots=True)
class Chain:
    """A versioned bucket, the queue that hears of its changes, and a distribution."""

    bucket: s3.Bucket
    queue: Queue
    distribution: Distribution


class Cloud:
    """What is made in an account; its clients are made once, since each reads its service's model."""

    def __init__(self, account: Aws) -> None:
        """Make the clients."""
        self._events = account.client("events")
        self._s3 = account.client("s3")
        self._sqs = account.client("sqs")
        self._cloudfront = account.client("cloudfront")

    def queue(self, visibility: int = 360) -> Queue:
        """Make a queue whose messages are, once received, out of sight for so many seconds."""
        name = f"publish-{next(_NUMBERS)}"
        url = self._sqs.create_queue(QueueName=name, Attributes={"VisibilityTimeout": str(visibility)})["QueueUrl"]
        arn = self._sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        return Queue(url, arn, self._sqs)

    def distribution(self) -> Distribution:
        """Make a distribution that purges by the tags of Cache-Tag."""
        made = self._cloudfront.create_distribution(
            DistributionConfig={
                "CallerReference": f"tests-{next(_NUMBERS)}",
                "Origins": {"Quantity": 1, "Items": [_ORIGIN]},
                "DefaultCacheBehavior": {"TargetOriginId": "render", "ViewerProtocolPolicy": "redirect-to-https"},
                "CacheTagConfig": {"HeaderName": "Cache-Tag"},
                "Comment": "",
                "Enabled": True,
            }
        )
        return Distribution(made["Distribution"]["Id"], self._cloudfront)

    def bucket(self) -> s3.Bucket:
        """Make a versioned bucket that tells nobody of its changes."""
        made = s3.Bucket(f"stories-{next(_NUMBERS)}", self._s3)
        self._s3.create_bucket(Bucket=made.name, CreateBucketConfiguration={"LocationConstraint": s3.REGION})
        self._s3.put_bucket_versioning(Bucket=made.name, VersioningConfiguration={"Status": "Enabled"})
        return made

    def chain(self, wiring: Wiring | None, prefix: str = "") -> Chain:
        """Make a chain: EventBridge tells of the stories below `prefix`, S3 itself of all that changes."""
        made = Chain(self.bucket(), self.queue(), self.distribution())
        if wiring == "EventBridge":
            self._notify(made, {"EventBridgeConfiguration": {}})
            self._rule(made, prefix)
        elif wiring == "S3":
            events = ["s3:ObjectCreated:*", "s3:ObjectRemoved:*"]
            self._notify(made, {"QueueConfigurations": [{"QueueArn": made.queue.arn, "Events": events}]})
        return made

    def _notify(self, made: Chain, told: Json) -> None:
        self._s3.put_bucket_notification_configuration(Bucket=made.bucket.name, NotificationConfiguration=told)

    def _rule(self, made: Chain, prefix: str) -> None:
        pattern = {
            "source": ["aws.s3"],
            "detail-type": ["Object Created", "Object Deleted"],
            "detail": {"bucket": {"name": [made.bucket.name]}, "object": {"key": [{"prefix": f"{prefix}stories/"}]}},
        }
        self._events.put_rule(Name=made.bucket.name, EventPattern=json.dumps(pattern))
        self._events.put_targets(Rule=made.bucket.name, Targets=[{"Id": "queue", "Arn": made.queue.arn}])


_ORIGIN: Final = {
    "Id": "render",
    "DomainName": "render.example",
    "CustomOriginConfig": {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"},
}
