"""What a snapshot of the started render function holds (SnapStart): what pages need, and nothing that ages."""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from render.rehearsal import rehearse
from slugline.errors import SluglineError, StorageUnavailable
from slugline.page.render import render
from slugline.page.theme import Theme
from slugline.storage.s3 import Bucket
from slugline.story.decode import decode
from slugline.story.document import Article
from slugline.theme.folder import folders_of, load_theme
from tests.conftest import STORAGE
from tests.parts.pins import ROOT
from tests.parts.s3 import environment

STORY = STORAGE / "stories" / "world" / "asia" / "harbour-talks.json"
SEEN = """
import json, sys
connected = []
sys.addaudithook(lambda event, told: connected.append(str(told[1])) if event == "socket.connect" else None)
from render.handler import handler
pages = handler.pages
loaded = sorted(pages.theme.environment.cache or {}, key=str)
from pathlib import Path
from slugline.page.render import render
from slugline.story.decode import decode
render(decode(Path(sys.argv[1]).read_bytes()).document, "html", pages.theme)
later = len(pages.theme.environment.cache or {}) - len(loaded)
print(json.dumps({"connected": connected, "loaded": len(loaded), "later": later, "kept": pages.cache.bytes}))
"""
"""Starts the function and tells what it did; then renders a story, and how many templates had to be loaded for it."""


def _started(**settings: str) -> dict[str, Any]:
    known = {"PATH": os.defpath, "PYTHONPATH": str(ROOT / "functions"), "SLUGLINE_STORAGE": "s3://stories"}
    done = subprocess.run(
        [sys.executable, "-c", SEEN, str(STORY)],
        env=known | environment("http://127.0.0.1:1") | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)  # and not a line of the log besides
    return told


def test_a_snapshot_holds_what_a_page_needs_and_no_connection() -> None:
    """A story's templates are loaded before it is taken; storage was not asked, nothing was logged, no page is kept."""
    told = _started(AWS_LAMBDA_INITIALIZATION_TYPE="snap-start")
    assert told["loaded"] > 10
    assert told["later"] == 0
    assert told["connected"] == []
    assert told["kept"] == 0


def test_an_ordinary_start_does_not_rehearse() -> None:
    """There a request waits, and would wait longer."""
    told = _started(AWS_LAMBDA_INITIALIZATION_TYPE="on-demand")
    assert told["loaded"] == 0
    assert told["later"] > 0


def test_a_theme_that_fails_does_not_keep_the_function_from_starting(tmp_path: Path) -> None:
    """Its fault is told with the page that fails by it, as ever."""
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "html.jinja").write_text("{{ nothing.here }}")
    assert _faulty(load_theme(folders_of(tmp_path)))
    rehearse(load_theme(folders_of(tmp_path)))


def _faulty(theme: Theme) -> bool:
    document = decode(STORY.read_bytes()).document
    assert isinstance(document, Article)
    try:
        render(document, "html", theme)
    except SluglineError:
        return True
    return False


class _Account(http.server.BaseHTTPRequestHandler):
    """What Lambda gives credentials by, where it restores a snapshot; and an S3 that notes who asks."""

    asked: list[tuple[str, str]]

    def do_GET(self) -> None:
        """Give credentials that end in a minute, named after the token that asks; refuse all else."""
        who = self.headers.get("Authorization", "")
        self.asked.append((self.path, who))
        ends = (datetime.now(UTC) + timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
        given = {"AccessKeyId": f"KEY-{who}", "SecretAccessKey": "s", "Token": "t", "Expiration": ends}
        content = json.dumps(given).encode() if self.path == "/credentials" else b""
        self.send_response(200 if content else 403)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Write nothing."""


@contextmanager
def _account() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    asked: list[tuple[str, str]] = []
    kind = type("Account", (_Account,), {"asked": asked})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), kind) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://localhost:{server.server_address[1]}", asked
        finally:
            server.shutdown()
            thread.join()


def test_credentials_of_a_snapshot_are_not_used_when_they_are_old(monkeypatch: pytest.MonkeyPatch) -> None:
    """After it is restored the client asks for new ones, by the token that the restored environment has."""
    with _account() as (endpoint, asked):
        for name, value in environment(endpoint).items():
            monkeypatch.setenv(name, value)
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.delenv(name)
        monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"{endpoint}/credentials")
        monkeypatch.setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "before")
        storage = Bucket("stories", "", budget=3)
        monkeypatch.setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "after")
        with pytest.raises(StorageUnavailable):
            storage.read("stories/x.json")
        storage._client.close()
    assert asked[0] == ("/credentials", "before")
    signed = [who for path, who in asked if path != "/credentials"]
    assert signed
    assert all("Credential=KEY-after/" in who for who in signed)
