"""The AWS account as the tests use it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from tests.parts import aws
from tests.parts.aws import Aws, StackError
from tests.parts.missing import need

QUEUE = {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 30}}
TEMPLATE = {"Resources": {"Queue": QUEUE}, "Outputs": {"Address": {"Value": {"Ref": "Queue"}}}}


@pytest.fixture(scope="module")
def account() -> Iterator[Aws]:
    """Give a running account."""
    need(aws)
    with Aws() as running:
        yield running


def test_a_stack_is_made_changed_and_deleted(account: Aws) -> None:
    """What is in it is there, is changed, and is gone with it."""
    made = account.create("one", TEMPLATE, {})
    assert made.outputs == {"Address": made.resources["Queue"]}
    changed = account.update("one", {"Resources": {"Queue": QUEUE, "Other": QUEUE}}, {})
    assert set(changed.resources) == {"Queue", "Other"}
    account.delete("one")
    with pytest.raises(ClientError, match="NonExistentQueue"):
        account.client("sqs").get_queue_attributes(QueueUrl=made.resources["Queue"])


def test_a_stack_that_cannot_be_made_says_why(account: Aws) -> None:
    """The resource that failed is named with its reason."""
    slow = {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 99_999}}
    with pytest.raises(StackError, match=r"Slow: .*VisibilityTimeout"):
        account.create("two", {"Resources": {"Slow": slow}}, {})


def test_a_type_that_is_not_known_is_refused(account: Aws) -> None:
    """Nothing is passed over in silence."""
    with pytest.raises(ClientError, match="Unrecognized resource types"):
        account.create("three", {"Resources": {"Odd": {"Type": "AWS::Nobody::Knows"}}}, {})


def test_the_account_ends_with_the_block() -> None:
    """After the block nobody listens."""
    need(aws)
    with Aws() as running:
        endpoint = running.endpoint
        running.client("sqs").list_queues()
    with Aws() as other:
        other.endpoint = endpoint
        with pytest.raises(EndpointConnectionError):
            other.client("sqs").list_queues()
