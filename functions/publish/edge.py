"""The edge, as far as it can be asked to forget."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.session import get_session

from slugline.errors import PurgeRefused
from slugline.tags import sendable

if TYPE_CHECKING:
    from mypy_boto3_cloudfront import CloudFrontClient

CONNECT_SECONDS = 2
READ_SECONDS = 5
ATTEMPTS = 2
LONGEST_SECONDS: int = ATTEMPTS * (CONNECT_SECONDS + READ_SECONDS) + sum(2**turn for turn in range(ATTEMPTS - 1))
"""How long a purge may take until it is given up, the client's pause of up to a second included."""
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
    """A client that tries a throttled or failed call again for some seconds; the queue tries on for some minutes."""
    config = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
    )
    made: Any = get_session().create_client("cloudfront", config=config)
    client: CloudFrontClient = made
    return client
