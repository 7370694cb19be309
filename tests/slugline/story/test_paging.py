"""A live blog in pages: each update on one, newest first, and what is on a full page stays there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from slugline.story.blocks import AnyBlock, Paragraph, Update
from slugline.story.document import Liveblog
from slugline.story.paging import FULL_PAGE, MAX_PINNED, Paging
from tests.strategies import examples

START = datetime(2026, 11, 24, 8, tzinfo=UTC)


def update(number: int, minute: int, *, pinned: bool = False, key: bool = False) -> Update:
    """An update, some minutes after the start."""
    return Update(id=f"u{number}", at=START + timedelta(minutes=minute), pinned=pinned, key=key)


def blog(*body: AnyBlock) -> Liveblog:
    """A live blog with a body."""
    return Liveblog(
        version="1", id="l", path="/l", headline="Live", language="en", published_at=START, body=tuple(body)
    )


def pages(paging: Paging) -> dict[int, list[str]]:
    """The ids of the updates of each page, by its number."""
    numbers = [1, *range(2, paging.newest_full + 1)]
    return {number: [entry.update.id for entry in paging.on(number)] for number in numbers}


MINUTES = st.lists(st.integers(0, 50), max_size=200)


@examples(60)
@given(MINUTES)
@example([0] * (2 * FULL_PAGE))
@example([0] * (2 * FULL_PAGE - 1))
def test_every_update_is_on_one_page(minutes: list[int]) -> None:
    """Whatever the order of the document: on one page each, newest first over all; those of a minute as written."""
    updates = [update(number, minute) for number, minute in enumerate(minutes)]
    paging = Paging(blog(*updates))
    found = pages(paging)
    way, number = [], 1
    while number:
        way += found[number]
        number = paging.older(number) or 0
    assert way == [one.id for one in sorted(updates, key=lambda one: one.at, reverse=True)]
    assert all(len(ids) == FULL_PAGE for number, ids in found.items() if number > 1)
    assert len(found[1]) <= 2 * FULL_PAGE - 1
    assert len(found) == 1 or len(found[1]) >= FULL_PAGE
    assert not paging.is_full(1)
    assert [number for number in range(1, 20) if paging.is_full(number)] == sorted(found)[1:]


@examples(60)
@given(st.integers(0, 200), st.integers(0, 200))
def test_what_is_on_a_full_page_stays(before: int, more: int) -> None:
    """Updates that come later change no full page, nor the page that an update is to stay on."""
    updates = [update(number, number) for number in range(before + more)]
    early, late = Paging(blog(*updates[:before][::-1])), Paging(blog(*updates[::-1]))
    assert {number: ids for number, ids in pages(late).items() if number in pages(early) and number > 1} == {
        number: ids for number, ids in pages(early).items() if number > 1
    }
    homes = {entry.update.id: entry.page for entry in late.entries}
    assert all(homes[entry.update.id] == entry.page for entry in early.entries)


@examples(60)
@given(st.integers(1, 300))
def test_a_link_to_an_update_is_right_at_all_times(count: int) -> None:
    """The page that is an update's own shows it, or page 1 does until that is full; further numbers are nobody's."""
    paging = Paging(blog(*(update(number, number) for number in range(count))))
    for entry in paging.entries:
        full = paging.is_full(entry.page)
        assert paging.on_front(entry.page) is not full
        assert entry in paging.on(entry.page if full else 1)
        assert paging.shown_on(entry) == (entry.page if full else 1)
    last = paging.entries[0].page
    assert not any(paging.is_full(number) or paging.on_front(number) for number in (0, 1, last + 1, 9_999))


def test_the_way_from_page_to_page() -> None:
    """From page 1 to the newest full page, on to the oldest, and back; readers count from the newest."""
    paging = Paging(blog(*(update(number, number) for number in range(4 * FULL_PAGE))))
    assert (paging.full, paging.newest_full) == (3, 4)
    assert [paging.older(number) for number in (1, 4, 3, 2)] == [4, 3, 2, None]
    assert [paging.newer(number) for number in (1, 4, 3, 2)] == [None, 1, 4, 3]
    assert [paging.position(number) for number in (1, 4, 3, 2)] == [1, 2, 3, 4]
    alone = Paging(blog(update(1, 1)))
    assert (alone.full, alone.older(1), alone.newer(1), alone.position(1)) == (0, None, None, 1)
    assert not Paging(blog()).on_front(2)


def test_what_is_pinned_and_what_is_remembered() -> None:
    """The newest pinned ones lead, only so many; they and key events keep their place among the others."""
    updates = [update(n, n, pinned=n % 10 == 0, key=n % 25 == 0) for n in range(100)]
    paging = Paging(blog(*updates))
    assert [entry.update.id for entry in paging.pinned] == ["u90", "u80", "u70", "u60", "u50"]
    assert len(paging.pinned) == MAX_PINNED
    assert [entry.update.id for entry in paging.key_events] == ["u75", "u50", "u25", "u0"]
    assert sum(map(len, pages(paging).values())) == 100


def test_blocks_that_are_no_updates() -> None:
    """Those that lead the document come before the updates, all others after; each is found at its place."""
    a, b, c = (Paragraph(text=text) for text in "abc")
    paging = Paging(blog(a, update(1, 1), b, update(2, 2), c))
    assert paging.before == ((a, "$.body[0]"),)
    assert paging.after == ((b, "$.body[2]"), (c, "$.body[4]"))
    assert [entry.place for entry in paging.entries] == ["$.body[3]", "$.body[1]"]
    assert Paging(blog(a, b)).before == ((a, "$.body[0]"), (b, "$.body[1]"))


def test_when_it_was_changed() -> None:
    """The last word of any update counts, and what the document says of itself if that is later."""
    hour = timedelta(hours=1)
    one = update(1, 60)
    again = Update(id="u2", at=START, updated_at=START + 2 * hour)
    early = Update(id="u0", at=START - hour)
    assert blog().changed_at == START
    assert blog(one).changed_at == START + hour
    assert blog(one, again).changed_at == START + 2 * hour
    assert blog(one, early).coverage_started == START - hour
    assert blog(one).coverage_started == START
