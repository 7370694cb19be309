"""Lighthouse's four scores of representative pages: medians, since its idea of speed is this machine's as well."""

import statistics

from render.function import RenderFunction
from render.settings import settings_from
from slugline.address import Format, Route, location
from tests import samples
from tests.bench.cpu import quiet
from tests.bench.goal import Figure
from tests.page.test_lighthouse import PATHS
from tests.parts import lighthouse
from tests.parts.events import LambdaContext, function_url
from tests.parts.stand import stand

FORMATS: tuple[Format, ...] = ("html", "amp")
RUNS = 3
PERFORMANCE_GOAL = 99


def figures() -> list[Figure]:
    """A row for each page."""
    pages = {}
    with quiet():
        function = RenderFunction(settings_from({"SLUGLINE_STORAGE": str(samples.ROOT)}))
        for address in [location(Route(path, page_format)) for path in PATHS for page_format in FORMATS]:
            answered = function(function_url("GET", address), LambdaContext())  # type: ignore[arg-type] # as is asked
            pages[address] = (answered["body"], answered["headers"])
    with stand(pages, samples.media()) as site:
        found = lighthouse.judge([site + address for address in pages] * RUNS)
    return [_told(address, found[number :: len(pages)]) for number, address in enumerate(pages)]


def _told(address: str, verdicts: list[lighthouse.Verdict]) -> Figure:
    scores = {name: [verdict.scores[name] for verdict in verdicts] for name in lighthouse.CATEGORIES}
    speed = statistics.median(scores["performance"])
    others = [min(scores[name]) for name in lighthouse.CATEGORIES[1:]]
    met = speed >= PERFORMANCE_GOAL and min(others) == 100
    told = f"{speed:g} {sorted(scores['performance'])}, {' / '.join(map(str, others))}"
    what = f"Lighthouse, {address}: performance, median of {RUNS}; accessibility / best practices / SEO"
    return Figure(what, told, f"≥ {PERFORMANCE_GOAL}, 100 / 100 / 100", met)
