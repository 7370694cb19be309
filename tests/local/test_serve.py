"""`slugline serve`: what an engineer sees who puts a story into a folder."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pytest

from slugline.address import Route, location
from tests.conftest import STORAGE
from tests.local.test_command import SLUGLINE, STORY, stored
from tests.parts import s3
from tests.parts.chromium import Chromium, View

PATIENCE = 60.0
MADE_PAGES = 20


class Got(NamedTuple):
    """An answer."""

    status: int
    headers: dict[str, str]
    body: str


class Server:
    """A running `slugline serve`."""

    def __init__(self, *words: str | Path) -> None:
        self.process = subprocess.Popen(
            [SLUGLINE, "serve", "--port", "0", *map(str, words)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=os.environ | {"COLUMNS": "200", "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"},
        )
        assert self.process.stdout
        os.set_blocking(self.process.stdout.fileno(), False)
        self.said = ""
        self.address = self.wait_for(r"(http://127\.0\.0\.1:\d+)/  all stories")

    def wait_for(self, pattern: str) -> str:
        """Reads what the server says until a pattern is in it."""
        end = time.monotonic() + PATIENCE
        while not (found := re.search(pattern, self.said)):
            assert time.monotonic() < end, self.said
            assert self.process.stdout
            self.said += (self.process.stdout.read() or b"").decode()
            time.sleep(0.02)
        return found[1] if found.groups() else found[0]

    def get(self, path: str, method: str = "GET") -> Got:
        """One request; redirects are not followed."""

        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_: object) -> None:
                return None

        request = urllib.request.Request(self.address + path, method=method)
        try:
            with urllib.request.build_opener(Stay).open(request) as answered:
                return Got(answered.status, dict(answered.headers), answered.read().decode("utf-8", "replace"))
        except urllib.error.HTTPError as answered:
            with answered:
                return Got(answered.code, dict(answered.headers), answered.read().decode())

    def stop(self) -> None:
        """Ends it as Ctrl+C does."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(PATIENCE)
        assert self.process.stdout
        self.process.stdout.close()


@pytest.fixture(scope="module")
def samples() -> Iterator[Server]:
    """The samples, served."""
    server = Server("--storage", STORAGE)
    yield server
    server.stop()


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[tuple[Server, Path]]:
    """A folder of one's own with a story and a theme, served."""
    stored(tmp_path, "a/b")
    theme = tmp_path / "theme"
    theme.mkdir()
    server = Server("--storage", tmp_path, "--theme", theme)
    yield server, tmp_path
    server.stop()


def test_both_formats_of_every_sample_answer(samples: Server) -> None:
    """Each link of the list at `/` leads to a page, or to what its kind of document answers."""
    links = re.findall(r'href="([^"]+)"', samples.get("/").body)
    statuses = {link: samples.get(link).status for link in links}
    assert sum(status == 200 for status in statuses.values()) >= MADE_PAGES
    assert set(statuses.values()) <= {200, 301, 404, 410}
    html = {link for link in links if not link.startswith("/amp/")}
    assert {link for link in html if statuses[link] == 200 and statuses.get(f"/amp{link}") != 200} == {
        "/business/sponsored/old-houses-warm"
    }


def test_addresses_to_open_are_printed(samples: Server) -> None:
    """The start names the list and some stories in both formats."""
    samples.wait_for(f"{samples.address}/amp/")


@pytest.mark.parametrize("form", ["", "/amp"])
def test_a_link_to_an_update_is_followed(samples: Server, browser: Chromium, form: str) -> None:
    """A browser takes the id of the update along from the page that is yet to fill to the first one, and shows it."""
    asked = {"/page/4#44293": ("", "44293"), "/page/2#44101": ("/page/2", "44101")}
    for link, (page, name) in asked.items():
        with browser.visit(f"{samples.address}{form}/world/live/sarn-tunnel{link}") as reading:
            assert reading.page.url == f"{samples.address}{form}/world/live/sarn-tunnel{page}#{name}"
            top = reading.page.evaluate("document.querySelector(':target').getBoundingClientRect().top")
            assert -1 < top < reading.view.height


