"""Time and chance at the edge: whatever happens in whatever order, nobody reads what must not be shown, or old news.

Readers, editors, clock, purges and outages take turns at random, over the real render function, publish function and
edge stand-in, whose clock is put forward by hours. A reader's answer is held against what each version of the story
was allowed to be read, and until when.
"""

from __future__ import annotations

import itertools
import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from local.events import Context
from publish.function import PublishFunction
from slugline.storage.s3 import Bucket
from slugline.theme.folder import folders_of, providers_in
from tests.edge.reader import Got, ask
from tests.parts import clock as clock_part
from tests.parts import edge as edge_part
from tests.parts import s3
from tests.parts.clock import Clock
from tests.parts.edge import Edge
from tests.parts.faults import Refuse, Status
from tests.parts.missing import need
from tests.render.newsroom import Json, as_bytes, document, key, redirect, story

DAY = 86_400
FRESH_AND_STALE = DAY + 600
"""Seconds for which a page whose purge was lost may be seen while the origin is well: the contract's longest."""
FAILING = DAY + 7 * DAY
"""And while the origin fails."""
SLACK = 0.3
"""Seconds that a page may be under way between origin, edge and reader."""
REMEMBERED = 1.3
"""Seconds for which the edge remembers that the origin failed."""

TIMED = ("embargoed", "expiring", "both")
SOUND = ("story", *TIMED)
KINDS = (*SOUND, "withdrawn", "redirect", "deleted", "broken", "hidden")
NUMBERS = itertools.count(1)


@dataclass
class Version:
    """What an editor did to a path, and from when to when it may be read."""

    number: int
    kind: str
    opens: float = 0.0
    closes: float = float("inf")
    replaced: float = float("inf")
    """When another took its place; a broken one takes nobody's."""

    def readable(self, since: float, until: float) -> bool:
        """Whether it may have been read at a moment between two times."""
        return self.opens <= until and since < self.closes + SLACK


@dataclass
class Desk:
    """A path: its versions, and those of their events that are still to come."""

    path: str
    versions: list[Version] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    """Messages that are on their way."""

    @property
    def newest(self) -> Version | None:
        """The version as it is now, if there ever was one."""
        return self.versions[-1] if self.versions else None


class Later:
    """A queue that keeps what it is sent, for the test to deliver."""

    def __init__(self) -> None:
        self.bodies: list[str] = []

    def later(self, body: str, seconds: int) -> None:
        """Keep a message."""
        del seconds
        self.bodies.append(body)

    def back(self, receipt: str, seconds: int) -> None:
        """Nothing fails here; what does is seen in the answer, and why in the log."""


@dataclass
class Newsroom:
    """The parts, one of each for all runs: paths are new in each, and the clock never goes back."""

    clock: Clock
    edge: Edge
    bucket: s3.Bucket
    queue: Later
    publish: PublishFunction


