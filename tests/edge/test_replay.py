"""The replay in small: the goals of `make bench` hold at any size."""

from tests.bench.goal import table
from tests.bench.replay import FRESH_GOAL, RENDERS_GOAL, Plan, figures, replay
from tests.parts import edge
from tests.parts.missing import need

SMALL = Plan(requests=2_000, stories=100, edits=20, readers=8)


def test_a_replay_meets_its_goals() -> None:
    """A page is made once a version and format, seen within a second of its publication, and never old for long."""
    need(edge)
    seen = replay(SMALL)
    assert set(seen.statuses) == {200}
    assert seen.statuses.total() == SMALL.requests
    assert len(seen.fresh) == SMALL.edits
    assert len(seen.pages) > SMALL.stories
    assert seen.renders_a_page <= RENDERS_GOAL
    assert max(seen.fresh) < FRESH_GOAL
    assert seen.stale == 0
    assert seen.hit_ratio > 0.8


def test_the_table() -> None:
    """Each goal stands beside its figure."""
    need(edge)
    told = table(figures(Plan(requests=300, stories=20, edits=3, readers=4, again=0.5)))
    assert told.count("| met |") == 3
