"""A real reader: Chromium, cut off from the network, driven by Playwright."""

from __future__ import annotations

import importlib.util
import mimetypes
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self
from urllib.parse import unquote, urlsplit

from tests.parts.missing import INSTALL, PACKAGES
from tests.parts.pins import NODE_MODULES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request, Route

AXE = NODE_MODULES / "axe-core" / "axe.min.js"
AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
ADDRESS = "https://page.test/"
"""The address at which a page that is given as text appears to lie."""

_NAMES = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
_ARGUMENTS = [
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--force-color-profile=srgb",
]


def find() -> str | None:
    """Return the browser's program: what CHROMIUM names, else Chromium or Chrome where systems put them."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    return found or (str(_MAC) if _MAC.exists() else None)


def available() -> str | None:
    """Say what the browser lacks, if anything."""
    if importlib.util.find_spec("playwright") is None:
        return "Chromium: the Python package playwright is missing; run `" + PACKAGES + "`"
    if find() is None:
        return "Chromium: the browser is missing; run `" + INSTALL + "`, or set CHROMIUM to a Chromium or Chrome"
    if not AXE.exists():
        return "Chromium: axe-core is missing; run `" + INSTALL + "`"
    return None


@dataclass(frozen=True, slots=True)
class View:
    """How a reader looks at a page. The default is a phone by day."""

    width: int = 390
    height: int = 844
    scheme: Literal["light", "dark"] = "light"
    javascript: bool = True
    locale: str = "en-GB"
    media: Literal["screen", "print"] = "screen"
    bypass_csp: bool = False


PHONE = View()
DESKTOP = View(width=1280, height=900)


@dataclass(slots=True)
class Reading:
    """A page that is open in the browser, and all that has happened since it was asked for."""

    page: Page
    view: View
    status: int = 0
    console: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def complaints(self, *expected: str) -> list[str]:
        """Return what no good page makes: console errors and warnings, uncaught errors, failed requests, dialogs.

        Lines that hold one of the expected texts are left out: the address of a CDN that is cut off, say.
        """
        lines = [*self.console, *self.errors, *self.failed, *self.dialogs]
        return [line for line in lines if not any(text in line for text in expected)]

    def screenshot(self, file: Path | None = None, *, full: bool = True) -> bytes:
        """Return a PNG of the whole page, or of what is in view; write it to a file as well if one is given."""
        return self.page.screenshot(path=file, full_page=full)

    def axe(self, *rules: str) -> list[str]:
        """Return what axe finds: violations, and what it could not decide, one line a rule.

        Without rules named it asks all of WCAG 2.2 AA, and what it calls best practice.
        """
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        options = {
            "runOnly": list(rules or AXE_TAGS),
            "resultTypes": ["violations", "incomplete"],
            "rules": {"frame-tested": {"enabled": False}},  # what stands in a frame is another site's, and out of reach
            "iframes": False,
        }
        result = self.page.evaluate("options => axe.run(document, options)", options)
        if not result["passes"]:
            raise RuntimeError("axe checked nothing")
        return [_finding(kind, rule) for kind in ("violations", "incomplete") for rule in result[kind]]


class Window:
    """A reader who is shown one page after another, in one context: much quicker than a context for each."""

    def __init__(self, context: BrowserContext, view: View, files: Mapping[str, bytes]) -> None:
        """Show nothing yet; `files` are what lies beside every page, by path."""
        self._context = context
        self._view = view
        self._shown = 0
        context.route(ADDRESS + "**", _answers("", {}, files, at=None))

    def show(self, html: str, headers: Mapping[str, str] | None = None) -> Reading:
        """Show a page in the place of the last, at an address that none had before: no cache knows it."""
        for page in self._context.pages:
            page.close()
        self._shown += 1
        path = f"/{self._shown}"
        address = ADDRESS + path.removeprefix("/")
        self._context.route(address, _answers(html, headers or {}, {}, at=path))
        return _read(self._context, self._view, address)


class Chromium:
    """A running browser. Each page is opened in a context of its own: no cache, cookie or storage is shared.

    While it runs, Playwright keeps an event loop in this thread: `asyncio.run` cannot be used beside it.
    """

    def __init__(self) -> None:
        """Start nothing yet."""
        self._stack = ExitStack()
        self._browser: Browser | None = None

    def __enter__(self) -> Self:
        """Start the browser."""
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- the package may be absent: see available()

        with ExitStack() as stack:
            playwright = stack.enter_context(sync_playwright())
            self._browser = playwright.chromium.launch(
                executable_path=find(),
                args=_ARGUMENTS,
                chromium_sandbox=not _is_root(),
            )
            stack.callback(self._browser.close)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *failure: object) -> None:
        """End the browser."""
        self._browser = None
        self._stack.close()

    @property
    def version(self) -> str:
        """Of the running browser: `156.0.8078.79`."""
        if self._browser is None:
            raise RuntimeError("the browser is not running")
        return self._browser.version

    @contextmanager
    def open(
        self,
        html: str,
        view: View = PHONE,
        headers: Mapping[str, str] | None = None,
        files: Mapping[str, bytes] | None = None,
    ) -> Iterator[Reading]:
        """Show a page given as text, with the given answer headers, until the block ends.

        It appears to lie at ADDRESS; `files` are what lies beside it, by path. Any other request fails.
        """
        with self._context(view) as context:
            context.route(ADDRESS + "**", _answers(html, headers or {}, files or {}))
            yield _read(context, view, ADDRESS)

    @contextmanager
    def window(self, view: View = PHONE, files: Mapping[str, bytes] | None = None) -> Iterator[Window]:
        """Show pages given as text one after another, until the block ends; `files` are what lies beside them all."""
        with self._context(view) as context:
            yield Window(context, view, files or {})

    @contextmanager
    def visit(self, address: str, view: View = PHONE) -> Iterator[Reading]:
        """Show a page of a local server until the block ends."""
        with self._context(view) as context:
            yield _read(context, view, address)

    @contextmanager
    def _context(self, view: View) -> Iterator[BrowserContext]:
        if self._browser is None:
            raise RuntimeError("the browser is not running")
        context = self._browser.new_context(
            viewport={"width": view.width, "height": view.height},
            color_scheme=view.scheme,
            java_script_enabled=view.javascript,
            locale=view.locale,
            bypass_csp=view.bypass_csp,
            service_workers="block",
        )
        try:
            yield context
        finally:
            context.close()


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _read(context: BrowserContext, view: View, address: str) -> Reading:
    page = context.new_page()
    reading = Reading(page, view)
    _watch(reading)
    page.emulate_media(media=view.media)
    response = page.goto(address, wait_until="load")
    reading.status = response.status if response else 0
    return reading


def _watch(reading: Reading) -> None:
    def on_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            reading.console.append(f"{message.type}: {message.text} ({message.location['url']})")

    def on_failure(request: Request) -> None:
        reading.failed.append(f"{request.url}: {request.failure}")

    def on_dialog(dialog: Dialog) -> None:
        reading.dialogs.append(f"{dialog.type}: {dialog.message}")
        dialog.dismiss()

    page = reading.page
    page.on("console", on_console)
    page.on("pageerror", lambda error: reading.errors.append(str(error)))
    page.on("request", lambda request: reading.requests.append(request.url))
    page.on("requestfailed", on_failure)
    page.on("dialog", on_dialog)


def _answers(html: str, headers: Mapping[str, str], files: Mapping[str, bytes], at: str | None = "/") -> Any:
    page_headers = {"content-type": "text/html; charset=utf-8", **headers}

    def answer(route: Route) -> None:
        path = unquote(urlsplit(route.request.url).path)
        if path == at:
            route.fulfill(status=200, headers=page_headers, body=html.encode())
        elif path in files:
            route.fulfill(status=200, content_type=mimetypes.guess_type(path)[0], body=files[path])
        else:
            route.fulfill(status=404, body="")

    return answer


def _finding(kind: str, rule: Mapping[str, Any]) -> str:
    places = "; ".join(" ".join(map(str, node["target"])) for node in rule["nodes"][:5])
    return f"{kind} {rule['id']} ({rule['impact']}), {len(rule['nodes'])} times: {rule['help']}: {places}"
