"""A morning at the edge: readers who prefer some stories (Zipf) while editors go on changing them.

The plan is fixed by its seed; which of two threads comes first is not. Stories are made from the samples. Each edit is
written to storage, purged by its tag at once and again when no render from before can be under way any more.
"""

from __future__ import annotations

import bisect
import heapq
import http.client
import itertools
import json
import random
import re
import statistics
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from slugline.tags import path_tag
from slugline.theme.baked import bake
from slugline.theme.folder import folders_of, load_theme
from tests.bench.goal import Figure
from tests.parts.edge import Edge
from tests.parts.service import HOST
from tests.samples import articles, samples

RENDERS_GOAL = 1.05
FRESH_GOAL = 1.0
"""Seconds from the write to the first reader who sees it."""
AMP_SHARE = 0.15
_VERSION = re.compile(rb"version-(\d+)-of-(\d+)")
_PATIENCE = 20.0


class Plan(NamedTuple):
    """What happens."""

    requests: int = 50_000
    stories: int = 1_000
    edits: int = 300
    readers: int = 16
    seed: int = 20_261_124
    again: float = 2.0
    """Seconds until the second purge: past the edge's own time-out for the origin, which is 1.5 here."""


class Page(NamedTuple):
    """A version of a story in a format, as a reader saw it."""

    story: int
    version: int
    format: str


@dataclass
class Seen:
    """What readers and editors saw."""

    statuses: Counter[int] = field(default_factory=Counter)
    caches: Counter[str] = field(default_factory=Counter)
    pages: set[Page] = field(default_factory=set)
    fresh: list[float] = field(default_factory=list)
    """Seconds from each write to the first answer that has it."""
    stale: int = 0
    """Answers that were asked for after a second purge, and older than it."""
    seconds: float = 0.0
    renders: int = 0
    remembered: int = 0
    """Pages that the origin gave again from its memory."""

    @property
    def hit_ratio(self) -> float:
        """The share of the readers' requests that the origin had no part in."""
        return 1 - self.caches["miss"] / self.caches.total()

    @property
    def renders_a_page(self) -> float:
        """Renders for each version of a story in a format that somebody saw."""
        return self.renders / len(self.pages)


class Newsroom:
    """Numbered stories in a folder, and which versions of them must be seen by now."""

    def __init__(self, root: Path, count: int) -> None:
        paths = {path for path, one in articles() if one.amp and not (one.expires_at or one.embargo_until)}
        self._models = [json.loads(sample.data) for sample in samples() if sample.path in paths]
        self._root = root
        self.versions = [0] * count
        self.settled = [0] * count
        """The version of each story whose second purge is done."""
        for number in range(count):
            self.write(number)

    def write(self, number: int) -> int:
        """Stores the next version of a story, in one step, and returns it."""
        version = self.versions[number] + 1
        model: dict[str, Any] = self._models[number % len(self._models)]
        told = {"id": f"R-{number}", "path": path_of(number), "headline": f"version-{version}-of-{number}"}
        file = self._root / f"stories{path_of(number)}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part")
        part.write_text(json.dumps(model | told), "utf-8")
        part.replace(file)
        self.versions[number] = version
        return version


def path_of(number: int) -> str:
    """A story's address."""
    return f"/replay/story-{number}"


class Client:
    """A connection to the edge that is kept open."""

    def __init__(self, port: int, newsroom: Newsroom, seen: Seen, lock: threading.Lock) -> None:
        self._connection = http.client.HTTPConnection(HOST, port, timeout=_PATIENCE)
        self._newsroom = newsroom
        self._seen = seen
        self._lock = lock

    def ask(self, number: int, page_format: str, *, counted: bool = True) -> int:
        """One request; returns the version that came, or 0 where none did. Only readers' are counted."""
        settled = self._newsroom.settled[number]
        self._connection.request("GET", ("/amp" if page_format == "amp" else "") + path_of(number))
        answered = self._connection.getresponse()
        found = _VERSION.search(answered.read())
        version = int(found[1]) if found and int(found[2]) == number else 0
        with self._lock:
            if counted:
                self._seen.statuses[answered.status] += 1
                self._seen.caches[answered.headers["X-Cache"]] += 1
            if version:
                self._seen.pages.add(Page(number, version, page_format))
            self._seen.stale += 0 < version < settled
        return version

    def close(self) -> None:
        """Hangs up."""
        self._connection.close()


class Desk:
    """Edits while readers read: an edit every so many requests, and its second purge a while later."""

    def __init__(self, edge: Edge, newsroom: Newsroom, client: Client, seen: Seen) -> None:
        self._edge = edge
        self._newsroom = newsroom
        self._client = client
        self._seen = seen
        self._again: list[tuple[float, int, int]] = []

    def edit(self, number: int, again: float) -> None:
        """Writes, purges, and asks until the new version comes."""
        written = time.monotonic()
        version = self._newsroom.write(number)
        self._edge.forget(path_tag(path_of(number)))
        heapq.heappush(self._again, (time.monotonic() + again, number, version))
        while self._client.ask(number, "html", counted=False) < version:
            if time.monotonic() - written > _PATIENCE:
                break
        self._seen.fresh.append(time.monotonic() - written)

    def purge_again(self) -> None:
        """Does the second purges that are due."""
        while self._again and self._again[0][0] <= time.monotonic():
            _, number, version = heapq.heappop(self._again)
            self._edge.forget(path_tag(path_of(number)))
            self._newsroom.settled[number] = version

    def finish(self) -> None:
        """Waits for the last of them."""
        while self._again:
            self.purge_again()
            time.sleep(0.01)


