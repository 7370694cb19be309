"""CPU by block and by size: what a block costs beside a paragraph, and how time grows with a story."""

import gc
import statistics
from collections.abc import Callable
from time import process_time

from slugline.address import Format
from slugline.page.render import render
from slugline.page.theme import Theme
from slugline.story.decode import decode
from slugline.story.document import Article
from slugline.theme.folder import folders_of, load_theme
from tests.bench.goal import Figure
from tests.bench.typical import BODIES, HOSTILE, TYPICAL, stored

FORMATS: tuple[Format, ...] = ("html", "amp")
BLOCK_GOAL = 20.0
"""The cost of a block over a paragraph's."""
TIMES = 10
"""By how much a story is made longer."""
GROWTH_GOAL = 1.25
"""How much longer than so many times the time it may take."""
SMALL = 54_000
"""Bytes of the shorter story; the longer one is as large as the largest that publishers were seen to have."""
ON_A_PAGE = 30
ROUNDS = 9


def figures() -> list[Figure]:
    """A row for each block, body and hostile story."""
    theme = load_theme(folders_of(None))
    gc.collect()
    gc.freeze()
    try:
        return [*_block_figures(theme), *_growth_figures(theme)]
    finally:
        gc.unfreeze()


def page_of(data: bytes, page_format: Format, theme: Theme) -> str:
    """What is measured: a stored story's page, from its bytes."""
    document = decode(data).document
    assert isinstance(document, Article)
    return render(document, page_format, theme).html


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    started = process_time()
    work()
    return process_time() - started


def block_costs(theme: Theme, page_format: Format, rounds: int = ROUNDS) -> dict[str, float]:
    """What one more block of each type costs a page, over what a paragraph costs; medians of rounds in turn."""
    stories = {name: stored(*[block] * ON_A_PAGE) for name, block in TYPICAL.items()} | {"": stored()}
    times: dict[str, list[float]] = {name: [] for name in stories}
    for _ in range(rounds + 1):
        for name, data in stories.items():
            times[name].append(seconds(lambda data=data: page_of(data, page_format, theme)))  # type: ignore[misc] # mypy cannot infer a lambda that has a default
    taken = {name: statistics.median(found[1:]) for name, found in times.items()}  # the first loads templates
    empty = taken.pop("")
    return {name: (found - empty) / (taken["paragraph"] - empty) for name, found in taken.items()}


def growth(make: Callable[[int], bytes], size: int, page_format: Format, theme: Theme, rounds: int = 3) -> float:
    """How many times as long a story takes that is TIMES as large, over TIMES as many bytes; the best of rounds."""
    short, long = make(size), make(size * TIMES)
    page_of(short, page_format, theme)
    pairs = [
        (
            seconds(lambda: [page_of(short, page_format, theme) for _ in range(TIMES)]) / TIMES,
            seconds(lambda: page_of(long, page_format, theme)),
        )
        for _ in range(rounds)
    ]
    few, many = min(one for one, _ in pairs), min(other for _, other in pairs)
    return many / few / (len(long) / len(short))


def _block_figures(theme: Theme) -> list[Figure]:
    html, amp = (block_costs(theme, page_format) for page_format in FORMATS)
    return [
        Figure(
            f"CPU, {name} over a paragraph (HTML / AMP)",
            f"{html[name]:.1f} / {amp[name]:.1f}",
            f"≤ {BLOCK_GOAL:g}",
            max(html[name], amp[name]) <= BLOCK_GOAL,
        )
        for name in TYPICAL
    ]


def _growth_figures(theme: Theme) -> list[Figure]:
    kinds = [(f"a story of {name}, {SMALL * TIMES // 1000} KB", make, SMALL) for name, make in BODIES.items()]
    kinds += [(name, make, 1) for name, make in HOSTILE.items()]
    rows = []
    for name, make, size in kinds:
        found = [growth(make, size, page_format, theme) for page_format in FORMATS]
        told = " / ".join(f"{ratio:.2f}" for ratio in found)
        met = max(found) <= GROWTH_GOAL
        rows.append(Figure(f"time over size, {name} (HTML / AMP)", told, f"≤ {GROWTH_GOAL:g}", met))
    return rows
