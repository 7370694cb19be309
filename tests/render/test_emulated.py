"""The function as Lambda runs it: its own process, the runtime's client, the theme baked, no environment of ours."""

from __future__ import annotations

import json
import shutil
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import render
from tests.parts import emulator, faults, s3
from tests.parts.emulator import Function, HandlerError
from tests.parts.faults import FaultyProxy
from tests.render.newsroom import WAYS_IN, Answered, Event, FolderShelf, S3Shelf, Shelf, story

CODE = Path(render.__file__).parents[1]
pytestmark = pytest.mark.usefixtures("lambda_emulator")


@pytest.fixture(scope="module")
def task(baked: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A task folder as the artifact has it: the two packages and the baked theme, without sources of templates."""
    folder = tmp_path_factory.mktemp("task")
    for package in ("slugline", "render"):
        shutil.copytree(CODE / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", "templates"))
    shutil.copytree(baked, folder / "baked")
    return folder


@contextmanager
def running(task: Path, environment: dict[str, str]) -> Iterator[Function]:
    """The function under the emulator; its dependencies are those of these tests."""
    paths = {"PYTHONPATH": f"{task}:{sysconfig.get_path('purelib')}"}
    with emulator.start(task, "render.handler.handler", paths | environment) as function:
        yield function


def ask(function: Function, way: Event, path: str, headers: dict[str, str] | None = None) -> Answered:
    """One request."""
    told = function.invoke(way("GET", path, headers=headers or {}))
    return Answered(told["statusCode"], told["headers"], told["body"])


def visit(function: Function, shelf: Shelf) -> None:
    """Each status that a deployed function gives daily, by both ways in."""
    for way in WAYS_IN:
        page = ask(function, way, "/%E4%B8%96/a")
        assert page.status == 200
        assert "The story at /世/a" in page.body
        assert ask(function, way, "/amp/%E4%B8%96/a").status == 200
        again = ask(function, way, "/%E4%B8%96/a", {"If-None-Match": f"W/{page.headers['ETag']}"})
        assert (again.status, again.body) == (304, "")
        assert ask(function, way, "/none").status == 404
    shelf.fail("/b")
    for way in WAYS_IN:
        failed = ask(function, way, "/b")
        assert (failed.status, failed.headers["Cache-Control"]) == (503, "no-store")
    lines = [json.loads(line) for line in function.log().splitlines() if line.startswith('{"level"')]
    assert [line["status"] for line in lines] == [200, 200, 304, 404] * 2 + [503, 503]
    assert all(line["request_id"] and line["service"] == "slugline-render" for line in lines)


def test_over_a_folder(task: Path, folder: FolderShelf) -> None:
    """Pages come from a folder that the function sees."""
    folder.put("/世/a", story("/世/a"))
    with running(task, {"SLUGLINE_STORAGE": folder.setting}) as function:
        visit(function, folder)


def test_over_s3(task: Path, s3_server: s3.S3, proxy: FaultyProxy) -> None:
    """Pages come from S3; while it fails it is 503, and right after it pages come again."""
    shelf = S3Shelf(s3_server.bucket(), proxy)
    shelf.put("/世/a", story("/世/a"))
    with running(task, s3.environment(proxy.endpoint) | {"SLUGLINE_STORAGE": shelf.setting}) as function:
        visit(function, shelf)
        proxy.set(faults.Refuse())
        assert ask(function, WAYS_IN[0], "/%E4%B8%96/a").status == 503
        proxy.clear()
        assert ask(function, WAYS_IN[0], "/%E4%B8%96/a").status == 200


def test_a_wrong_setting(task: Path) -> None:
    """The start fails with what is wrong, by name, in the log and in what the invoker is told."""
    with running(task, {"SLUGLINE_STORAGE": "/no/such/folder"}) as function:
        with pytest.raises(HandlerError, match="SLUGLINE_STORAGE is /no/such/folder"):
            ask(function, WAYS_IN[0], "/a")
        assert "SLUGLINE_STORAGE is /no/such/folder: there is no folder stories/ in it" in function.log()


def test_the_sanitiser_waits_until_it_is_needed(task: Path, folder: FolderShelf, tmp_path: Path) -> None:
    """Neither the start nor a story without markup from elsewhere imports it; without it that markup is left out."""
    (tmp_path / "nh3.py").write_text("raise ImportError", "utf-8")
    folder.put("/plain", story("/plain"))
    folder.put("/foreign", story("/foreign", body=[{"type": "raw_html", "html": "<p>From elsewhere.</p>"}]))
    path = f"{tmp_path}:{task}:{sysconfig.get_path('purelib')}"
    with running(task, {"SLUGLINE_STORAGE": folder.setting, "PYTHONPATH": path}) as function:
        assert ask(function, WAYS_IN[0], "/plain").status == 200
        assert "ImportError" not in function.log()
        page = ask(function, WAYS_IN[0], "/foreign")
        assert (page.status, "From elsewhere." in page.body) == (200, False)
        assert "raw_html: ImportError" in function.log()