def test_media_come_from_the_storage_folder_alone(samples: Server) -> None:
    """Pictures are served with their type; nothing above `media/` is."""
    picture = next(file for file in sorted((STORAGE / "media").glob("*.jpg")))
    assert samples.get(f"/media/{picture.name}").headers["Content-Type"] == "image/jpeg"
    for path in ("/media/../conftest.py", "/media/%2e%2e/conftest.py", "/media/none.jpg", "/media/"):
        assert samples.get(path).status == 404


def test_robots_are_welcome(samples: Server) -> None:
    """What judges of pages ask for besides is there: they take a missing one for a fault of the page."""
    assert samples.get("/robots.txt").body.startswith("User-agent: *")
    assert samples.get("/favicon.ico").status == 204


def test_a_path_in_another_script_is_served(samples: Server) -> None:
    """Percent-encoded on the wire, as a browser sends it."""
    found = next(file for file in (STORAGE / "stories").rglob("*.json") if not file.name.isascii())
    path = "/" + found.relative_to(STORAGE / "stories").with_suffix("").as_posix()
    assert samples.get(quote(path)).status == 200
    assert location(Route(path, "html")) == quote(path)


def test_problems_show_on_the_page_and_in_the_terminal(samples: Server) -> None:
    """A story with problems is shown with a panel that lists them; the terminal tells the same."""
    page = samples.get("/culture/broken-in-places")
    assert page.status == 200
    assert "did you mean `standfirst`?" in page.body
    samples.wait_for("did you mean `standfirst`")
    assert "standfrist" not in samples.get("/amp/culture/broken-in-places").body


SEEN = """() => [
    getComputedStyle(document.querySelector('.desk-problems')).backgroundColor,
    document.documentElement.scrollWidth,
]"""


def test_the_panel_is_let_in_and_nothing_else(samples: Server, browser: Chromium) -> None:
    """The page with its panel stands under the policy that readers' browsers hold it to; the panel fits a phone."""
    assert "script-src" not in samples.get("/culture/broken-in-places").headers["Content-Security-Policy"]
    with browser.visit(f"{samples.address}/culture/broken-in-places", View(width=360, height=740)) as reading:
        reading.page.locator(".desk-problems summary").click()
        assert reading.page.evaluate(SEEN) == ["rgb(255, 244, 214)", 360]
        assert [line for line in reading.console if "Content Security Policy" in line] == []


def test_changes_show_at_once(newsroom: tuple[Server, Path]) -> None:
    """A story, a template, a stylesheet and a setting that change are read again with the next request."""
    server, folder = newsroom
    assert "A headline" in server.get("/a/b").body
    stored(folder, "a/b", headline="Another headline")
    assert "Another headline" in server.get("/a/b").body
    (folder / "theme" / "blocks" / "paragraph").mkdir(parents=True)
    (folder / "theme" / "blocks" / "paragraph" / "html.jinja").write_text('<p class="own">{{ block.text }}</p>')
    assert '<p class="own">Words.</p>' in server.get("/a/b").body
    (folder / "theme" / "blocks" / "paragraph" / "style.css").write_text(".own { color: red }")
    assert ".own{color:red}" in server.get("/a/b").body
    (folder / "theme" / "site.toml").write_text('name = "Ours"\nbase_url = "https://ours.example"\nlanguage = "en"\n')
    assert "Another headline | Ours" in server.get("/a/b").body


def test_a_story_that_cannot_be_shown_says_why(newsroom: tuple[Server, Path]) -> None:
    """The page and the terminal name the place and the mend; a whole story mends it."""
    server, folder = newsroom
    file = stored(folder, "a/b")
    file.write_text('{"version": "1", "kind": "story",\n "id": }')
    page = server.get("/a/b")
    assert page.status == 500
    assert "line 2, column 8" in page.body
    server.wait_for("line 2, column 8")
    stored(folder, "a/b", published_at="2026-11-24 08:30")
    assert "published_at" in server.get("/a/b").body
    stored(folder, "a/b")
    assert server.get("/a/b").status == 200


