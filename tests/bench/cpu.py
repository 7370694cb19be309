"""CPU a page, through the whole handler with folder storage, against `json.loads` of the same story."""

import gc
import io
import json
import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

from render.function import RenderFunction
from render.settings import Settings
from slugline.address import Route, location
from slugline.theme.baked import bake
from slugline.theme.folder import folders_of, load_theme
from tests.bench.goal import Figure
from tests.parts.events import LambdaContext, function_url

STORAGE = Path(__file__).parents[1]
SHORT = "/business/tram-depot-deal"  # 400 words
LONG = "/world/asia/harbour-talks"  # 800 words
ROUNDS = 41
CALLS = 40
PAGE_GOAL = 12.0
"""A page against json.loads of its document: 0.6 ms where json.loads takes 0.05 ms."""
AMP_GOAL = 1.2
REVALIDATION_GOAL = 0.2


def figures() -> list[Figure]:
    """Measures everything in turn, round after round, so that whatever disturbs one disturbs all."""
    with TemporaryDirectory() as folder, quiet():
        bake(load_theme(folders_of(None)), Path(folder))
        work = _work(Path(folder))
        gc.collect()
        gc.freeze()
        times: dict[str, list[float]] = {name: [] for name in work}
        for _ in range(ROUNDS):
            for name, call in work.items():
                times[name].append(_timed(call))
    return _told({name: statistics.median(taken) for name, taken in times.items()})


def _timed(call: Callable[[], object]) -> float:
    """Milliseconds of CPU that one call takes."""
    started = process_time()
    for _ in range(CALLS):
        call()
    return (process_time() - started) / CALLS * 1000


@contextmanager
def quiet() -> Iterator[None]:
    """Log lines are written, but to memory: a terminal is no part of Lambda."""
    kept, sys.stdout = sys.stdout, io.StringIO()
    try:
        yield
    finally:
        sys.stdout = kept


def _work(baked: Path) -> dict[str, Callable[[], object]]:
    cold = RenderFunction(Settings(str(STORAGE), baked, None, cache_bytes=0, budget=2.5))
    warm = RenderFunction(Settings(str(STORAGE), baked, None, cache_bytes=2**24, budget=2.5))
    document = json.dumps(
        json.loads((STORAGE / f"stories{SHORT}.json").read_bytes()), separators=(",", ":"), ensure_ascii=False
    )
    data = document.encode()
    work: dict[str, Callable[[], object]] = {f"json.loads, {len(data):,} bytes": lambda: json.loads(data)}
    for name, path in (("400 words", SHORT), ("800 words", LONG)):
        for story in (Route(path, "html"), Route(path, "amp")):
            work[f"{name}, {story.format}"] = _request(cold, story)
    story = Route(SHORT, "html")
    etag = _request(cold, story)()["headers"]["ETag"]
    work["revalidation"] = _request(cold, story, etag)
    work["memory"] = _request(warm, story)
    return work


def _request(function: RenderFunction, story: Route, etag: str = "") -> Callable[[], dict[str, Any]]:
    headers = {"if-none-match": etag} if etag else {}
    event = function_url("GET", location(story), headers=headers)
    context: Any = LambdaContext()
    return lambda: function(event, context)


def _told(medians: dict[str, float]) -> list[Figure]:
    base_name, base = next(iter(medians.items()))
    page = medians["400 words, html"]
    rows = [Figure(f"CPU, {name}", f"{taken:.3f} ms") for name, taken in medians.items()]
    ratios = (
        (f"400-word page over {base_name}", page / base, PAGE_GOAL),
        ("AMP over HTML, 400 words", medians["400 words, amp"] / page, AMP_GOAL),
        ("AMP over HTML, 800 words", medians["800 words, amp"] / medians["800 words, html"], AMP_GOAL),
        ("revalidation over a page", medians["revalidation"] / page, REVALIDATION_GOAL),
        ("memory hit over a page", medians["memory"] / page, None),
    )
    rows += [
        Figure(what, f"{ratio:.2f}", f"≤ {goal:g}" if goal else "", ratio <= goal if goal else None)
        for what, ratio, goal in ratios
    ]
    return rows
