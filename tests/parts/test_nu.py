"""The Nu HTML checker as the tests use it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.parts import nu
from tests.parts.missing import need

GOOD = '<!doctype html><html lang="en"><head><title>T</title></head><body><p>Hello</p></body></html>'
BAD = GOOD.replace("<p>", "<p></div>")
DOUBTFUL = GOOD.replace("<p>", "<section><p>x</p></section><p>")


@pytest.fixture(autouse=True)
def _checker() -> None:
    need(nu)


def test_good_and_bad_pages_in_one_call(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page gets its own findings under its name, warnings too; the environment's Java options do no harm."""
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-Dx=y")
    found = nu.check_pages({"good": GOOD, "b/\u00e4d \u6f22": BAD, "doubtful": DOUBTFUL})
    assert list(found) == ["good", "b/\u00e4d \u6f22", "doubtful"]
    assert found["good"] == []
    assert [line.split(":")[0] for line in found["b/\u00e4d \u6f22"]] == ["error at line 1"]
    assert [line.split(":")[0] for line in found["doubtful"]] == ["warning at line 1"]


def test_files_are_checked_byte_by_byte(tmp_path: Path) -> None:
    """Files of any name are read as they are: a wrong encoding is found."""
    good, bad = tmp_path / "\u0627\u062e\u0628\u0627\u0631.html", tmp_path / "x y.htm"
    good.write_text(GOOD, encoding="utf-8")
    bad.write_bytes(GOOD.replace("Hello", "\u00e9").encode("latin-1"))
    found = nu.check([good, bad])
    assert found[good] == []
    assert any("Malformed byte sequence" in line for line in found[bad])


def test_a_checker_that_finds_nothing_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A checker that sees no fault in the broken control page has not checked, whatever it says of the others."""
    monkeypatch.setattr(nu, "_BROKEN", GOOD)
    with pytest.raises(nu.NuError, match="no fault"):
        nu.check_pages({"good": GOOD})


def test_a_checker_that_breaks_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """If Java fails, its last words are in the error."""
    monkeypatch.setattr(nu, "JAR", tmp_path / "nothing.jar")
    with pytest.raises(nu.NuError, match=r"nothing\.jar"):
        nu.check_pages({"good": GOOD})
