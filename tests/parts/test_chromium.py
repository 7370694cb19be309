"""The browser as the tests use it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.parts import chromium
from tests.parts.chromium import ADDRESS, DESKTOP, Chromium, View
from tests.parts.missing import need

PAGE = (
    '<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width"><title>T</title>'
    "<style>body{{background:#fff;color:#000}}@media (prefers-color-scheme:dark){{body{{background:#000;color:#fff}}}}"
    '</style></head><body><main><h1 id="h">Hello</h1>{}</main></body></html>'
)
GOOD = PAGE.format("<p>World</p>")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)
BACKGROUND = "getComputedStyle(document.body).backgroundColor"


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    """Give a running browser."""
    need(chromium)
    with Chromium() as running:
        yield running


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base class names it
        """Say nothing."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """Give the address of a server of one page."""
    (tmp_path / "page.html").write_text(GOOD, encoding="utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path))) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


def test_a_good_page_is_quiet(browser: Chromium) -> None:
    """A good page makes one request and no complaint, and axe finds nothing."""
    with browser.open(GOOD) as reading:
        assert reading.status == 200
        assert reading.page.inner_text("main") == "Hello\n\nWorld"
        assert reading.requests == [ADDRESS]
        assert reading.complaints() == []
        assert reading.axe() == []


def test_a_bad_page_is_heard(browser: Chromium) -> None:
    """Console errors, uncaught errors, dialogs and requests that fail are noted; the dialog does not hang the test."""
    script = (
        "<script>console.error('oops'); alert('hi'); fetch('https://example.com/x'); throw new Error('boom')</script>"
    )
    with browser.open(PAGE.format(script + '<img src="/gone.png" alt="">')) as reading:
        reading.page.wait_for_function("performance.getEntriesByType('resource').length >= 2")
        assert f"error: oops ({ADDRESS})" in reading.console
        assert "boom" in reading.errors
        assert reading.dialogs == ["alert: hi"]
        assert {"https://example.com/x", ADDRESS + "gone.png"} <= set(reading.requests)
        assert any(line.startswith("https://example.com/x: net::ERR_NAME_NOT_RESOLVED") for line in reading.failed)
        assert any("404" in line for line in reading.console)


def test_expected_complaints_are_left_out(browser: Chromium) -> None:
    """What a page must fail to load, because it is cut off, is named by the test; all else is still told."""
    html = PAGE.format(
        '<script async src="https://cdn.example/a.js"></script><img src="https://example.com/b.png" alt="">'
    )
    with browser.open(html) as reading:
        rest = reading.complaints("https://cdn.example/")
    assert len(rest) == 2
    assert all("https://example.com/b.png" in line for line in rest)


def test_axe_finds_faults_and_doubts(browser: Chromium) -> None:
    """A picture without alternative is a violation, contrast over a picture is a doubt of axe: both are told."""
    over = '<p style="background:url(/a.png);color:#777">x</p>'
    with browser.open(PAGE.format(f'<img src="/a.png">{over}'), files={"/a.png": PNG}) as reading:
        found = reading.axe()
    assert any(line.startswith("violations image-alt") for line in found)
    assert any(line.startswith("incomplete color-contrast") for line in found)


def test_a_window_shows_one_page_after_another(browser: Chromium) -> None:
    """Each is the one given, with its own headers and the files beside them all; nothing is kept of the last."""
    with browser.window(DESKTOP, {"/a.png": PNG}) as window:
        first = window.show(PAGE.format('<img src="/a.png" alt="">'))
        assert first.page.evaluate("[innerWidth, document.images[0].naturalWidth > 0]") == [1280, True]
        second = window.show(PAGE.format("<p>Second</p><script>window.ran = 1</script>"), {"x-a": "b"})
        assert second.page.inner_text("p") == "Second"
        third = window.show(
            PAGE.format("<p>Third</p><script>window.ran = 1</script>"),
            {"content-security-policy": "default-src 'none'"},
        )
        assert third.page.evaluate("[document.querySelector('p').innerText, 'ran' in window]") == ["Third", False]
        assert [first.status, second.status, third.status] == [200, 200, 200]


def test_the_view_is_what_the_page_sees(browser: Chromium) -> None:
    """Size, colour scheme, medium and locale reach the page."""
    with browser.open(GOOD) as phone:
        assert phone.page.evaluate("innerWidth") == 390
        assert phone.page.evaluate(BACKGROUND) == "rgb(255, 255, 255)"
    view = View(width=1280, height=700, scheme="dark", locale="ar-EG", media="print")
    with browser.open(GOOD, view) as other:
        assert other.page.evaluate("[innerWidth, innerHeight, navigator.language]") == [1280, 700, "ar-EG"]
        assert other.page.evaluate("matchMedia('print').matches")
        assert other.page.evaluate(BACKGROUND) == "rgb(0, 0, 0)"


def test_without_javascript_scripts_do_not_run(browser: Chromium) -> None:
    """The page is shown and its scripts are dead; with JavaScript the same page is changed by its script."""
    html = PAGE.format("<script>h.textContent = 'Changed'</script>")
    with browser.open(html, View(javascript=False)) as plain, browser.open(html) as scripted:
        assert plain.page.inner_text("h1") == "Hello"
        assert scripted.page.inner_text("h1") == "Changed"


def test_headers_and_files_reach_the_page(browser: Chromium) -> None:
    """A policy in the headers holds, and what lies beside the page is loaded; axe works under the strictest policy."""
    policy = {"content-security-policy": "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"}
    html = PAGE.format("<script>h.textContent = 'Changed'</script><img src='/a.png' alt='a'>")
    with browser.open(html, headers=policy, files={"/a.png": PNG}) as reading:
        assert reading.page.inner_text("h1") == "Hello"
        assert reading.page.evaluate("document.images[0].naturalWidth") == 1
        assert any("Content Security Policy" in line for line in reading.console)
        assert reading.axe() == []


def test_a_local_server_is_visited(browser: Chromium, server: str) -> None:
    """Pages of the loopback address are reached, with their own status."""
    with browser.visit(server + "/page.html", DESKTOP) as reading:
        assert (reading.status, reading.complaints()) == (200, [])
    with browser.visit(server + "/none.html") as reading:
        assert reading.status == 404


def test_a_screenshot_is_a_picture(browser: Chromium, tmp_path: Path) -> None:
    """The screenshot is a PNG, of the view or of the whole page, and is written where asked."""
    with browser.open(PAGE.format("<p style='height:3000px'>x</p>")) as reading:
        whole = reading.screenshot(tmp_path / "page.png")
        assert (tmp_path / "page.png").read_bytes() == whole
        heights = [int.from_bytes(shot[20:24]) for shot in (whole, reading.screenshot(full=False))]
    assert whole[:8] == PNG[:8]
    assert heights[0] > 3000
    assert heights[1] == 844


def test_the_program_is_found_or_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """CHROMIUM names the program and nothing else is taken then; a wrong name means that the browser is missing."""
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    assert chromium.find() is None
    assert "install" in (chromium.available() or "")
