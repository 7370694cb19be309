"""Golden screenshots: ten pages as readers see them, at three widths, by day or night. `make golden` takes them anew.

They are kept as WebP, and what is taken now is put through WebP before the two are compared. `made-with.json` beside
them says by which browser and with which faces: where these are others, only the whole is compared.
"""

from __future__ import annotations

import json
import platform
import re
import shutil
import subprocess
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Literal, NamedTuple

from PIL import Image, ImageChops, features

from render.function import RenderFunction
from render.report import Report
from render.request import Request
from render.settings import settings_from
from tests import samples
from tests.parts.chromium import Chromium, View, Window

FOLDER = Path(__file__).with_name("golden") / "screens"
MADE_WITH = FOLDER / "made-with.json"

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
PAGES: dict[str, tuple[str, Scheme]] = {
    "story": ("/world/asia/harbour-talks", "light"),
    "bare": ("/politics/ferry-levy-vote", "dark"),
    "arabic": ("/world/marjana-desalination-ar", "light"),
    "japanese": ("/world/asia/shiomi-tide-gauges", "dark"),
    "live": ("/world/live/sarn-tunnel", "light"),
    "embeds": ("/world/storm-hanne-in-posts", "dark"),
    "review": ("/culture/the-salt-ledger", "light"),
    "figures": ("/politics/coalition-arithmetic", "dark"),
    "facts": ("/politics/fact-check-ferry-fares", "light"),
    "missing": ("/no/such/story", "dark"),
}
"""By the name of its screenshots: a page, and whether it is shown by day or by night."""

WIDTHS = {360: 740, 768: 1024, 1280: 900}
"""By how wide the view is: how high."""
TALLEST = 2400
"""Pixels. What lies below is not kept."""
QUALITY = 25
"""Of the WebP: the set is held below 2 MB."""
LATEST = datetime(2026, 11, 30, tzinfo=UTC)
"""When they are asked for: after all of them were published. No page shows it."""

FACES = [
    f"{kind}{language}" for kind in ("system-ui", "serif", "monospace") for language in ("", ":lang=ar", ":lang=ja")
]

TILE = 32
"""Pixels. A fault is sought in squares of this size: a small fault is much of one, and next to nothing of a page."""
FAINT = 36
"""Of 255: a channel that is off by less is the making of the picture."""
MOST = 0.02
"""The share of a square that may differ."""
FEWEST = 4
"""Squares. Fewer are the browser's: now and then it draws a few letters of a page otherwise."""
COARSE = 16
"""Pixels that become one where only the whole is compared."""
COARSE_MOST = 0.2
"""The share of those that may differ: lines break elsewhere, and all below them moves."""


class Shot(NamedTuple):
    """One screenshot."""

    name: str
    """Of its file: `story-360-light.webp`."""
    data: bytes
    """WebP."""


def shots(
    browser: Chromium,
    theme: Path | None = None,
    names: Collection[str] = tuple(PAGES),
    widths: Collection[int] = tuple(WIDTHS),
) -> Iterator[Shot]:
    """Takes the screenshots of some pages at some widths, of all unless told, in the default theme or another."""
    function = RenderFunction(settings_from(_environment(theme)))
    for width, scheme in product(widths, SCHEMES):
        # A context that begins by night: one that becomes dark on the way is at times painted halfway.
        with browser.window(View(width, WIDTHS[width], scheme), samples.media()) as window:
            for name in (name for name in names if PAGES[name][1] == scheme):
                answer = function.pages.answer(Request("GET", PAGES[name][0], "", None, LATEST), Report())
                yield Shot(f"{name}-{width}-{scheme}.webp", _webp(_taken(window, answer.body)))


def _environment(theme: Path | None) -> dict[str, str]:
    return {"SLUGLINE_STORAGE": str(samples.ROOT)} | ({"SLUGLINE_THEME": str(theme)} if theme else {})


def _taken(window: Window, html: str) -> bytes:
    reading = window.show(_eager(html))
    reading.page.evaluate("Promise.all([...document.images].map(image => image.decode().catch(() => 0)))")
    whole = reading.page.evaluate("document.documentElement.scrollHeight")
    reading.page.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    return reading.page.screenshot(
        full_page=True,
        clip={"x": 0, "y": 0, "width": reading.view.width, "height": min(whole, TALLEST)},
        animations="disabled",
    )


