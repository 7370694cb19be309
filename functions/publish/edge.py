"""The edge, as far as it can be asked to forget."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from botocore.exceptions import BotoCoreError, ClientError

from publish.calls import Calls
from slugline.errors import PurgeRefused
from slugline.tags import sendable

if TYPE_CHECKING:
    from mypy_boto3_cloudfront import CloudFrontClient

CALLS = Calls(connect=2, read=5, attempts=2)
"""Of a purge; the queue tries on for some minutes."""
_REFERENCE = re.compile(r"[\x21-\x7e]{1,128}")
_OF_THE_BATCH = frozenset({"InvalidArgument", "BatchTooLarge", "InconsistentQuantities", "MissingBody"})


class Edge(Protocol):
    """Whatever keeps pages near readers."""

    def purge(self, tags: Sequence[str], reference: str) -> None:
        """Has every answer with one of these tags forgotten.

        Args:
            tags: cache tags.
            reference: the purge's own name; one with a known name is not done, nor paid, again.

        Raises:
            PurgeRefused: it was not taken.
        """
        ...


class CloudFront:
    """A CloudFront distribution whose CacheTagConfig names the header Cache-Tag."""

    def __init__(self, distribution: str, client: "CloudFrontClient | None" = None) -> None:
        self._distribution = distribution
        self._client = client or make_client()

    def purge(self, tags: Sequence[str], reference: str) -> None:
        """As `Edge.purge`. A tag costs as much as a path; stand-ins take anything, so both are looked at here."""
        if unsendable := [tag for tag in tags if not sendable(tag)]:
            raise PurgeRefused(f"not a cache tag: {unsendable[0]!r}", for_its_tags=True)
        if not tags or not _REFERENCE.fullmatch(reference):
            raise PurgeRefused(f"not a purge: {len(tags)} tags under the name {reference!r}", for_its_tags=True)
        items = [f"#{tag}" for tag in tags]
        batch: Any = {"Paths": {"Quantity": len(items), "Items": items}, "CallerReference": reference}
        try:
            self._client.create_invalidation(DistributionId=self._distribution, InvalidationBatch=batch)
        except ClientError as fault:
            code = fault.response.get("Error", {}).get("Code", "")
            raise PurgeRefused(f"CloudFront: {fault}", for_its_tags=code in _OF_THE_BATCH) from fault
        except BotoCoreError as fault:
            raise PurgeRefused(f"CloudFront: {fault}") from fault


def make_client() -> "CloudFrontClient":
    """A client that tries a throttled or failed call again for some seconds."""
    client: CloudFrontClient = CALLS.client("cloudfront")
    return client
