"""A request of a web server on this machine as the event that Lambda would have brought, and the answer back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from time import time
from typing import Any
from uuid import uuid4


@dataclass(frozen=True)
class Context:
    """What Lambda tells a function of its invocation, as far as it is asked for."""

    function_name: str = "slugline-local"
    memory_limit_in_mb: int = 1024
    invoked_function_arn: str = "arn:aws:lambda:local:000000000000:function:slugline-local"
    aws_request_id: str = field(default_factory=lambda: str(uuid4()))

    def get_remaining_time_in_millis(self) -> int:
        """A minute, whenever it is asked: nobody ends a function here."""
        return 60_000


def http_event(method: str, raw_path: str, raw_query: str, headers: Mapping[str, str]) -> dict[str, Any]:
    """The event of an HTTP API, payload format 2.0. Header names are lower case, as there."""
    now = int(time() * 1000)
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": raw_path,
        "rawQueryString": raw_query,
        "headers": dict(headers),
        "requestContext": {
            "accountId": "anonymous",
            "apiId": "local",
            "domainName": headers.get("host", "localhost"),
            "http": {
                "method": method,
                "path": raw_path,
                "protocol": "HTTP/1.1",
                "sourceIp": "127.0.0.1",
                "userAgent": headers.get("user-agent", ""),
            },
            "requestId": str(uuid4()),
            "routeKey": "$default",
            "stage": "$default",
            "time": "",
            "timeEpoch": now,
        },
        "isBase64Encoded": False,
    }
