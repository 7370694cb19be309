"""Stories in S3, through boto3 and a network that fails in every way: an answer in time, and then all is well."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from time import monotonic

import pytest

from slugline.errors import NotFound, StorageUnavailable
from slugline.storage import Stored
from slugline.storage.s3 import MAX_KEY_BYTES, MAX_VERSIONS, READ_SECONDS, Bucket, make_client
from slugline.story.limits import MAX_DOCUMENT_BYTES
from tests.parts import faults, s3
from tests.parts.faults import Fault, FaultyProxy

KEY = "stories/world/a.json"
BODY = b'{"headline": "The ferry"}' * 40
BUDGET = 1.0
MARGIN = READ_SECONDS + 1.0


@pytest.fixture
def proxy(s3_server: s3.S3) -> Iterator[FaultyProxy]:
    """A proxy in front of S3."""
    with FaultyProxy(s3_server.endpoint) as running:
        yield running


@pytest.fixture
def stored(bucket: s3.Bucket, proxy: FaultyProxy, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """A storage with a document, reached by way of the proxy as the environment says."""
    for name, text in s3.environment(proxy.endpoint).items():
        monkeypatch.setenv(name, text)
    bucket.put(f"newsroom/{KEY}", BODY)
    client = make_client()
    yield Bucket(bucket.name, "newsroom", budget=BUDGET, client=client)
    client.close()


def read(storage: Bucket, unless: str | None = None) -> bytes | None:
    """Reads the document, and sees that it comes, or that it is told that it does not, within the budget."""
    start = monotonic()
    try:
        found = storage.read(KEY, unless)
    finally:
        assert monotonic() - start < storage.budget + MARGIN
    return found.data if found else None


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (faults.Status(403), "needs s3:GetObject on it, and s3:ListBucket on the bucket (AccessDenied)"),
        (faults.Status(404, "NoSuchBucket"), "there is no such bucket (NoSuchBucket)"),
        (faults.Status(403, "InvalidAccessKeyId"), "the credentials are not known"),
        (faults.Status(403, "SignatureDoesNotMatch"), "the credentials are wrong"),
        (faults.Status(400, "ExpiredToken"), "the credentials have expired"),
        (faults.Status(500), "InternalError"),
        (faults.Status(503), "SlowDown"),
        (faults.NotModified(), ""),
        (faults.Refuse(), "Could not connect"),
        (faults.Reset(), "Connection"),
        (faults.StallHeaders(), "Read timeout"),
        (faults.StallBody(), "timed out"),
        (faults.Drip(piece=4), "too slowly"),
        (faults.Truncate(), ""),
    ],
    ids=lambda value: str(value) if not isinstance(value, str) else "",
)
def test_a_fault_that_stays(stored: Bucket, proxy: FaultyProxy, fault: Fault, told: str) -> None:
    """While storage fails, each reading ends in time with an error that names object and cause; then all is well."""
    assert read(stored) == BODY
    proxy.set(fault)
    with pytest.raises(StorageUnavailable) as error:
        read(stored)
    assert str(error.value).startswith(f"s3://{stored.bucket}/newsroom/{KEY}: ")
    assert told in str(error.value)
    proxy.clear()
    assert read(stored) == BODY


REFUSALS = [faults.Status(403), faults.Status(404, "NoSuchBucket"), faults.Status(404)]


@pytest.mark.parametrize("fault", REFUSALS, ids=str)
def test_a_refusal_is_not_tried_again(stored: Bucket, proxy: FaultyProxy, fault: Fault) -> None:
    """What another attempt cannot change is asked once."""
    proxy.set(fault)
    with pytest.raises((StorageUnavailable, NotFound)):
        read(stored)
    assert proxy.count() == 1


@pytest.mark.parametrize(
    ("fault", "budget"),
    [
        (faults.Status(500), 3.0),
        (faults.Status(503), 3.0),
        (faults.Reset(), 3.0),
        (faults.Truncate(), 3.0),
        (faults.StallHeaders(), 3.0),
        (faults.StallBody(), 3.0),
    ],
    ids=str,
)
def test_a_fault_that_passes(stored: Bucket, proxy: FaultyProxy, fault: Fault, budget: float) -> None:
    """One failed attempt is not the reader's to know: within the budget there is another."""
    stored.budget = budget
    proxy.set(fault, times=1)
    assert read(stored) == BODY
    assert proxy.count() == 2


def test_no_attempt_that_cannot_end_in_time(stored: Bucket, proxy: FaultyProxy) -> None:
    """Where the budget has no room for another attempt there is none."""
    proxy.set(faults.StallHeaders())
    with pytest.raises(StorageUnavailable):
        read(stored)
    assert proxy.count() == 1


