"""The publish function over an account of AWS, and over parts in memory, with its log at hand."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pytest
from mypy_boto3_cloudfront.client import CloudFrontClient
from mypy_boto3_s3.client import S3Client
from mypy_boto3_sqs.client import SQSClient

from publish import edge, queue
from publish.edge import CloudFront, Edge
from publish.function import SERVICE, PublishFunction
from publish.queue import Queue, Sqs
from slugline.storage import Archive
from slugline.storage.s3 import Bucket, make_client
from slugline.theme.folder import folders_of, providers_in
from tests.parts import aws, cloud, missing, s3
from tests.parts.cloud import Chain, Json, Wiring
from tests.parts.cloudfront import StrictCloudFront
from tests.parts.faults import FaultyProxy
from tests.publish import post
from tests.publish.memory import Memory, PurgeList, Waiting
from tests.render.conftest import Log
from tests.render.newsroom import FolderShelf, as_bytes, key

SECOND_PURGE = 30
PREFIX = "newsroom"


@dataclass(frozen=True)
class Lines:
    """The function's ways to an account, each through a proxy: made once, since a client reads its service's model."""

    storage: FaultyProxy
    edge: FaultyProxy
    messages: FaultyProxy
    s3: S3Client
    cloudfront: CloudFrontClient
    sqs: SQSClient

    @property
    def proxies(self) -> tuple[FaultyProxy, ...]:
        """All of them."""
        return self.storage, self.edge, self.messages


@pytest.fixture(scope="session")
def account() -> Iterator[aws.Aws]:
    """An AWS account."""
    missing.need(aws)
    with aws.Aws() as running:
        yield running


@pytest.fixture(scope="session")
def made_in(account: aws.Aws) -> cloud.Cloud:
    """Where tests have their buckets, queues and distributions made."""
    return cloud.Cloud(account)


@pytest.fixture(scope="session")
def lines(account: aws.Aws) -> Iterator[Lines]:
    """The function's ways to the account."""
    there = account.endpoint
    with FaultyProxy(there) as storage, FaultyProxy(there) as purges, FaultyProxy(there) as messages:
        with pytest.MonkeyPatch.context() as environment:
            for name, text in s3.environment(storage.endpoint).items():
                environment.setenv(name, text)
            environment.setenv("AWS_ENDPOINT_URL_CLOUDFRONT", purges.endpoint)
            environment.setenv("AWS_ENDPOINT_URL_SQS", messages.endpoint)
            made = Lines(storage, purges, messages, make_client(), edge.make_client(), queue.make_client())
        yield made
        for client in (made.s3, made.cloudfront, made.sqs):
            client.close()


@pytest.fixture
def log(capsys: pytest.CaptureFixture[str]) -> Log:
    """The log of the functions of this test."""
    return Log(capsys)


def function_of(
    storage: Archive, edge: Edge, queue: Queue, *, second_purge: int = SECOND_PURGE, prefix: str = ""
) -> PublishFunction:
    """A function with these parts."""
    providers = providers_in(folders_of(None))
    return PublishFunction(storage, edge, queue, providers=providers, second_purge=second_purge, prefix=prefix)


def run(function: PublishFunction, event: Json, context: Any = None) -> list[str]:
    """The ids of the messages of an event that are to come again. The log is written where this test looks."""
    assert function.logger.service == SERVICE
    for handler in function.logger.handlers:
        handler.stream = sys.stdout  # type: ignore[attr-defined] # Powertools has stream handlers alone
    given: Any = context or post.context()
    return post.failures(function(event, given))


def numbered(*bodies: Any, deliveries: int = 1) -> Json:
    """A batch of messages whose ids are their numbers in it."""
    return post.batch(post.record(body, deliveries, f"{number}") for number, body in enumerate(bodies))


