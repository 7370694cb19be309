"""What Slugline costs to run, worked out: measured figures, public prices, and the arithmetic between them.

`make docs` writes the result to infra/COSTS.md. Change a figure here and make it anew for a site of yours.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

SECONDS_A_MONTH = 30.4 * 86_400

# Measured here (`make bench`), on a shared core; Lambda's share of one at 1,024 MB is 0.58.
PAGE_KB = 8.8
"""Of the 800-word sample on the wire, compressed, headers too."""
CALL_MS = 30
"""Billed for a call: 0.8 ms of CPU become some 2 ms at that share; the rest is reckoned for the wait for S3."""
MEMORY_GB = 1.0
LOG_KB = 0.9
"""Of a call: its line, its metrics, and Lambda's own report."""
CHANGE_MS = 250
"""Billed to the publish function for a change: five requests to S3, a purge and a message, reckoned at 35 ms each."""
PUBLISH_GB = 0.5

# Public list prices in US dollars, North America and Europe, in November 2026. Look them up before you rely on them.
DATA = ((10_240, 0.085), (40_960, 0.080), (102_400, 0.060), (358_400, 0.040), (float("inf"), 0.030))
"""Of CloudFront to readers: so many GB at so much each, after the free ones."""
FREE_GB = 1_024
REQUEST, FREE_REQUESTS = 1.00 / 1e6, 10e6
EDGE_FUNCTION, FREE_EDGE_FUNCTIONS = 0.10 / 1e6, 2e6
TAG, FREE_TAGS = 0.005, 1_000
CALL = 0.20 / 1e6
GB_SECOND = 0.0000133334
SNAPSHOT_GB_SECOND = 0.0000015046
SNAPSHOTS = 4
"""Versions of the render function that are kept: the one that runs, and three to roll back to."""
READ = 0.40 / 1e6
WRITE = 5.00 / 1e6
LOG_GB = 0.50
METRIC, ALARM, DASHBOARD = 0.30, 0.10, 3.00
METRICS, ALARMS = 10, 12


class Site(NamedTuple):
    """A site, by what drives its bill."""

    requests_a_second: float
    answered_at_the_edge: float
    """The share of requests that never reach the function."""
    changes_a_day: int

    @property
    def requests(self) -> float:
        """A month."""
        return self.requests_a_second * SECONDS_A_MONTH

    @property
    def calls(self) -> float:
        """Of the render function, a month."""
        return self.requests * (1 - self.answered_at_the_edge)

    @property
    def changes(self) -> float:
        """A month."""
        return self.changes_a_day * 30.4


SITES = (Site(1, 0.80, 20), Site(100, 0.96, 300), Site(10_000, 0.995, 2_000))
"""The share is that of the replay for the second; a small site asks each page too rarely, a large one so often that
little is left but changes, lifetimes and the regions in which each is asked for first."""


class Line(NamedTuple):
    """A line of the bill."""

    name: str
    sum: str
    cost: Callable[[Site], float]


def _data(site: Site) -> float:
    left = max(0.0, site.requests * PAGE_KB / 1e6 - FREE_GB)
    cost = 0.0
    for amount, price in DATA:
        taken = min(left, amount)
        cost += taken * price
        left -= taken
    return cost


LINES: Sequence[Line] = (
    Line("CloudFront, data", "requests x 8.8 KB, less 1 TB free, at 0.085 to 0.030 a GB", _data),
    Line(
        "CloudFront, requests",
        "less 10 million free, at 1.00 a million",
        lambda s: max(0, s.requests - FREE_REQUESTS) * REQUEST,
    ),
    Line(
        "viewer-request function",
        "a call a request, less 2 million free, at 0.10 a million",
        lambda s: max(0, s.requests - FREE_EDGE_FUNCTIONS) * EDGE_FUNCTION,
    ),
    Line("purges", "changes x 2 tags, less 1,000 free, at 0.005", lambda s: max(0, s.changes * 2 - FREE_TAGS) * TAG),
    Line("render, calls", "at 0.20 a million", lambda s: s.calls * CALL),
    Line(
        "render, time",
        "calls x 30 ms x 1 GB, at 0.0000133334 a GB-second",
        lambda s: s.calls * CALL_MS / 1e3 * MEMORY_GB * GB_SECOND,
    ),
    Line(
        "snapshots",
        "of 4 versions of render, 1 GB each, all month, at 0.0000015046 a GB-second",
        lambda _: SNAPSHOTS * MEMORY_GB * SECONDS_A_MONTH * SNAPSHOT_GB_SECOND,
    ),
    Line("S3, reads by render", "one a call, at 0.40 a million", lambda s: s.calls * READ),
    Line("logs", "calls x 0.9 KB, at 0.50 a GB", lambda s: s.calls * LOG_KB / 1e6 * LOG_GB),
    Line(
        "publish, all of it",
        "changes x (250 ms x 0.5 GB, 3 reads, a list and a write at 5.00 a million, 2 calls)",
        lambda s: s.changes * (CHANGE_MS / 1e3 * PUBLISH_GB * GB_SECOND + 3 * READ + 2 * WRITE + 2 * CALL),
    ),
    Line(
        "metrics, alarms, dashboard",
        f"{METRICS} x 0.30 + {ALARMS} x 0.10 + 3.00",
        lambda _: METRICS * METRIC + ALARMS * ALARM + DASHBOARD,
    ),
)


HEAD = """# What Slugline costs

Made by `make docs` out of [costs.py](costs.py), which has every figure: change them there for a site of yours.
Prices are public list prices (North America and Europe, November 2026). Pictures, and whatever else the distribution
serves, come on top, as do taxes; so does Lambda's own free share, which is left out."""
TAIL = """A small site pays for being watched; from some hundred requests a second on it is the CDN that costs, by the
request and by the byte, and making pages is a few per cent. So the size of a page is what to save on, and a second tag
in each purge what not to spend. Nobody pays list prices at 10,000 requests a second: a commitment takes off a third
and more."""


def document() -> str:
    """The tables, with their arithmetic."""
    totals = [sum(line.cost(site) for line in LINES) for site in SITES]
    million = [total / (site.requests / 1e6) for total, site in zip(totals, SITES, strict=True)]
    bill = [
        _row("US dollars a month", "how", *(f"{site.requests_a_second:,.0f}/s" for site in SITES)),
        _row("---", "---", *("---:" for _ in SITES)),
        _row("answered at the edge", "", *(f"{site.answered_at_the_edge:.1%}" for site in SITES)),
        _row("changes a day", "", *(f"{site.changes_a_day:,}" for site in SITES)),
        _row("requests, millions", "a month", *(f"{site.requests / 1e6:,.1f}" for site in SITES)),
        _row("calls of render, millions", "a month", *(f"{site.calls / 1e6:,.2f}" for site in SITES)),
        *(_row(line.name, line.sum, *(f"{line.cost(site):,.2f}" for site in SITES)) for line in LINES),
        _row("**together**", "", *(f"**{total:,.0f}**" for total in totals)),
        _row("a million requests", "", *(f"{cost:.2f}" for cost in million)),
    ]
    return "\n\n".join([HEAD, "\n".join(bill), TAIL]) + "\n"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
