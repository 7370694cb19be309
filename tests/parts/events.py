"""Lambda's HTTP events and context, in all their fields, for handlers that are called without Lambda."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote

API_HOST = "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com"
URL_HOST = "a1b2c3d4e5f6g7h8i9j0klmnopqrstuv.lambda-url.eu-west-1.on.aws"
_READER = {
    "accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "accept-encoding": "gzip, br",
    "user-agent": "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari",
    "x-amzn-trace-id": "Root=1-67435f2e-4f1b2c3d4e5f60718293a4b5",
    "x-forwarded-for": "203.0.113.7",
    "x-forwarded-port": "443",
    "x-forwarded-proto": "https",
}
_TIME = "24/Nov/2026:09:30:00 +0000"
_EPOCH_MS = 1795512600000


Headers = Mapping[str, str] | Iterable[tuple[str, str]]
"""Request headers; as pairs where one is sent twice."""


def http_api(method: str, path: str, query: str = "", headers: Headers = (), body: str | None = None) -> dict[str, Any]:
    """Return what an API Gateway HTTP API sends for a request: payload format 2.0.

    `path` and `query` are given as on the wire. This gateway hands the path over decoded, the query string as it came.
    """
    event = _event(method, unquote(path), API_HOST, headers)
    return event | _query(query) | _body(body)


def function_url(
    method: str, path: str, query: str = "", headers: Headers = (), body: str | None = None
) -> dict[str, Any]:
    """Return what a Lambda function URL sends for a request: the same form, but the path as it came on the wire."""
    event = _event(method, path, URL_HOST, headers)
    event["requestContext"]["accountId"] = "anonymous"
    return event | _query(query) | _body(body)


def _event(method: str, path: str, host: str, headers: Headers) -> dict[str, Any]:
    sent, cookies = _headers(host, headers)
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "headers": sent,
        "requestContext": _context(method, path, host, sent),
        "isBase64Encoded": False,
    }
    return event | {"cookies": cookies} if cookies else event


def _context(method: str, path: str, host: str, headers: Mapping[str, str]) -> dict[str, Any]:
    prefix = host.split(".", 1)[0]
    return {
        "accountId": "123456789012",
        "apiId": prefix,
        "domainName": host,
        "domainPrefix": prefix,
        "http": {
            "method": method,
            "path": path,
            "protocol": "HTTP/1.1",
            "sourceIp": headers["x-forwarded-for"].split(",")[0],
            "userAgent": headers["user-agent"],
        },
        "requestId": "6a2f1c9e-7f0d-4a57-9a51-0d4c8f1f2b3e",
        "routeKey": "$default",
        "stage": "$default",
        "time": _TIME,
        "timeEpoch": _EPOCH_MS,
    }


def _headers(host: str, headers: Headers) -> tuple[dict[str, str], list[str]]:
    """Return the headers as Lambda gives them, and the cookies: lower-case names, repeated ones joined by commas."""
    given: dict[str, list[str]] = {}
    for name, text in headers.items() if isinstance(headers, Mapping) else headers:
        given.setdefault(name.lower(), []).append(text)
    cookies = [cookie.strip() for line in given.pop("cookie", []) for cookie in line.split(";")]
    joined = {name: ",".join(texts) for name, texts in given.items()}
    return {"host": host, **_READER, **joined}, cookies


def _query(query: str) -> dict[str, Any]:
    """Return the query string and its parameters: decoded, repeated ones joined by commas; without a query none."""
    values: dict[str, list[str]] = {}
    for name, text in parse_qsl(query, keep_blank_values=True):
        values.setdefault(name, []).append(text)
    joined = {name: ",".join(texts) for name, texts in values.items()}
    return {"rawQueryString": query, "queryStringParameters": joined} if query else {"rawQueryString": query}


def _body(body: str | None) -> dict[str, Any]:
    return {} if body is None else {"body": body}


@dataclass(slots=True)
class LambdaContext:
    """The context that Lambda gives a handler; its time does not run, it is what the test says."""

    remaining_ms: int = 10_000
    function_name: str = "slugline"
    function_version: str = "$LATEST"
    memory_limit_in_mb: str = "512"
    aws_request_id: str = "8f5c2c3e-1b0a-4c57-8f0e-2d8d6a1c9b7e"
    log_group_name: str = "/aws/lambda/slugline"
    log_stream_name: str = "2026/11/24/[$LATEST]0123456789abcdef0123456789abcdef"
    identity: None = None
    client_context: None = None
    tenant_id: None = None

    @property
    def invoked_function_arn(self) -> str:
        """The function's full name."""
        return f"arn:aws:lambda:eu-west-1:123456789012:function:{self.function_name}"

    def get_remaining_time_in_millis(self) -> int:
        """Return the time that is left."""
        return self.remaining_ms
