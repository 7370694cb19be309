"""Object storage as the tests use it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from tests.parts import s3
from tests.parts.missing import need
from tests.parts.s3 import S3, Bucket


@pytest.fixture(scope="module")
def server() -> Iterator[S3]:
    """Give a running server."""
    need(s3)
    with S3() as running:
        yield running


@pytest.fixture
def bucket(server: S3) -> Bucket:
    """Give an empty bucket."""
    return server.bucket()


def code(error: pytest.ExceptionInfo[ClientError]) -> str:
    """Return the error's code."""
    return error.value.response["Error"]["Code"]


def test_what_was_put_is_got(bucket: Bucket) -> None:
    """An object comes back as it was put, under keys of any script, until it is deleted."""
    key = "stories/\u0639\u0627\u0644\u0645/a b+c.json"
    etag = bucket.put(key, '{"a": "\u00e9"}')
    assert etag.startswith('"')
    assert bucket.get(key) == b'{"a": "\xc3\xa9"}'
    bucket.delete(key)
    with pytest.raises(ClientError) as error:
        bucket.get(key)
    assert code(error) == "NoSuchKey"


def test_versions_are_kept(bucket: Bucket) -> None:
    """Every version stays readable; the newest is marked, and a delete is a marker on top."""
    etags = [bucket.put("a.json", body) for body in ("1", "2")]
    bucket.put("a.json.bak", "x")
    assert [(v.etag, v.latest) for v in bucket.versions("a.json")] == [(etags[1], True), (etags[0], False)]
    mark = bucket.delete("a.json")
    versions = bucket.versions("a.json")
    assert [(v.id, v.etag, v.latest) for v in versions if v.latest] == [(mark, None, True)]
    old = bucket.client.get_object(Bucket=bucket.name, Key="a.json", VersionId=versions[1].id)
    assert old["Body"].read() == b"1"


def test_a_matching_etag_is_not_modified(bucket: Bucket) -> None:
    """A conditional read with the object's own ETag raises code 304; with another one it reads."""
    etag = bucket.put("a.json", "1")
    with pytest.raises(ClientError) as error:
        bucket.client.get_object(Bucket=bucket.name, Key="a.json", IfNoneMatch=etag)
    assert code(error) == "304"
    assert bucket.client.get_object(Bucket=bucket.name, Key="a.json", IfNoneMatch='"0"')["Body"].read() == b"1"


def test_buckets_are_apart(server: S3) -> None:
    """What one test stores, another does not see."""
    one, other = server.bucket(), server.bucket()
    one.put("a.json", "1")
    assert other.versions("a.json") == []


def test_another_process_reaches_it_by_its_environment(server: S3, bucket: Bucket) -> None:
    """The variables alone lead a plain boto3 client of another process here."""
    bucket.put("a.json", "found")
    program = f"import boto3; print(boto3.client('s3').get_object(Bucket={bucket.name!r}, Key='a.json')['Body'].read())"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=s3.environment(server.endpoint), capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "b'found'"


def test_the_server_ends_with_the_block() -> None:
    """After the block nobody listens, and the clients say so at once."""
    need(s3)
    with S3() as running:
        endpoint = running.endpoint
    with S3() as other:
        client = other.client(endpoint)
        with pytest.raises(EndpointConnectionError):
            client.list_buckets()
