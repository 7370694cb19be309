"""The languages' files are what CLDR says, by way of Babel."""

from __future__ import annotations

from infra import locales


def test_the_files_are_fresh() -> None:
    """`python -m infra.locales` would change nothing: no file is edited by hand, none is missing, none is left over."""
    stored = {file.name: file.read_text("utf-8") for file in locales.FOLDER.iterdir()}
    fresh = locales.documents()
    stale = [name for name in stored.keys() | fresh.keys() if stored.get(name) != fresh.get(name)]
    assert not stale, "run python -m infra.locales"
