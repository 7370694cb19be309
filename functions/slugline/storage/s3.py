"""Stories in an S3 bucket."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import copy
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.session import get_session
from urllib3.exceptions import HTTPError

from slugline.errors import NotFound, StorageUnavailable
from slugline.storage import Stored
from slugline.story.limits import MAX_DOCUMENT_BYTES

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

CONNECT_SECONDS = 0.5
READ_SECONDS = 1.0
ATTEMPTS = 2
MAX_KEY_BYTES = 1_024
"""Bytes of a key; S3's limit."""
MAX_VERSIONS = 20
"""Versions that are looked at for one that can be decoded."""
MAX_LISTED = 1_000
"""Versions among which one is looked for; as many as S3 lists at once."""
_PIECE = 64 * 1_024
_TO_READ = "s3:GetObject on it, and s3:ListBucket on the bucket"
_TO_READ_EARLIER = "s3:GetObjectVersion on it, and s3:ListBucketVersions on the bucket"

_Result = TypeVar("_Result")

# Answers that another attempt will not change.
_DENIED = "access is refused: the function's role needs {}"
_REFUSED = {
    "AccessDenied": _DENIED,
    "403": _DENIED,
    "NoSuchBucket": "there is no such bucket",
    "InvalidAccessKeyId": "the credentials are not known",
    "SignatureDoesNotMatch": "the credentials are wrong",
    "ExpiredToken": "the credentials have expired",
    "PermanentRedirect": "the bucket is in another region",
    "InvalidBucketName": "the bucket's name is not one",
}


class Bucket:
    """A bucket, or a prefix of one, that holds `stories/`."""

    def __init__(self, bucket: str, prefix: str, *, budget: float, client: "S3Client | None" = None) -> None:
        """Takes the bucket's name.

        Args:
            bucket: its name.
            prefix: what stands before `stories/`, without a slash at the end; may be empty.
            budget: seconds that the readings of one request may take in all, attempts included.
            client: takes the place of one made from the environment.
        """
        self.bucket = bucket
        self.budget = budget
        self._prefix = f"{prefix}/" if prefix else ""
        self._client = client or make_client()
        self._deadline: float | None = None

    def open(self) -> "Bucket":
        """As `Storage.open`."""
        opened = copy(self)
        opened._deadline = monotonic() + self.budget  # noqa: SLF001 -- it is another of the same
        return opened

    def read(self, key: str, unless: str | None = None) -> Stored | None:
        """As `Storage.read`."""
        name = self._name(key)
        asked = {"Bucket": self.bucket, "Key": name}
        deadline = self._until()
        stored = self._within(deadline, name, lambda: self._get(asked, deadline, unless), _TO_READ)
        return None if stored.etag == unless else stored

    def earlier(self, key: str) -> Iterator[Stored]:
        """As `Storage.earlier`, the budget being one for all of them; what was deleted since is not among them."""
        name = self._name(key)
        deadline = self._until()
        for version in self._within(deadline, name, lambda: self._listed(name), _TO_READ_EARLIER):
            yield self._version(name, version, deadline)

    def _until(self) -> float:
        """When the time for reading is over: of one request that was opened, or of this reading alone."""
        return self._deadline or monotonic() + self.budget

    def _version(self, name: str, version: str, deadline: float) -> Stored:
        asked = {"Bucket": self.bucket, "Key": name, "VersionId": version}
        return self._within(deadline, name, lambda: self._get(asked, deadline, None), _TO_READ_EARLIER)

    def back_from(self, key: str, version: str) -> Iterator[Stored]:
        """As `Archive.back_from`, within one budget; no more of them than are looked at."""
        name = self._name(key)
        deadline = self._until()
        listed = self._within(deadline, name, lambda: self._versions(name, MAX_LISTED), _TO_READ_EARLIER)
        known = [found["VersionId"] for found in listed.get("Versions", []) if found.get("Key") == name]
        if version and version not in known:
            return
        start = known.index(version) if version else 0
        for found in known[start : start + MAX_VERSIONS]:
            with suppress(NotFound):  # it may have been removed for good since it was listed
                yield self._version(name, found, deadline)

    def write(self, key: str, data: bytes) -> None:
        """As `Archive.write`."""
        name = self._name(key)
        asked: Any = {"Bucket": self.bucket, "Key": name, "Body": data, "ContentType": "application/json"}
        deadline = self._until()
        self._within(deadline, name, lambda: self._client.put_object(**asked), "s3:PutObject on it")

    def remove(self, key: str) -> None:
        """As `Archive.remove`."""
        name = self._name(key)
        asked: Any = {"Bucket": self.bucket, "Key": name}
        deadline = self._until()
        self._within(deadline, name, lambda: self._client.delete_object(**asked), "s3:DeleteObject on it")

    def _versions(self, name: str, most: int) -> Any:
        return self._client.list_object_versions(Bucket=self.bucket, Prefix=name, MaxKeys=most)

    def _listed(self, name: str) -> list[str]:
        """The versions of an object before the newest, newest first, as far back as it was last deleted."""
        listed = self._versions(name, MAX_VERSIONS)
        deleted = [mark["LastModified"] for mark in listed.get("DeleteMarkers", []) if mark.get("Key") == name]
        return [
            version["VersionId"]
            for version in listed.get("Versions", [])
            if version.get("Key") == name
            and not version.get("IsLatest")
            and all(version["LastModified"] > moment for moment in deleted)
        ]

    def documents(self) -> Iterator[str]:
        """As `Storage.documents`."""
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket, Prefix=self._name("stories/")
        )
        try:
            for page in pages:
                for item in page.get("Contents", []):
                    if item["Key"].endswith(".json"):
                        yield item["Key"].removeprefix(self._prefix)
        except (ClientError, BotoCoreError) as fault:
            raise StorageUnavailable(f"s3://{self.bucket}: {fault}") from fault

    def _name(self, key: str) -> str:
        name = self._prefix + key
        if len(name.encode()) > MAX_KEY_BYTES:
            raise NotFound(f"{name} is longer than any key.")
        return name

    def _get(self, asked: dict[str, Any], deadline: float, unless: str | None) -> Stored:
        """One attempt. An unchanged document comes back as its ETag alone."""
        conditions: dict[str, Any] = {"IfNoneMatch": unless} if unless else {}
        try:
            found = self._client.get_object(**asked, **conditions)
        except ClientError as fault:
            if unless and _status(fault) == 304 and _etag(fault) in (None, unless):  # noqa: PLR2004 -- HTTP's Not Modified
                return Stored(b"", unless)
            if unless and _status(fault) == 304:  # noqa: PLR2004 -- and one for another ETag is none for ours
                return self._get(asked, deadline, None)
            raise
        data = _read(found["Body"], found["ContentLength"], deadline)
        return Stored(data, found["ETag"], found.get("VersionId", ""))

    def _within(self, deadline: float, name: str, attempt: Callable[[], _Result], needs: str) -> _Result:
        """Attempts until one succeeds, as long as another can still end before the deadline."""
        for remaining in reversed(range(ATTEMPTS)):
            try:
                return attempt()
            except ClientError as fault:
                code = fault.response.get("Error", {}).get("Code", "")
                if code in ("NoSuchKey", "404", "NoSuchVersion", "KeyTooLongError"):
                    raise NotFound(f"There is no {name} in {self.bucket}.") from None
                if code in _REFUSED:
                    raise StorageUnavailable(
                        f"s3://{self.bucket}/{name}: {_REFUSED[code].format(needs)} ({code})"
                    ) from fault
                last: Exception = fault
            except (BotoCoreError, HTTPError, OSError) as fault:
                last = fault
            if not remaining or monotonic() + CONNECT_SECONDS + READ_SECONDS > deadline:
                break
        raise StorageUnavailable(f"s3://{self.bucket}/{name}: {last}") from last


