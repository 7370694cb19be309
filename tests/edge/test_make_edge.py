"""`make edge`: what it says, what it does when a story changes, and that nothing of it is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.edge import __main__ as command
from infra.edge import varnish
from infra.edge.process import HOST, accepts, free_port
from infra.edge.watch import Watch
from tests.edge.reader import ask, until
from tests.parts import edge as part
from tests.parts.missing import need
from tests.render.newsroom import FolderShelf, story

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0


class Running:
    """The command over a folder, with what it has said."""

    def __init__(self, storage: Path, said: Path) -> None:
        self.port = free_port()
        self._said = said
        arguments = [sys.executable, "-m", "infra.edge", "--storage", str(storage), "--port", str(self.port)]
        with said.open("wb") as output:
            self.process = subprocess.Popen(arguments, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)

    def said(self) -> str:
        """All it has said."""
        return self._said.read_text("utf-8")

    def wait_for(self, text: str) -> None:
        """Wait until it has said something."""
        end = time.monotonic() + PATIENCE
        while text not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < end, self.said()
            time.sleep(0.05)


@pytest.fixture
def folder(tmp_path: Path) -> FolderShelf:
    """A folder with two stories."""
    need(part)
    root = tmp_path / "newsroom"
    root.mkdir()
    shelf = FolderShelf(root)
    for path in ("/a", "/world/b"):
        shelf.put(path, story(path))
    return shelf


@pytest.fixture
def running(folder: FolderShelf, tmp_path: Path) -> Iterator[Running]:
    """The command, serving."""
    started = Running(folder.root, tmp_path / "said")
    try:
        started.wait_for("Stop with Ctrl+C")
        yield started
    finally:
        started.process.terminate()
        started.process.wait(PATIENCE)


def test_a_change_shows_within_a_second(running: Running, folder: FolderShelf) -> None:
    """It names the stories' addresses; one that changes on disk is new to the next reader, and others stay."""
    assert f"http://{HOST}:{running.port}/world/b\n" in running.said()
    assert [ask(running.port, path).cache for path in ("/a", "/amp/a", "/world/b")] == ["miss"] * 3
    folder.put("/a", story("/a", headline="Changed"))
    assert until(running.port, "/a", "Changed", 3.0) < 2.0
    assert "Changed" in ask(running.port, "/amp/a").text
    assert ask(running.port, "/world/b").cache == "hit"
    running.wait_for("path:/a purged: 2 copies")


def test_a_broken_change_takes_no_page_away(running: Running, folder: FolderShelf) -> None:
    """A story that is broken on disk purges nothing; what is wrong with it is said."""
    assert ask(running.port, "/a").cache == "miss"
    folder.put("/a", b"{")
    running.wait_for("problems/a.json would tell 1 problems")
    assert (ask(running.port, "/a").status, ask(running.port, "/a").cache) == (200, "hit")
    assert "purged" not in running.said()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_the_end_of_it(running: Running, how: signal.Signals) -> None:
    """By Ctrl+C or a request to end it ends in order, and so do the edge and the origin."""
    origin = int(running.said().partition(f"The origin is {HOST}:")[2].partition(".")[0])
    assert accepts(origin)
    assert accepts(running.port)
    running.process.send_signal(how)
    assert running.process.wait(PATIENCE) == 0
    assert not accepts(origin)
    assert not accepts(running.port)


def test_a_taken_port(running: Running, folder: FolderShelf) -> None:
    """Where the port is another's it says so, and leaves the other alone."""
    arguments = [sys.executable, "-m", "infra.edge", "--storage", str(folder.root), "--port", str(running.port)]
    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert (done.returncode, done.stdout) == (1, f"port {running.port} is taken; choose another\n")
    assert ask(running.port, "/a").status == 200


def test_a_folder_without_stories(tmp_path: Path) -> None:
    """A storage that is none is named, without a traceback."""
    need(part)
    arguments = [sys.executable, "-m", "infra.edge", "--storage", str(tmp_path), "--port", str(free_port())]
    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert done.returncode == 1
    assert f"{tmp_path}: there is no folder stories/ in it" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_without_varnish(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Where Varnish or a module of it is missing it says what, and how it is added."""
    monkeypatch.setattr(sys, "argv", ["edge"])
    monkeypatch.setattr(varnish, "find", lambda: None)
    assert command.main() == 1
    assert capsys.readouterr().out == "The edge needs varnishd. On Debian: apt-get install varnish varnish-modules\n"
    monkeypatch.setattr(varnish, "find", lambda: "/usr/sbin/varnishd")
    monkeypatch.setattr(varnish, "MODULES", ("nothing",))
    assert command.main() == 1
    assert "its module nothing" in capsys.readouterr().out


def test_what_is_seen_of_a_folder(tmp_path: Path) -> None:
    """A document that comes, changes or goes is told once, by its path; anything else in the folder is not."""
    shelf = FolderShelf(tmp_path)
    shelf.put("/a", b"{}")
    watch = Watch(tmp_path)
    assert watch.changed() == []
    shelf.put("/a", b"{}")
    shelf.put("/world/b", b"{}")
    (tmp_path / "stories" / "notes.txt").write_text("x")
    assert watch.changed() == ["/a", "/world/b"]
    assert watch.changed() == []
    shelf.remove("/a")
    os.utime(tmp_path / "stories" / "world" / "b.json", ns=(1, 1))
    assert watch.changed() == ["/a", "/world/b"]
