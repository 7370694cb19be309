"""The edge function, as the JavaScript it is: it agrees with the origin on every address, and keeps one key a page."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slugline import answer
from slugline.address import MAX_RAW_PATH, Moved, Route
from tests.edge.viewer import FUNCTION, Answered, Passed, event, origin, verdicts
from tests.parts import njs
from tests.parts.missing import need
from tests.strategies import examples


@pytest.fixture(scope="module", autouse=True)
def engines() -> None:
    """Both engines, in every test."""
    need(njs)


OVERLONG = "/" + "a" * MAX_RAW_PATH
MOVED = {
    "/a/": "/a",
    "/A": "/a",
    "/a/B/": "/a/b",
    "/AMP/A": "/amp/a",
    "/%41": "/a",
    "/%61/": "/a",
    "/a/amp": "/amp/a",
    "/a.amp": "/amp/a",
    "/a.AMP/": "/amp/a",
    "/amp/amp/a": "/amp/a",
    "/amp/a.amp/amp": "/amp/a",
    "/a?amp": "/amp/a",
    "/a?amp=": "/amp/a",
    "/a?AMP=True": "/amp/a",
    "/a?outputtype=AMP&x=1": "/amp/a",
    "/a?amp=0": "/a",
    "/a?outputType=html": "/a",
    "/a?amp=0&amp=1": "/amp/a",
    "/a?amp=1&amp=0": "/amp/a",
    "/a?amp=0&outputType=amp": "/amp/a",
    "/a?outputType=amp&amp=0": "/amp/a",
    "/amp/a?amp=0": "/amp/a",
    "/a?x=1&" + "&".join(["amp"] * 300): "/amp/a",
    "/a?%61mp=%31": "/amp/a",
    "/a?amp=%74rue": "/amp/a",
    "/a?" + "/amp" * 700: "",
    "/x" + "/amp" * 700: "/amp/x",
    "/x" + ".amp" * 700: "/amp/x",
    "/" + "A" * (MAX_RAW_PATH - 1): "/" + "a" * (MAX_RAW_PATH - 1),
    "/a.b_c~d-e/": "/a.b_c~d-e",
    "/live/X/page/2/": "/live/x/page/2",
    "/live/x/page/2?amp": "/amp/live/x/page/2",
    "/live/x/page/2/amp": "/amp/live/x/page/2",
}
"""What was asked for, and the 301's location; none where the request goes on."""
PASSED = {
    "/a": "/a",
    "/a?utm_source=x&y=amp": "/a",
    "/amp/a?fbclid=1": "/amp/a",
    "/a?sample=1": "/a",
    "/a?amp.x=1": "/a",
    "/%61": "/a",
    "/live/x/page/2": "/live/x/page/2",
    "/amp/live/x/page/2?utm=1": "/amp/live/x/page/2",
    "/live/x/page/%32": "/live/x/page/2",
    "/live/x/page/0?amp_latest_update_time=1": "/live/x/page/0",
    "/a%2db%5F%7e%2E": "/a-b_~.",
    "/amp/%6d": "/amp/m",
    "/%c3%a9": "/%C3%A9",
    "/a%2fb": "/a%2Fb",
    "/%C3%A9?amp": "/%C3%A9?amp=1",
    "/%c3%a9?x&outputType=a&amp=2": "/%C3%A9?amp=0",
    "/%C3%A9/?a=1": "/%C3%A9/",
    "//evil.example/": "//evil.example/",
    "/\\evil.example": "/\\evil.example",
    "//evil.example/A?amp=1": None,
    "/%2f%2fevil.example/": "/%2F%2Fevil.example/",
    "/%5cevil.example/": "/%5Cevil.example/",
    "/.//evil": "/.//evil",
    "/../a": "/../a",
    "/a/./b": "/a/./b",
    "/a/..": "/a/..",
    "/%2e%2e/%61": "/%2E%2E/a",
    "/a/%2E/b": "/a/%2E/b",
    "/a%": "/a%",
    "/%zz%61": "/%zz%61",
    "/%%34%31": "/%%34%31",
    "/%2541": "/%2541",
    "/%00": "/%00",
    "/%0a": "/%0A",
    "/": "/",
    "": "",
    "*": "*",
    "/amp": "/amp",
    "/amp/": "/amp/",
    "/A//b": "/A//b",
    "/A/.b": "/A/.b",
    "/A:b": "/A:b",
    OVERLONG: OVERLONG,
    OVERLONG[:-1] + "/": OVERLONG[:-1] + "/",
    OVERLONG.upper(): OVERLONG.upper(),
    "/%61" * 800: "/%61" * 800,
    "/A b": "/A b",
    "/" + "a" * (MAX_RAW_PATH - 1) + "?amp": "/" + "a" * (MAX_RAW_PATH - 1) + "?amp=1",
}
"""What was asked for, and the cache key; None where it is any."""