class Clockwork(RuleBasedStateMachine):
    """The turns."""

    room: ClassVar[Newsroom]

    def __init__(self) -> None:
        super().__init__()
        run = next(NUMBERS)
        self.desks = [Desk(f"/run{run}/{name}") for name in "ab"]
        self.down = False
        self.failed_at = 0.0
        self.room.queue.bodies.clear()

    @rule(
        desk=st.integers(0, 1),
        kind=st.sampled_from(KINDS),
        seconds=st.integers(1, 90) | st.integers(1, 9_000),
        age=st.integers(0, 3),
    )
    def publish(self, desk: int, kind: str, seconds: int, age: int) -> None:
        """An editor writes a version, which opens or closes so many seconds from now; its event is on its way."""
        self._write(self.desks[desk], kind, seconds, age)

    @rule(desk=st.integers(0, 1), kind=st.sampled_from(TIMED), seconds=st.integers(1, 90) | st.integers(1, 9_000))
    def publish_for_a_time(self, desk: int, kind: str, seconds: int) -> None:
        """An editor writes a version that opens or closes, and its event arrives at once."""
        self._write(self.desks[desk], kind, seconds, 0)
        self.deliver(desk, 1)

    @rule(desk=st.integers(0, 1), times=st.integers(1, 2))
    def deliver(self, desk: int, times: int) -> None:
        """The events of a path arrive, once or twice, and the second purges that were asked for."""
        found = self.desks[desk]
        told, found.events = found.events * times, []
        self._told(told)

    @rule()
    def purge_again(self) -> None:
        """The second purges arrive."""
        bodies, self.room.queue.bodies = self.room.queue.bodies, []
        self._told(bodies)

    @rule(seconds=st.sampled_from([1, 2, 5, 6, 59, 61, 299, 301, 361, 601, 3_600, 4_201, DAY, 9 * DAY]))
    def wait(self, seconds: int) -> None:
        """Time passes."""
        self.room.clock.forward(seconds)

    @rule(desk=st.integers(0, 1), before=st.integers(0, 3), after=st.integers(0, 2), failing=st.booleans())
    def wait_for_a_boundary(self, desk: int, before: int, after: int, failing: bool) -> None:  # noqa: FBT001 -- likewise
        """Time passes until just before a story opens or closes, all is read, and then past it, in an outage or not."""
        newest, now = self.desks[desk].newest, self.room.clock.now()
        ahead = [moment - now for moment in (newest.opens, newest.closes) if now < moment < 1e11] if newest else []
        if ahead:
            self.room.clock.forward(max(0, int(min(ahead)) - before))
            self.every_page_is_read()
            if failing:
                self.outage("500")
            self.room.clock.forward(before + 1 + after)

    @rule(how=st.sampled_from(["refuse", "500"]))
    def outage(self, how: str) -> None:
        """The origin dies or fails."""
        self.down = True
        self.room.edge.proxy.set(Refuse() if how == "refuse" else Status(500))

    @rule()
    def recovery(self) -> None:
        """The origin is back."""
        self.room.edge.proxy.clear()
        self.failed_at = time.monotonic() if self.down else self.failed_at
        self.down = False

    @rule(desk=st.integers(0, 1), amp=st.booleans(), times=st.integers(1, 3))
    def read(self, desk: int, amp: bool, times: int) -> None:  # noqa: FBT001 -- hypothesis names it
        """A reader asks, a few times over."""
        found = self.desks[desk]
        for _ in range(times):
            since = self.room.clock.now()
            got = ask(self.room.edge.port, f"/amp{found.path}" if amp else found.path)
            self._judge(found, got, since, self.room.clock.now())

    @invariant()
    def every_page_is_read(self) -> None:
        """After each turn every page is asked for: what an answer must not be, it is for nobody."""
        for number in range(len(self.desks)):
            self.read(number, amp=False, times=1)

    def teardown(self) -> None:
        """Leave the parts in order."""
        self.room.edge.proxy.clear()
        time.sleep(REMEMBERED if self.down or self._just_failed() else 0)

    def _write(self, desk: Desk, kind: str, seconds: int, age: int) -> None:
        now = self.room.clock.now()
        version = Version(next(NUMBERS), kind)
        if kind in ("embargoed", "both"):
            version.opens = int(now) + seconds
        if kind in ("expiring", "both"):
            version.closes = int(now) + 2 * seconds
        stored = self._stored(key(desk.path), _content(version, desk.path, now - age * 3_700))
        for earlier in desk.versions:
            if kind != "broken":
                earlier.replaced = min(earlier.replaced, now)
        desk.versions.append(version)
        told = {"key": key(desk.path), "version-id": stored, "sequencer": f"{version.number:016X}"}
        desk.events.append(json.dumps({"source": "aws.s3", "detail": {"object": told}}))

    def _stored(self, name: str, content: Json | bytes | None) -> str:
        """The version that is made by writing, or by deleting."""
        bucket = self.room.bucket
        if content is None:
            return bucket.delete(name)
        return bucket.client.put_object(Bucket=bucket.name, Key=name, Body=as_bytes(content))["VersionId"]

    def _told(self, bodies: list[str]) -> None:
        records = [
            {
                "messageId": f"m{n}",
                "receiptHandle": f"r{n}",
                "body": body,
                "attributes": {"ApproximateReceiveCount": "1"},
            }
            for n, body in enumerate(bodies)
        ]
        answered = self.room.publish({"Records": records}, Context())  # type: ignore[arg-type] # as much as is asked for
        assert answered == {"batchItemFailures": []}

    def _judge(self, desk: Desk, got: Got, since: float, until: float) -> None:
        """An answer is one that was allowed at the time, and the one that is right wherever that is known."""
        told = f"{desk} {got.status} {got.headers} at {since}"
        for shown in map(int, re.findall(r"mark(\d+)end", got.text)):
            version = next(version for version in desk.versions if version.number == shown)
            assert version.kind in SOUND, told
            assert version.readable(since, until), f"{version} was read: {told}"
            longest = FAILING if self.down or self._just_failed() else FRESH_AND_STALE
            assert since < version.replaced + longest + SLACK, f"{version} is old news: {told}"
            if not desk.events:
                assert version.replaced > since, f"{version} was purged, and read: {told}"
        if not (desk.events or self.down or self._just_failed()):
            expected = _expected(desk, since) & _expected(desk, until)
            assert not expected or got.status in expected, f"not one of {expected}: {told}"

    def _just_failed(self) -> bool:
        return time.monotonic() - self.failed_at < REMEMBERED


