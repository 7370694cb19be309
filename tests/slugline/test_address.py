"""Addresses: each story has one a format, and whatever else was asked for leads there in one step, or nowhere."""

from urllib.parse import quote, unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from slugline.address import MAX_RAW_PATH, Format, Moved, Route, addressable, canonical, location, page_meant, route
from slugline.errors import BadAddress, NotFound

SCRIPTS = (
    "عالم/ميناء",
    "世界/港",
    "мир/порт",
    "दुनिया/हिन्दी",
    "โลก/ท่าเรือ",
    "ಸುದ್ದಿ/ಬಂದರು",
    "می\u200cشود",
    "caf\u00e9",
    "ǆ",
    "𝛼𞤀",
)
"""Paths with letters, digits and marks of many scripts, a joiner among them, in their one spelling or near it."""


@pytest.mark.parametrize(
    ("raw_path", "query", "path", "page_format"),
    [
        ("/world/asia/harbour-talks", "", "/world/asia/harbour-talks", "html"),
        ("/amp/world/asia/harbour-talks", "", "/world/asia/harbour-talks", "amp"),
        ("/a", "utm_campaign=spring&x=amp", "/a", "html"),
        ("/amp/a", "utm_source=x", "/a", "amp"),
        ("/example", "", "/example", "html"),
        ("/stamp", "sample=1", "/stamp", "html"),
        ("/amplifier/x", "", "/amplifier/x", "html"),
        ("/x/amp/y", "", "/x/amp/y", "html"),
        ("/x.amp/y", "", "/x.amp/y", "html"),
        ("/a_b.c~d-e", "", "/a_b.c~d-e", "html"),
        ("/_/~/-", "", "/_/~/-", "html"),
        ("/%E4%B8%96/%e6%b8%af", "", "/世/港", "html"),
        ("/世/港", "", "/世/港", "html"),
        ("/amp/caf%C3%A9", "", "/caf\u00e9", "amp"),
        ("/%61", "", "/a", "html"),
        ("/a", "a;b&&=&%ff&\ud800", "/a", "html"),
    ],
)
def test_an_address_of_a_story(raw_path: str, query: str, path: str, page_format: str) -> None:
    """A story's own address is its path, percent-encoded in either case or not at all; `/amp` before it is for AMP."""
    assert route(raw_path, query) == Route(path, "amp" if page_format == "amp" else "html")


@pytest.mark.parametrize("path", SCRIPTS)
@pytest.mark.parametrize("page_format", ["html", "amp"])
def test_every_script(path: str, page_format: str) -> None:
    """A path of any script is asked for percent-encoded or decoded; the key keeps it as it is."""
    found = Route(canonical(f"/{path}"), "amp" if page_format == "amp" else "html")
    wire = location(found)
    assert wire.isascii()
    for spelt in (wire, unquote(wire), wire.lower()):
        assert route(spelt, "") == found
    assert found.key == f"stories{found.path}.json"