class Newsroom(Protocol):
    """The function over a storage and an edge, and a CMS that writes there."""

    def put(self, path: str, content: Json | bytes) -> str:
        """Stores a document and returns the message that tells of it."""

    def delete(self, path: str) -> str:
        """Deletes a document and returns the message that tells of it."""

    def erase(self, path: str, back: int = 0) -> str:
        """Removes for good the version, or marker, that many before the newest, and returns the message."""

    def deliver(self, *bodies: Any, deliveries: int = 1) -> list[str]:
        """Hands over messages in one batch; returns which are to come again, by their number in it."""

    def problems(self, path: str) -> bytes | None:
        """What is told of a document."""

    def purged(self) -> set[str]:
        """The tags that were purged since this was last asked."""


@dataclass(repr=False)
class Desk:
    """A newsroom in memory."""

    storage: Memory = field(default_factory=Memory)
    edge: PurgeList = field(default_factory=PurgeList)
    queue: Waiting = field(default_factory=Waiting)
    _seen: int = 0

    def __post_init__(self) -> None:
        self.function = function_of(self.storage, self.edge, self.queue)

    def put(self, path: str, content: Json | bytes) -> str:
        """As `Newsroom.put`."""
        return post.changed(key(path), self.storage.put(key(path), as_bytes(content)))

    def delete(self, path: str) -> str:
        """As `Newsroom.delete`."""
        return post.changed(key(path), self.storage.delete(key(path)), kind="Object Deleted")

    def erase(self, path: str, back: int = 0) -> str:
        """As `Newsroom.erase`."""
        version = self.storage.ids(key(path))[-1 - back]
        self.storage.erase(key(path), version)
        return post.changed(key(path), version, kind="Object Deleted")

    def deliver(self, *bodies: Any, deliveries: int = 1) -> list[str]:
        """As `Newsroom.deliver`."""
        return run(self.function, numbered(*bodies, deliveries=deliveries))

    def problems(self, path: str) -> bytes | None:
        """As `Newsroom.problems`."""
        return self.storage.get(f"problems{path}.json")

    def purged(self) -> set[str]:
        """As `Newsroom.purged`."""
        new, self._seen = self.edge.done[self._seen :], len(self.edge.done)
        return {tag for purge in new for tag in purge.tags}


@pytest.fixture
def desk(log: Log) -> Desk:
    """The function over parts in memory."""
    del log
    return Desk()


