"""Cache tags: what CloudFront takes, telling apart what is apart."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from slugline.answer import Stamp
from slugline.story.limits import MAX_ID
from slugline.tags import MAX_TAG, MAX_TAGS, path_tag, section_tag, sendable, tags_of

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=MAX_ID)


@given(WORDS, st.none() | WORDS, WORDS)
@example("é" * MAX_ID, "世" * MAX_ID, "/" + "世" * MAX_ID)
@example("a,b\nc \x7f#", "%C3%A9", "/a,b")
def test_tags_are_what_cloudfront_takes(story: str, section: str | None, path: str) -> None:
    """Visible ASCII without commas, at most 256 characters, lower case since case is ignored; each after its kind."""
    tags = tags_of(story, section, path)
    for tag in tags:
        assert re.fullmatch(r"[\x21-\x2b\x2d-\x7e]{1,256}", tag)
        assert tag == tag.lower()
        assert sendable(tag)
    kinds = ["site", "section", "story", "path"] if section else ["site", "story", "path"]
    assert [tag.split(":")[0] for tag in tags] == kinds


@given(WORDS, WORDS)
@example("é" * MAX_ID, "é" * (MAX_ID - 1) + "è")
@example("a,b", "a%2cb")
def test_tags_tell_apart(one: str, other: str) -> None:
    """Two ids share a tag only if they differ in nothing but case; a section's or a path's tag is never a story's."""
    same = one.lower() == other.lower()
    assert (tags_of(one) == tags_of(other)) is same
    assert (path_tag(one) == path_tag(other)) is same
    assert len({tags_of(one)[1], section_tag(one), path_tag(one)}) == 3


def test_no_tag_for_what_is_not_there() -> None:
    """An answer without story and section has the site's tag, and that of the document that was looked for."""
    assert tags_of() == ("site",)
    assert tags_of("S-1", "World") == ("site", "section:world", "story:s-1")
    assert tags_of(None, None, "/a", "/b/é") == ("site", "path:/a", "path:/b/%c3%a9")


def test_as_many_tags_as_the_edge_looks_at() -> None:
    """CloudFront drops what is over 50 without a word, so they end there."""
    assert len(tags_of("s", "w", *(f"/{number}" for number in range(100)))) == MAX_TAGS


@pytest.mark.parametrize("tag", ["", "a b", "a,b", "é", "a\n", "\x7f", "x" * (MAX_TAG + 1)])
def test_what_the_edge_cannot_be_asked(tag: str) -> None:
    """A tag that CloudFront would refuse is known here, since stand-ins take anything."""
    assert not sendable(tag)


def test_a_page_of_one_document_and_of_more() -> None:
    """A page that was made from other documents too is not vouched for by its own one's ETag."""
    assert Stamp('"e"', 0, 0, tags_of("s", "w", "/a")).alone
    assert not Stamp('"e"', 0, 0, tags_of("s", "w", "/a", "/b")).alone


def test_a_page_before_which_two_documents_are_looked_at() -> None:
    """A page of a live blog names the document that would come first, and no third one."""
    assert Stamp('"e"', 0, 0, tags_of("s", "w", "/a", "/a/page/2"), reads=2).alone
    assert not Stamp('"e"', 0, 0, tags_of("s", "w", "/a", "/a/page/2", "/b"), reads=2).alone
    assert not Stamp("last good", 0, 0, tags_of("s", "w", "/a"), reads=2).alone