@pytest.mark.parametrize(
    ("raw_path", "query", "there"),
    [
        ("/a", "amp", "/amp/a"),
        ("/a", "amp=", "/amp/a"),
        ("/a", "amp=1", "/amp/a"),
        ("/a", "AMP=True", "/amp/a"),
        ("/a", "amp=0", "/a"),
        ("/a", "outputType=amp", "/amp/a"),
        ("/a", "outputtype=AMP&x=1", "/amp/a"),
        ("/a", "outputType=html", "/a"),
        ("/a", "x=1&" + "&".join(["amp"] * 500), "/amp/a"),
        ("/amp/a", "amp=1", "/amp/a"),
        ("/a/amp", "", "/amp/a"),
        ("/a/amp/", "", "/amp/a"),
        ("/a.amp", "", "/amp/a"),
        ("/a.AMP/", "", "/amp/a"),
        ("/amp/a/amp", "", "/amp/a"),
        ("/amp/a.amp", "", "/amp/a"),
        ("/a/amp/amp", "", "/amp/a"),
        ("/a.amp.amp", "", "/amp/a"),
        ("/amp/amp/a", "", "/amp/a"),
        ("/a/", "", "/a"),
        ("/amp/a/", "", "/amp/a"),
        ("/A/B", "", "/a/b"),
        ("/AMP/A", "", "/amp/a"),
        ("/%D0%9C%D0%98%D0%A0", "", "/%D0%BC%D0%B8%D1%80"),
        ("/cafe\u0301", "", "/caf%C3%A9"),
        ("/cafe%CC%81", "", "/caf%C3%A9"),
        ("/CAFE\u0301/", "amp", "/amp/caf%C3%A9"),
        ("/%C4%B0", "", "/i%CC%87"),
    ],
)
def test_another_spelling_moves(raw_path: str, query: str, there: str) -> None:
    """Every other spelling leads to the one address, in one step and without what asked for the format."""
    assert route(raw_path, query) == Moved(there)
    assert isinstance(route(there, ""), Route)


@pytest.mark.parametrize(
    "raw_path",
    [
        *("", "//", "a", "a/b", "/amp", "/amp/", "/.amp", "/amp/amp", "?", "*"),
        *("//a", "/a//b", "/a//", "//example.com/a", "/\\example.com", "/a\\b"),
        *("/.", "/..", "/../a", "/a/../b", "/a/..", "/a/./b", "/%2e%2e/a", "/.well-known/x", "/a/.hidden", "/..%2fa"),
        *("/a%2F%2Fb", "/a%00b", "/a\x00", "/a%0Ab", "/a\nb", "/a b", "/a%20b", "/a+b", "/a:b", "/a,b", "/a;b", "/a'b"),
        *("/a%", "/a%zz", "/a%25", "/%25E4%25B8%2596", "/a%252Fb", "/<script>", '/"', "/a#b", "/a?b"),
        *("/%ff", "/%c3", "/a%C3%28", "/%ed%a0%80", "/\ud800", "/a\u200bb", "/a\u202eb", "/a\ufeff", "/a\u00adb"),
        *("/" + "a" * MAX_RAW_PATH, "/a" * MAX_RAW_PATH, "/" + "世" * MAX_RAW_PATH, "/" + "世" * 1_000),
    ],
)
def test_an_address_that_no_story_can_have(raw_path: str) -> None:
    """Dots that climb, empty segments, control characters, what is not UTF-8, what is overlong: all refused."""
    with pytest.raises(BadAddress):
        route(raw_path, "")


def test_the_front() -> None:
    """The site's front is a sound address, at which there is no story."""
    for query in ("", "utm_source=x", "amp=1"):
        with pytest.raises(NotFound):
            route("/", query)


def test_the_longest_address() -> None:
    """The limit is the wire's: up to it an address is a story's, however it comes."""
    longest = "/" + "a" * (MAX_RAW_PATH - 1)
    assert route(longest, "") == Route(longest, "html")


@pytest.mark.parametrize(
    ("path", "can_be"),
    [("/a", True), ("/amplifier", True), ("/x/amp/y", True), ("/amp/a", False), ("/a/amp", False), ("/a.amp", False)],
)
def test_a_path_that_reads_as_amp(path: str, *, can_be: bool) -> None:
    """A path that reads as the AMP address of another story is no story's own: nobody could ask for its page."""
    assert addressable(path) is can_be


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("/a/page/1", ("/a", 1)),
        ("/a/page/2", ("/a", 2)),
        ("/a/b/page/9999", ("/a/b", 9_999)),
        ("/世/港/page/3", ("/世/港", 3)),
        ("/a/page/2/page/3", ("/a/page/2", 3)),
        ("/page/page/2", ("/page", 2)),
        *((path, None) for path in ("/a", "/a/page", "/a/page/", "/page/2", "/a/pages/2", "/a/xpage/2", "/a/page/2/x")),
        *(
            (f"/a/page/{number}", None)
            for number in ("0", "01", "00", "-1", "+1", "1.0", "1e3", "２", "٢", "²", "1２", "2٢", "2\n")
        ),
        *((f"/a/page/{number}", None) for number in ("10000", "9" * 20, "9" * 5_000)),
        *((path, None) for path in ("/amp/a/page/2", "/a/amp/page/2", "/a.amp/page/2", "/amp/page/2")),
    ],
)
@pytest.mark.parametrize("page_format", ["html", "amp"])
def test_a_page_of_a_live_blog(path: str, meant: tuple[str, int] | None, page_format: Format) -> None:
    """A number from 1 to 9999, plainly written, behind `/page/` may name a page of what lies before; all else not."""
    expected = Route(meant[0], page_format, meant[1]) if meant else None
    assert page_meant(Route(path, page_format)) == expected