def _content(version: Version, path: str, changed: float) -> Json | bytes | None:
    match version.kind:
        case "withdrawn":
            return document("withdrawn", path)
        case "redirect":
            return redirect(path, "/elsewhere")
        case "broken":
            return b'{"version": "1", '
        case "hidden":
            return {**document("withdrawn", path), "kind": "withdrawnn", "headline": f"mark{version.number}end"}
        case "deleted":
            return None
        case _:
            return story(path, **_of_a_story(version, changed))


def _of_a_story(version: Version, changed: float) -> dict[str, Any]:
    times = {"published_at": changed}
    times |= {"embargo_until": version.opens} if version.opens else {}
    times |= {"expires_at": version.closes} if version.closes < float("inf") else {}
    return {
        "headline": f"mark{version.number}end",
        **{
            name: (datetime.fromtimestamp(0, UTC) + timedelta(seconds=int(at))).isoformat()
            for name, at in times.items()
        },
    }


def _expected(desk: Desk, now: float) -> set[int]:
    """The statuses that are right for a path when all its events have arrived and the origin is well."""
    sound = [version for version in desk.versions if version.kind != "broken"]
    if not sound:
        return {404, 500} if desk.versions else {404}
    newest = sound[-1]
    # A broken one has the last good one stand in, but not for what was deleted; copies of it may be there all the same.
    broken = {500} if newest is not desk.newest else set()
    return broken | _status_of(newest, now)


def _status_of(newest: Version, now: float) -> set[int]:
    match newest.kind:
        case "withdrawn":
            return {410}
        case "redirect":
            return {301}
        case "deleted" | "hidden":
            return {404}
        case _:
            return {200} if newest.opens <= now < newest.closes else {404}


@pytest.fixture(scope="module")
def room(s3_server: s3.S3) -> Iterator[Newsroom]:
    """A newsroom with a clock of its own, over a bucket that keeps versions, as the stack's does."""
    need(edge_part, clock_part)
    bucket = s3_server.bucket()
    with Clock() as clock, pytest.MonkeyPatch.context() as patch:
        for name, text in clock.environment.items():
            patch.setenv(name, text)
        told = clock.environment | s3.environment(s3_server.endpoint)
        with Edge(f"s3://{bucket.name}", environment=told) as edge:
            patch.undo()
            queue = Later()
            storage = Bucket(bucket.name, "", budget=5.0, client=s3_server.client())
            providers = providers_in(folders_of(None))
            function = PublishFunction(storage, edge.varnish, queue, providers=providers, second_purge=30)
            yield Newsroom(clock, edge, bucket, queue, function)


def test_the_clock_is_the_edges(room: Newsroom) -> None:
    """The control: a page is in the edge until its lifetime has passed by the clock, and then fetched anew."""
    room.bucket.put(key("/control"), as_bytes(story("/control", published_at="2020-01-01T00:00:00Z")))
    asked = [ask(room.edge.port, "/control")]
    for seconds in (DAY - 10, 20, FRESH_AND_STALE + 10):
        room.clock.forward(seconds)
        asked.append(ask(room.edge.port, "/control"))
    assert [got.cache for got in asked[:3]] == ["miss", "hit", "stale"]
    assert [int(got.headers["Age"]) // 10 * 10 for got in asked] == [0, DAY - 10, DAY + 10, 0]


def test_nobody_reads_what_must_not_be_shown(room: Newsroom) -> None:
    """Random turns of publish, edit, embargo, expiry, withdrawal, purge, outage, clock and readers: see the module."""
    Clockwork.room = room
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        Clockwork,
        settings=settings(
            max_examples=60,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=checks,
            phases=[Phase.generate],
        ),
    )
