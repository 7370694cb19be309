"""An AWS account on the loopback address: ministack with all its services, and stacks in it."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Self

import boto3
from botocore.config import Config

from tests.parts import s3
from tests.parts.pins import MINISTACK_HOME
from tests.parts.service import HOST, Service, free_port

ARTIFACTS = "artifacts"
"""The bucket that holds what stacks are made from."""
_PATIENCE = 60.0
_PAUSE = 0.05


class StackError(Exception):
    """A stack could not be made or changed. Carries what CloudFormation said of it."""


def available() -> str | None:
    """Say what the account lacks, if anything."""
    return s3.available()


@dataclass(frozen=True, slots=True)
class Stack:
    """A stack that stands."""

    name: str
    resources: dict[str, str]
    """The physical id of each resource, by its name in the template."""
    outputs: dict[str, str]


class Aws:
    """A running account with nothing in it."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self.endpoint = ""
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        """Start the server and wait until it answers."""
        port = free_port()
        with ExitStack() as stack:
            command = [str(MINISTACK_HOME / "bin" / "python"), "-m", "ministack"]
            stack.enter_context(Service(command, port, s3.server_environment(port, MINISTACK_HOST=HOST)))
            self.endpoint = f"http://{HOST}:{port}"
            s3.ready(port)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *failure: object) -> None:
        """Close the clients that were given out, and end the server."""
        self._stack.close()

    def client(self, service: str) -> Any:
        """Return a client of a service; it tries once."""
        client = boto3.session.Session().client(  # type: ignore[call-overload] # the service's name is a variable
            service,
            endpoint_url=self.endpoint,
            region_name=s3.REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",  # noqa: S106 -- it opens nothing
            config=Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}),
        )
        self._stack.callback(client.close)
        return client

    def environment(self) -> dict[str, str]:
        """Return the variables that send a program to this account for everything, and keep it from all others."""
        return s3.environment(self.endpoint) | {"AWS_ENDPOINT_URL": self.endpoint}

    def keep(self, key: str, content: bytes) -> str:
        """Put something a stack is made from into a bucket, and return its address as bucket/key."""
        storage = self.client("s3")
        if ARTIFACTS not in [known["Name"] for known in storage.list_buckets()["Buckets"]]:
            storage.create_bucket(Bucket=ARTIFACTS, CreateBucketConfiguration={"LocationConstraint": s3.REGION})
        storage.put_object(Bucket=ARTIFACTS, Key=key, Body=content)
        return f"{ARTIFACTS}/{key}"

    def create(self, name: str, template: Mapping[str, Any], parameters: Mapping[str, str]) -> Stack:
        """Make a stack and wait until it stands."""
        return self._apply("create", name, template, parameters)

    def update(self, name: str, template: Mapping[str, Any], parameters: Mapping[str, str]) -> Stack:
        """Change a stack and wait until it stands again."""
        return self._apply("update", name, template, parameters)

    def delete(self, name: str) -> None:
        """Delete a stack and wait until it is gone."""
        formation = self.client("cloudformation")
        there = formation.describe_stacks(StackName=name)["Stacks"][0]["StackId"]
        formation.delete_stack(StackName=name)
        self._settled(formation, there, "DELETE_COMPLETE")

    def _apply(self, action: str, name: str, template: Mapping[str, Any], parameters: Mapping[str, str]) -> Stack:
        formation = self.client("cloudformation")
        getattr(formation, f"{action}_stack")(
            StackName=name,
            TemplateURL=f"{self.endpoint}/{self.keep(f'{name}.json', json.dumps(template).encode())}",
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
            Capabilities=["CAPABILITY_IAM"],
        )
        found = self._settled(formation, name, f"{action.upper()}_COMPLETE")
        listed = formation.describe_stack_resources(StackName=name)["StackResources"]
        return Stack(
            name,
            {one["LogicalResourceId"]: one["PhysicalResourceId"] for one in listed},
            {one["OutputKey"]: one["OutputValue"] for one in found.get("Outputs", [])},
        )

    def _settled(self, formation: Any, name: str, wanted: str) -> dict[str, Any]:
        """Wait for a stack to be done with what it does."""
        end = time.monotonic() + _PATIENCE
        while True:
            found: dict[str, Any] = formation.describe_stacks(StackName=name)["Stacks"][0]
            if not found["StackStatus"].endswith("IN_PROGRESS"):
                break
            if time.monotonic() > end:
                raise StackError(f"{name} is still {found['StackStatus']} after {_PATIENCE} s")
            time.sleep(_PAUSE)
        if found["StackStatus"] != wanted:
            raise StackError(f"{name}: {found['StackStatus']}: {_failures(formation, name)}")
        return found


def archive(files: Mapping[str, str]) -> bytes:
    """Return a zip file of some texts."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as written:
        for name, text in files.items():
            written.writestr(name, text)
    return packed.getvalue()


def _failures(formation: Any, name: str) -> list[str]:
    events = formation.describe_stack_events(StackName=name)["StackEvents"]
    return [
        f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason')}"
        for event in events
        if event["ResourceStatus"].endswith("FAILED")
    ]