def told(asked: str) -> Passed | Answered:
    """What the function says of an address."""
    path, _, query = asked.partition("?")
    return verdicts([event("GET", path, query)])[0]


def test_the_function_is_small_and_plain() -> None:
    """It is under CloudFront's 10 KB, and imports nothing."""
    text = FUNCTION.read_text("ascii")
    assert len(text) < 10_240
    assert not re.search(r"^\s*import\b|\brequire\(|\beval\(|\bFunction\(", text, re.MULTILINE)


def test_other_spellings_are_moved() -> None:
    """Upper case, a slash at the end and whatever asks for AMP are answered 301 to the one address."""
    asked = [case.partition("?") for case in MOVED]
    found = verdicts([event("GET", path, query) for path, _, query in asked])
    for (path, _, _), there, verdict in zip(asked, MOVED.values(), found, strict=True):
        if not there:
            assert verdict == Passed(path, "")
            continue
        assert isinstance(verdict, Answered), path
        assert (verdict.status, verdict.headers["location"]) == (301, there)


def test_a_move_is_answered_as_the_origin_does() -> None:
    """Its headers are the contract's, but for the tag, which the edge keeps, and the type, there for Lambda."""
    wanted = {name.lower(): text for name, text in answer.moved("/a", permanent=True).headers.items()}
    del wanted["cache-tag"], wanted["content-type"]
    assert told("/A") == Answered(301, wanted)


def test_the_rest_goes_on_in_one_spelling() -> None:
    """All else goes to the origin: equivalent spellings as one, the query as one flag or none, the odd as it came."""
    asked = [case.partition("?") for case in PASSED]
    found = verdicts([event("GET", path, query) for path, _, query in asked])
    for (path, _, query), key, verdict in zip(asked, PASSED.values(), found, strict=True):
        assert isinstance(verdict, Passed), path
        assert key in (None, f"{verdict.path}?{verdict.query}".removesuffix("?")), (path, query)


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PURGE", "get", "Head", "GETS", ""]
)
def test_only_reading_is_let_through(method: str) -> None:
    """Any other method than GET and HEAD, which share a key, is answered 405, which nobody keeps; as by the origin."""
    (verdict,) = verdicts([event(method, "/A", "amp=1")])
    refused = answer.refused("", policy="", language="").headers
    wanted = {name.lower(): text for name, text in refused.items() if not name.startswith(("Content", "Cache-Tag"))}
    assert verdict == Answered(405, wanted)
    assert wanted["allow"] == "GET, HEAD"


def test_nothing_else_of_a_request_is_in_the_key() -> None:
    """Neither host nor cookie nor any header a reader can send changes what the request is taken for."""
    poison = {
        "host": "evil.example",
        "x-forwarded-host": "evil.example",
        "x-forwarded-proto": "http",
        "x-original-url": "/b",
        "x-rewrite-url": "/b",
        "x-http-method-override": "POST",
        "x-method-override": "DELETE",
        "accept": "application/json",
        "accept-language": "ar",
        "user-agent": "Googlebot",
        "cache-tag": "site",
    }
    events = [
        event(method, path, query, headers)
        for method in ("GET", "HEAD")
        for headers in [{}, poison, *({name: text} for name, text in poison.items())]
        for path, query in (("/a", "x=1"), ("/A", ""), ("/%c3%a9", "amp"))
    ]
    found = verdicts(events)
    assert set(found[0::3]) == {Passed("/a", "")}
    assert all(isinstance(one, Answered) and one.headers["location"] == "/a" for one in found[1::3])
    assert set(found[2::3]) == {Passed("/%C3%A9", "amp=1")}


