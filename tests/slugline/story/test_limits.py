"""Documents that are too large, too deep or no JSON are refused; those at the limit are not; at either speed alike."""

from __future__ import annotations

import contextlib
import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slugline.story.decode import Decoded, decode, examine
from slugline.story.document import Article
from slugline.story.limits import MAX_BLOCKS, MAX_DOCUMENT_BYTES, MAX_NESTING
from slugline.story.problem import Unsound
from tests import strategies
from tests.samples import IMAGE, Json, as_json, everything, story

PARAGRAPH: Json = {"type": "paragraph", "text": "x"}
SOUND = json.dumps(story(PARAGRAPH)).encode()


def _both(value: Json) -> Decoded:
    """A document by either speed, which must agree."""
    data = json.dumps(value).encode()
    fast, slow = decode(data), examine(data)
    assert as_json(fast.document) == as_json(slow.document)
    assert fast.skipped == slow.skipped
    return fast


def _body(decoded: Decoded) -> tuple[Any, ...]:
    assert isinstance(decoded.document, Article)
    return decoded.document.body


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is not JSON"),
        (b"\x00", "is not JSON"),
        (SOUND[:-1], "is not JSON"),
        (SOUND + b"{}", "is not JSON"),
        (b"<!doctype html>", "is not JSON"),
        (SOUND[:-1] + b', "x": NaN}', "NaN is not a number"),
        (SOUND[:-1] + b', "x": -Infinity}', "Infinity is not a number"),
        (SOUND[:-1] + b', "x": ' + b"9" * 5_000 + b"}", "is not JSON"),
        (SOUND.replace(b"Harbour", b"\xff"), "is not UTF-8"),
        (SOUND.replace(b"Harbour", b"\xed\xa0\x80"), "is not UTF-8"),
        (SOUND.decode().encode("utf-16"), "is not UTF-8"),
        (b"[" * 200_000, "nested too deep"),
        (SOUND[:-1] + b', "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested too deep"),
        (SOUND + b" " * MAX_DOCUMENT_BYTES, "bytes large"),
        (b"null", "is null"),
        (b"[]", "is []"),
        (b'"story"', 'is "story"'),
        (b"{}", "has no `kind`"),
        (b'{"kind": "stroy"}', "is unknown"),
    ],
    ids=lambda part: str(part[:20]),
)
def test_what_is_no_document_is_refused(data: bytes, told: str) -> None:
    """Whatever the bytes are, the answer is Unsound, soon, with one decisive problem at the document or its kind."""
    started = time.process_time()
    with pytest.raises(Unsound) as fault:
        decode(data)
    assert told in str(fault.value.problems[-1])
    assert fault.value.problems[-1].place in {"$", "$.kind"}
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("data", "headline"),
    [
        (b"\xef\xbb\xbf" + SOUND, "Harbour talks end in agreement"),
        (SOUND + b"\n \t", "Harbour talks end in agreement"),
        (SOUND.replace(b"Harbour", rb"\ud83d\udea2"), "🚢 talks end in agreement"),
        (SOUND.replace(b"Harbour", rb"\ud83d"), "\ufffd talks end in agreement"),
        (SOUND.replace(b"Harbour", rb"\udea2\ud83d"), "\ufffd\ufffd talks end in agreement"),
        (SOUND.replace(b"Harbour", rb"\u0000"), "\x00 talks end in agreement"),
        (SOUND[:-1] + b', "headline": "Twice"}', "Twice"),
        (SOUND[:-1] + b', "x": 1e999}', "Harbour talks end in agreement"),
        (SOUND[:-1] + b', "x": ' + b"9" * 400 + b"}", "Harbour talks end in agreement"),
    ],
    ids=lambda part: str(part[:12]),
)
def test_what_is_odd_but_readable_is_read(data: bytes, headline: str) -> None:
    """A byte order mark, half a character, a field twice (the last counts), a huge number in a field of no use."""
    for read in (decode, examine):
        document = read(data).document
        assert isinstance(document, Article)
        assert document.headline == headline