@dataclass
class Press:
    """The function over an account, with proxies before all that it speaks to; and its CMS."""

    chain: Chain
    lines: Lines
    asked: list[tuple[str, Json]] = field(default_factory=list)
    """What SQS was asked: the operation and its parameters."""
    _seen: set[str] = field(default_factory=set)

    def note(self, params: Json, model: Any, **_: Any) -> None:
        """Notes what SQS is asked."""
        self.asked.append((model.name, params))

    def function(
        self,
        *,
        second_purge: int = SECOND_PURGE,
        prefix: str = PREFIX,
        budget: float = 2.0,
        client: S3Client | None = None,
    ) -> PublishFunction:
        """The function as the handler makes it."""
        return function_of(
            Bucket(self.chain.bucket.name, prefix, budget=budget, client=client or self.lines.s3),
            CloudFront(self.chain.distribution.id, self.lines.cloudfront),
            Sqs(self.chain.queue.url, self.lines.sqs),
            second_purge=second_purge,
            prefix=prefix,
        )

    def put(self, path: str, content: Json | bytes, prefix: str = f"{PREFIX}/") -> str:
        """As `Newsroom.put`."""
        whole = f"{prefix}{key(path)}"
        client = self.chain.bucket.client
        stored = client.put_object(Bucket=self.chain.bucket.name, Key=whole, Body=as_bytes(content))
        return post.changed(whole, stored["VersionId"])

    def delete(self, path: str) -> str:
        """As `Newsroom.delete`."""
        whole = f"{PREFIX}/{key(path)}"
        return post.changed(whole, self.chain.bucket.delete(whole), kind="Object Deleted")

    def erase(self, path: str, back: int = 0) -> str:
        """As `Newsroom.erase`."""
        whole = f"{PREFIX}/{key(path)}"
        listed = self.chain.bucket.client.list_object_versions(Bucket=self.chain.bucket.name, Prefix=whole)
        found = [*listed.get("Versions", []), *listed.get("DeleteMarkers", [])]
        found.sort(key=lambda one: (one["IsLatest"], one["LastModified"]), reverse=True)
        version = found[back]["VersionId"]
        self.chain.bucket.client.delete_object(Bucket=self.chain.bucket.name, Key=whole, VersionId=version)
        return post.changed(whole, version, kind="Object Deleted")

    def deliver(self, *bodies: Any, deliveries: int = 1) -> list[str]:
        """As `Newsroom.deliver`."""
        return run(self.function(), numbered(*bodies, deliveries=deliveries))

    def posted(self, body: str, deliveries: int = 1) -> Json:
        """A batch of one message that is really in the queue, and out with its receiver."""
        self.chain.queue.client.send_message(QueueUrl=self.chain.queue.url, MessageBody=body)
        (found,) = self.chain.queue.receive(1)
        found["attributes"]["ApproximateReceiveCount"] = str(deliveries)
        return post.batch([found])

    def problems(self, path: str) -> bytes | None:
        """As `Newsroom.problems`."""
        client = self.chain.bucket.client
        try:
            return self.chain.bucket.get(f"{PREFIX}/problems{path}.json")
        except client.exceptions.NoSuchKey:
            return None

    def purged(self) -> set[str]:
        """As `Newsroom.purged`."""
        new = [purge for purge in self.chain.distribution.purges() if purge.id not in self._seen]
        self._seen |= {purge.id for purge in new}
        assert all(item.startswith("#") for purge in new for item in purge.items)
        return {item[1:] for purge in new for item in purge.items}

    def items(self) -> list[tuple[str, ...]]:
        """The items of each purge that was taken."""
        return [purge.items for purge in self.chain.distribution.purges()]

    def held(self) -> list[int]:
        """The seconds for which failed messages were held back, in the order in which they were."""
        return [params["VisibilityTimeout"] for name, params in self.asked if name == "ChangeMessageVisibility"]


@pytest.fixture
def wiring() -> Wiring | None:
    """How changes come to the queue: here not at all; a test may ask for a way."""
    return None


@pytest.fixture
def press(made_in: cloud.Cloud, lines: Lines, wiring: Wiring | None, log: Log) -> Iterator[Press]:
    """The function over an account."""
    del log
    made = Press(made_in.chain(wiring, f"{PREFIX}/"), lines)
    for proxy in lines.proxies:
        proxy.clear()
        proxy.forget()
    lines.sqs.meta.events.register("provide-client-params.sqs.*", made.note)
    yield made
    lines.sqs.meta.events.unregister("provide-client-params.sqs.*", made.note)
    for proxy in lines.proxies:
        proxy.clear()


@pytest.fixture(params=["desk", "press"])
def newsroom(request: pytest.FixtureRequest) -> Newsroom:
    """Each kind of newsroom in turn: one says what is so in principle, the other that it is so over HTTP."""
    made: Newsroom = request.getfixturevalue(request.param)
    return made


@pytest.fixture(scope="session")
def strict_line() -> Iterator[tuple[StrictCloudFront, CloudFront]]:
    """A CloudFront that refuses what the real one does, and the function's way to it."""
    with StrictCloudFront() as server:
        with pytest.MonkeyPatch.context() as environment:
            for name, text in s3.environment("").items():
                environment.setenv(name, text)
            environment.setenv("AWS_ENDPOINT_URL_CLOUDFRONT", server.endpoint)
            client = edge.make_client()
        yield server, CloudFront("E1", client)
        client.close()


@pytest.fixture
def strict(strict_line: tuple[StrictCloudFront, CloudFront]) -> tuple[StrictCloudFront, CloudFront]:
    """The same, as it was at first."""
    strict_line[0].forget()
    return strict_line


@pytest.fixture
def folder(tmp_path: Path) -> FolderShelf:
    """An empty folder."""
    root = tmp_path / "storage"
    root.mkdir()
    return FolderShelf(root)