def _eager(html: str) -> str:
    """A page whose pictures all come at once: none is waited for in vain."""
    return re.sub(r'(<img\b[^>]*?) loading="lazy"', r"\1", html)


def _webp(png: bytes) -> bytes:
    out = BytesIO()
    Image.open(BytesIO(png)).convert("RGB").save(out, "WEBP", quality=QUALITY)
    return out.getvalue()


def made_with(browser: Chromium) -> dict[str, str]:
    """What a screenshot depends on besides the page: browser, machine, faces, and what makes the WebP."""
    return {
        "browser": browser.version,
        "machine": platform.machine(),
        "webp": str(features.version("webp")),
        **{face: _face(face) for face in FACES},
    }


def _face(family: str) -> str:
    """What this machine takes for a family, with its version; nothing where fontconfig is not there to say."""
    program = shutil.which("fc-match")
    if program is None:
        return ""
    command = [program, "-f", "%{family[0]} %{fontversion}", family]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def stored() -> dict[str, bytes]:
    """The golden screenshots by name."""
    return {file.name: file.read_bytes() for file in sorted(FOLDER.glob("*.webp"))}


def stored_with() -> dict[str, str]:
    """What they were made with."""
    found: dict[str, str] = json.loads(MADE_WITH.read_text("utf-8"))
    return found


def difference(was: bytes, now: bytes, *, alike: bool) -> str:
    """Where two screenshots differ, in words; nothing if they do not.

    Args:
        was: the one that is kept.
        now: the one that was taken now.
        alike: they were made with the same, so that all of what differs is the page's.
    """
    old, new = _opened(was), _opened(now)
    if alike:
        return _fine(old, new)
    return _coarse(old, new)


def _opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data)).convert("RGB")


def _fine(was: Image.Image, now: Image.Image) -> str:
    if was.size != now.size:
        return f"was {was.width} x {was.height}, is {now.width} x {now.height}"
    # Each square becomes one pixel, as bright as the share of it that differs.
    shares = _differing(was, now).reduce(TILE)
    worst = [index for index, share in enumerate(shares.tobytes()) if share > MOST * 255]
    if len(worst) < FEWEST:
        return ""
    top, left = divmod(worst[0], shares.width)
    return f"{len(worst)} squares of {TILE} pixels differ, the first at {left * TILE} across, {top * TILE} down"


def _coarse(was: Image.Image, now: Image.Image) -> str:
    height = min(was.height, now.height)
    whole = [image.crop((0, 0, image.width, height)).reduce(COARSE) for image in (was, now)]
    if whole[0].size != whole[1].size:
        return f"was {was.width} across, is {now.width}"
    share = _differing(*whole).histogram()[255] / (whole[0].width * whole[0].height)
    return f"{share:.0%} of the whole differs" if share > COARSE_MOST else ""


def _differing(was: Image.Image, now: Image.Image) -> Image.Image:
    """White where any channel is off by more than FAINT, else black."""
    red, green, blue = ImageChops.difference(was, now).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue).point([255 * (i > FAINT) for i in range(256)])


def write(browser: Chromium) -> list[str]:
    """Takes every screenshot, keeps those that differ from what is kept, and says which."""
    was, now = stored(), dict(shots(browser))
    alike = MADE_WITH.exists() and stored_with() == made_with(browser)
    changed = [name for name in sorted(now) if name not in was or difference(was[name], now[name], alike=alike)]
    for name in was.keys() - now.keys():
        (FOLDER / name).unlink()
    for name in now if not alike else changed:
        (FOLDER / name).write_bytes(now[name])
    MADE_WITH.write_text(json.dumps(made_with(browser), indent=2) + "\n", "utf-8")
    return changed


if __name__ == "__main__":
    with Chromium() as opened:
        names = write(opened)
    print("\n".join([*names, f"{len(names)} golden screenshots changed"]))  # noqa: T201 -- a command's output
