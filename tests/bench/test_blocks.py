"""What the bench finds too slow to pass anywhere: ratios with room for a busy machine, never times."""

import pytest

from slugline.page.theme import Theme
from tests.bench.blocks import BLOCK_GOAL, block_costs, growth
from tests.bench.typical import BODIES, HOSTILE, TYPICAL
from tests.samples import BLOCKS

ROOM = 1.6
"""What a machine with other work may add; a cost that grows with the square is ten times over."""


def test_no_block_costs_over_twenty_paragraphs(theme: Theme) -> None:
    """One more block of any type, of its typical content, costs a page no more than twenty paragraphs would."""
    costs = block_costs(theme, "html", rounds=5)
    assert {name: cost for name, cost in costs.items() if cost > BLOCK_GOAL * ROOM} == {}
    assert costs["table"] > costs["heading"]  # something was measured


def test_every_type_of_block_has_its_typical_content() -> None:
    """The bench leaves no type out."""
    assert {block["type"] for block in TYPICAL.values()} == set(BLOCKS)


@pytest.mark.parametrize("name", BODIES)
def test_a_long_story_takes_no_longer_than_its_size(theme: Theme, name: str) -> None:
    """Ten times the bytes take ten times the time, whatever the body is made of."""
    assert growth(BODIES[name], 20_000, "html", theme) < ROOM


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_story_takes_no_longer_than_its_size(theme: Theme, name: str) -> None:
    """Nor is there a shape whose time grows faster than its size, up to the largest that is read."""
    assert growth(HOSTILE[name], 1, "html", theme, rounds=2) < 2 * ROOM
