"""Pages in memory: no more than the bytes allowed, the most recently used, whatever threads do."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from render.cache import Kept, PageCache
from slugline.address import Route
from slugline.answer import Stamp
from slugline.page.render import Rendered
from slugline.policy import Needs


def kept(html: str) -> Kept:
    """A page."""
    return Kept(Stamp("", 0, 0, ()), Rendered(html, Needs("")), "en", "S-1")


def route(name: int) -> Route:
    """An address."""
    return Route(f"/{name}", "html")


SIZE = kept("x" * 1_000).size


@pytest.mark.parametrize("html", ["a" * 5_000, "é" * 5_000, "世" * 5_000, "\U0001f600" * 5_000])
def test_a_page_is_not_reckoned_smaller_than_it_is(html: str) -> None:
    """The bytes reckoned for a page are no fewer than Python takes for its text, in any script."""
    assert kept(html).size >= sys.getsizeof(html)


def test_the_least_recently_used_goes() -> None:
    """Where there is no room, the page goes that was not asked for the longest; one too large is not kept at all."""
    cache = PageCache(3 * SIZE)
    for name in range(3):
        cache.keep(route(name), kept("x" * 1_000))
    assert cache.get(route(0))
    cache.keep(route(3), kept("x" * 1_000))
    assert [cache.get(route(name)) is not None for name in range(4)] == [True, False, True, True]
    cache.keep(route(0), kept("x" * 4 * SIZE))
    assert cache.get(route(0)) is None
    assert cache.get(route(3)) is not None
    assert cache.bytes == 2 * SIZE


def test_nothing_is_kept_without_room() -> None:
    """A cache of 0 bytes keeps nothing."""
    cache = PageCache(0)
    cache.keep(route(0), kept(""))
    assert (cache.get(route(0)), cache.bytes) == (None, 0)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4_000)), max_size=30))
def test_the_bound_holds(steps: list[tuple[int, int]]) -> None:
    """Whatever is kept in whatever order, the bytes are those of the pages that are there, and within the bound."""
    cache = PageCache(3 * SIZE)
    for name, length in steps:
        cache.keep(route(name), kept("x" * length))
        there = [page for other in range(6) if (page := cache.get(route(other)))]
        assert cache.bytes == sum(page.size for page in there) <= cache.max_bytes


@pytest.mark.usefixtures("restless")
def test_threads() -> None:
    """Threads that keep and ask at the same time leave the count right."""
    cache = PageCache(4 * SIZE)

    def use(seed: int) -> None:
        for step in range(2_000):
            name = (seed * 7 + step * step) % 9
            cache.keep(route(name), kept("x" * (name * 200)))
            page = cache.get(route((name + step) % 9))
            assert page is None or len(page.rendered.html) % 200 == 0

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(use, range(8)))
    there = [page for name in range(9) if (page := cache.get(route(name)))]
    assert cache.bytes == sum(page.size for page in there) <= cache.max_bytes
