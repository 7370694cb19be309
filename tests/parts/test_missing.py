"""A missing part skips a test on a laptop and fails it in continuous integration."""

from __future__ import annotations

import pytest

from tests.parts.missing import need


class Stand:
    """A part that says what it is told to."""

    def __init__(self, lack: str | None) -> None:
        """Keep the answer."""
        self._lack = lack

    def available(self) -> str | None:
        """Return the answer."""
        return self._lack


def test_a_part_that_is_there_is_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing happens when the part is there, with CI set or not."""
    for ci in ("", "true"):
        monkeypatch.setenv("CI", ci)
        need(Stand(None), Stand(None))


@pytest.mark.parametrize("ci", ["", "0", "false", "False"])
def test_a_missing_part_skips_outside_ci(monkeypatch: pytest.MonkeyPatch, ci: str) -> None:
    """Without CI the test is skipped, and the reason is the part's own line."""
    monkeypatch.setenv("CI", ci)
    with pytest.raises(pytest.skip.Exception, match="Java is missing"):
        need(Stand(None), Stand("Java is missing"))


@pytest.mark.parametrize("ci", ["true", "1", "True"])
def test_a_missing_part_fails_in_ci(monkeypatch: pytest.MonkeyPatch, ci: str) -> None:
    """With CI the test fails with the same line: a gate that is skipped is no gate."""
    monkeypatch.setenv("CI", ci)
    with pytest.raises(pytest.fail.Exception, match="Java is missing"):
        need(Stand("Java is missing"))