def test_names_that_objects_have_are_names() -> None:
    """A parameter called like something of the language's is a parameter."""
    for query in ("__proto__=amp", "constructor=1", "toString", "hasOwnProperty=amp&__proto__"):
        assert told(f"/a?{query}") == Passed("/a", "")
    assert told("/%C3%A9?__proto__&amp=1") == Passed("/%C3%A9", "amp=1")


_SPELT = st.one_of(
    st.sampled_from(["/", "/", "/", "/amp", ".amp", "/AMP", ".", "..", "/./", "//", "a", "B", "z-9_~", "é", "世"]),
    st.sampled_from(["%2F", "%2e", "%2E%2e", "%61", "%41", "%7E", "%7e", "%5B", "%C3%A9", "%c3%a9", "%25", "%", "%0a"]),
    st.sampled_from(["%4", "%%36%31", "%zz", "\\", "@evil.example", ":", ";", "+", "%2b", "evil.example", "%E2%84%AA"]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="?#"), max_size=4),
    st.text(max_size=3).map(lambda text: quote(text.encode("utf-8", "replace"))),
    st.text("abcXYZ019-._~/", max_size=6),
)
PATHS = st.lists(_SPELT, max_size=8).map(lambda pieces: "/" + "".join(pieces))
QUERIES = st.lists(
    st.sampled_from(["amp", "AMP=1", "amp=0", "amp=TRUE", "outputType=amp", "OUTPUTTYPE=x", "utm=amp", "amp=%31", "="])
    | st.text("amp=&outyTe%12;+", max_size=6),
    max_size=4,
).map("&".join)
ADDRESSES = st.lists(st.tuples(PATHS, QUERIES), min_size=1, max_size=150)


@given(ADDRESSES)
@examples(60)
def test_the_function_agrees_with_the_origin(addresses: list[tuple[str, str]]) -> None:
    """What it moves, the origin would move to the same place, where it stays; what it passes means what it did."""
    for (path, query), verdict in zip(addresses, verdicts([event("GET", *one) for one in addresses]), strict=True):
        meant = origin(path, _plain(query))
        if isinstance(verdict, Passed):
            assert origin(verdict.path, verdict.query) == meant, (path, query)
            continue
        there = verdict.headers["location"]
        assert meant == Moved(there), (path, query)
        assert re.match(r"/[a-z0-9_~-]", there), "it leaves the site"
        assert isinstance(origin(there, ""), Route), "it leads on"


def _plain(query: str) -> str:
    """A query with its letters and digits as themselves."""
    return re.sub(r"%(3\d|[46][1-9a-f]|[57][0-9a])", lambda found: chr(int(found[1], 16)), query, flags=re.IGNORECASE)


@given(ADDRESSES)
@examples(30)
def test_what_is_passed_on_stays_as_it_is(addresses: list[tuple[str, str]]) -> None:
    """A key is its own key, and a location is passed on: no address leads in a circle."""
    found = verdicts([event("GET", *one) for one in addresses])
    keys = [one if isinstance(one, Passed) else Passed(one.headers["location"], "") for one in found]
    assert verdicts([event("GET", key.path, key.query) for key in keys]) == keys


_CHARACTER = st.sampled_from("abyzAZ059-_~") | st.sampled_from(["%C3%A9", "%2F", "%E4%B8%96", "%21", "!"])


@given(st.lists(st.tuples(_CHARACTER, st.integers(0, 3)), min_size=1, max_size=60))
@examples(60)
def test_equivalent_addresses_have_one_key(pieces: list[tuple[str, int]]) -> None:
    """However its unreserved characters and the digits of its escapes are written, an address is one to the edge."""
    plain = "/x" + "".join(character for character, _ in pieces)
    other = "/x" + "".join(_otherwise(character, how) for character, how in pieces)
    one, two = verdicts([event("GET", plain, "x=1"), event("GET", other, "y=2")])
    assert one == two


def _otherwise(character: str, how: int) -> str:
    """Another spelling of a character: its escape in either case, or itself."""
    escape = character if character.startswith("%") else f"%{ord(character):02x}"
    if not character.startswith("%") and (how == 0 or character == "!"):
        return character
    return escape.upper() if how == 1 else escape.lower()