def replay(plan: Plan) -> Seen:
    """Plays the plan, and says what was seen."""
    with TemporaryDirectory() as folder:
        storage, theme = Path(folder, "storage"), Path(folder, "theme")
        storage.mkdir()
        theme.mkdir()
        bake(load_theme(folders_of(None)), theme)
        newsroom = Newsroom(storage, plan.stories)
        with Edge(str(storage), environment={"SLUGLINE_THEME": str(theme)}) as edge:
            seen = _play(plan, edge, newsroom)
            outcomes = Counter(line["outcome"] for line in edge.answers())
    seen.renders, seen.remembered = outcomes["render"], outcomes["hit"]
    return seen


def _play(plan: Plan, edge: Edge, newsroom: Newsroom) -> Seen:
    draw = random.Random(plan.seed)  # noqa: S311 -- a plan, no secret
    asked = [(number, "amp" if draw.random() < AMP_SHARE else "html") for number in _zipf(plan, plan.requests, draw)]
    edited = _zipf(plan, plan.edits, draw)
    seen, lock, turns = Seen(), threading.Lock(), itertools.count()
    done = [0] * plan.readers

    def read(reader: int) -> None:
        client = Client(edge.port, newsroom, seen, lock)
        while (turn := next(turns)) < len(asked):
            client.ask(*asked[turn])
            done[reader] += 1
        client.close()

    readers = [threading.Thread(target=read, args=(reader,)) for reader in range(plan.readers)]
    started = time.monotonic()
    for reader in readers:
        reader.start()
    client = Client(edge.port, newsroom, seen, lock)
    desk = Desk(edge, newsroom, client, seen)
    for turn, number in enumerate(edited, 1):
        while sum(done) < plan.requests * turn // (plan.edits + 1) and any(r.is_alive() for r in readers):
            desk.purge_again()
            time.sleep(0.002)
        desk.edit(number, plan.again)
    for reader in readers:
        reader.join()
    seen.seconds = time.monotonic() - started
    desk.finish()
    for number, page_format in itertools.product(dict.fromkeys(edited), ("html", "amp")):
        client.ask(number, page_format, counted=False)
    client.close()
    return seen


def _zipf(plan: Plan, count: int, draw: random.Random) -> list[int]:
    """So many stories, drawn by Zipf's law; which story has which rank is drawn once for a plan."""
    ranks = list(range(plan.stories))
    random.Random(plan.seed + 1).shuffle(ranks)  # noqa: S311 -- likewise
    weights = list(itertools.accumulate(1 / rank for rank in range(1, plan.stories + 1)))
    return [ranks[bisect.bisect_left(weights, draw.random() * weights[-1])] for _ in range(count)]


def figures(plan: Plan = Plan()) -> list[Figure]:  # noqa: B008 -- a plan cannot be changed
    """The replay's table."""
    seen = replay(plan)
    ordered = sorted(seen.fresh)
    p95 = ordered[int(len(ordered) * 0.95)]
    told = ", ".join(f"{count:,} x {status}" for status, count in sorted(seen.statuses.items()))
    caches = ", ".join(f"{count:,} {cache}" for cache, count in seen.caches.most_common())
    ratio, slowest = seen.renders_a_page, ordered[-1]
    without = (seen.renders + seen.remembered) / len(seen.pages)
    return [
        Figure("replay, requests", f"{seen.statuses.total():,} in {seen.seconds:.0f} s"),
        Figure("replay, statuses", told),
        Figure("replay, edge", caches),
        Figure("replay, hit ratio", f"{seen.hit_ratio:.1%}"),
        Figure("replay, versions in a format that were seen", f"{len(seen.pages):,}"),
        Figure("replay, renders", f"{seen.renders:,}"),
        Figure("replay, renders a version", f"{ratio:.3f}", f"≤ {RENDERS_GOAL:g}", ratio <= RENDERS_GOAL),
        Figure("replay, the same if no origin remembered a page", f"{without:.3f}"),
        Figure("replay, edits", f"{len(seen.fresh):,}"),
        Figure("replay, publish to fresh, median", f"{statistics.median(ordered) * 1000:.0f} ms"),
        Figure("replay, publish to fresh, 95th percentile", f"{p95 * 1000:.0f} ms"),
        Figure(
            "replay, publish to fresh, longest", f"{slowest * 1000:.0f} ms", f"< {FRESH_GOAL:g} s", slowest < FRESH_GOAL
        ),
        Figure("replay, old pages after the second purge", f"{seen.stale}", "0", seen.stale == 0),
    ]
