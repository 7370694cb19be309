"""What a reader or the edge asks for."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple


class Request(NamedTuple):
    """A request, as far as pages depend on it."""

    method: str
    raw_path: str
    """Percent-encoded, as on the wire."""
    raw_query: str
    if_none_match: str | None
    now: datetime
    """When it came."""
    elapsed: Callable[[], float] = float
    """Seconds since it came, which storage may take a few of; none, unless somebody counts them."""
