"""Events are as Lambda's: the same fields, with the differences between its two ways in."""

from __future__ import annotations

import json

from tests.parts.events import API_HOST, URL_HOST, LambdaContext, function_url, http_api


def test_the_path_is_decoded_by_the_api_only() -> None:
    """A function URL hands the path over as on the wire, an HTTP API decodes it."""
    wire = "/world/%E6%BC%A2/a%20b"
    assert function_url("GET", wire)["rawPath"] == wire
    assert function_url("GET", wire)["requestContext"]["http"]["path"] == wire
    assert http_api("GET", wire)["rawPath"] == "/world/\u6f22/a b"
    assert http_api("GET", wire)["requestContext"]["http"]["path"] == "/world/\u6f22/a b"


def test_the_query() -> None:
    """The query string stays as on the wire; its parameters are decoded and joined; without a query there are none."""
    event = http_api("GET", "/a", "amp&x=%C3%A9&x=2")
    assert event["rawQueryString"] == "amp&x=%C3%A9&x=2"
    assert event["queryStringParameters"] == {"amp": "", "x": "\u00e9,2"}
    assert "queryStringParameters" not in http_api("GET", "/a")


def test_headers_and_cookies() -> None:
    """Names are lower case, repeated headers are joined, cookies stand apart, and what the caller says wins."""
    headers = [("If-None-Match", '"a"'), ("if-none-match", '"b"'), ("Cookie", "a=1; b=2"), ("Host", "news.example")]
    event = function_url("HEAD", "/a", headers=headers)
    assert event["headers"]["if-none-match"] == '"a","b"'
    assert event["headers"]["host"] == "news.example"
    assert "cookie" not in event["headers"]
    assert event["cookies"] == ["a=1", "b=2"]
    assert "cookies" not in function_url("GET", "/a", headers={"Accept": "text/html"})


def test_both_forms_are_whole() -> None:
    """All fields of payload format 2.0 are there and are JSON; the host tells the ways in apart."""
    for event, host in ((http_api("GET", "/a"), API_HOST), (function_url("GET", "/a"), URL_HOST)):
        assert json.loads(json.dumps(event)) == event
        assert event["version"] == "2.0"
        assert event["headers"]["host"] == event["requestContext"]["domainName"] == host
        assert event["requestContext"]["http"].keys() == {"method", "path", "protocol", "sourceIp", "userAgent"}
        assert event["isBase64Encoded"] is False
    assert function_url("POST", "/a", body="x")["body"] == "x"


def test_events_are_independent() -> None:
    """Changing one event does not change the next one."""
    http_api("GET", "/a")["headers"]["x"] = "y"
    assert "x" not in http_api("GET", "/a")["headers"]


def test_the_context() -> None:
    """The context has Lambda's fields; its time is the test's."""
    context = LambdaContext(remaining_ms=1234)
    assert context.get_remaining_time_in_millis() == 1234
    assert context.invoked_function_arn.endswith(":function:slugline")
    assert (context.memory_limit_in_mb, context.function_version) == ("512", "$LATEST")