@pytest.mark.parametrize("size", [1, 5_000_000])
def test_a_drip_that_ends_in_time(stored: Bucket, bucket: s3.Bucket, proxy: FaultyProxy, size: int) -> None:
    """A slow body is a body, as long as it is within the budget."""
    bucket.put(f"newsroom/{KEY}", b"x" * size)
    proxy.set(faults.Drip(piece=max(1, size // 5), pause=0.01))
    assert read(stored) == b"x" * size


def test_a_condition(stored: Bucket, bucket: s3.Bucket, proxy: FaultyProxy) -> None:
    """A document does not come where its ETag is known; a 304 that is for another ETag is not believed."""
    etag = bucket.versions(f"newsroom/{KEY}")[0].etag
    assert read(stored, etag) is None
    assert read(stored, '"other"') == BODY
    proxy.set(faults.NotModified('"0000"'), times=1)
    assert read(stored, '"other"') == BODY
    proxy.set(faults.NotModified('"0000"'))
    with pytest.raises(StorageUnavailable):
        read(stored, '"other"')
    bucket.put(f"newsroom/{KEY}", b"changed")
    proxy.clear()
    assert read(stored, etag) == b"changed"


@pytest.mark.parametrize(
    "name", ["a b", "a+b", "a%2Fb", "a&b=c?d", "é", "e\u0301", "世界/港", "عالم", "\U0001f600", "'\"<>"]
)
def test_any_key(stored: Bucket, bucket: s3.Bucket, name: str) -> None:
    """Keys are taken as they are, whatever they hold, for the newest version and for those before."""
    key = f"stories/{name}.json"
    for body in (b"1", b"2", b"3"):
        bucket.put(f"newsroom/{key}", body)
    found = stored.read(key)
    assert found
    assert found.data == b"3"
    assert [version.data for version in stored.earlier(key)] == [b"2", b"1"]


def test_nothing_is_there(stored: Bucket, bucket: s3.Bucket, proxy: FaultyProxy) -> None:
    """A missing object, a deleted one and a key that is too long are nothing; the last is not even asked for."""
    bucket.delete(f"newsroom/{KEY}")
    for key in (KEY, "stories/none.json"):
        with pytest.raises(NotFound):
            stored.read(key)
    proxy.forget()
    with pytest.raises(NotFound):
        stored.read("世" * (MAX_KEY_BYTES // 3))
    assert proxy.count() == 0


def test_no_more_is_read_than_a_document_may_have(stored: Bucket, bucket: s3.Bucket) -> None:
    """A huge object is read far enough to see that it is too large, and the next reading is as ever."""
    bucket.put(f"newsroom/{KEY}", b"x" * (MAX_DOCUMENT_BYTES + 500_000))
    found = stored.read(KEY)
    assert found
    assert MAX_DOCUMENT_BYTES < len(found.data) < MAX_DOCUMENT_BYTES + 500_000
    bucket.put(f"newsroom/{KEY}", BODY)
    assert read(stored) == BODY


def test_earlier_versions_have_one_budget(stored: Bucket, bucket: s3.Bucket, proxy: FaultyProxy) -> None:
    """However many versions there are, reading them takes no longer than one budget in all."""
    for number in range(15):
        bucket.put(f"newsroom/{KEY}", bytes([65 + number]) * 60)
    proxy.set(faults.Drip(piece=1, pause=0.005), only=lambda _, target: "versionId" in target)
    start = monotonic()
    found: list[Stored] = []
    with pytest.raises(StorageUnavailable):
        found.extend(stored.earlier(KEY))
    assert monotonic() - start < stored.budget + MARGIN


def test_the_readings_of_a_request_have_one_budget(stored: Bucket, proxy: FaultyProxy) -> None:
    """One request's readings share a budget, however many there are; the next request has its own."""
    proxy.set(faults.Drip(piece=len(BODY) // 10, pause=0.05))
    for _ in range(2):
        request = stored.open()
        start = monotonic()
        assert request.read(KEY)
        with pytest.raises(StorageUnavailable, match="too slowly"):
            deque((request.read(KEY) for _ in range(10)), 0)
        assert monotonic() - start < stored.budget + MARGIN


def test_a_refusal_of_earlier_versions_names_the_permissions(stored: Bucket, proxy: FaultyProxy) -> None:
    """What reading versions needs is not what reading the newest does: the message says which."""
    proxy.set(faults.Status(403))
    with pytest.raises(StorageUnavailable, match="s3:GetObjectVersion on it, and s3:ListBucketVersions on the bucket"):
        list(stored.earlier(KEY))


def test_without_a_prefix(bucket: s3.Bucket, stored: Bucket) -> None:
    """Without a prefix, keys are the bucket's own."""
    bucket.put(KEY, b"top")
    top = Bucket(bucket.name, "", budget=BUDGET, client=stored._client)
    found = top.read(KEY)
    assert found
    assert found.data == b"top"


def versions(bucket: s3.Bucket, *bodies: bytes | None) -> list[str]:
    """Writes a history, None being a deletion, and returns the versions of it."""
    return [
        bucket.delete(f"newsroom/{KEY}")
        if body is None
        else bucket.client.put_object(Bucket=bucket.name, Key=f"newsroom/{KEY}", Body=body)["VersionId"]
        for body in bodies
    ]


def test_versions_from_one_on_back(stored: Bucket, bucket: s3.Bucket, proxy: FaultyProxy) -> None:
    """Newest first from the one asked for, deletions notwithstanding; a marker's are none, those of none are all."""
    ids = versions(bucket, b"1", b"2", None, b"3")

    def back_from(version: str) -> list[bytes]:
        return [found.data for found in stored.back_from(KEY, version)]

    assert back_from(ids[3]) == [b"3", b"2", b"1", BODY]
    assert back_from(ids[1]) == [b"2", b"1", BODY]
    assert back_from("") == [b"3", b"2", b"1", BODY]
    assert back_from(ids[2]) == back_from("none-such") == []
    assert next(stored.back_from(KEY, ids[0])).version == ids[0]
    assert list(stored.back_from("stories/none.json", "")) == list(stored.back_from("stories/none.json", "v")) == []
    proxy.forget()
    next(stored.back_from(KEY, ids[3]))
    assert proxy.count("GET") == 2, "one is listed and read: the others are read as they are asked for"


def test_versions_of_neighbours(stored: Bucket, bucket: s3.Bucket, proxy: FaultyProxy) -> None:
    """Keys that begin with the document's are other documents, and theirs are not its versions."""
    bucket.put(f"newsroom/{KEY}.json", b"other")
    assert [found.data for found in stored.back_from(KEY, "")] == [BODY]
    assert proxy.count() == 2


def test_a_version_far_back(stored: Bucket, bucket: s3.Bucket) -> None:
    """One is found below more versions than are looked at, and no more than that many are read from there."""
    ids = versions(bucket, *(b"%d" % number for number in range(MAX_VERSIONS * 2)))
    assert [found.data for found in stored.back_from(KEY, ids[1])] == [b"1", b"0", BODY]
    assert len(list(stored.back_from(KEY, ids[-1]))) == MAX_VERSIONS


def test_a_version_removed_meanwhile(stored: Bucket, bucket: s3.Bucket) -> None:
    """One that was removed for good since it was listed is passed over."""
    ids = versions(bucket, b"1", b"2")
    found = stored.back_from(KEY, ids[1])
    assert next(found).data == b"2"
    bucket.client.delete_object(Bucket=bucket.name, Key=f"newsroom/{KEY}", VersionId=ids[0])
    assert [version.data for version in found] == [BODY]


def test_writing_and_removing(stored: Bucket, bucket: s3.Bucket) -> None:
    """What is written is there in place of what was, as JSON, below the prefix; removed, it is gone."""
    for data in (b"{}", b"[1]"):
        stored.write("problems/world/a.json", data)
        found = bucket.client.get_object(Bucket=bucket.name, Key="newsroom/problems/world/a.json")
        assert (found["Body"].read(), found["ContentType"]) == (data, "application/json")
    for _ in range(2):
        stored.remove("problems/world/a.json")
        with pytest.raises(NotFound):
            stored.read("problems/world/a.json")


Step = Callable[[Bucket], object]
STEPS: dict[str, tuple[Step, str]] = {
    "write": (lambda storage: storage.write(KEY, b"{}"), "s3:PutObject on it"),
    "remove": (lambda storage: storage.remove(KEY), "s3:DeleteObject on it"),
    "back_from": (lambda storage: list(storage.back_from(KEY, "")), "s3:ListBucketVersions on the bucket"),
}


@pytest.mark.parametrize(("step", "needs"), STEPS.values(), ids=STEPS)
def test_faults_of_an_archive(stored: Bucket, proxy: FaultyProxy, step: Step, needs: str) -> None:
    """A refusal names what is needed and is not tried again; what passes is tried again; all within the budget."""
    proxy.set(faults.Status(403))
    with pytest.raises(StorageUnavailable, match=needs):
        step(stored)
    assert proxy.count() == 1
    for fault in (faults.Status(503), faults.Refuse(), faults.StallHeaders()):
        proxy.set(fault)
        start = monotonic()
        with pytest.raises(StorageUnavailable):
            step(stored.open())
        assert monotonic() - start < stored.budget + MARGIN
    stored.budget = 3.0
    proxy.set(faults.Status(500), times=1)
    step(stored)