@given(
    st.sampled_from(["/a", "/world/live/x", "/世/港", "/a/page/7", "/page"]),
    st.sampled_from(["html", "amp"]),
    st.integers(2, 9_999),
)
def test_each_page_has_one_address(path: str, page_format: Format, number: int) -> None:
    """The address of a page means that page again, and is in its one spelling; page 1 has that of the live blog."""
    page = Route(path, page_format, number)
    found = route(location(page), "")
    assert isinstance(found, Route)
    assert (found.page, page_meant(found)) == (1, page)
    for spelt in (f"{location(page)}/", f"{location(page).upper()}", f"{location(page._replace(format='html'))}/amp"):
        moved = route(spelt, "")
        assert moved == Moved(location(page if spelt[-1] != "p" else page._replace(format="amp"))) or path == "/世/港"
    assert location(page._replace(page=1)) == location(Route(path, page_format))


_PIECES = st.one_of(
    st.sampled_from(["/page/2", "/page/1", "/page/02"]),
    st.sampled_from(["/", "/", "/amp", ".amp", "AMP", ".", "..", "%2F", "%2e", "%00", "%", "%25", "%C3%A9", "e\u0301"]),
    st.sampled_from(["/", "σς", "ΑΣ", "İ", "ǅ", "ﬁ", "한", "\u1112\u1161\u11ab", "\u0344", "\u200d", "\U0001f600"]),
    st.text(max_size=4),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=4).map(quote),
)
PATHS = st.lists(_PIECES, max_size=8).map(lambda pieces: "/" + "".join(pieces)) | st.text()
QUERIES = st.lists(
    st.sampled_from(["amp", "AMP=1", "amp=0", "outputType=amp", "outputType=x", "%", "&&", ";", "a=%ff"])
    | st.text(max_size=4)
).map("&".join)


@given(PATHS, QUERIES)
@example("/a/amp/amp", "")
@example("/a/amp//", "")
@example("/x.amp.amp/", "outputType=html")
@example("/" + "世" * 1_200 + "/", "")
def test_whatever_is_asked_for(raw_path: str, raw_query: str) -> None:
    """Any address is a story's, or leads to one's in one step, or is refused; and no key is outside `stories/`."""
    try:
        found = route(raw_path, raw_query)
    except (BadAddress, NotFound):
        return
    if isinstance(found, Moved):
        there = found.location
        assert there.isascii()
        assert there.startswith("/")
        assert "?" not in there
        found = route(there, "")
        assert isinstance(found, Route)
        assert location(found) == there
    assert route(location(found), "") == found
    assert route(unquote(location(found)), "") == found
    assert canonical(found.path) == found.path
    assert addressable(found.path)
    meant = page_meant(found)
    assert meant is None or (addressable(meant.path) and canonical(meant.path) == meant.path)
    assert meant is None or meant.page == 1 or location(meant) == location(found)
    segments = found.key.split("/")
    assert segments[0] == "stories"
    assert len(segments) > 1
    assert all(segment and not segment.startswith(".") for segment in segments)
    assert not set(found.key) & set("\\\0\n\r%?#")
