"""How services of AWS are called: for so long, and so often."""

from typing import Any, NamedTuple

from botocore.config import Config
from botocore.session import get_session


class Calls(NamedTuple):
    """The bounds of one call, in seconds and attempts."""

    connect: float
    read: float
    attempts: int

    @property
    def longest(self) -> float:
        """Seconds until a call is given up, the SDK's pauses of up to 1, 2, 4 … s between its attempts included."""
        return self.attempts * (self.connect + self.read) + (1 << (self.attempts - 1)) - 1

    def client(self, service: str) -> Any:
        """A client that keeps to them."""
        retries: Any = {"total_max_attempts": self.attempts, "mode": "standard"}
        config = Config(connect_timeout=self.connect, read_timeout=self.read, retries=retries)
        return get_session().create_client(service, config=config)