def test_a_broken_theme_is_told_on_the_page(newsroom: tuple[Server, Path]) -> None:
    """A template's fault names its file and line on the page; so does a setting's."""
    server, folder = newsroom
    (folder / "theme" / "page").mkdir()
    (folder / "theme" / "page" / "article.jinja").write_text("\n{{ page.story.headlin }}")
    page = server.get("/a/b")
    assert page.status == 500
    assert "article.jinja, line 2" in page.body
    (folder / "theme" / "page" / "article.jinja").unlink()
    (folder / "theme" / "site.toml").write_text("name = 1")
    assert "site.toml" in server.get("/a/b").body


def test_a_broken_block_is_told_where_it_is_looked_for(newsroom: tuple[Server, Path]) -> None:
    """A block whose template fails is left out; the page and the terminal name the template and the line."""
    server, folder = newsroom
    (folder / "theme" / "blocks" / "paragraph").mkdir(parents=True)
    (folder / "theme" / "blocks" / "paragraph" / "html.jinja").write_text("<p>\n{{ block.nope }}</p>")
    page = server.get("/a/b")
    assert page.status == 200
    assert "paragraph/html.jinja, line 2" in page.body
    server.wait_for("paragraph/html.jinja, line 2")


def test_a_browser_keeps_nothing(newsroom: tuple[Server, Path]) -> None:
    """What was there before the last change is never shown again: no answer may be kept."""
    server, _ = newsroom
    for path in ("/a/b", "/amp/a/b", "/A/b", "/nothing", "/"):
        assert server.get(path).headers["Cache-Control"] == "no-store"


def test_a_hidden_story_says_why(newsroom: tuple[Server, Path]) -> None:
    """The list and the terminal tell an embargo from a mistyped address."""
    server, folder = newsroom
    stored(folder, "a/later", path="/a/later", embargo_until="2090-01-01T00:00:00Z")
    stored(folder, "a/gone", path="/a/gone", expires_at="2020-01-01T00:00:00Z")
    listed = server.get("/").body
    assert "under embargo" in listed
    assert "expired" in listed
    assert server.get("/a/later").status == 404
    server.wait_for("GET /a/later under embargo until 2090-01-01")


def test_an_empty_newsroom_says_where_the_first_story_goes(tmp_path: Path) -> None:
    """A folder without stories is served, with a hint."""
    (tmp_path / "stories").mkdir()
    server = Server("--storage", tmp_path)
    try:
        assert "stories/world/first.json" in server.get("/").body
    finally:
        server.stop()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--storage", "/no/such/folder"], "stories/"),
        (["--storage", str(STORAGE), "--theme", "/no/such/theme"], "/no/such/theme"),
    ],
)
def test_a_wrong_start_is_told_in_a_sentence(words: list[str], told: str) -> None:
    """Exit 1 and what to mend, and no traceback."""
    done = subprocess.run([SLUGLINE, "serve", *words], capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_taken_port_is_told(samples: Server) -> None:
    """The message names the port and the option."""
    port = samples.address.rpartition(":")[2]
    done = subprocess.run(
        [sys.executable, "-m", "local", "serve", "--storage", str(STORAGE), "--port", port],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 1
    assert port in done.stderr
    assert "--port" in done.stderr


def test_a_storage_in_s3_is_listed_and_served(
    bucket: s3.Bucket, s3_server: s3.S3, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--storage s3://…` serves a bucket as it serves a folder."""
    for name, value in s3.environment(s3_server.endpoint).items():
        monkeypatch.setenv(name, value)
    bucket.put("stories/a/b.json", json.dumps(STORY).encode())
    server = Server("--storage", f"s3://{bucket.name}")
    try:
        assert 'href="/amp/a/b"' in server.get("/").body
        assert "A headline" in server.get("/amp/a/b").body
    finally:
        server.stop()
