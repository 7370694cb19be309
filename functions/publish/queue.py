"""The queue that messages come from, as far as it is spoken to."""

from typing import TYPE_CHECKING, Protocol

from botocore.exceptions import BotoCoreError, ClientError

from publish.calls import Calls
from slugline.errors import QueueRefused

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

CALLS = Calls(connect=1, read=2, attempts=2)


class Queue(Protocol):
    """A queue of messages."""

    def later(self, body: str, seconds: int) -> None:
        """Sends a message that arrives after some seconds.

        Raises:
            QueueRefused: it was not taken.
        """
        ...

    def back(self, receipt: str, seconds: int) -> None:
        """Has a message that failed delivered again after some seconds.

        Raises:
            QueueRefused: it comes when the queue's own time is over.
        """
        ...


class Sqs:
    """A queue of SQS."""

    def __init__(self, url: str, client: "SQSClient | None" = None) -> None:
        self._url = url
        self._client = client or make_client()

    def later(self, body: str, seconds: int) -> None:
        """As `Queue.later`."""
        try:
            self._client.send_message(QueueUrl=self._url, MessageBody=body, DelaySeconds=seconds)
        except (ClientError, BotoCoreError) as fault:
            raise QueueRefused(f"SQS: {fault}") from fault

    def back(self, receipt: str, seconds: int) -> None:
        """As `Queue.back`."""
        try:
            self._client.change_message_visibility(QueueUrl=self._url, ReceiptHandle=receipt, VisibilityTimeout=seconds)
        except (ClientError, BotoCoreError) as fault:
            raise QueueRefused(f"SQS: {fault}") from fault


def make_client() -> "SQSClient":
    """A client with short time-outs."""
    client: SQSClient = CALLS.client("sqs")
    return client
