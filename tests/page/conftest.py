"""The pages of the samples, as the render function answers with them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import NamedTuple

import pytest

from render.function import RenderFunction
from render.report import Report
from render.request import Request
from render.settings import settings_from
from slugline.address import Format, Route, location
from slugline.page.render import fit_for_amp
from slugline.story.document import Article
from tests import samples
from tests.page.content import on_page, pages_of


class Served(NamedTuple):
    """One page of a sample."""

    path: str
    """Of the page: that of its story, and behind it the number of a live blog's further page."""
    format: Format
    article: Article
    """What of the story is on it."""
    headers: dict[str, str]
    html: str

    @property
    def name(self) -> str:
        """What it is called in messages."""
        return f"{self.path} ({self.format})"


@pytest.fixture(scope="session")
def served() -> tuple[Served, ...]:
    """Every page of every sample, in each of its formats, asked for after it was published and before it expires."""
    function = RenderFunction(settings_from({"SLUGLINE_STORAGE": str(samples.ROOT)}))
    pages = served_by(function)
    assert len(pages) >= samples.LEAST
    assert any("/page/" in page.path for page in pages)
    return pages


def served_by(function: RenderFunction, paths: Collection[str] = ()) -> tuple[Served, ...]:
    """The pages of the samples, or of those at some paths."""
    return tuple(
        _served(function, Route(path, page_format, number), article)
        for path, article in samples.articles()
        if not paths or path in paths
        for page_format in _formats(function, article)
        for number in pages_of(article)
    )


def _formats(function: RenderFunction, article: Article) -> tuple[Format, ...]:
    return ("html", "amp") if fit_for_amp(article, function.pages.theme) else ("html",)


def _served(function: RenderFunction, asked: Route, article: Article) -> Served:
    address = location(asked)
    since = max(filter(None, (article.published_at, article.embargo_until)))
    report = Report()
    # Not through the handler alone: a page's lifetimes, and whether there is one at all, depend on the time of day.
    answer = function.pages.answer(Request("GET", address, "", None, since + timedelta(hours=1)), report)
    assert (answer.status, report.faults) == (200, []), address
    path = asked.path if asked.page == 1 else f"{asked.path}/page/{asked.page}"
    return Served(path, asked.format, on_page(article, asked.page), dict(answer.headers), answer.body)


@pytest.fixture(scope="session")
def amp_served(served: tuple[Served, ...]) -> tuple[Served, ...]:
    """The AMP pages among them."""
    return tuple(page for page in served if page.format == "amp")
