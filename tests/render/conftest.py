"""The render function over a folder and over S3, with its log at hand."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

import pytest

from render.function import SERVICE, RenderFunction
from render.settings import settings_from
from slugline.page.theme import Theme
from slugline.storage.s3 import Bucket
from slugline.theme.baked import bake
from tests.parts import s3
from tests.parts.faults import FaultyProxy
from tests.render.newsroom import FolderShelf, Json, S3Shelf, Shelf

_METRICS = "_aws"


class Start(Protocol):
    """Starts a render function."""

    def __call__(self, storage: str, **environment: str) -> RenderFunction:
        """A function over a storage, with the default theme unless the environment names another."""


class Told(NamedTuple):
    """What the function has written to its log."""

    text: str
    lines: list[Json]
    """Lines about requests."""
    metrics: dict[str, float]
    """Sums by name."""


class Log:
    """Reads the log."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def read(self) -> Told:
        """What was written since it was last read: every line is JSON, a line of the log or one of metrics."""
        text = self._capsys.readouterr().out
        lines = [json.loads(line) for line in text.splitlines()]
        metrics: dict[str, float] = {}
        for line in lines:
            for directive in line.get(_METRICS, {}).get("CloudWatchMetrics", []):
                assert directive["Namespace"] == "Slugline"
                for metric in directive["Metrics"]:
                    metrics[metric["Name"]] = metrics.get(metric["Name"], 0) + sum(line[metric["Name"]])
        return Told(text, [line for line in lines if _METRICS not in line], metrics)


@pytest.fixture(scope="session")
def baked(theme: Theme, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The default theme, baked."""
    folder = tmp_path_factory.mktemp("baked")
    bake(theme, folder)
    return folder


@pytest.fixture
def log(capsys: pytest.CaptureFixture[str]) -> Log:
    """The log of the functions of this test."""
    return Log(capsys)


@pytest.fixture
def start(baked: Path, log: Log) -> Iterator[Start]:
    """Starts functions; their log is the one that `log` reads."""
    del log
    started: list[RenderFunction] = []

    def begin(storage: str, **environment: str) -> RenderFunction:
        named = {"SLUGLINE_STORAGE": storage, "SLUGLINE_THEME": str(baked)}
        function = RenderFunction(settings_from(named | environment))
        log_to(function, sys.stdout)
        started.append(function)
        return function

    yield begin
    for function in started:
        log_to(function, sys.__stdout__)
        if isinstance(function.pages.storage, Bucket):
            function.pages.storage._client.close()


def log_to(function: RenderFunction, stream: object) -> None:
    """Loggers of one service are one, whose stream is that of the first: put it where this test looks."""
    assert function.logger.service == SERVICE
    for handler in function.logger.handlers:
        handler.stream = stream  # type: ignore[attr-defined] # Powertools has stream handlers alone


@pytest.fixture
def folder(tmp_path: Path) -> FolderShelf:
    """An empty folder."""
    root = tmp_path / "storage"
    root.mkdir()
    return FolderShelf(root)


@pytest.fixture
def proxy(s3_server: s3.S3) -> Iterator[FaultyProxy]:
    """A proxy in front of S3."""
    with FaultyProxy(s3_server.endpoint) as running:
        yield running


@pytest.fixture
def remote(bucket: s3.Bucket, proxy: FaultyProxy, monkeypatch: pytest.MonkeyPatch) -> S3Shelf:
    """An empty bucket, to which the environment leads by way of the proxy."""
    for name, text in s3.environment(proxy.endpoint).items():
        monkeypatch.setenv(name, text)
    return S3Shelf(bucket, proxy)


@pytest.fixture(params=["folder", "remote"])
def shelf(request: pytest.FixtureRequest) -> Shelf:
    """Each kind of storage in turn."""
    filled: Shelf = request.getfixturevalue(request.param)
    return filled


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads take turns a thousand times as often as usual, so that what they share is seen to be shared."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(usual / 1_000)
    yield
    sys.setswitchinterval(usual)
