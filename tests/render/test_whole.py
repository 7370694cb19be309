"""A story is offered as AMP as a whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.render.conftest import Start
from tests.render.newsroom import FolderShelf, Json, Reader, story

TABLE: Json = {"type": "table", "rows": [["Berths", "7"]]}


@pytest.fixture
def faulty(tmp_path: Path) -> str:
    """A theme whose tables fail in AMP, and there alone."""
    room = tmp_path / "theme" / "blocks" / "table"
    room.mkdir(parents=True)
    (room / "amp.jinja").write_text("<p>{{ block.no_such_thing }}</p>", "utf-8")
    return str(tmp_path / "theme")


def test_a_page_that_lost_a_block_in_amp(folder: FolderShelf, start: Start, faulty: str) -> None:
    """Its AMP address leads to the HTML page, which has the block, each time it is asked for; other stories stay."""
    folder.put("/a", story("/a", body=[{"type": "paragraph", "text": "Before."}, TABLE]))
    folder.put("/b", story("/b"))
    reader = Reader(start(folder.setting, SLUGLINE_THEME=faulty))
    for _ in range(2):
        answered = reader.ask("/amp/a")
        assert (answered.status, answered.headers["Location"]) == (302, "/a")
        assert "path:/a" in answered.headers["Cache-Tag"]
    assert ">Berths<" in reader.ask("/a").body
    assert reader.ask("/amp/b").status == 200


def test_a_page_that_lost_a_block_in_html(folder: FolderShelf, start: Start, tmp_path: Path) -> None:
    """The page comes without it: there is no other to lead to."""
    room = tmp_path / "theme" / "blocks" / "table"
    room.mkdir(parents=True)
    (room / "html.jinja").write_text("<p>{{ block.no_such_thing }}</p>", "utf-8")
    folder.put("/a", story("/a", body=[{"type": "paragraph", "text": "Before."}, TABLE]))
    reader = Reader(start(folder.setting, SLUGLINE_THEME=str(tmp_path / "theme")))
    answered = reader.ask("/a")
    assert (answered.status, "Before." in answered.body, "Berths" in answered.body) == (200, True, False)
    assert reader.ask("/amp/a").headers["Location"] == "/a"
