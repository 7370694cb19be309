"""No answer stays at the edge that would be given otherwise now: random histories, told of in any way, with faults."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import event, given, note
from hypothesis import strategies as st

from render.cache import PageCache
from render.function import RenderFunction
from render.settings import settings_from
from slugline.page.theme import Theme
from slugline.story.decode import decode
from slugline.story.problem import Unsound
from slugline.tags import path_tag
from slugline.theme.baked import bake
from tests.publish import post
from tests.publish.conftest import Desk, run
from tests.publish.memory import PurgeList
from tests.publish.test_changes import BROKEN, LATER, placed
from tests.render.newsroom import Answered, Json, Reader, as_bytes, document, key, redirect, story
from tests.strategies import examples

PATHS = ("/a", "/b", "/c/d", "/b/amp")
"""The last is one to which no address leads, though documents may name it."""
ADDRESSES = tuple(f"{start}{path}" for path in PATHS[:3] for start in ("", "/amp"))
_CACHE_BYTES = 10_000_000


@pytest.fixture(scope="module")
def rendering(theme: Theme, tmp_path_factory: pytest.TempPathFactory) -> RenderFunction:
    """The render function; its storage is put in by each example."""
    root = tmp_path_factory.mktemp("rendering")
    (root / "storage" / "stories").mkdir(parents=True)
    baked: Path = root / "baked"
    bake(theme, baked)
    settings = settings_from({"SLUGLINE_STORAGE": str(root / "storage"), "SLUGLINE_THEME": str(baked)})
    return RenderFunction(settings)


class Cached(NamedTuple):
    """An answer that the edge keeps."""

    answered: Answered
    tags: frozenset[str]

    @property
    def shown(self) -> tuple[int, str, str]:
        """What a reader sees of it."""
        return self.answered.status, self.answered.headers.get("Location", ""), self.answered.body


@dataclass
class ModelEdge(PurgeList):
    """An edge that keeps every answer that may be kept, for ever, until its tag is purged."""

    kept: dict[str, Cached] = field(default_factory=dict)

    def keep(self, address: str, answered: Answered) -> None:
        """Keeps an answer, if it may be kept."""
        if "s-maxage" in answered.headers["Cache-Control"]:
            self.kept[address] = Cached(answered, frozenset(answered.headers["Cache-Tag"].split(",")))

    def purge(self, tags: Sequence[str], reference: str) -> None:
        """As `Edge.purge`: one whose name is known forgets nothing."""
        before = len(self.done)
        super().purge(tags, reference)
        if len(self.done) > before:
            self.kept = {address: one for address, one in self.kept.items() if not one.tags & set(tags)}


class World:
    """A newsroom, its readers and the edge between."""

    def __init__(self, rendering: RenderFunction) -> None:
        self.edge = ModelEdge()
        self.desk = Desk(edge=self.edge)
        self.waiting: list[str] = []
        """Messages that have to be delivered still."""
        self.in_flight: list[tuple[str, Answered]] = []
        """Answers that were made, and have not reached the edge."""
        self.rendering = rendering
        rendering.pages.storage = self.desk.storage
        rendering.pages.cache = PageCache(_CACHE_BYTES)
        for handler in rendering.logger.handlers:
            handler.stream = io.StringIO()  # type: ignore[attr-defined] # Powertools has stream handlers alone

    def fresh(self, address: str) -> Answered:
        """What the render function answers now."""
        return Reader(self.rendering).ask(address)

    def ask(self, address: str, *, at_once: bool) -> None:
        """A reader asks: what is not kept is asked for. At another place of the edge it is not, and comes later."""
        if not at_once or address not in self.edge.kept:
            self.in_flight.append((address, self.fresh(address)))
        if at_once:
            self.arrive()

    def arrive(self) -> None:
        """Everything in flight reaches the edge."""
        for address, answered in self.in_flight:
            self.edge.keep(address, answered)
        self.in_flight.clear()

    def deliver(self, order: Sequence[int], faults: tuple[int, int, int], *, twice: bool) -> None:
        """Delivers some of the waiting messages in an order; what fails, or is to come twice, waits on."""
        self.desk.storage.failing, self.edge.failing, self.desk.queue.failing = faults
        chosen = list(dict.fromkeys(number % len(self.waiting) for number in order)) if self.waiting else []
        bodies = [self.waiting[number] for number in chosen]
        if any("purge again" in body for body in bodies):
            self.arrive()  # it waited for longer than any render takes
        records = [post.record(body, 1, str(number)) for number, body in zip(chosen, bodies, strict=True)]
        failed = run(self.desk.function, post.batch(records))
        self.desk.storage.failing = self.edge.failing = self.desk.queue.failing = 0
        done = set() if twice else {number for number in chosen if str(number) not in failed}
        self.waiting = [body for number, body in enumerate(self.waiting) if number not in done]
        self.waiting += [body for body, _ in self.desk.queue.sent]
        self.desk.queue.sent.clear()

    def settle(self, order: Sequence[int]) -> None:
        """Delivers all that waits, in some order, without faults."""
        while self.waiting:
            self.deliver(order or [0], (0, 0, 0), twice=False)
        self.arrive()

    def stale(self, *, kept_while_broken: bool) -> list[str]:
        """The addresses for which the edge has another answer than would be given now.

        A broken document purges nothing, so that what depends on one may stay while it is broken.
        """
        found = []
        broken = {path_tag(path) for path in PATHS if self._is_broken(path)}
        for address, cached in self.edge.kept.items():
            answered = self.fresh(address)
            tags = {*answered.headers["Cache-Tag"].split(","), *cached.tags, path_tag(address.removeprefix("/amp"))}
            if kept_while_broken and broken & tags:
                continue
            if cached.shown != Cached(answered, frozenset()).shown:
                note(f"{address}: {cached.answered.status} is kept, {answered.status} is given; {sorted(tags)}")
                found.append(address)
        return found

    def mend(self) -> None:
        """Writes a sound story in place of each broken one."""
        for path in PATHS:
            if self._is_broken(path):
                self.waiting.append(self.desk.put(path, story(path, headline="Mended")))

    def _is_broken(self, path: str) -> bool:
        data = self.desk.storage.get(key(path))
        try:
            decode(as_bytes(story(path)) if data is None else data)
        except Unsound as fault:
            return not fault.hides
        return False


class Write(NamedTuple):
    """A document is written; None deletes it, a number removes for good that many before the newest."""

    path: str
    content: Json | bytes | int | None

    def do(self, world: World) -> None:
        """Does it."""
        desk = world.desk
        if isinstance(self.content, int):
            ids = desk.storage.ids(key(self.path))
            if ids:
                world.waiting.append(desk.erase(self.path, self.content % len(ids)))
        elif self.content is None:
            world.waiting.append(desk.delete(self.path))
        else:
            world.waiting.append(desk.put(self.path, self.content))


class Ask(NamedTuple):
    """A reader asks for an address."""

    address: str
    at_once: bool

    def do(self, world: World) -> None:
        """Does it."""
        world.ask(self.address, at_once=self.at_once)


class Deliver(NamedTuple):
    """Some of the waiting messages are delivered."""

    order: list[int]
    faults: tuple[int, int, int]
    twice: bool

    def do(self, world: World) -> None:
        """Does it."""
        world.deliver(self.order, self.faults, twice=self.twice)


def contents(number: int) -> st.SearchStrategy[Any]:
    """What a document may become; no two sound stories have the same words."""
    paths = st.sampled_from(PATHS)
    stories = st.builds(
        lambda path, fields: story(path, headline=f"No. {number}", **fields),
        paths,
        st.fixed_dictionaries(
            {"id": st.sampled_from(["one", "two"])},
            optional={
                "section": st.sampled_from([{"id": "x", "name": "X"}, {"id": "y", "name": "Y"}]),
                "embargo_until": st.just(LATER),
                "expires_at": st.just("2026-01-01T00:00:00Z"),
                "amp": st.just(value=False),
            },
        ),
    )
    return st.one_of(
        stories,
        stories,
        paths.map(lambda there: redirect("/a", there)),
        st.sampled_from([document("withdrawn", "/a"), {**story("/a"), "embargo": LATER}, {"kind": "withdrawn"}]),
        st.sampled_from([BROKEN, b"", b"[1]"]),
        st.none(),
        st.integers(0, 2),
    )


class Settle(NamedTuple):
    """All that waits is delivered, and readers ask for everything: the edge is full of what is given now."""

    def do(self, world: World) -> None:
        """Does it."""
        world.settle([])
        for address in ADDRESSES:
            world.ask(address, at_once=True)


Step = Write | Ask | Deliver | Settle


@st.composite
def histories(draw: st.DrawFn) -> list[Step]:
    """What happens, step by step: some documents are there and read by all, and then they change."""
    fault = st.sampled_from([0, 0, 1])
    orders = st.lists(st.integers(0, 9), min_size=1, max_size=4)
    deliver = st.builds(Deliver, orders, st.tuples(fault, fault, fault), st.sampled_from([False, False, True]))
    ask = st.builds(Ask, st.sampled_from(ADDRESSES), st.booleans())
    paths = draw(st.lists(st.sampled_from(PATHS), max_size=4))
    steps: list[Step] = [Write(path, draw(contents(number))) for number, path in enumerate(paths)]
    steps.append(Settle())
    for number in range(draw(st.integers(2, 7))):
        write = st.builds(Write, st.sampled_from(PATHS), contents(10 + number))
        steps.append(draw(st.one_of(write, write, deliver, deliver, ask)))
    return steps


@given(steps=histories(), order=st.lists(st.integers(0, 50), max_size=6))
@examples(300)
def test_nothing_stale_stays(rendering: RenderFunction, steps: list[Step], order: list[int]) -> None:
    """However changes are told of, once all have been, the edge has nothing that is not given now.

    Readers ask at any time, and a page may be in the making while its story is purged; messages come twice, late, in
    any order and in any groups; storage, edge and queue fail now and then.
    """
    world = World(rendering)
    for step in steps:
        step.do(world)
    world.settle(order)
    assert world.stale(kept_while_broken=True) == []
    event(f"answers kept: {len(world.edge.kept)}")
    world.mend()
    world.settle(order)
    assert world.stale(kept_while_broken=False) == []


WAYS: dict[str, tuple[list[Json], Json | None, int, int]] = {
    "a redirect's target comes": ([redirect("/a", "/b")], story("/b"), 301, 301),
    "a redirect's target leads back": ([redirect("/a", "/b"), story("/b")], redirect("/b", "/a"), 301, 404),
    "a redirect's target leads on and back": (
        [redirect("/a", "/c/d"), redirect("/c/d", "/b"), story("/b")],
        redirect("/b", "/a"),
        301,
        404,
    ),
    "its own path is taken": ([{**story("/b"), "lies": "/a"}], story("/b"), 200, 301),
    "its own path is gone": ([{**story("/b"), "lies": "/a"}, story("/b")], None, 301, 200),
    "one to which no address leads": (
        [redirect("/a", "/b"), {**story("/b/amp"), "lies": "/b"}],
        redirect("/b/amp", "/a"),
        301,
        404,
    ),
}
"""Documents, with where one `lies` if not at its own path; one that comes, or goes from /b; what /a answers."""


@pytest.mark.parametrize(("documents", "change", "before", "after"), WAYS.values(), ids=WAYS)
def test_documents_on_the_way(
    rendering: RenderFunction, documents: list[Json], change: Json | None, before: int, after: int
) -> None:
    """An answer is forgotten when any document changes that it was made from, its own or not, there or not."""
    world = World(rendering)
    for written in documents:
        lies: str = written.get("lies") or written["path"]
        world.waiting.append(world.desk.put(lies, {name: value for name, value in written.items() if name != "lies"}))
    world.settle([])
    for address in ("/a", "/amp/a"):
        world.ask(address, at_once=True)
    assert world.edge.kept["/a"].answered.status == before
    world.waiting.append(world.desk.delete("/b") if change is None else world.desk.put(change["path"], change))
    world.settle([])
    assert world.edge.kept == {}
    assert world.fresh("/a").status == after


SECTIONS = st.sampled_from([*(placed(section) for section in "xyz"), placed(None), BROKEN, redirect("/a", "/b"), None])


@given(history=st.lists(SECTIONS, min_size=1, max_size=6), order=st.lists(st.integers(0, 5), max_size=12))
@examples(150)
def test_every_move_is_purged(history: list[Json | bytes | None], order: list[int]) -> None:
    """Sections that a story left and entered are purged, and no others, whenever and how often moves are told of."""
    desk = Desk()
    waiting: list[str] = []
    numbers: Iterator[int] = iter(order)
    for content in history:
        waiting.append(desk.delete("/a") if content is None else desk.put("/a", content))
        if (number := next(numbers, 0)) % 2:
            assert desk.deliver(waiting[number % len(waiting)]) == []
    assert desk.deliver(*(waiting[number % len(waiting)] for number in numbers)) == []
    for message in reversed(waiting):
        assert desk.deliver(message) == []
    assert {tag for tag in desk.purged() if tag.startswith("section:")} == moves(history)


def moves(history: list[Json | bytes | None]) -> set[str]:
    """The tags of the sections that a story left and entered."""
    found: set[str] = set()
    sections = [
        one.get("section", {}).get("id", "") for one in history if isinstance(one, dict) and one["kind"] == "story"
    ]
    for left, entered in pairwise(sections):
        if left != entered:
            found |= {f"section:{section}" for section in (left, entered) if section}
    return found
