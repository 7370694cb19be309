"""Object storage over HTTP: ministack's S3 on the loopback address, and buckets in it."""

from __future__ import annotations

import http.client
import itertools
import os
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

import boto3
from botocore.config import Config

from tests.parts.missing import INSTALL
from tests.parts.pins import CACHE, MINISTACK_HOME
from tests.parts.service import HOST, Service, free_port

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

REGION: Final = "eu-west-1"
_PYTHON = MINISTACK_HOME / "bin" / "python"
_ACCOUNT = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_REGION": REGION,
}
_NO_OTHER_ACCOUNT = {
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}


def available() -> str | None:
    """Say what the storage lacks, if anything."""
    if not _PYTHON.exists():
        return "S3: ministack is missing; run `" + INSTALL + "`"
    return None


def environment(endpoint: str) -> dict[str, str]:
    """Return the variables that send boto3 to the endpoint, as nobody, and keep it from all other accounts."""
    return {**_ACCOUNT, **_NO_OTHER_ACCOUNT, "AWS_ENDPOINT_URL_S3": endpoint}


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an object; a delete marker has no ETag."""

    id: str
    etag: str | None
    latest: bool


@dataclass(frozen=True, slots=True)
class Bucket:
    """A versioned bucket, and what tests do with it."""

    name: str
    client: S3Client

    def put(self, key: str, body: bytes | str, content_type: str = "application/json") -> str:
        """Store an object and return its ETag, with its quotes."""
        content = body.encode() if isinstance(body, str) else body
        return self.client.put_object(Bucket=self.name, Key=key, Body=content, ContentType=content_type)["ETag"]

    def delete(self, key: str) -> str:
        """Put a delete marker on an object and return the marker's version."""
        return self.client.delete_object(Bucket=self.name, Key=key)["VersionId"]

    def get(self, key: str) -> bytes:
        """Return an object's newest content."""
        return self.client.get_object(Bucket=self.name, Key=key)["Body"].read()

    def versions(self, key: str) -> list[Version]:
        """Return an object's versions and delete markers, as S3 lists them: newest first, markers after versions."""
        listed = self.client.list_object_versions(Bucket=self.name, Prefix=key)
        whole = [
            Version(v["VersionId"], v["ETag"], v["IsLatest"]) for v in listed.get("Versions", []) if v["Key"] == key
        ]
        marks = [
            Version(m["VersionId"], None, m["IsLatest"]) for m in listed.get("DeleteMarkers", []) if m["Key"] == key
        ]
        return whole + marks


class S3:
    """A running S3 with nothing in it."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self.endpoint = ""
        self._numbers = itertools.count(1)
        self._stack = ExitStack()
        self._client: S3Client | None = None

    def __enter__(self) -> Self:
        """Start the server and wait until it answers."""
        port = free_port()
        with ExitStack() as stack:
            stack.enter_context(
                Service([str(_PYTHON), "-m", "ministack"], port, server_environment(port, SERVICES="s3"))
            )
            self.endpoint = f"http://{HOST}:{port}"
            ready(port)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *failure: object) -> None:
        """Close the clients that were given out, and end the server."""
        self._client = None
        self._stack.close()

    def client(self, endpoint: str | None = None, config: Config | None = None) -> S3Client:
        """Return a client for the server, or for a proxy in front of it; by default it tries once."""
        session = boto3.session.Session()
        client = session.client(
            "s3",
            endpoint_url=endpoint or self.endpoint,
            region_name=REGION,
            aws_access_key_id=_ACCOUNT["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=_ACCOUNT["AWS_SECRET_ACCESS_KEY"],
            config=_defaults().merge(config) if config else _defaults(),
        )
        self._stack.callback(client.close)
        return client

    def bucket(self) -> Bucket:
        """Make a new, empty, versioned bucket, so that tests do not see each other's objects."""
        self._client = self._client or self.client()
        bucket = Bucket(f"stories-{next(self._numbers)}", self._client)
        self._client.create_bucket(Bucket=bucket.name, CreateBucketConfiguration={"LocationConstraint": REGION})
        self._client.put_bucket_versioning(Bucket=bucket.name, VersioningConfiguration={"Status": "Enabled"})
        return bucket


def _defaults() -> Config:
    return Config(
        s3={"addressing_style": "path"},
        retries={"total_max_attempts": 1},
        connect_timeout=5,
        read_timeout=30,
    )


def server_environment(port: int, **more: str) -> dict[str, str]:
    """Return the whole environment of a ministack on a port: all its services, unless SERVICES says which."""
    return {
        "PATH": os.defpath,
        "HOME": str(CACHE),
        "TMPDIR": str(CACHE),
        "LANG": "C.UTF-8",
        "BIND_HOST": HOST,
        "GATEWAY_PORT": str(port),
        "MINISTACK_REGION": REGION,
        "LOG_LEVEL": "WARNING",
        **_ACCOUNT,
        **_NO_OTHER_ACCOUNT,
        **more,
    }


def ready(port: int) -> None:
    """Wait for the first answer: the port may be open before the services are there."""
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    try:
        connection.request("GET", "/_ministack/health")
        connection.getresponse().read()
    finally:
        connection.close()
