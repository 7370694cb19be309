"""Edges in front of a newsroom's folder."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.parts import edge as part
from tests.parts.edge import Edge
from tests.parts.faults import Exchange
from tests.parts.missing import need
from tests.render.newsroom import FolderShelf

BRIEF = (0, 1, 1, 4)
"""Lifetimes in seconds where a test waits for their ends: a page is fresh for 1, revalidated for 1 more, and stands in
for 4 after the first when the origin fails."""
_NUMBERS = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Late:
    """The answer is made at once, and comes some seconds later."""

    seconds: float

    def act(self, exchange: Exchange) -> None:
        """Ask, wait, send."""
        answer = exchange.forward()
        exchange.wait(self.seconds)
        exchange.send(answer.head() + answer.body)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> FolderShelf:
    """A folder of stories."""
    need(part)
    return FolderShelf(tmp_path_factory.mktemp("newsroom"))


@pytest.fixture(scope="module")
def lasting(shelf: FolderShelf) -> Iterator[Edge]:
    """An edge with the contract's lifetimes."""
    with Edge(shelf.setting) as running:
        yield running


@pytest.fixture(scope="module")
def brief(shelf: FolderShelf) -> Iterator[Edge]:
    """An edge whose pages have brief lifetimes."""
    with Edge(shelf.setting, lifetimes=BRIEF) as running:
        yield running


@pytest.fixture
def edge(lasting: Edge) -> Iterator[Edge]:
    """The one with the contract's lifetimes, in order again after the test."""
    yield lasting
    lasting.proxy.clear()


@pytest.fixture
def swift(brief: Edge) -> Iterator[Edge]:
    """The one with brief lifetimes, in order again after the test."""
    yield brief
    brief.proxy.clear()


@pytest.fixture
def path() -> str:
    """An address that no other test asks for."""
    return f"/world/n{next(_NUMBERS)}"