@strategies.examples(200)
@given(strategies.documents, st.floats(0, 1), st.integers(0, 9), st.binary(max_size=4))
def test_damaged_bytes_are_read_or_refused(value: Json, share: float, length: int, put: bytes) -> None:
    """Bytes that were lost or changed on the way lead to a document or to Unsound, and to nothing else."""
    data = json.dumps(value, ensure_ascii=False).encode()
    at = int(share * len(data))
    with contextlib.suppress(Unsound):
        decode(data[:at] + put + data[at + length :])


def test_a_second_embargo_is_the_one_that_holds() -> None:
    """Of a field that stands twice, both speeds take the last."""
    twice = SOUND[:-1] + b', "embargo_until": "2026-01-01T00:00:00Z", "embargo_until": "2027-01-01T00:00:00Z"}'
    for read in (decode, examine):
        document = read(twice).document
        assert isinstance(document, Article)
        assert document.embargo_until is not None
        assert document.embargo_until.year == 2027


@pytest.mark.parametrize("holder", ["fact_box", "update"])
def test_blocks_stand_so_deep_and_no_deeper(holder: str) -> None:
    """A block may stand in MAX_NESTING others; one that stands deeper is left out with a problem, and nothing else."""
    holding: Json = (
        {"type": holder, "id": "u", "at": "2026-11-24T08:30:00Z"} if holder == "update" else {"type": holder}
    )
    for depth in (MAX_NESTING, MAX_NESTING + 1, 60):
        inner: list[Json] = [PARAGRAPH, {"type": "gallery", "images": [IMAGE]}]
        for _ in range(depth):
            inner = [holding | {"blocks": inner}, PARAGRAPH]
        decoded = _both(story(*inner))
        assert len(_body(decoded)) == 2
        assert bool(decoded.skipped) == (depth > MAX_NESTING)
        assert all("blocks deep" in problem.what for problem in decoded.problems)


def test_list_items_stand_so_deep_and_no_deeper() -> None:
    """Items in items are bounded likewise, and even hundreds of them raise nothing."""
    for depth in (MAX_NESTING - 1, MAX_NESTING, MAX_NESTING + 1, 60, 300):
        item: Json = {"text": "deepest"}
        for _ in range(depth):
            item = {"text": "x", "items": [item]}
        decoded = _both(story({"type": "list", "items": [item, "last"]}))
        assert len(_body(decoded)) == 1
        assert bool(decoded.problems) == (depth >= MAX_NESTING)


def test_blocks_past_the_most_are_left_out() -> None:
    """The first MAX_BLOCKS blocks are kept, nested ones counted; those after them are told and left out."""
    boxes = [{"type": "fact_box", "blocks": [PARAGRAPH] * 4}] * (MAX_BLOCKS // 5)
    at_most = _both(story(*boxes, lead=IMAGE))
    assert (len(_body(at_most)), at_most.skipped, at_most.problems) == (MAX_BLOCKS // 5, 0, ())
    too_many = _both(story(*boxes, PARAGRAPH, PARAGRAPH, lead=IMAGE))
    assert (len(_body(too_many)), too_many.skipped) == (MAX_BLOCKS // 5, 2)
    assert all("past the 10,000 blocks" in problem.what for problem in too_many.problems)


def test_a_huge_number_or_text_in_a_field_is_a_problem_of_that_field() -> None:
    """Numbers of hundreds of digits and texts of hundreds of thousands of characters do no harm where they stand."""
    for value in (10**300, -(10**300), 1e308, "9" * 300_000, "x" * 300_000):
        decoded = _both(story({"type": "image", "url": "/a.jpg", "width": value}, section={"id": value, "name": "x"}))
        assert len(_body(decoded)) == 1
        assert {problem.place for problem in decoded.problems} == {"$.body[0].width", "$.section.id"}
        assert all(len(str(problem)) < 300 for problem in decoded.problems)


def test_deep_values_of_no_use_do_no_harm() -> None:
    """A value nested hundreds deep where it has no business is left out, or refused; nothing else is raised."""
    deep: Any = "x"
    for _ in range(900):
        deep = [deep]
    for value in (story(PARAGRAPH, x=deep), story(PARAGRAPH, kicker=deep), story(PARAGRAPH, section=deep)):
        assert len(_body(decode(json.dumps(value).encode()))) == 1
    with pytest.raises(Unsound):
        decode(json.dumps(everything() | {"headline": deep}).encode())
