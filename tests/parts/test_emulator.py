"""The Lambda emulator as the tests use it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.parts import emulator, events
from tests.parts.emulator import HandlerError, Limits, start
from tests.parts.missing import need

HANDLER = """
import os, time
STARTED = []

def handler(event, context):
    STARTED.append(1)
    print("handling", event["rawPath"])
    if event["rawPath"] == "/fail":
        raise ValueError("no such \u00e9")
    if event["rawPath"] == "/slow":
        time.sleep(60)
    return {
        "statusCode": 200,
        "body": event["rawPath"] + " \u6f22",
        "calls": len(STARTED),
        "environment": {name: os.environ.get(name) for name in ("GIVEN", "SECRET_OF_THE_TESTER")},
        "memory": context.memory_limit_in_mb,
        "remaining": context.get_remaining_time_in_millis(),
    }
"""


@pytest.fixture
def task(tmp_path: Path) -> Path:
    """Give a task folder with a handler."""
    need(emulator)
    (tmp_path / "app.py").write_text(HANDLER, encoding="utf-8")
    return tmp_path


def test_a_handler_answers_events(task: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Events reach the handler as in Lambda: one process for all, its own environment, context and log."""
    monkeypatch.setenv("SECRET_OF_THE_TESTER", "x")
    with start(task, "app.handler", {"GIVEN": "yes"}, limits=Limits(memory_mb=256, seconds=7)) as function:
        first = function.invoke(events.function_url("GET", "/a"))
        second = function.invoke(events.http_api("GET", "/b"))
        assert (first["body"], second["body"]) == ("/a \u6f22", "/b \u6f22")
        assert (first["calls"], second["calls"]) == (1, 2)
        assert first["environment"] == {"GIVEN": "yes", "SECRET_OF_THE_TESTER": None}
        assert int(first["memory"]) == 256
        assert 0 < first["remaining"] <= 7000
        assert "handling /a" in function.log()
        assert 0 < function.init_ms < 60_000
    assert [file.name for file in task.iterdir()] == ["app.py"]


def test_a_handler_that_raises(task: Path) -> None:
    """The error carries the handler's own words, and the function goes on."""
    with start(task, "app.handler") as function:
        with pytest.raises(HandlerError, match="no such \u00e9"):
            function.invoke(events.function_url("GET", "/fail"))
        assert function.invoke(events.function_url("GET", "/a"))["statusCode"] == 200


def test_a_handler_that_cannot_be_loaded(task: Path) -> None:
    """A wrong name is an error of the first event."""
    with start(task, "app.nothing") as function, pytest.raises(HandlerError, match="nothing"):
        function.invoke(events.function_url("GET", "/a"))


def test_a_handler_that_takes_too_long(task: Path) -> None:
    """The time-out ends the handler, and no wait is without end."""
    with (
        start(task, "app.handler", limits=Limits(seconds=1)) as function,
        pytest.raises(HandlerError, match="timed out"),
    ):
        function.invoke(events.function_url("GET", "/slow"))


def test_two_functions_at_once(task: Path) -> None:
    """Functions have ports of their own and share nothing."""
    with start(task, "app.handler") as one, start(task, "app.handler") as other:
        assert one.invoke(events.function_url("GET", "/a"))["calls"] == 1
        assert other.invoke(events.function_url("GET", "/a"))["calls"] == 1


def test_no_report_without_an_event(task: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The initialisation is measured at the first event: asked before, it is an error."""
    monkeypatch.setattr(emulator, "REPORT_PATIENCE", 0.0)
    with start(task, "app.handler") as function, pytest.raises(HandlerError, match="no INIT REPORT"):
        _ = function.init_ms