def make_client() -> "S3Client":
    """A client with short time-outs and no attempts of its own: the budget is kept here.

    It is boto3's client, made by boto3's own core: boto3 itself would load the transfer manager and the resource
    factory first, a twelfth of a cold start, for nothing that reading asks for (infra/decisions/0006).
    """
    config = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"total_max_attempts": 1, "mode": "standard"},
        max_pool_connections=16,
        response_checksum_validation="when_required",  # the transport is TLS, and the length is checked
    )
    made: Any = get_session().create_client("s3", config=config)
    client: S3Client = made
    return client


def _read(body: Any, length: int, deadline: float) -> bytes:
    """A body as it comes, piece by piece, so that one that drips runs over the budget and not over the function's time.

    `StreamingBody.read` would wait for a whole piece; the stream inside gives what is there.
    """
    pieces = []
    size = 0
    with body as stream:
        while size <= MAX_DOCUMENT_BYTES and (piece := stream.read1(_PIECE)):
            pieces.append(piece)
            size += len(piece)
            if monotonic() > deadline:
                raise TimeoutError("the document came too slowly")
    if size < length and size <= MAX_DOCUMENT_BYTES:
        raise TimeoutError(f"the document broke off after {size:,} of {length:,} bytes")
    return b"".join(pieces)


def _status(fault: ClientError) -> int:
    return int(fault.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def _etag(fault: ClientError) -> str | None:
    headers: dict[str, str] = fault.response.get("ResponseMetadata", {}).get("HTTPHeaders", {})
    return headers.get("etag")
