"""Retiring AMP at the edge: three states, one tag, and no address that leads nowhere."""

from __future__ import annotations

from pathlib import Path

from tests.edge.reader import ask
from tests.parts import edge as part
from tests.parts.edge import Edge
from tests.parts.missing import need
from tests.render.newsroom import FolderShelf, story
from tests.render.test_moves import with_amp

STATES = {
    "new": 'amp = "off for new stories"\namp_ends = 2026-06-01T00:00:00Z',
    "retired": 'amp = "retired"',
}
ADDRESSES = ("/amp/old", "/amp/new", "/old", "/new", "/old.amp", "/new?amp=1", "/amp/none")


def redeployed(edge: Edge, theme: str) -> None:
    """Have another origin in the place of the one there is, with a theme of its own, and the edge forget by one tag."""
    edge.kill()
    edge.environment["SLUGLINE_THEME"] = theme
    edge.revive()
    edge.forget("site")


def test_amp_goes_by_one_tag(tmp_path: Path) -> None:
    """Each state is at every reader's after one purge of `site`: AMP, then no AMP for new stories, then 301 for all."""
    need(part)
    (tmp_path / "newsroom").mkdir()
    shelf = FolderShelf(tmp_path / "newsroom")
    shelf.put("/old", story("/old", published_at="2026-05-01T00:00:00Z"))
    shelf.put("/new", story("/new", published_at="2026-07-01T00:00:00Z"))
    with Edge(shelf.setting) as edge:
        assert shown(edge) == [200, 200, True, True, "/amp/old", "/amp/new", 404]
        redeployed(edge, with_amp(tmp_path / "first", STATES["new"]))
        assert shown(edge) == [200, "/new for now", True, False, "/amp/old", "/amp/new", 404]
        redeployed(edge, with_amp(tmp_path / "second", STATES["retired"]))
        assert shown(edge) == ["/old", "/new", False, False, "/amp/old", "/amp/new", "/none"]


def shown(edge: Edge) -> list[object]:
    """What readers of the addresses get: a status, where they are sent, or whether the page names its AMP page."""
    found: list[object] = []
    for address in ADDRESSES:
        got = ask(edge.port, address)
        if got.status in (301, 302):
            found.append(got.headers["Location"] + (" for now" if got.status == 302 else ""))
        elif got.status == 200 and not address.startswith("/amp/"):
            found.append("amphtml" in got.text)
        else:
            found.append(got.status)
    return found
