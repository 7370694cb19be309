"""Draws the sample stories' pictures, film and sound. Run by hand; never by a test.

    python -m venv /tmp/draw && /tmp/draw/bin/pip install pillow numpy
    /tmp/draw/bin/python tests/media/draw.py              # everything
    /tmp/draw/bin/python tests/media/draw.py harbour-dusk  # one motif, or: portraits, film, sound, strings

Each motif is a function that paints on a `Scene` of 1280 units' width; all randomness is seeded, so a second run draws
the same picture. Every motif is saved in its renditions, as progressive JPEG: `name.jpg` is the widest one,
`name-640.jpg` one of 640 pixels. Film and sound need `ffmpeg`.
"""

# A picture is a long list of brush strokes with many figures: these rules are about another kind of code.
# ruff: noqa: C901, PLR0912, PLR0913, PLR0915, PLR0917

from __future__ import annotations

import math
import subprocess
import sys
import wave
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

HERE = Path(__file__).parent
WIDTH = 1280
Point = tuple[float, float]


# ---------------------------------------------------------------- colour, noise, curves


def rgb(code: str) -> np.ndarray:
    """A colour of the form `#rrggbb` as three numbers between 0 and 1."""
    return np.array([int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)], dtype=np.float32)


def mix(first: str, second: str, share: float) -> str:
    """The colour that lies `share` of the way from the first to the second."""
    blend = rgb(first) * (1 - share) + rgb(second) * share
    return "#" + "".join(f"{round(float(part) * 255):02x}" for part in blend)


def ramp(stops: Sequence[tuple[float, str]], places: np.ndarray) -> np.ndarray:
    """The colours at `places` (0 to 1) of a gradient with these stops."""
    at = [stop[0] for stop in stops]
    colours = np.array([rgb(stop[1]) for stop in stops])
    return np.stack([np.interp(places, at, colours[:, i]) for i in range(3)], axis=-1).astype(np.float32)


def cloud(
    rng: np.random.Generator, shape: tuple[int, int], cell: float, octaves: int = 5, stretch: float = 1
) -> np.ndarray:
    """Fractal noise between 0 and 1; `cell` is the coarsest grain in pixels, `stretch` draws it out sideways."""
    height, width = shape
    total = np.zeros(shape, dtype=np.float32)
    for octave in range(octaves):
        size = max(cell / 2**octave, 2)
        grid = rng.random((max(2, round(height / size) + 2), max(2, round(width / size / stretch) + 2))).astype(
            np.float32
        )
        layer = Image.fromarray(grid).resize((width, height), Image.Resampling.BICUBIC)
        total += np.asarray(layer) / 2**octave
    low, high = np.percentile(total, (1, 99))
    return np.clip((total - low) / (high - low), 0, 1)


def ridge(
    rng: np.random.Generator, base: float, rise: float, peaks: float = 4, octaves: int = 6, rough: float = 0.5
) -> list[Point]:
    """A skyline from left to right as points; `base` is its middle height, `rise` how far it swings."""
    xs = np.linspace(-20, WIDTH + 20, 420)
    ys = np.zeros_like(xs)
    for octave in range(octaves):
        knots = rng.uniform(-1, 1, int(peaks * 2**octave) + 3)
        places = np.linspace(0, len(knots) - 1, len(xs))
        ys += np.interp(places, np.arange(len(knots)), knots) * rough**octave
    return list(zip(xs.tolist(), (base - rise * ys).tolist(), strict=True))


def curve(points: Sequence[Point], steps: int = 24) -> list[Point]:
    """A smooth line through the points (Catmull-Rom)."""
    pts = np.array([points[0], *points, points[-1]], dtype=float)
    line: list[Point] = []
    for i in range(1, len(pts) - 2):
        a, b, c, d = pts[i - 1 : i + 3]
        for t in np.linspace(0, 1, steps, endpoint=False):
            spot = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
            line.append((float(spot[0]), float(spot[1])))
    return [*line, tuple(points[-1])]


# ---------------------------------------------------------------- the canvas


class Stencil:
    """A mask to draw on in the scene's units; `Scene.fill` and `Scene.light` paint through it."""

    def __init__(self, scene: Scene) -> None:
        self.scale = scene.scale
        self.image = Image.new("L", (scene.pixels.shape[1], scene.pixels.shape[0]))
        self.pen = ImageDraw.Draw(self.image)

    def _at(self, points: Iterable[Point]) -> list[Point]:
        return [(x * self.scale, y * self.scale) for x, y in points]

    def poly(self, *points: Point, tone: int = 255) -> Stencil:
        """Draw a polygon."""
        self.pen.polygon(self._at(points), fill=tone)
        return self

    def rect(self, x: float, y: float, width: float, height: float, tone: int = 255) -> Stencil:
        """Draw a rectangle by its corner and size."""
        return self.poly((x, y), (x + width, y), (x + width, y + height), (x, y + height), tone=tone)

    def oval(self, x: float, y: float, across: float, down: float, tone: int = 255) -> Stencil:
        """Draw an ellipse by its middle and half axes."""
        (left, top), (right, bottom) = self._at([(x - across, y - down), (x + across, y + down)])
        self.pen.ellipse((left, top, right, bottom), fill=tone)
        return self

    def disc(self, x: float, y: float, radius: float, tone: int = 255) -> Stencil:
        """Draw a circle."""
        return self.oval(x, y, radius, radius, tone)

    def line(self, *points: Point, width: float = 2, tone: int = 255) -> Stencil:
        """Draw a line with round joints."""
        self.pen.line(self._at(points), fill=tone, width=max(1, round(width * self.scale)), joint="curve")
        return self

    def below(self, skyline: Sequence[Point], floor: float) -> Stencil:
        """Fill from a skyline down to a floor."""
        return self.poly((skyline[0][0], floor), *skyline, (skyline[-1][0], floor))

    def blur(self, radius: float) -> Stencil:
        """Soften everything drawn so far."""
        self.image = self.image.filter(ImageFilter.GaussianBlur(radius * self.scale))
        self.pen = ImageDraw.Draw(self.image)
        return self

    def rounded(self, radius: float) -> Stencil:
        """Melt the shapes together, as a brush does: blur, then cut at the half."""
        self.blur(radius)
        self.image = self.image.point([min(255, max(0, round((tone - 118) * 12))) for tone in range(256)])
        self.pen = ImageDraw.Draw(self.image)
        return self

    def values(self) -> np.ndarray:
        """Give the mask as numbers from 0 to 1."""
        return np.asarray(self.image, dtype=np.float32) / 255


class Scene:
    """A picture in the making: 1280 units wide, painted from the back to the front."""

    def __init__(self, height: int, seed: int, scale: float = 2) -> None:
        self.height = height
        self.scale = scale
        self.rng = np.random.default_rng(seed)
        self.pixels = np.zeros((round(height * scale), round(WIDTH * scale), 3), dtype=np.float32)

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width in pixels."""
        return self.pixels.shape[0], self.pixels.shape[1]

    def stencil(self) -> Stencil:
        """Give an empty stencil of this size."""
        return Stencil(self)

    def noise(self, cell: float, octaves: int = 5, stretch: float = 1) -> np.ndarray:
        """Fractal noise over the whole scene; `cell` in units."""
        return cloud(self.rng, self.shape, cell * self.scale, octaves, stretch)

    def blend(self, mask: np.ndarray, colour: np.ndarray) -> None:
        """Lay a colour (one, or one for every pixel) over what is there, as far as the mask says."""
        self.pixels += (colour - self.pixels) * mask[..., None]

    def wash(self, *stops: tuple[float, str], top: float = 0, bottom: float | None = None) -> None:
        """A gradient from `top` down to `bottom` over the whole width."""
        first, last = round(top * self.scale), round((self.height if bottom is None else bottom) * self.scale)
        rows = ramp(stops, np.linspace(0, 1, last - first))
        self.pixels[first:last] = rows[:, None, :]

    def fill(
        self, stencil: Stencil, colour: str, foot: str | None = None, alpha: float = 1, texture: float = 0
    ) -> None:
        """Paint through the stencil; with `foot` the colour runs down into that one; `texture` mottles it."""
        mask = stencil.values()
        rows = np.flatnonzero(mask.max(axis=1) > 0.02)
        if not rows.size:
            return
        paint = np.broadcast_to(rgb(colour), self.pixels.shape).copy()
        if foot is not None:
            places = (np.arange(self.shape[0]) - rows[0]) / max(1, rows[-1] - rows[0])
            paint = np.broadcast_to(ramp([(0, colour), (1, foot)], places)[:, None, :], self.pixels.shape).copy()
        if texture:
            paint *= 1 + (self.noise(60, 6)[..., None] - 0.5) * texture
        self.blend(mask * alpha, paint)

    def light(self, stencil: Stencil, colour: str, radius: float = 0, strength: float = 1) -> None:
        """Add light through the stencil (screen), blurred by `radius`."""
        mask = stencil.blur(radius).values() if radius else stencil.values()
        self.pixels = 1 - (1 - self.pixels) * (1 - np.clip(mask[..., None] * strength, 0, 1) * rgb(colour))

    def shade(self, stencil: Stencil, amount: float = 0.5, radius: float = 0) -> None:
        """Darken through the stencil, blurred by `radius`."""
        mask = stencil.blur(radius).values() if radius else stencil.values()
        self.pixels *= 1 - np.clip(mask[..., None] * amount, 0, 1)

    def veil(self, mask: np.ndarray, colour: str, alpha: float) -> None:
        """Mist, spray or dust: a colour laid on by a mask of numbers."""
        self.blend(np.clip(mask, 0, 1) * alpha, rgb(colour))

    def band(self, middle: float, spread: float) -> np.ndarray:
        """A soft horizontal band, as a mask: 1 at the middle, fading over `spread` units."""
        rows = (np.arange(self.shape[0]) / self.scale - middle) / spread
        return np.repeat(np.exp(-(rows**2))[:, None], self.shape[1], axis=1).astype(np.float32)

    def lamps(
        self, spots: Iterable[Point], colour: str, core: float = 2, halo: float = 14, strength: float = 0.9
    ) -> None:
        """Small lights: a wide halo, a near one and a bright core."""
        places = list(spots)
        for size, blur, power in (
            (core * 2.6, halo, strength * 0.8),
            (core * 1.6, halo / 3, strength),
            (core, core / 3, 1.0),
        ):
            stencil = self.stencil()
            for x, y in places:
                stencil.disc(x, y, size)
            self.light(stencil, colour, blur, power)

    def mirror(
        self, line: float, colour: str, foot: str, sway: float = 10, share: float = 0.72, squeeze: float = 1
    ) -> None:
        """Water from `line` down: the world above turned over, swayed by ripples, sunk into a colour."""
        first = round(line * self.scale)
        depth = self.shape[0] - first
        below = np.arange(depth)
        source = np.clip(first - 1 - (below * squeeze).astype(int), 0, self.shape[0] - 1)
        ripple = cloud(self.rng, (depth, self.shape[1]), 26 * self.scale, 4, stretch=9) - 0.5
        reach = (0.25 + below / depth)[:, None] * sway * self.scale
        columns = np.clip(np.arange(self.shape[1])[None, :] + ripple * reach * 4, 0, self.shape[1] - 1).astype(int)
        rows = np.clip(source[:, None] + (ripple * reach * 1.5).astype(int), 0, first - 1)
        image = self.pixels[rows, columns]
        water = np.broadcast_to(ramp([(0, colour), (1, foot)], below / depth)[:, None, :], image.shape)
        keep = (share * (1 - 0.45 * below / depth))[:, None, None]
        glint = (cloud(self.rng, (depth, self.shape[1]), 12 * self.scale, 3, stretch=14) - 0.5)[..., None]
        self.pixels[first:] = np.clip(image * keep + water * (1 - keep) + glint * 0.07, 0, 1)

    def finish(self, grain: float = 0.009, vignette: float = 0.22, paper: str = "#f6ead6") -> Image.Image:
        """The last touch of all pictures: darker corners, blacks lifted as in print, paper tint, grain."""
        height, width = self.shape
        y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
        falloff = 1 - vignette * np.clip((x**2 + y**2) / 2 - 0.25, 0, 1)
        pixels = np.clip(self.pixels, 0, 1) * falloff[..., None]
        pixels = 0.035 + pixels * (0.965 * (0.9 + 0.1 * rgb(paper)))
        pixels += self.rng.normal(0, grain * 2, (*self.shape, 1)).astype(np.float32)
        return Image.fromarray((np.clip(pixels, 0, 1) * 255).astype(np.uint8))


# ---------------------------------------------------------------- motifs


def gantry(stencil: Stencil, x: float, foot: float, size: float, *, boom_up: bool = False) -> Point:
    """A ship-to-shore crane seen from the side; returns the tip of its mast for a warning light."""

    def at(right: float, up: float) -> Point:
        return x + right * size, foot - up * size

    beam = 5 * size
    for leg in (0, 44):
        stencil.line(at(leg, 0), at(leg + (4 if leg == 0 else -4), 104), width=beam)
    stencil.line(at(0, 34), at(44, 34), width=beam).line(at(2, 68), at(42, 34), width=beam * 0.5)
    stencil.line(at(3, 104), at(42, 104), width=beam).line(at(22, 104), at(22, 148), width=beam)
    stencil.line(at(8, 104), at(22, 148), width=beam * 0.6).line(at(38, 104), at(22, 148), width=beam * 0.6)
    tip = at(-84, 170) if boom_up else at(-118, 104)
    stencil.line(at(72, 104), at(3, 104), tip, width=beam * 1.1)
    stencil.line(at(22, 148), tip, width=beam * 0.3).line(at(22, 148), at(72, 104), width=beam * 0.3)
    stencil.poly(at(52, 104), at(72, 104), at(72, 118), at(52, 118))
    if not boom_up:
        stencil.line(at(22, 148), at(-60, 104), width=beam * 0.3).rect(*at(-58, 104), 12 * size, 9 * size)
        stencil.line(at(-52, 96), at(-52, 62), width=1.2 * size).rect(*at(-60, 62), 17 * size, 6 * size)
    return at(22, 150)


def stacks(scene: Scene, stencil: Stencil, left: float, right: float, foot: float, box: Point, tallest: int) -> None:
    """Containers piled on a quay or a deck."""
    wide, high = box
    tiers = tallest * 0.6
    for column in range(int((right - left) / wide)):
        tiers = float(np.clip(tiers + scene.rng.integers(-2, 3), 1, tallest))
        for tier in range(round(tiers)):
            stencil.rect(
                left + column * wide + 0.5,
                foot - (tier + 1) * high + 0.5,
                wide - 1,
                high - 1,
                tone=int(scene.rng.integers(175, 256)),
            )


def dusk_sky(scene: Scene, horizon: float, stops: Sequence[tuple[float, str]], lit: str, dull: str) -> None:
    """A gradient with long drawn clouds: lit from below near the horizon, dull above."""
    scene.wash(*stops, bottom=horizon + 4)
    rows = np.arange(scene.shape[0])[:, None] / scene.scale / horizon
    streaks = np.clip(scene.noise(150, 6, stretch=4.5) - 0.46, 0, 1) * 2.2
    scene.veil(streaks * np.clip(1 - rows, 0, 1) * 1.3, dull, 0.55)
    wisps = np.clip(scene.noise(90, 6, stretch=7) - 0.52, 0, 1) * 2.4
    scene.veil(wisps * np.clip(1 - np.abs(rows - 0.72) * 2.4, 0, 1), lit, 0.75)


def harbour_dusk(scene: Scene) -> None:
    """Cranes, a container ship and a tug at dusk."""
    water = 560
    dusk_sky(
        scene,
        water,
        [(0, "#24344f"), (0.35, "#4c5678"), (0.62, "#a47a83"), (0.82, "#e2a077"), (1, "#f6cf95")],
        "#ffc58f",
        "#39415f",
    )
    scene.light(scene.stencil().disc(905, 520, 26), "#ffe0a8", 70, 1.0)
    scene.light(scene.stencil().disc(905, 520, 20), "#fff3d2", 1.5, 1.0)
    scene.fill(scene.stencil().below(ridge(scene.rng, 500, 34, 3), water), "#a3707c", "#d79c80", 0.8)
    scene.fill(scene.stencil().below(ridge(scene.rng, 532, 20, 6), water), "#6e5a72", "#9a7178", 0.9)
    far = scene.stencil().rect(0, 546, WIDTH, 20)
    stacks(scene, far, 640, 1280, 548, (17, 8), 6)
    for x, size in ((720, 0.62), (830, 0.66), (1020, 0.7)):
        gantry(far, x, 550, size)
    scene.fill(far, "#4a4259", "#3c3850", 0.94)
    near = scene.stencil().rect(-10, 548, 560, 22)
    stacks(scene, near, 0, 190, 550, (30, 14), 6)
    tips = [gantry(near, 300, 552, 1.75), gantry(near, 470, 552, 1.75, boom_up=True), gantry(far, 830, 550, 0.66)]
    scene.fill(near, "#272c42", "#1f2335")
    hull = scene.stencil().poly((560, 536), (1010, 536), (1046, 514), (1030, 566), (580, 566)).rect(590, 452, 48, 86)
    stacks(scene, hull, 650, 1000, 536, (25, 12), 5)
    hull.rect(600, 430, 8, 30).line((614, 452), (614, 418), width=3).rect(584, 462, 60, 5)
    scene.fill(hull, "#2b2b40", "#1e2133")
    scene.lamps(tips, "#ff6a4d", 2, 12)
    quay = [(x, 541 - (x % 3) * 2) for x in range(30, 560, 58)]
    scene.lamps([*quay, *[(600 + 12 * i, 472) for i in range(3)], (612, 488), (990, 508)], "#ffe2a6", 1.8, 14)
    scene.mirror(568, "#4b4a66", "#151b2d", sway=5, share=0.8, squeeze=1.15)
    tug = (
        scene.stencil()
        .poly((196, 704), (404, 700), (432, 676), (418, 728), (220, 730))
        .rect(262, 654, 78, 50)
        .rect(276, 628, 44, 30)
    )
    tug.rect(346, 640, 15, 60).line((298, 628), (298, 584), width=3).line((298, 592), (404, 694), width=1).oval(
        408, 690, 16, 12
    )
    scene.fill(tug, "#12172a", "#0b0f1c")
    scene.light(
        scene.stencil().rect(284, 636, 10, 12).rect(300, 636, 10, 12).rect(272, 666, 12, 12), "#ffd08a", 0.8, 0.95
    )
    scene.lamps([(298, 586)], "#fff0c8", 2, 14)
    wake = scene.stencil().poly((60, 742), (210, 728), (420, 727), (470, 733), (220, 740))
    scene.light(wake, "#cdb3b2", 5, 0.35)


def tram(scene: Scene, x: float, foot: float, size: float, body: str, *, lit: bool = True) -> None:
    """A tram: `x` is the middle of its front, `foot` the rail, `size` its height; its side runs to the far light."""
    half = size * 0.36
    top = foot - size

    def spot(across: float, down: float) -> Point:
        return x + half * across, top + size * down

    scene.shade(scene.stencil().oval(x, foot, half * 1.35, size * 0.05), 0.65, size * 0.03)
    edge = 0.97 if x < 690 else -0.97
    side = [spot(edge * 0.82, 0.05), spot(edge, 0.5), spot(edge, 0.93)]
    back = [(a + (690 - a) * 0.34, b + (452 - b) * 0.34) for a, b in side]
    scene.fill(scene.stencil().poly(*side, *reversed(back)), mix(body, "#10131c", 0.35), mix(body, "#10131c", 0.62))
    glass = [(spot(edge * 0.93, 0.2), spot(edge, 0.5)), (back[0], back[1])]
    for i in range(4):
        near, far = (0.03 + i * 0.24) * 0.34, (0.22 + i * 0.24) * 0.34
        panes = [
            (p[0] + (690 - p[0]) * share, p[1] + (452 - p[1]) * share)
            for share, p in ((near, glass[0][0]), (far, glass[0][0]), (far, glass[0][1]), (near, glass[0][1]))
        ]
        scene.fill(scene.stencil().poly(*panes), "#9fb0ab", "#5b686a", 0.85)
    shell = scene.stencil().poly(
        spot(-0.8, 0.06),
        spot(-0.55, 0),
        spot(0.55, 0),
        spot(0.8, 0.06),
        spot(1, 0.5),
        spot(0.96, 0.9),
        spot(0.7, 0.97),
        spot(-0.7, 0.97),
        spot(-0.96, 0.9),
        spot(-1, 0.5),
    )
    scene.fill(shell, mix(body, "#ffffff", 0.18), mix(body, "#10131c", 0.45), texture=0.1)
    skirt = scene.stencil().poly(
        spot(-0.99, 0.62), spot(0.99, 0.62), spot(0.96, 0.9), spot(0.7, 0.97), spot(-0.7, 0.97), spot(-0.96, 0.9)
    )
    scene.fill(skirt, "#e9e0cc", "#8a8378", 0.9)
    pane = scene.stencil().poly(spot(-0.78, 0.16), spot(0.78, 0.16), spot(0.9, 0.52), spot(-0.9, 0.52))
    scene.fill(pane, "#1d2632", "#4d5a62")
    shine = scene.stencil().poly(spot(-0.5, 0.16), spot(-0.1, 0.16), spot(-0.42, 0.52), spot(-0.86, 0.52))
    scene.light(shine, "#a9c4cf", 1, 0.3)
    scene.fill(scene.stencil().line(spot(0, 0.16), spot(0, 0.52), width=size * 0.012), mix(body, "#10131c", 0.4))
    scene.fill(
        scene.stencil().poly(spot(-0.42, 0.055), spot(0.42, 0.055), spot(0.42, 0.125), spot(-0.42, 0.125)), "#141a22"
    )
    scene.light(
        scene.stencil().poly(spot(-0.34, 0.075), spot(0.1, 0.075), spot(0.1, 0.105), spot(-0.34, 0.105)),
        "#ffbd5a",
        size * 0.004,
        0.9,
    )
    coupler = scene.stencil().poly(spot(-0.16, 0.88), spot(0.16, 0.88), spot(0.13, 0.99), spot(-0.13, 0.99))
    scene.fill(coupler, "#22262e")
    if lit:
        scene.lamps([spot(-0.66, 0.74), spot(0.66, 0.74)], "#fff1cc", size * 0.018, size * 0.09, 0.75)
    else:
        scene.fill(
            scene.stencil().disc(*spot(-0.66, 0.74), size * 0.025).disc(*spot(0.66, 0.74), size * 0.025), "#5d6468"
        )


def tram_depot(scene: Scene) -> None:
    """Trams under a glass roof, and one who walks towards the light."""
    eye = (690.0, 452.0)

    def toward(point: Point, share: float) -> Point:
        return point[0] + (eye[0] - point[0]) * share, point[1] + (eye[1] - point[1]) * share

    scene.wash((0, "#3d4650"), (0.5, "#7d8078"), (0.56, "#8c877a"), (1, "#4a463f"))
    corners = [(-260.0, -170.0), (1600.0, -170.0), (1600.0, 900.0), (-260.0, 900.0)]
    gate = [toward(corner, 0.82) for corner in corners]
    scene.fill(scene.stencil().poly(corners[0], gate[0], gate[3], corners[3]), "#3b424a", "#59544b", texture=0.25)
    scene.fill(scene.stencil().poly(corners[1], gate[1], gate[2], corners[2]), "#454c52", "#655f54", texture=0.25)
    scene.fill(scene.stencil().poly(corners[0], corners[1], gate[1], gate[0]), "#2a323b", "#525a5e", texture=0.2)
    for left in (-40, 330, 700, 1070):
        pane = [toward((left + 60, -170), s) for s in (0, 0.8)] + [toward((left + 250, -170), s) for s in (0.8, 0)]
        scene.light(scene.stencil().poly(*pane), "#cfdfe0", 1, 0.62)
        scene.light(scene.stencil().poly(*pane), "#d7e6e4", 22, 0.35)
    roof = scene.stencil()
    for share in (0.06, 0.3, 0.47, 0.585, 0.665, 0.72, 0.765, 0.8):
        beam = 30 * (1 - share)
        a, b = toward((-260, -170), share), toward((1600, -170), share)
        arch = curve(
            [
                (a[0], a[1] + 250 * (1 - share)),
                (a[0] + 90 * (1 - share), a[1] + 60 * (1 - share)),
                ((a[0] + b[0]) / 2, a[1] - 10 * (1 - share)),
                (b[0] - 90 * (1 - share), b[1] + 60 * (1 - share)),
                (b[0], b[1] + 250 * (1 - share)),
            ]
        )
        roof.line(*arch, width=beam * 0.55).line(a, b, width=beam * 0.4)
        for post in (a, b):
            roof.line(post, (post[0], post[1] + 1070 * (1 - share)), width=beam * 0.5)
    scene.fill(roof, "#232a31", "#30322f", 0.92)
    scene.fill(scene.stencil().poly(*gate), "#f3e7c6", "#e6cf9d")
    scene.light(scene.stencil().poly(*gate), "#ffe9bd", 55, 0.85)
    floor = scene.stencil()
    for x in (-120, 90, 420, 600, 760, 940, 1270, 1480):
        floor.poly(toward((x, 900), 0), toward((x + 16, 900), 0), toward((x + 16, 900), 0.815), toward((x, 900), 0.815))
    scene.fill(floor, "#d9c8a0", "#2b2823", 0.8)
    glare = scene.stencil().poly(toward((560, 900), 0.82), toward((820, 900), 0.82), (1060, 853), (300, 853))
    scene.light(glare, "#f1d9a3", 26, 0.34)
    beams = scene.stencil()
    for left in (180, 480, 800):
        beams.poly((left, -10), (left + 110, -10), (left - 130, 780), (left - 330, 780))
    scene.light(beams, "#e8efe6", 16, 0.13)
    for x, foot, size, body, lit in (
        (812, 505, 88, "#6f7f74", False),
        (560, 520, 110, "#a34b38", False),
        (872, 548, 168, "#32614f", True),
        (466, 588, 238, "#a8402f", True),
        (1010, 690, 388, "#2f6150", True),
        (196, 792, 560, "#b0442f", True),
    ):
        tram(scene, x, foot, size, body, lit=lit)
    scene.shade(scene.stencil().poly((664, 676), (690, 676), (652, 800), (604, 800)), 0.34, 7)
    legs = (
        scene.stencil()
        .poly((662, 610), (677, 610), (672, 676), (660, 676))
        .poly((676, 610), (692, 610), (702, 672), (690, 676))
        .oval(664, 677, 9, 3)
        .oval(698, 675, 9, 3)
    )
    scene.fill(legs.rounded(1), "#252c36")
    coat = (
        scene.stencil()
        .poly((664, 558), (690, 558), (699, 584), (694, 622), (660, 622), (655, 584))
        .poly((694, 566), (706, 606), (699, 610), (686, 584))
        .poly((660, 566), (650, 606), (657, 610), (668, 584))
        .rounded(2)
    )
    scene.fill(coat, "#d97e2c", "#a85a1e")
    scene.light(scene.stencil().rect(658, 594, 38, 5), "#fff3cf", 0.6, 0.8)
    scene.fill(scene.stencil().oval(677, 546, 9, 11).rounded(0.6), "#3a2b26")
    scene.fill(scene.stencil().oval(677, 541, 11, 8).rect(664, 541, 26, 4).rounded(0.6), "#e9d9a8", "#c7ad6f")
    scene.veil(scene.band(470, 120), "#f4e3bb", 0.16)


def relief(scene: Scene, cell: float, shift: float, lean: float) -> np.ndarray:
    """Light and shade of broken ground, about -1 to 1: the slope of noise that leans like strata."""
    ground = scene.noise(cell, 7)
    offsets = (np.arange(scene.shape[0]) * lean).astype(int)
    columns = (np.arange(scene.shape[1])[None, :] + offsets[:, None]) % scene.shape[1]
    ground = np.take_along_axis(ground, columns, axis=1)
    slope = ground - np.roll(ground, round(shift * scene.scale / 2), axis=1)
    return np.tanh(slope * 5).astype(np.float32)


def pines(scene: Scene, feet: Sequence[Point], size: float, colour: str) -> None:
    """Conifers standing at these points."""
    stencil = scene.stencil()
    for x, y in feet:
        tall = size * float(scene.rng.uniform(0.7, 1.3))
        for tier in range(4):
            wide = tall * (0.12 + 0.07 * tier)
            top = y - tall + tier * tall * 0.22
            stencil.poly((x, top), (x + wide, top + tall * 0.34), (x - wide, top + tall * 0.34))
    scene.fill(stencil, colour)


def sarn_pass(scene: Scene) -> None:
    """A viaduct and a tunnel mouth before snow peaks."""
    scene.wash((0, "#5f7fa0"), (0.4, "#9fb4c2"), (0.62, "#e6d3bf"), (0.75, "#f3dcc0"), (1, "#f3dcc0"))
    wisps = np.clip(scene.noise(130, 6, stretch=5) - 0.5, 0, 1) * 2
    scene.veil(wisps, "#fdf4e6", 0.6)
    for base, rise, peaks, shade, snow in ((300, 150, 4, "#7f93ab", 0.95), (380, 120, 5, "#5c738c", 0.6)):
        line = ridge(scene.rng, base, rise, peaks, 8, 0.52)
        mass = scene.stencil().below(line, 720)
        scene.fill(mass, shade, mix(shade, "#e2d3c4", 0.75))
        mask = mass.values()
        facets = relief(scene, 120, 26, 0.55)
        rows = np.arange(scene.shape[0])[:, None] / scene.scale
        height = np.clip((base + 110 - rows) / 200, 0, 1)
        scene.veil(mask * np.clip(facets, 0, 1) * height, "#fff3e4", snow)
        scene.veil(mask * np.clip(-facets, 0, 1) * height, mix(shade, "#2f4a68", 0.7), 0.5)
        scene.veil(scene.band(base + 150, 60) * mask, "#efe2d2", 0.75)
    for base, rise, peaks, shade in ((470, 62, 5, "#4b6470"), (560, 66, 4, "#35505a")):
        line = ridge(scene.rng, base, rise, peaks, 7, 0.55)
        scene.fill(scene.stencil().below(line, 720), shade, mix(shade, "#c7c3b6", 0.55), texture=0.12)
        scene.veil(scene.band(base + 90, 50), "#e3dccf", 0.5)
    cliff = [
        (760.0, 720.0),
        (790, 590),
        (826, 520),
        (850, 430),
        (905, 384),
        (946, 300),
        (1030, 262),
        (1104, 180),
        (1180, 150),
        (1300, 60),
        (1300, 720),
    ]
    for step, shade in enumerate(("#55666d", "#435259", "#344147", "#283338")):
        face = [
            (
                x + step * 74 + float(scene.rng.uniform(-16, 16)) * bool(step),
                y + step * 66 + float(scene.rng.uniform(-14, 14)) * bool(step),
            )
            for x, y in cliff[1:-1]
        ]
        rough = [(x + float(scene.rng.uniform(-5, 5)), y + float(scene.rng.uniform(-7, 7))) for x, y in curve(face, 9)]
        rock = scene.stencil().poly((face[0][0] - 30, 730), *rough, (1310, 730))
        scene.fill(rock, mix(shade, "#b9ab98", 0.3), shade, texture=0.2)
        facets, mask = relief(scene, 90, 20, 1.5), rock.values()
        scene.veil(mask * np.clip(facets, 0, 1), "#d8c9b2", 0.42)
        scene.veil(mask * np.clip(-facets, 0, 1), "#182127", 0.5)
        pines(
            scene,
            [(x, y + 4) for x, y in rough if scene.rng.random() < 0.34 and 200 < y < 700 and (step or x > 930)],
            15 + step * 8,
            mix("#1f3a38", "#0f1c1d", step / 3),
        )
    deck = 520
    viaduct = scene.stencil().rect(-10, deck, 880, 15)
    for x in range(30, 860, 92):
        viaduct.poly((x - 9, deck), (x + 9, deck), (x + 13, 720), (x - 13, 720))
    scene.fill(scene.stencil().oval(878, deck - 24, 36, 42).rect(842, deck - 24, 72, 48), "#a59a8a", "#877d70")
    scene.fill(scene.stencil().oval(878, deck - 24, 25, 31).rect(853, deck - 24, 50, 26), "#0e1418")
    spans = scene.stencil().rect(-10, deck, 880, 52)
    for x in range(-16, 860, 92):
        spans.oval(x, deck + 58, 38, 46, tone=0)
    scene.fill(spans, "#8d857a", "#6d675f")
    scene.fill(viaduct, "#9c9387", "#5c5f5e", texture=0.1)
    train = scene.stencil()
    for i in range(4):
        train.rect(330 + i * 88, deck - 26, 84, 24)
    train.poly((682, deck - 26), (700, deck - 22), (706, deck - 2), (682, deck - 2))
    scene.fill(train, "#8d2f2a", "#651f1f")
    windows = scene.stencil()
    for i in range(4):
        for j in range(6):
            windows.rect(337 + i * 88 + j * 13, deck - 21, 9, 8)
    scene.fill(windows, "#ffe3ac")
    scene.lamps([(704, deck - 7)], "#fff0cf", 2, 12)
    scene.veil(scene.band(690, 90) * (0.5 + 0.5 * scene.noise(160, 4, stretch=3)), "#dfdcd4", 0.8)


def stadium_lights(scene: Scene) -> None:
    """A floodlit ground at night, from above the half-way line."""
    scene.wash((0, "#0c1524"), (0.3, "#1a2b41"), (0.5, "#3d5568"), (1, "#2b4050"))
    scene.veil(scene.noise(260, 4, stretch=3) * scene.band(230, 170), "#8ba5b0", 0.35)
    pylons = ((150, 112), (410, 176), (880, 170), (1146, 106))
    for x, top in pylons:
        cone = scene.stencil().poly(
            (x - 30, top), (x + 30, top), (640 + (x - 640) * 0.1 + 420, 640), (640 + (x - 640) * 0.1 - 420, 640)
        )
        scene.light(cone, "#d8e8ec", 34, 0.24)
    masts = scene.stencil()
    for x, top in pylons:
        masts.poly((x - 4, top), (x + 4, top), (x + 8, 350), (x - 8, 350)).rect(x - 38, top - 24, 76, 40)
    scene.fill(masts, "#0c121c")
    roof = scene.stencil().poly(
        *curve([(-20, 276), (200, 262), (640, 256), (1080, 262), (1300, 276)]),
        (1300, 306),
        *curve([(1300, 306), (1080, 286), (640, 276), (200, 286), (-20, 306)]),
    )
    bowl = scene.stencil().poly(
        *curve([(-20, 300), (640, 280), (1300, 300)]),
        (1300, 560),
        *curve([(1300, 470), (960, 410), (640, 402), (320, 410), (-20, 470)]),
    )
    scene.fill(bowl, "#1d2a3a", "#33475a")
    mask = bowl.values()
    crowd = scene.noise(3.2, 2)
    scene.veil(mask * np.clip(crowd - 0.55, 0, 1) * 2.6, "#b9b3a6", 0.6)
    scene.veil(mask * np.clip(scene.noise(4, 2) - 0.7, 0, 1) * 3, "#b4473a", 0.7)
    tiers = scene.stencil()
    for i, sag in enumerate((318, 346, 376)):
        tiers.line(
            *curve([(-20, sag + 34 + i * 14), (320, sag + 4), (640, sag), (960, sag + 4), (1300, sag + 34 + i * 14)]),
            width=4,
        )
    scene.fill(tiers, "#141e2b", alpha=0.8)
    scene.fill(roof, "#0d131d", "#1b2836")
    scene.light(
        scene.stencil().line(*curve([(-20, 305), (200, 287), (640, 278), (1080, 287), (1300, 305)]), width=2),
        "#ffe9c0",
        3,
        0.8,
    )
    pitch = [(330.0, 430.0), (950.0, 430.0), (1420.0, 720.0), (-140.0, 720.0)]
    apron = scene.stencil().poly(
        (-20, 470), *curve([(-20, 470), (320, 414), (640, 406), (960, 414), (1300, 470)]), (1300, 720), (-20, 720)
    )
    scene.fill(apron, "#2a4a45", "#16302d")
    scene.fill(scene.stencil().poly(*pitch), "#5a8f63", "#2f6a45", texture=0.12)

    def turf(across: float, down: float) -> Point:
        depth = down / (0.42 + 0.58 * down)
        left, right = (
            pitch[0][0] + (pitch[3][0] - pitch[0][0]) * depth,
            pitch[1][0] + (pitch[2][0] - pitch[1][0]) * depth,
        )
        return left + (right - left) * across, 430 + 290 * depth

    stripes = scene.stencil()
    for i in range(0, 14, 2):
        stripes.poly(turf(i / 14, 0), turf((i + 1) / 14, 0), turf((i + 1) / 14, 1), turf(i / 14, 1))
    scene.light(stripes, "#b8d9a4", 1, 0.16)
    marks = (
        scene.stencil().line(turf(0.02, 0.02), turf(0.98, 0.02), width=2.2).line(turf(0.5, 0.02), turf(0.5, 1), width=3)
    )
    marks.line(turf(0.02, 0.02), turf(0.02, 1), width=3).line(turf(0.98, 0.02), turf(0.98, 1), width=3)
    marks.line(*[turf(0.5 + 0.11 * math.cos(a / 20), 0.52 + 0.24 * math.sin(a / 20)) for a in range(127)], width=3)
    for side in (0.02, 0.98):
        inner = side + (0.13 if side < 0.5 else -0.13)
        marks.line(turf(side, 0.2), turf(inner, 0.2), turf(inner, 0.84), turf(side, 0.84), width=2.6)
    scene.light(marks, "#f2f4e8", 0.6, 0.75)
    players = scene.stencil()
    shadows = scene.stencil()
    for across, down in (
        (0.2, 0.3),
        (0.3, 0.62),
        (0.37, 0.16),
        (0.44, 0.44),
        (0.53, 0.28),
        (0.57, 0.7),
        (0.66, 0.4),
        (0.73, 0.2),
        (0.8, 0.56),
        (0.9, 0.45),
    ):
        x, y = turf(across, down)
        size = 9 + 22 * down
        players.oval(x, y - size * 1.75, size * 0.17, size * 0.2).poly(
            (x - size * 0.27, y - size * 1.5),
            (x + size * 0.27, y - size * 1.5),
            (x + size * 0.24, y - size * 0.7),
            (x + size * 0.38, y),
            (x + size * 0.2, y),
            (x, y - size * 0.6),
            (x - size * 0.25, y),
            (x - size * 0.42, y - size * 0.04),
            (x - size * 0.22, y - size * 0.7),
        )
        shadows.oval(x - size * 0.6, y, size * 0.7, size * 0.1).oval(x + size * 0.6, y, size * 0.7, size * 0.1)
    scene.shade(shadows, 0.35, 2)
    scene.fill(players.rounded(1), "#eee9dc", "#d6cbb8")
    banks = [(x - 30 + 12 * i, top - 17 + 13 * j) for x, top in pylons for i in range(6) for j in range(3)]
    scene.lamps(banks, "#f4fbff", 3.4, 30, 0.42)
    scene.veil(scene.band(420, 70) * (0.4 + 0.6 * scene.noise(200, 4, stretch=4)), "#cfdcdc", 0.3)


def curtain(scene: Scene, left: float, right: float, floor: float, gather: float) -> None:
    """Hanging folds of red cloth between two sides; `gather` says how far the hem is drawn aside."""
    folds = 9
    width = (right - left) / folds
    for fold in range(folds):
        x = left + fold * width
        drawn = gather * (1 - abs(fold / folds - 0.5))
        edge = [(x, -10.0), (x + width + 1, -10.0), (x + width + 1 - drawn, floor), (x - drawn, floor)]
        scene.fill(scene.stencil().poly(*edge), "#6e1f22", "#8a2a27")
        deep = scene.stencil().poly(edge[0], (x + width * 0.4, -10), (x + width * 0.35 - drawn, floor), edge[3])
        scene.shade(deep, 0.62, width * 0.13)
        shine = scene.stencil().poly(
            (x + width * 0.62, -10),
            (x + width * 0.8, -10),
            (x + width * 0.8 - drawn, floor),
            (x + width * 0.6 - drawn, floor),
        )
        scene.light(shine, "#d9624d", width * 0.1, 0.34)


def theatre_stage(scene: Scene) -> None:
    """A woman with a lantern on a stage, and the heads of those who watch."""
    floor = 600
    scene.wash((0, "#10131d"), (0.55, "#27304a"), (0.7, "#59536a"), (1, "#1a1417"))
    scene.fill(scene.stencil().below(ridge(scene.rng, 470, 46, 3, 4), floor), "#2b3149", "#4d4a62")
    scene.light(scene.stencil().disc(830, 300, 64), "#f5e3bb", 44, 0.7)
    scene.light(scene.stencil().disc(830, 300, 52), "#fff0d0", 2, 0.75)
    flats = (
        scene.stencil()
        .poly((250, 600), (250, 210), (330, 190), (330, 600))
        .poly((960, 600), (960, 200), (1040, 220), (1040, 600))
    )
    scene.fill(flats, "#1b2032", "#2c2c40")
    scene.fill(scene.stencil().rect(0, floor - 10, WIDTH, 200), "#6a4a34", "#2e1e18", texture=0.2)
    boards = scene.stencil()
    for i in range(-12, 13):
        boards.line((640 + i * 52, floor - 8), (640 + i * 110, 760), width=1.5)
    scene.shade(boards, 0.4, 0.6)
    scene.light(scene.stencil().poly((560, -20), (620, -20), (800, 650), (430, 650)), "#fff0cd", 14, 0.3)
    scene.light(scene.stencil().oval(614, 646, 186, 34), "#ffe9bd", 10, 0.62)
    scene.light(scene.stencil().poly((1080, -20), (1110, -20), (900, 640), (740, 640)), "#9fb6e0", 18, 0.14)
    figure = (
        scene.stencil()
        .oval(604, 424, 17, 21)
        .poly((590, 444), (620, 444), (644, 470), (650, 540), (664, 652), (556, 652), (574, 540), (572, 470))
    )
    figure.poly((630, 462), (660, 432), (692, 396), (700, 402), (676, 446), (640, 496)).oval(698, 397, 7, 7).poly(
        (576, 468), (552, 530), (548, 574), (558, 576), (572, 536), (590, 500)
    ).rounded(3)
    scene.shade(scene.stencil().oval(560, 654, 120, 9), 0.5, 5)
    scene.fill(figure, "#4a2733", "#241620")
    scene.fill(scene.stencil().oval(606, 416, 19, 17).oval(622, 426, 10, 16).rounded(2), "#2a1417")
    scene.fill(
        scene.stencil().rect(693, 356, 22, 30).line((704, 398), (704, 352), width=3).oval(704, 356, 8, 6).rounded(1),
        "#2b1d16",
    )
    scene.lamps([(704, 372)], "#ffcf7d", 6, 44, 0.85)
    rim = (
        scene.stencil()
        .line((598, 404), (586, 426), width=3)
        .line((574, 470), (560, 640), width=3)
        .line((690, 398), (660, 430), width=3)
    )
    scene.light(rim, "#ffdca0", 2.5, 0.75)
    props = (
        scene.stencil()
        .rect(470, 580, 66, 8)
        .rect(476, 588, 6, 66)
        .rect(524, 588, 6, 66)
        .rect(470, 510, 6, 80)
        .rect(484, 560, 34, 20)
    )
    for i in range(5):
        props.poly(
            (742 + i * 30, 652 - i % 2 * 6),
            (770 + i * 30, 652 - i % 2 * 6),
            (764 + i * 30, 616 - i % 3 * 10),
            (748 + i * 30, 616 - i % 3 * 10),
        )
    scene.fill(props.rounded(1.4), "#33241f", "#1d1412")
    curtain(scene, -10, 236, 720, 70)
    curtain(scene, 1046, 1290, 720, -70)
    swag = scene.stencil().rect(-10, -10, 1300, 60)
    for i in range(7):
        swag.oval(92 + i * 183, 46, 98, 58 + (i % 2) * 10)
    scene.fill(swag, "#571618", "#7e2523")
    gold = scene.stencil()
    for i in range(7):
        gold.line(
            *[(92 + i * 183 + 95 * math.cos(a / 10), 46 + (57 + (i % 2) * 10) * math.sin(a / 10)) for a in range(32)],
            width=5,
        )
    scene.fill(gold, "#b98a45", "#8d622e", 0.85)
    scene.fill(scene.stencil().rect(-10, 716, 1300, 150), "#1a1013", "#0c080b")
    scene.lamps([(170 + 78 * i, 716) for i in range(13)], "#ffd894", 4, 22, 0.55)
    heads = scene.stencil()
    for row, (y, size) in enumerate(((782, 24), (832, 34))):
        for i in range(24):
            x = i * size * 2.7 - 30 + row * 22 + float(scene.rng.uniform(-7, 7))
            lift = float(scene.rng.uniform(-8, 8))
            heads.oval(x, y + lift, size * 0.62, size * 0.78).oval(x, y + lift + size * 1.55, size * 1.22, size)
    rim = heads.rounded(2.5).values()
    rim = np.clip(rim - np.roll(rim, 5, axis=0), 0, 1)
    scene.fill(heads, "#241318", "#0b0709")
    scene.veil(rim, "#d99a63", 0.5)
    scene.veil(scene.noise(220, 4) * scene.band(400, 240), "#c9c2d2", 0.1)


def reading_room(scene: Scene) -> None:
    """Shelves, lamps and tall windows in one-point perspective."""
    eye = (640.0, 430.0)

    def toward(point: Point, share: float) -> Point:
        return point[0] + (eye[0] - point[0]) * share, point[1] + (eye[1] - point[1]) * share

    scene.wash((0, "#5b4a3a"), (0.5, "#8b7052"), (1, "#3d2d22"))
    scene.fill(
        scene.stencil().poly((-10, 860), (1290, 860), toward((1500, 900), 0.78), toward((-220, 900), 0.78)),
        "#6d5138",
        "#33241a",
        texture=0.2,
    )
    scene.fill(scene.stencil().rect(430, 210, 420, 330), "#a68a64", "#7d6246")
    for x in (520, 640, 760):
        window = scene.stencil().oval(x, 280, 38, 44).rect(x - 38, 280, 76, 170)
        scene.light(window, "#eef0e2", 1, 0.95)
        scene.light(window, "#f4ecd0", 30, 0.55)
        scene.shade(
            scene.stencil()
            .line((x, 236), (x, 450), width=3)
            .line((x - 38, 320), (x + 38, 320), width=3)
            .line((x - 38, 390), (x + 38, 390), width=3),
            0.5,
        )
    for side in (-1, 1):
        wall = [(640 + side * 700, -160.0), (640 + side * 700, 900.0)]
        scene.fill(
            scene.stencil().poly(wall[0], toward(wall[0], 0.7), toward(wall[1], 0.7), wall[1]),
            "#5d432f",
            "#3c2a1f",
            texture=0.15,
        )
        for bay in range(4):
            near, far = 1 - 0.72**bay * 0.99, 1 - 0.72 ** (bay + 0.86) * 0.99
            for shelf in range(9):
                top, foot = 150 + shelf * 62, 150 + shelf * 62 + 52
                spines = scene.stencil()
                hues = ("#7b3b2c", "#4f5a45", "#8c6b3e", "#3d4a59", "#6a4a35", "#94805c")
                steps = 12
                for i in range(steps):
                    a = near + (far - near) * i / steps
                    b = near + (far - near) * (i + 0.86) / steps
                    low = float(scene.rng.uniform(0, 12))
                    spines.poly(
                        toward((640 + side * 700, top + low), a),
                        toward((640 + side * 700, top + low), b),
                        toward((640 + side * 700, foot), b),
                        toward((640 + side * 700, foot), a),
                        tone=int(scene.rng.integers(120, 256)),
                    )
                scene.fill(spines, hues[(bay * 3 + shelf * 5 + side) % 6], alpha=0.9 - bay * 0.06)
            pier = [toward((640 + side * 690, -160), far), toward((640 + side * 690, 900), far)]
            scene.fill(scene.stencil().line(*pier, width=30 * (1 - far) + 3), "#8d6f4d", "#59422f")
    arches = scene.stencil()
    for share in (0.244, 0.456, 0.608, 0.718):
        left, right = toward((-50, 60), share), toward((1330, 60), share)
        rise = 190 * (1 - share)
        arches.line(
            *[
                (640 + (right[0] - 640) * math.cos(math.pi * i / 40), left[1] - rise * math.sin(math.pi * i / 40))
                for i in range(41)
            ],
            width=34 * (1 - share),
        )
    scene.fill(arches, "#b2946a", "#7a5f45")
    scene.light(scene.stencil().poly((560, 250), (720, 250), (1010, 860), (340, 860)), "#fff2cf", 44, 0.3)
    for share in (0.66, 0.55, 0.4, 0.18):
        for middle in (-30, 1310):
            a, b = middle - 300, middle + 300
            desk = [
                toward((a, 790), share),
                toward((b, 790), share),
                toward((b, 790), share + 0.075),
                toward((a, 790), share + 0.075),
            ]
            front = [
                desk[0],
                desk[1],
                (desk[1][0], desk[1][1] + 90 * (1 - share)),
                (desk[0][0], desk[0][1] + 90 * (1 - share)),
            ]
            scene.shade(scene.stencil().poly(*front), 0.55, 12 * (1 - share))
            scene.fill(scene.stencil().poly(*front), "#4a3223", "#2a1b14")
            scene.fill(scene.stencil().poly(*desk), "#9c7148", "#7d5735", texture=0.12)
            size = 1 - share
            for i in range(4):
                x, y = toward((a + 95 + i * 140, 790), share + 0.035)
                scene.light(scene.stencil().oval(x, y, 66 * size, 13 * size), "#ffe3a0", 7 * size, 0.75)
                lamp = scene.stencil().line((x, y), (x, y - 52 * size), width=4 * size).oval(x, y, 13 * size, 4 * size)
                scene.fill(lamp, "#a8843f")
                scene.fill(
                    scene.stencil().poly(
                        (x - 34 * size, y - 46 * size),
                        (x + 34 * size, y - 46 * size),
                        (x + 24 * size, y - 66 * size),
                        (x - 24 * size, y - 66 * size),
                    ),
                    "#2f7a56",
                    "#1c5a40",
                )
                scene.light(scene.stencil().rect(x - 30 * size, y - 46 * size, 60 * size, 3 * size), "#fff0be", 2, 0.8)
            readers = scene.stencil()
            for i in scene.rng.choice(4, 2, replace=False):
                x, y = toward((a + 30 + float(i) * 140, 800), share)
                lean = 6 * size * float(scene.rng.uniform(-1, 1))
                readers.oval(x + lean, y - 70 * size, 15 * size, 19 * size).rect(
                    x - 6 * size + lean / 2, y - 58 * size, 12 * size, 20 * size
                )
                readers.poly(
                    (x - 16 * size, y - 44 * size),
                    (x + 16 * size, y - 44 * size),
                    (x + 40 * size, y - 30 * size),
                    (x + 46 * size, y + 36 * size),
                    (x - 46 * size, y + 36 * size),
                    (x - 40 * size, y - 30 * size),
                )
            scene.fill(readers.rounded(3 * size), "#3a3330", "#1d1816")
    scene.veil(scene.noise(240, 4) * scene.band(420, 220), "#fff0cd", 0.14)


def branch(
    scene: Scene, stencil: Stencil, start: Point, width: float, fan: tuple[float, float], shore: float
) -> list[Point]:
    """A river that wanders down to its part of the shore and divides on its way; returns its mouths."""
    x, y = start
    since, sway = 0.0, float(scene.rng.uniform(-0.5, 0.5))
    end = shore + float(scene.rng.uniform(-26, 34))
    patience = float(scene.rng.uniform(50, 130))
    while y < end:
        aim = math.atan2(max(shore - y, 40) * 0.9, (fan[0] + fan[1]) / 2 - x)
        sway = sway * 0.93 + float(scene.rng.normal(0, 0.17))
        nx, ny = x + math.cos(aim + sway) * 7, y + max(math.sin(aim + sway), 0.1) * 7
        stencil.line((x, y), (nx, ny), width=width).disc(nx, ny, width / 2)
        x, y, since = nx, ny, since + 7
        width *= 0.9985
        if since > patience and fan[1] - fan[0] > 46 and y < shore - 60:
            share = float(scene.rng.uniform(0.32, 0.68))
            middle = fan[0] + (fan[1] - fan[0]) * share
            first = branch(scene, stencil, (x, y), width * (0.35 + 0.55 * share), (fan[0], middle), shore)
            return first + branch(scene, stencil, (x, y), width * (0.9 - 0.55 * share), (middle, fan[1]), shore)
    return [(x, y)]


def parcels(scene: Scene, count: int) -> np.ndarray:
    """A number for each pixel: the field it lies in (nearest of `count` seeds), softly edged."""
    height, width = scene.height // 2, WIDTH // 2
    seeds = scene.rng.uniform((0, 0), (height, width), (count, 2))
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    best, field = np.full((height, width), np.inf, dtype=np.float32), np.zeros((height, width), dtype=np.float32)
    for place, tone in zip(seeds, scene.rng.random(count), strict=True):
        far = np.abs(y - place[0]) * 1.3 + np.abs(x - place[1])
        nearer = far < best
        best[nearer], field[nearer] = far[nearer], tone
    image = Image.fromarray(field).resize((scene.shape[1], scene.shape[0]), Image.Resampling.BILINEAR)
    return np.asarray(image)


def delta_above(scene: Scene) -> None:
    """A river delta from the air."""
    ground = np.clip(scene.noise(260, 6) * 0.8 + scene.noise(30, 4) * 0.25, 0, 1)
    scene.pixels = ramp([(0, "#7d8b52"), (0.35, "#97995c"), (0.6, "#b7a870"), (0.8, "#c9b688"), (1, "#dccba0")], ground)
    tilled = np.clip((scene.noise(200, 3) - 0.42) * 4, 0, 1)
    fields = ramp(
        [(0, "#5f7a46"), (0.3, "#8da05a"), (0.55, "#c2b46c"), (0.8, "#a3894f"), (1, "#6f8c5a")], parcels(scene, 420)
    )
    scene.blend(tilled * 0.75, fields)
    coast = ridge(scene.rng, 640, 38, 5, 7, 0.6)
    rivers = scene.stencil()
    mouths = branch(scene, rivers, (590, -20), 42, (120, 1140), 640)
    wet = rivers.values()
    marsh = Stencil(scene)
    marsh.image = rivers.image.copy()
    scene.veil(marsh.blur(9).values() * (0.4 + scene.noise(24, 4)), "#4f6b45", 0.7)
    sea = scene.stencil().below(coast, 870)
    for island in range(26):
        x, y = mouths[island % len(mouths)]
        sea.oval(
            x + float(scene.rng.normal(0, 34)),
            660 + float(scene.rng.normal(14, 20)),
            float(scene.rng.uniform(8, 34)),
            float(scene.rng.uniform(4, 13)),
            tone=0,
        )
    sea.rounded(3)
    mask = sea.values()
    depth = np.clip(
        (np.arange(scene.shape[0])[:, None] / scene.scale - 600) / 260 + (scene.noise(180, 5) - 0.5) * 0.35, 0, 1
    )
    scene.blend(mask, ramp([(0, "#8fb0a0"), (0.35, "#4f8f93"), (0.7, "#2b6a7c"), (1, "#1f4f66")], depth))
    rim = Stencil(scene)
    rim.image = sea.image.copy()
    shallow = np.clip(1 - rim.blur(10).values(), 0, 1) * mask * 2
    scene.veil(shallow, "#cfd8b4", 0.75)
    plume = scene.stencil()
    for x, y in mouths:
        drift = float(scene.rng.uniform(20, 70))
        plume.poly((x - 7, y - 30), (x + 7, y - 30), (x + 34 + drift, y + 80), (x - 10 + drift, y + 104))
    scene.veil(plume.blur(14).values() * mask * (0.35 + scene.noise(46, 5)), "#d5bd8c", 0.8)
    scene.blend(
        wet, ramp([(0, "#3f7c80"), (0.75, "#58928c"), (1, "#86aa97")], np.linspace(0, 1, scene.shape[0]))[:, None, :]
    )
    edge = np.clip(wet - np.roll(wet, (4, 5), axis=(0, 1)), 0, 1)
    scene.veil(edge, "#e8dcb4", 0.6)
    scene.veil(np.clip(np.roll(wet, (-4, -5), axis=(0, 1)) - wet, 0, 1), "#3d4a2b", 0.5)
    banks = (
        scene.stencil()
        .line(*curve([(-20, 250), (210, 290), (360, 400), (380, 620)], 12), width=3)
        .line(*curve([(1300, 190), (1010, 260), (890, 400), (900, 630)], 12), width=3)
    )
    scene.veil(banks.values() * (1 - wet), "#efe4c4", 0.75)
    shade = np.clip((scene.noise(320, 5, stretch=1.6) - 0.66) * 3, 0, 1)
    cast = np.pad(shade, ((60, 0), (70, 0)), mode="edge")[:-60, :-70]
    scene.pixels *= 1 - cast[..., None] * 0.3
    scene.veil(shade, "#fbf8ee", 0.62)


def jar(scene: Scene, x: float, foot: float, tall: float, level: float) -> None:
    """A glass cylinder with a tag: water, and under it the settled layers of a core."""
    wide = 104.0
    top = foot - tall
    cast = scene.stencil().poly(
        (x + wide * 0.2, foot), (x + wide, foot - 4), (x + wide * 3.1, foot + 54), (x + wide * 2.2, foot + 66)
    )
    scene.shade(cast, 0.34, 9)
    scene.light(
        scene.stencil().poly(
            (x + wide, foot + 12), (x + wide * 1.5, foot + 16), (x + wide * 2.4, foot + 48), (x + wide * 2, foot + 50)
        ),
        "#ffe3ad",
        9,
        0.28,
    )

    def body(upper: float) -> Stencil:
        return (
            scene.stencil()
            .rect(x, upper, wide, foot - upper)
            .oval(x + wide / 2, foot, wide / 2, 10)
            .oval(x + wide / 2, upper, wide / 2, 9)
        )

    scene.fill(body(top), "#dfe0d2", "#c4c8ba", 0.34)
    scene.fill(body(foot - level - 46), "#b7c4b4", "#93a090", 0.75)
    hues = (
        "#6f5840",
        "#9d7d52",
        "#c2a26d",
        "#57493c",
        "#8a6d4a",
        "#b08d5c",
        "#453b33",
        "#a58758",
        "#d0b584",
        "#75644e",
    )
    low = float(scene.rng.integers(0, 10))
    height = level
    while height > 0:
        layer = float(scene.rng.uniform(9, 38))
        tone = hues[int(low) % 10]
        bed = scene.stencil()
        wave = [
            (x + wide * i / 16, foot - height + 2.2 * math.sin(i * 0.35 + height) + float(scene.rng.uniform(-0.7, 0.7)))
            for i in range(17)
        ]
        bed.poly(*wave, (x + wide, foot), (x, foot)).oval(x + wide / 2, foot, wide / 2, 10)
        scene.fill(bed, tone, mix(tone, "#201a15", 0.2), texture=0.4)
        low += float(scene.rng.integers(1, 4))
        height -= layer
    round_off = scene.stencil().rect(x, top, wide * 0.16, tall).rect(x + wide * 0.8, top, wide * 0.2, tall)
    scene.shade(round_off, 0.5, 9)
    scene.light(scene.stencil().rect(x + wide * 0.19, top + 14, wide * 0.09, tall - 30), "#fff8e6", 3, 0.62)
    scene.light(scene.stencil().rect(x + wide * 0.86, top + 20, wide * 0.03, tall - 40), "#fff8e6", 1.5, 0.4)
    rim = scene.stencil().oval(x + wide / 2, top, wide / 2 + 2, 10)
    rim.oval(x + wide / 2, top, wide / 2 - 3, 7, tone=0)
    scene.light(rim, "#fffbee", 0.6, 0.75)
    tag = scene.stencil().poly((x + 30, foot - 74), (x + 78, foot - 72), (x + 77, foot - 40), (x + 29, foot - 42))
    scene.fill(tag, "#f4ead2", "#e5d7b7")
    writing = (
        scene.stencil()
        .line((x + 36, foot - 64), (x + 70, foot - 63), width=2)
        .line((x + 36, foot - 56), (x + 64, foot - 55), width=2)
        .line((x + 36, foot - 49), (x + 57, foot - 48), width=2)
    )
    scene.shade(writing, 0.55, 0.4)


def sediment_jars(scene: Scene) -> None:
    """Seven glass cylinders of sediment, like a bar chart on a table."""
    scene.wash((0, "#c9c2ac"), (0.55, "#b9ac90"), (0.72, "#a4936f"), (1, "#a4936f"))
    scene.pixels *= 1 + (scene.noise(200, 6)[..., None] - 0.5) * 0.12
    for i in range(3):
        scene.light(
            scene.stencil().poly((60 + i * 170, -10), (190 + i * 170, -10), (520 + i * 170, 620), (390 + i * 170, 620)),
            "#fff1cf",
            12,
            0.3,
        )
    scene.fill(scene.stencil().rect(-10, 620, 1300, 240), "#8a6746", "#5a3f2b", texture=0.2)
    for i in range(9):
        scene.shade(scene.stencil().line((-20, 640 + i * 27), (1300, 634 + i * 29), width=1.2), 0.18, 0.8)
    scene.light(scene.stencil().poly((240, 620), (820, 620), (1120, 860), (420, 860)), "#ffe0a6", 30, 0.18)
    for i, (tall, level) in enumerate(
        ((330, 96), (372, 150), (392, 214), (352, 186), (424, 262), (452, 318), (468, 372))
    ):
        jar(scene, 90 + i * 160, 676 + (i % 2) * 14, tall, level)
    scene.shade(scene.stencil().poly((140, 778), (420, 800), (430, 812), (150, 800)), 0.4, 6)
    scene.fill(scene.stencil().poly((130, 774), (412, 796), (414, 804), (130, 783)), "#d8bd6a", "#a88536")
    ticks = scene.stencil()
    for i in range(27):
        ticks.line((140 + i * 10.2, 776 + i * 0.8), (140 + i * 10.2, (780 if i % 5 else 783) + i * 0.8), width=1)
    scene.shade(ticks, 0.6)


def reeds(
    scene: Scene,
    foot: float,
    count: int,
    tall: tuple[float, float],
    colour: str,
    span: tuple[float, float] = (-20, 1300),
    wind: float = 0.18,
) -> None:
    """Reeds and their plumes, bent by the wind, growing up from `foot`."""
    stencil = scene.stencil()
    for _ in range(count):
        x = float(scene.rng.uniform(*span))
        high = float(scene.rng.uniform(*tall))
        bend = high * float(scene.rng.normal(wind, 0.12))
        tip = (x + bend, foot - high)
        stem = curve([(x, foot), (x + bend * 0.25, foot - high * 0.55), tip], 8)
        stencil.line(*stem, width=1.6)
        if scene.rng.random() < 0.5:
            along = (bend * 0.16, -high * 0.1)
            stencil.poly(
                (tip[0] - 2, tip[1] + 12),
                (tip[0] + along[0] * 0.6 - 5, tip[1] + along[1] * 0.3),
                (tip[0] + along[0], tip[1] + along[1]),
                (tip[0] + along[0] * 0.6 + 6, tip[1] + along[1] * 0.2),
            )
        if scene.rng.random() < 0.6:
            root = foot - high * float(scene.rng.uniform(0.1, 0.5))
            stencil.poly((x, root), (x + high * 0.24, root - high * 0.26), (x + high * 0.1, root - high * 0.06))
    scene.fill(stencil, colour)


def marsh_boat(scene: Scene) -> None:
    """A punt in the mist."""
    water = 376
    scene.wash((0, "#9fb0ac"), (0.4, "#c9cfc0"), (0.75, "#e9dfc6"), (1, "#efe3c8"), bottom=water + 2)
    scene.light(scene.stencil().disc(870, 190, 34), "#fff6dc", 60, 0.8)
    scene.light(scene.stencil().disc(870, 190, 30), "#fffbea", 2, 0.9)
    for base, rise, shade, alpha in ((326, 18, "#a9b7ac", 0.8), (346, 16, "#889a90", 0.8), (366, 12, "#6a7f76", 0.75)):
        line = [(x, y - abs(float(scene.rng.normal(0, 2.4)))) for x, y in ridge(scene.rng, base, rise, 9, 7, 0.62)]
        scene.fill(scene.stencil().below(line, water + 2), shade, mix(shade, "#dcdcc8", 0.6), alpha)
        scene.veil(scene.band(base + 26, 22) * (0.5 + 0.5 * scene.noise(200, 4, stretch=5)), "#ece6d2", 0.6)
    birds = scene.stencil()
    for x, y in ((430, 120), (462, 108), (492, 118), (528, 98), (560, 112), (596, 88)):
        birds.line((x - 11, y - 4), (x - 4, y - 7), (x, y), (x + 5, y - 7), (x + 12, y - 3), width=2)
    scene.fill(birds, "#5a6a66", alpha=0.85)
    boat = scene.stencil().poly(
        *curve(
            [
                (372, 352),
                (420, 366),
                (560, 370),
                (690, 364),
                (752, 340),
                (700, 382),
                (560, 388),
                (424, 384),
                (372, 352),
            ],
            8,
        )
    )
    boat.oval(610, 214, 11, 13).poly(
        (596, 230),
        (624, 228),
        (634, 262),
        (628, 306),
        (640, 366),
        (622, 366),
        (612, 318),
        (602, 366),
        (584, 366),
        (594, 306),
        (590, 262),
    )
    boat.poly((624, 232), (668, 246), (700, 226), (704, 234), (670, 258), (626, 250)).poly(
        (598, 232), (640, 262), (672, 252), (674, 260), (640, 274), (594, 250)
    ).rounded(1.6)
    boat.line((742, 110), (634, 376), width=4).oval(496, 356, 30, 14).oval(610, 203, 22, 5)
    scene.fill(boat, "#39443f", "#262d2a")
    scene.mirror(water, "#cfcdb8", "#6f7f76", sway=5, share=0.7)
    again = scene.stencil().poly(
        *curve(
            [
                (372, 352),
                (420, 366),
                (560, 370),
                (690, 364),
                (752, 340),
                (700, 382),
                (560, 388),
                (424, 384),
                (372, 352),
            ],
            8,
        )
    )
    scene.fill(again, "#2d3632", "#232a27")
    scene.light(scene.stencil().line((380, 392), (740, 390), width=2), "#f3ecd6", 1.2, 0.6)
    scene.veil(scene.band(350, 34) * (0.3 + 0.7 * scene.noise(240, 4, stretch=6)), "#f0e9d4", 0.55)
    reeds(scene, 660, 150, (120, 300), "#5d6f5e", (-30, 420))
    reeds(scene, 660, 110, (90, 240), "#5d6f5e", (930, 1310))
    reeds(scene, 670, 130, (150, 400), "#2f3b33", (-40, 260))
    reeds(scene, 670, 120, (100, 330), "#2f3b33", (1060, 1320))


def bare_tree(
    stencil: Stencil, rng: np.random.Generator, x: float, y: float, reach: float, angle: float, width: float
) -> None:
    """A leafless tree: each branch divides into two or three."""
    tip = (x + math.cos(angle) * reach, y - math.sin(angle) * reach)
    stencil.line((x, y), tip, width=max(width, 0.8))
    if reach < 9:
        return
    for turn in rng.normal((0.42, -0.42, 0.05), 0.16)[: 2 if reach < 30 else 3]:
        bare_tree(stencil, rng, *tip, reach * float(rng.uniform(0.66, 0.8)), angle + float(turn), width * 0.66)


def flooded_house(scene: Scene) -> None:
    """A house in brown water."""
    water = 540
    scene.wash((0, "#6b747a"), (0.5, "#9aa09d"), (1, "#c6c0ae"), bottom=548)
    scene.veil(np.clip(scene.noise(200, 6, stretch=2.6) - 0.35, 0, 1) * 1.6, "#4f5960", 0.6)
    scene.fill(
        scene.stencil().below(
            [(x, y - abs(float(scene.rng.normal(0, 3)))) for x, y in ridge(scene.rng, 508, 14, 10, 7, 0.6)], 548
        ),
        "#838c86",
        "#9a9d92",
        0.9,
    )
    poles = scene.stencil()
    for i, x in enumerate((70, 330, 1010, 1180)):
        size = (1.5, 0.9, 1.1, 1.5)[i]
        lean = (6, -3, 9, -4)[i]
        poles.line((x, water), (x + lean, water - 150 * size), width=5 * size).line(
            (x + lean - 26 * size, water - 134 * size), (x + lean + 26 * size, water - 136 * size), width=3 * size
        )
    scene.fill(poles, "#4c5050", alpha=0.9)
    trees = scene.stencil()
    for x, reach in ((210, 74), (900, 84), (1110, 56), (420, 50)):
        bare_tree(trees, scene.rng, x, water, reach, 1.55, 9)
    scene.fill(trees, "#4a4a44", "#3a3934", 0.92)
    wall = (
        scene.stencil()
        .poly((470, 560), (470, 390), (560, 296), (650, 390), (650, 560))
        .poly((650, 390), (850, 390), (850, 560), (650, 560))
    )
    scene.fill(wall, "#b9a98d", "#8d7c62", texture=0.25)
    scene.shade(scene.stencil().rect(650, 390, 200, 170), 0.28)
    scene.shade(scene.stencil().rect(470, 484, 380, 60), 0.35, 3)
    roof = scene.stencil().poly(
        (548, 282), (572, 282), (800, 282), (868, 398), (652, 398), (560, 298), (468, 398), (452, 392)
    )
    scene.fill(roof, "#7d4436", "#5a3028", texture=0.3)
    tiles = scene.stencil()
    for i in range(9):
        tiles.line((578 + i * 9, 292 + i * 12), (812 + i * 7, 292 + i * 12), width=1)
    scene.shade(tiles, 0.35)
    hole = scene.stencil().poly((700, 318), (742, 312), (764, 340), (752, 372), (716, 376), (692, 346))
    scene.fill(hole, "#2a2322")
    rafters = scene.stencil().line((706, 322), (724, 374), width=4).line((734, 316), (750, 368), width=4)
    scene.fill(rafters, "#8a7558")
    scene.fill(scene.stencil().rect(770, 242, 30, 56), "#7b6250", "#634c3e")
    windows = scene.stencil().rect(536, 410, 50, 62).rect(690, 430, 44, 52).rect(776, 430, 44, 52)
    scene.fill(windows, "#23282b", "#383d3d")
    scene.light(
        scene.stencil()
        .line((561, 410), (561, 472), width=3)
        .line((536, 441), (586, 441), width=3)
        .line((712, 430), (712, 482), width=3)
        .line((798, 430), (798, 482), width=3),
        "#c9bda2",
        0,
        0.7,
    )
    cloth = scene.stencil().poly((586, 418), (616, 428), (608, 470), (590, 462)).rounded(2)
    scene.fill(cloth, "#cfd2c8", "#aeb2aa")
    scene.mirror(546, "#9a8a6c", "#5d5140", sway=6, share=0.55, squeeze=1.05)
    line = scene.stencil().line((456, 549), (864, 549), width=3)
    scene.light(line, "#d8ccb0", 1.4, 0.5)
    for x, y, wide in ((220, 640, 90), (930, 610, 70), (1040, 740, 130), (420, 770, 110)):
        plank = scene.stencil().poly(
            (x, y), (x + wide, y - wide * 0.1), (x + wide, y - wide * 0.03), (x, y + wide * 0.07)
        )
        scene.shade(scene.stencil().oval(x + wide / 2, y + 8, wide * 0.6, 6), 0.4, 4)
        scene.fill(plank, "#6f5f4a", "#4b3f31")
    door = scene.stencil().poly((560, 676), (690, 650), (706, 668), (572, 698))
    scene.shade(scene.stencil().poly((562, 690), (696, 664), (712, 682), (578, 712)), 0.45, 5)
    scene.fill(door, "#56707a", "#3f555d")
    scene.fill(scene.stencil().disc(686, 664, 3), "#d7b463")


def stilt_house(scene: Scene) -> None:
    """A house on stilts at dusk; portrait."""
    water = 1000
    dusk_sky(
        scene,
        water,
        [(0, "#2c4a56"), (0.4, "#5d8084"), (0.7, "#c2b598"), (0.9, "#eec791"), (1, "#f3d6a4")],
        "#ffd9a0",
        "#3a5862",
    )
    for base, shade in ((930, "#7f8f84"), (955, "#5f756e")):
        line = [(x, y - abs(float(scene.rng.normal(0, 4)))) for x, y in ridge(scene.rng, base, 22, 7, 7, 0.62)]
        scene.fill(scene.stencil().below(line, water), shade, mix(shade, "#e3c99a", 0.5), 0.9)
    stilts = scene.stencil()
    for x in (420, 520, 640, 760, 880, 960):
        stilts.line((x, 760), (x + (x - 690) * 0.06, 1010), width=13)
    stilts.line((420, 860), (520, 970), width=6).line((880, 860), (960, 970), width=6).line(
        (640, 860), (760, 960), width=6
    )
    stilts.line((318, 770), (250, 1030), width=7).line((366, 770), (300, 1030), width=7)
    for i in range(9):
        stilts.line((314 - i * 7.2, 796 + i * 27), (360 - i * 7.2, 796 + i * 27), width=5)
    scene.fill(stilts, "#3a322a", "#2a2622")
    scene.fill(scene.stencil().rect(296, 752, 730, 24), "#6a533c", "#3f3226")
    scene.fill(scene.stencil().poly((430, 760), (430, 560), (930, 560), (930, 760)), "#7a5f45", "#4f3c2d", texture=0.2)
    boards = scene.stencil()
    for i in range(20):
        boards.line((430 + i * 26, 560), (430 + i * 26, 756), width=2)
    scene.shade(boards, 0.4, 0.5)
    roof = scene.stencil().poly((360, 588), (500, 372), (860, 372), (1010, 588), (980, 600), (390, 600))
    scene.fill(roof, "#8d7b55", "#4d4231", texture=0.3)
    thatch = scene.stencil()
    for i in range(80):
        x = 378 + i * 7.8
        thatch.line((500 + (x - 378) * 0.58, 376), (x, 600 + float(scene.rng.uniform(-4, 10))), width=1.2)
    scene.shade(thatch, 0.35, 0.6)
    scene.light(scene.stencil().poly((860, 372), (1010, 588), (980, 596), (846, 380)), "#ffd49a", 6, 0.4)
    scene.fill(scene.stencil().rect(500, 620, 84, 136), "#241d18")
    lit = scene.stencil().rect(660, 620, 88, 74).rect(800, 620, 88, 74)
    scene.fill(lit, "#ffd88f", "#f0ac55")
    scene.light(scene.stencil().rect(660, 620, 88, 74).rect(800, 620, 88, 74), "#ffcf86", 34, 0.7)
    scene.fill(
        scene.stencil().rect(702, 620, 4, 74).rect(842, 620, 4, 74).rect(660, 655, 88, 4).rect(800, 655, 88, 4),
        "#4f3c2d",
    )
    figure = (
        scene.stencil()
        .oval(392, 622, 15, 18)
        .poly((372, 644), (412, 644), (420, 700), (410, 756), (374, 756), (366, 700))
        .poly((408, 650), (440, 690), (434, 698), (404, 674))
        .rounded(3)
    )
    scene.fill(figure, "#2b3a40", "#1f2a2e")
    rail = (
        scene.stencil()
        .line((302, 690), (302, 760), width=6)
        .line((302, 700), (430, 700), width=5)
        .line((302, 728), (430, 728), width=4)
        .line((930, 700), (1022, 700), width=5)
        .line((1018, 690), (1018, 760), width=6)
    )
    scene.fill(rail, "#51402f")
    scene.lamps([(960, 640)], "#ffdc9a", 6, 50, 0.9)
    scene.fill(
        scene.stencil().rect(600, 400, 120, 60).poly((590, 462), (610, 396), (730, 396), (724, 462)),
        "#2a3c52",
        "#3e5870",
        0.9,
    )
    scene.shade(
        scene.stencil()
        .line((650, 396), (644, 462), width=2)
        .line((690, 396), (686, 462), width=2)
        .line((598, 428), (728, 428), width=2),
        0.5,
    )
    scene.mirror(water, "#c0a57e", "#22383d", sway=9, share=0.68, squeeze=1.35)
    boat = scene.stencil().poly(
        *curve(
            [
                (610, 1190),
                (690, 1222),
                (860, 1232),
                (1010, 1214),
                (1080, 1176),
                (1030, 1246),
                (860, 1268),
                (690, 1254),
                (610, 1190),
            ],
            8,
        )
    )
    scene.shade(scene.stencil().oval(850, 1276, 220, 14), 0.45, 9)
    scene.fill(boat, "#3b2f26", "#221c18")
    scene.light(
        scene.stencil().line(*curve([(616, 1192), (690, 1222), (860, 1232), (1010, 1214), (1076, 1180)], 8), width=3),
        "#e3b985",
        1,
        0.5,
    )
    reeds(scene, 1640, 190, (190, 560), "#24352f", (-60, 620), 0.1)
    reeds(scene, 1640, 130, (120, 400), "#1d2b27", (700, 1330), 0.1)


def desalination(scene: Scene) -> None:
    """Solar panels, tanks and the sea."""
    shore = 330
    scene.wash((0, "#a9c6d2"), (0.6, "#dfe4dc"), (1, "#efe8d6"), bottom=230)
    scene.wash((0, "#7fb0b5"), (0.5, "#4f97a3"), (1, "#79b5ac"), top=228, bottom=shore + 60)
    glint = np.clip(scene.noise(10, 3, stretch=12) - 0.62, 0, 1) * 2
    scene.veil(glint * scene.band(280, 60), "#ffffff", 0.5)
    scene.light(scene.stencil().disc(980, 96, 30), "#fff8e2", 70, 0.8)
    scene.fill(scene.stencil().below(ridge(scene.rng, 214, 14, 4), 232), "#b5b9b4", "#cfcabd", 0.8)
    ship = (
        scene.stencil()
        .poly((180, 262), (360, 262), (372, 250), (364, 274), (190, 274))
        .rect(196, 238, 26, 26)
        .rect(236, 252, 100, 10)
    )
    scene.fill(ship, "#6d7a80", "#5c686e", 0.9)
    land = [(-20.0, 352.0), (200, 340), (460, 366), (700, 344), (960, 322), (1300, 300)]
    scene.fill(scene.stencil().below(curve(land), 860), "#e0cba0", "#b3905f", texture=0.22)
    scene.light(scene.stencil().line(*curve(land), width=5), "#ffffff", 2, 0.7)
    pipe = scene.stencil().line((520, 430), (470, 366), (430, 318), (404, 286), width=9)
    scene.fill(pipe, "#8c9795", "#6d7b7a")
    scene.fill(scene.stencil().rect(388, 268, 30, 24).rect(394, 252, 18, 18), "#d9d4c4", "#a49f92")
    for x, y, across, tall in (
        (760, 420, 62, 62),
        (900, 412, 62, 62),
        (1040, 404, 62, 62),
        (838, 452, 70, 70),
        (990, 446, 70, 70),
    ):
        scene.shade(
            scene.stencil().poly(
                (x, y + 2), (x + across * 2.4, y + 18), (x + across * 2.2, y + 34), (x - across * 0.4, y + 16)
            ),
            0.35,
            5,
        )
        scene.fill(
            scene.stencil()
            .rect(x - across, y - tall, across * 2, tall)
            .oval(x, y, across, 15)
            .oval(x, y - tall, across, 15),
            "#efece2",
            "#cfc9b9",
        )
        scene.shade(scene.stencil().rect(x - across, y - tall, across * 0.6, tall + 8), 0.4, 14)
        scene.fill(scene.stencil().oval(x, y - tall, across, 15), "#fbf8ef", "#e8e3d6")
        scene.shade(scene.stencil().line((x + across * 0.5, y - tall + 12), (x + across * 0.5, y + 10), width=2), 0.4)
    hall = (
        scene.stencil()
        .poly((420, 470), (420, 392), (500, 368), (580, 392), (580, 470))
        .poly((580, 392), (700, 380), (700, 450), (580, 470))
    )
    scene.shade(scene.stencil().poly((580, 470), (700, 450), (820, 474), (700, 494)), 0.35, 4)
    scene.fill(hall, "#e6dfcd", "#c4b89f")
    scene.shade(scene.stencil().poly((580, 392), (700, 380), (700, 450), (580, 470)), 0.25)
    scene.fill(
        scene.stencil().poly((410, 396), (500, 362), (592, 392), (706, 378), (622, 350), (500, 350)),
        "#8f5f48",
        "#7c4f3d",
    )
    scene.fill(scene.stencil().rect(446, 414, 26, 26).rect(486, 414, 26, 26).rect(526, 414, 26, 26), "#4f6d76")
    for row in range(7):
        share = row / 6
        y = 520 + 300 * share**1.5
        tall = 17 + 54 * share**1.3
        wide = 66 + 180 * share**1.3
        skew = tall * 1.1
        start = -150 - 220 * share + row * 24
        count = int((WIDTH + 300 - start) / (wide + wide * 0.08)) + 1
        cast, panes, legs, lines = scene.stencil(), scene.stencil(), scene.stencil(), scene.stencil()
        for i in range(count):
            x = start + i * wide * 1.08
            cast.poly(
                (x, y + tall * 0.5),
                (x + wide, y + tall * 0.5),
                (x + wide + skew, y + tall * 0.95),
                (x + skew, y + tall * 0.95),
            )
            panes.poly(
                (x + skew, y - tall * 0.55),
                (x + wide + skew, y - tall * 0.55),
                (x + wide, y + tall * 0.25),
                (x, y + tall * 0.25),
            )
            legs.line((x + wide * 0.15, y + tall * 0.2), (x + wide * 0.15, y + tall * 0.55), width=1 + 2 * share).line(
                (x + wide * 0.85, y + tall * 0.2), (x + wide * 0.85, y + tall * 0.55), width=1 + 2 * share
            )
            for j in (0.25, 0.5, 0.75):
                lines.line((x + skew + wide * j, y - tall * 0.55), (x + wide * j, y + tall * 0.25), width=0.8 + share)
            lines.line((x + skew / 2, y - tall * 0.15), (x + wide + skew / 2, y - tall * 0.15), width=0.8 + share)
        scene.shade(cast, 0.42, 2 + 4 * share)
        scene.fill(legs, "#8b8678")
        scene.fill(panes, "#5b86a0", "#20364f")
        scene.light(lines, "#cfe0e4", 0.3, 0.32)
        sheen = panes.values() * np.clip(
            1 - np.abs(np.arange(scene.shape[1])[None, :] / scene.scale - 760 - row * 40) / 300, 0, 1
        )
        scene.veil(sheen, "#e9efe6", 0.42)
    scene.veil(scene.band(340, 50), "#f7efdc", 0.22)


def assembly_night(scene: Scene) -> None:
    """A parliament with lit windows over a wet square."""
    scene.wash((0, "#14213b"), (0.45, "#2b4468"), (0.8, "#6b7c96"), (1, "#a3938f"), bottom=556)
    scene.veil(np.clip(scene.noise(180, 6, stretch=3.5) - 0.48, 0, 1) * 2, "#55688a", 0.6)
    scene.fill(
        scene.stencil().below(
            [(x, y if (int(x) // 46) % 3 else y - 30) for x, y in ridge(scene.rng, 500, 16, 12, 3)], 556
        ),
        "#2a3a57",
        "#37435c",
        0.9,
    )
    stone, deep = "#c9b590", "#7a6a55"
    dome = scene.stencil().oval(640, 236, 104, 116)
    dome.rect(500, 236, 280, 200, tone=0)
    scene.fill(dome, "#5d7f7b", "#37534f")
    for i in range(-4, 5):
        scene.shade(
            scene.stencil().line(
                *[
                    (640 + i * 25 * math.sin(math.pi * j / 24), 236 - 116 * math.cos(math.pi * j / 24))
                    for j in range(13)
                ],
                width=1.6,
            ),
            0.3,
            0.4,
        )
    scene.light(scene.stencil().oval(690, 200, 26, 60), "#9fc0b4", 16, 0.35)
    scene.fill(scene.stencil().rect(628, 84, 24, 40).oval(640, 86, 16, 12).rect(638, 50, 4, 34), "#8d8468", "#6a6350")
    scene.lamps([(640, 104)], "#ffe3a4", 5, 22)
    scene.fill(scene.stencil().rect(530, 236, 220, 66), stone, deep)
    drum = scene.stencil()
    for i in range(9):
        drum.rect(543 + i * 23, 250, 11, 42)
    scene.fill(drum, "#ffd48a", "#f3a955")
    scene.fill(scene.stencil().rect(516, 298, 248, 16).rect(524, 232, 232, 9), "#dcc79f", "#a08a68")
    for left, right in ((130, 480), (800, 1150)):
        scene.fill(scene.stencil().rect(left, 340, right - left, 176), "#ad9a7a", "#6b5d4c", texture=0.1)
        scene.fill(
            scene.stencil().rect(left - 8, 328, right - left + 16, 14).rect(left - 4, 424, right - left + 8, 6),
            "#d3be97",
            "#9c8767",
        )
        glass = scene.stencil()
        for i in range(9):
            x = left + 18 + i * 37
            for y in (358, 440):
                glass.rect(x, y, 18, 50, tone=int(scene.rng.choice((60, 150, 255, 255, 255))))
        scene.fill(glass, "#ffdb96", "#f0a850")
        copy = Stencil(scene)
        copy.image = glass.image.copy()
        scene.light(copy, "#ffc77a", 8, 0.5)
    scene.fill(scene.stencil().rect(470, 336, 340, 180), "#4b3a2e", "#241c1a")
    door = scene.stencil().rect(606, 404, 68, 112).rect(514, 412, 40, 96).rect(726, 412, 40, 96)
    scene.fill(door, "#ffe2a8", "#f2b05c")
    scene.light(scene.stencil().rect(490, 380, 300, 136), "#ffbe6e", 26, 0.4)
    scene.fill(scene.stencil().rect(638, 404, 4, 112), "#5b4330")
    pillars = scene.stencil()
    for i in range(8):
        x = 476 + i * 44.6
        pillars.poly((x, 344), (x + 20, 344), (x + 22, 512), (x - 2, 512)).rect(x - 5, 338, 30, 8).rect(
            x - 5, 508, 30, 8
        )
    scene.fill(pillars, "#e9d5ab", "#b89a6c")
    mask = pillars.values()
    scene.veil(np.clip(mask - np.roll(mask, 12, axis=1), 0, 1), "#5b4936", 0.55)
    scene.fill(scene.stencil().rect(458, 322, 364, 18), "#d9c49b", "#a08a66")
    scene.fill(scene.stencil().poly((452, 322), (640, 262), (828, 322)), "#d9c49b", "#b59d75")
    scene.fill(scene.stencil().poly((486, 317), (640, 270), (794, 317)), "#8b7759", "#a38c67")
    for i in range(6):
        scene.fill(scene.stencil().rect(440 - i * 13, 514 + i * 5, 400 + i * 26, 5.6), mix("#d2bc94", "#6d6255", i / 6))
    scene.fill(
        scene.stencil().rect(100, 514, 340, 38).rect(840, 514, 340, 38).rect(360, 542, 560, 10), "#6c6152", "#463f3a"
    )
    people = scene.stencil()
    for x, y, size in (
        (548, 540, 1),
        (566, 541, 0.9),
        (702, 542, 1),
        (880, 548, 1.1),
        (350, 548, 1.1),
        (372, 548, 1),
        (1010, 550, 1.15),
    ):
        people.oval(x, y - 35 * size, 4 * size, 5 * size).poly(
            (x - 6 * size, y - 29 * size),
            (x + 6 * size, y - 29 * size),
            (x + 7 * size, y - 12 * size),
            (x + 4 * size, y),
            (x - 4 * size, y),
            (x - 7 * size, y - 12 * size),
        )
    scene.fill(people.rounded(0.8), "#171a26")
    posts = scene.stencil()
    for x in (240, 420, 860, 1040):
        posts.rect(x - 2, 452, 4, 100).rect(x - 12, 452, 24, 3)
    scene.fill(posts, "#1a1d28")
    scene.lamps([(x + side, 460) for x in (240, 420, 860, 1040) for side in (-10, 10)], "#ffe8bd", 3.6, 26, 0.8)
    scene.mirror(552, "#4a4a58", "#151a29", sway=4, share=0.62)
    joints = scene.stencil()
    for i in range(-12, 13):
        joints.line((640 + i * 60, 552), (640 + i * 190, 730), width=1.4)
    for y in (566, 590, 626, 680):
        joints.line((-10, y), (1290, y), width=1.4)
    scene.shade(joints, 0.28, 0.7)


def swell(base: float, height: float, length: float, phase: float) -> list[Point]:
    """A line of waves: trochoids that lean a little, no two of one height."""
    line = []
    for step in range(-40, 900):
        turn = step * 0.05
        big = height * (0.62 + 0.38 * math.sin(turn * 0.31 + phase))
        x = (turn + phase) * length - 0.82 * big * math.sin(turn) * 1.25 - 0.2 * big * math.cos(turn)
        line.append((x - phase * length - 200, base - big * math.cos(turn) * 0.62 - big * 0.2))
    return line


def storm_light(scene: Scene) -> None:
    """A lighthouse in heavy seas."""
    scene.wash((0, "#1b2730"), (0.35, "#3a4c55"), (0.62, "#73817f"), (1, "#56666a"))
    scene.veil(np.clip(scene.noise(230, 7, stretch=1.8) - 0.4, 0, 1) * 2, "#141d26", 0.75)
    scene.veil(np.clip(scene.noise(160, 7, stretch=2.4) - 0.55, 0, 1) * 2 * scene.band(330, 150), "#b3b9ae", 0.7)
    scene.light(scene.stencil().poly((322, 206), (1320, 60), (1320, 300), (322, 216)), "#fff0c4", 12, 0.42)
    scene.light(scene.stencil().poly((302, 206), (-40, 170), (-40, 262), (302, 216)), "#fff0c4", 9, 0.3)
    scene.fill(scene.stencil().below(ridge(scene.rng, 470, 8, 9), 560), "#55656a", "#4a5b60", 0.9)
    rock = [
        (90.0, 620.0),
        (150, 520),
        (206, 476),
        (258, 452),
        (316, 446),
        (372, 462),
        (430, 520),
        (498, 560),
        (560, 640),
    ]
    scene.fill(
        scene.stencil().poly(
            *[(x + float(scene.rng.uniform(-5, 5)), y + float(scene.rng.uniform(-5, 5))) for x, y in curve(rock, 8)]
        ),
        "#3a3f40",
        "#1c2225",
        texture=0.5,
    )
    tower = scene.stencil().poly((284, 450), (294, 232), (330, 232), (340, 450))
    scene.fill(tower, "#e6dfcf", "#b7b0a2")
    scene.fill(
        scene.stencil()
        .poly((286.6, 396), (289, 344), (335, 344), (337.4, 396))
        .poly((291, 300), (293.4, 250), (330.6, 250), (333, 300)),
        "#9a3a2f",
        "#7f2d26",
    )
    scene.shade(scene.stencil().poly((284, 450), (294, 232), (306, 232), (302, 450)), 0.5, 5)
    scene.fill(
        scene.stencil().rect(284, 226, 56, 7).rect(300, 196, 24, 32).poly((294, 198), (312, 178), (330, 198)), "#262b2f"
    )
    scene.fill(scene.stencil().rect(346, 412, 66, 40).poly((340, 414), (379, 388), (418, 414)), "#8f887c", "#5c574f")
    scene.lamps([(312, 211)], "#fff4cf", 8, 60, 1)
    scene.light(scene.stencil().rect(358, 426, 10, 12).rect(388, 426, 10, 12), "#ffd58c", 0.8, 0.8)
    tones = ("#5b7274", "#48626a", "#37525c", "#28424d", "#1b333f", "#12252f")
    for i, tone in enumerate(tones):
        base = 560 + i * 56 + i * i * 3
        line = swell(base, 22 + i * 13, 34 + i * 17, i * 1.9 + 0.4)
        body = scene.stencil().below(line, 870)
        scene.fill(body, mix(tone, "#93aaa6", 0.28), mix(tone, "#0b161d", 0.4), texture=0.18)
        mask = body.values()
        crest = scene.stencil().line(*line, width=3 + i * 1.6)
        foam = crest.blur(1 + i * 0.5).values() * np.clip(scene.noise(26 + i * 8, 5, stretch=2) * 1.7 - 0.45, 0, 1)
        scene.veil(foam * mask, "#e7ebe2", 0.95)
        streak = np.clip(scene.noise(30 + i * 12, 5, stretch=5) - 0.62, 0, 1) * 2.4
        scene.veil(
            streak * mask * np.clip(1 - (np.arange(scene.shape[0])[:, None] / scene.scale - base) / 160, 0, 1),
            "#c5d2cd",
            0.5,
        )
        if i == 0:
            spray = scene.stencil()
            for _ in range(900):
                angle, far = float(scene.rng.uniform(-0.3, 2.6)), abs(float(scene.rng.normal(0, 62)))
                spray.disc(
                    452 + math.cos(angle) * far * 1.1,
                    560 - math.sin(angle) * far * 1.5,
                    float(scene.rng.uniform(0.6, 4)),
                )
            scene.veil(spray.blur(2.2).values() * (0.5 + scene.noise(18, 3)), "#f1f3ec", 0.85)
    gulls = scene.stencil()
    for x, y, size in ((760, 240, 1.3), (840, 280, 1), (690, 320, 0.8)):
        gulls.poly(
            (x - 30 * size, y - 9 * size), (x - 10 * size, y - 12 * size), (x, y), (x - 12 * size, y - 7 * size)
        ).poly((x, y), (x + 11 * size, y - 14 * size), (x + 32 * size, y - 6 * size), (x + 12 * size, y - 9 * size))
    scene.fill(gulls.rounded(0.8), "#e9ebe4")
    rain = scene.stencil()
    for _ in range(420):
        x, y, far = (
            float(scene.rng.uniform(0, 1400)),
            float(scene.rng.uniform(-20, 860)),
            float(scene.rng.uniform(16, 44)),
        )
        rain.line((x, y), (x - far * 0.45, y + far), width=0.9)
    scene.light(rain, "#dfe8e6", 0.6, 0.16)


def tide_gauge(scene: Scene) -> None:
    """A tide staff and a gauge house at dawn; square."""
    water = 640
    scene.wash((0, "#1f3a63"), (0.22, "#3f6690"), (0.5, "#93b0b9"), (0.78, "#ecd3b4"), (1, "#f2bd9b"), bottom=water + 4)
    scene.veil(np.clip(scene.noise(150, 5, stretch=6) - 0.55, 0, 1) * 2 * scene.band(400, 170), "#fbe6cf", 0.7)
    for base, rise, peaks, shade in ((560, 96, 2, "#8ba2b3"), (600, 60, 3, "#6f8aa0")):
        line = ridge(scene.rng, base, rise, peaks, 6, 0.46)
        scene.fill(scene.stencil().below(line, 645), shade, mix(shade, "#f0c8a8", 0.7), 0.95)
        scene.veil(scene.band(base + 56, 26), "#f6d8bb", 0.5)
    scene.veil(scene.band(628, 34), "#f5d9bd", 0.7)
    scene.fill(scene.stencil().below(ridge(scene.rng, 628, 12, 6, 6, 0.6), 645), "#6c8191", "#8b959b", 0.85)
    scene.mirror(water, "#e2b99c", "#234a6d", sway=2.4, share=0.6, squeeze=1.2)
    bars = scene.stencil()
    for i in range(90):
        depth = (i / 90) ** 1.4
        y = 650 + depth * 640
        x = float(scene.rng.uniform(-60, 1280))
        bars.oval(x, y, 40 + 150 * depth, 0.8 + 2.2 * depth, tone=int(scene.rng.integers(90, 220)))
    scene.light(bars, "#fbe7d0", 0.6, 0.42)
    deck = 800
    piles = scene.stencil()
    for x in range(560, 1320, 96):
        piles.rect(x, deck, 16, 190).rect(x + 34, deck, 9, 120)
    scene.fill(piles, "#33475a", "#1d3045")
    scene.veil(piles.values() * scene.band(990, 34), "#c8b49f", 0.5)
    scene.fill(scene.stencil().rect(520, deck - 16, 780, 24), "#5b6a74", "#33465a")
    hut = scene.stencil().rect(790, 610, 190, 176)
    scene.fill(hut, "#f0e4cd", "#c9b397")
    scene.shade(scene.stencil().rect(790, 610, 64, 176), 0.3, 14)
    scene.fill(scene.stencil().poly((764, 616), (800, 560), (970, 560), (1006, 616)), "#34506e", "#263c56")
    scene.fill(scene.stencil().rect(900, 676, 50, 110), "#8d4035", "#743329")
    scene.fill(scene.stencil().rect(816, 660, 48, 44), "#2d4257")
    scene.light(scene.stencil().rect(819, 663, 42, 38), "#ffd592", 0.8, 0.95)
    scene.fill(
        scene.stencil().poly((1010, 640), (1090, 612), (1098, 634), (1018, 664)).rect(1050, 640, 7, 148),
        "#243b58",
        "#1b2e46",
    )
    mast = (
        scene.stencil()
        .rect(876, 430, 6, 132)
        .line((846, 470), (912, 470), width=4)
        .line((856, 500), (902, 500), width=3)
    )
    scene.fill(mast, "#2c4157")
    scene.fill(scene.stencil().disc(846, 466, 8).disc(912, 466, 8), "#2c4157")
    scene.lamps([(879, 430)], "#ff7b5c", 4, 18)
    rail = scene.stencil().line((524, 744), (790, 744), width=4).line((524, 764), (790, 764), width=3)
    for x in range(526, 790, 52):
        rail.rect(x, 742, 4, 46)
    scene.fill(rail, "#3c5164")
    person = (
        scene.stencil()
        .oval(660, 706, 11, 13)
        .poly((645, 722), (675, 722), (680, 756), (674, 788), (648, 788), (642, 756))
        .poly((672, 726), (702, 748), (698, 755), (670, 742))
        .rounded(2)
    )
    scene.fill(person, "#7f382f", "#2b3d52")
    foot = 1060
    reflection = scene.stencil()
    for i in range(26):
        reflection.rect(316 + float(scene.rng.normal(0, 2 + i * 0.5)), foot + i * 7, 58, 5, tone=max(0, 200 - i * 7))
    scene.fill(reflection, "#e9dcc4", "#7f93a0", 0.6)
    staff = scene.stencil().rect(316, 590, 58, foot - 590)
    scene.fill(staff, "#f7f0df", "#d9cdb6")
    scene.shade(scene.stencil().rect(316, 590, 14, foot - 590), 0.3, 4)
    marks = scene.stencil()
    for i in range(23):
        marks.rect(316, 600 + i * 20, 40 if i % 5 == 0 else 24, 9)
    scene.fill(marks, "#8d2f28")
    scene.fill(scene.stencil().rect(308, 580, 74, 14), "#2c4157")
    ring = scene.stencil().oval(345, foot, 84, 9)
    ring.oval(345, foot - 2, 68, 6, tone=0).rect(312, foot - 14, 66, 13, tone=0)
    scene.light(ring, "#fdeeda", 1.4, 0.6)


def night_ferry(scene: Scene) -> None:
    """A lit ferry under the moon."""
    scene.wash((0, "#0d1830"), (0.5, "#1d3456"), (0.85, "#42587a"), (1, "#6a6d85"), bottom=534)
    stars = scene.stencil()
    for _ in range(170):
        stars.disc(
            float(scene.rng.uniform(0, 1280)),
            float(scene.rng.uniform(0, 360)),
            float(scene.rng.uniform(0.4, 1.2)),
            tone=int(scene.rng.integers(60, 230)),
        )
    scene.light(stars, "#e6ecf5", 0.3, 0.8)
    scene.veil(np.clip(scene.noise(200, 6, stretch=5) - 0.52, 0, 1) * 2, "#51658a", 0.4)
    scene.light(scene.stencil().disc(1030, 150, 36), "#fdf2d4", 50, 0.6)
    scene.light(scene.stencil().disc(1030, 150, 34), "#fff6dd", 1.2, 1)
    scene.shade(scene.stencil().disc(1020, 142, 8).disc(1042, 160, 11).disc(1036, 136, 5), 0.1, 3)
    scene.fill(scene.stencil().below(ridge(scene.rng, 490, 30, 3, 6), 534), "#1b2b47", "#2b3a57")
    town = [(float(x), 522 - abs(float(scene.rng.normal(0, 12)))) for x in scene.rng.uniform(40, 420, 46)]
    scene.lamps(town, "#ffd18a", 1.3, 6, 0.8)
    hull = scene.stencil().poly((420, 478), (1130, 478), (1196, 440), (1150, 536), (470, 536))
    scene.fill(hull, "#27354d", "#141d2e")
    scene.fill(scene.stencil().poly((440, 506), (1166, 506), (1160, 516), (448, 516)), "#b9443a", alpha=0.85)
    decks = (
        scene.stencil()
        .poly((440, 480), (440, 424), (1090, 424), (1130, 480))
        .poly((490, 426), (490, 378), (1010, 378), (1056, 426))
        .poly((560, 380), (560, 340), (930, 340), (968, 380))
        .poly((800, 342), (808, 306), (900, 306), (914, 342))
    )
    scene.fill(decks, "#dcd6c9", "#8b90a0")
    scene.fill(scene.stencil().poly((600, 342), (612, 276), (676, 276), (690, 342)), "#b9443a", "#7d2d2c")
    scene.fill(scene.stencil().poly((608, 296), (679, 296), (683, 314), (605, 314)), "#eee4d0")
    scene.veil(scene.stencil().oval(560, 250, 90, 16).oval(480, 232, 70, 14).blur(16).values() * 0.8, "#8390a8", 0.5)
    panes = scene.stencil()
    for y, left, right, step in ((440, 460, 1084, 24), (392, 506, 1008, 22), (352, 576, 920, 22)):
        for x in range(left, right, step):
            panes.rect(x, y, 13, 17, tone=int(scene.rng.choice((255, 255, 255, 190, 70))))
    panes.poly((812, 314), (896, 314), (902, 328), (810, 328))
    scene.fill(panes, "#ffe3a3", "#f8b860")
    copy = Stencil(scene)
    copy.image = panes.image.copy()
    scene.light(copy, "#ffc873", 9, 0.75)
    scene.fill(
        scene.stencil()
        .rect(846, 250, 4, 58)
        .line((820, 270), (878, 270), width=2)
        .line((848, 252), (1180, 440), width=1)
        .line((848, 252), (440, 424), width=1),
        "#8089a0",
    )
    scene.lamps([(848, 250), (1178, 440)], "#fff2d2", 3, 18)
    scene.lamps([(460, 418), (1100, 420)], "#7fe0a4", 2, 12)
    boats = scene.stencil()
    for x in (540, 960):
        boats.poly((x - 30, 424), (x + 30, 424), (x + 22, 438), (x - 22, 438))
    scene.fill(boats, "#d5793b", "#a4552a")
    scene.mirror(530, "#2b3d5c", "#0a1222", sway=8, share=0.85, squeeze=1.1)
    path = scene.stencil()
    for i in range(110):
        y = 536 + i * 3
        path.oval(1030 + float(scene.rng.normal(0, 12 + i * 0.34)), y, float(scene.rng.uniform(6, 18 + i * 0.3)), 1.1)
    scene.light(path, "#fdf0cf", 0.8, 0.5)
    scene.light(
        scene.stencil().poly((380, 536), (480, 532), (1150, 534), (1230, 540), (1140, 544), (470, 545)),
        "#dfe6ee",
        3,
        0.5,
    )
    scene.fill(scene.stencil().rect(60, 640, 16, 230).rect(200, 690, 18, 180).oval(68, 640, 13, 6), "#0a101c")
    scene.fill(scene.stencil().line((68, 664), (132, 716), (209, 706), width=4), "#0a101c")
    gull = scene.stencil().oval(68, 626, 13, 7).oval(80, 618, 6, 5).poly((54, 626), (40, 632), (58, 631))
    scene.fill(gull.rounded(0.8), "#93a0b5", "#5b6880")


def night_train(scene: Scene) -> None:
    """A train across a frosted plain."""
    scene.wash((0, "#101b33"), (0.4, "#243f5f"), (0.62, "#6f7f90"), (0.72, "#d0a488"), (1, "#d0a488"))
    stars = scene.stencil()
    for _ in range(240):
        stars.disc(
            float(scene.rng.uniform(0, 1280)),
            float(scene.rng.beta(1, 2) * 400),
            float(scene.rng.uniform(0.4, 1.3)),
            tone=int(scene.rng.integers(60, 240)),
        )
    scene.light(stars, "#eef2f8", 0.3, 0.8)
    scene.veil(np.clip(scene.noise(190, 6, stretch=6) - 0.5, 0, 1) * 2 * scene.band(430, 120), "#e8b292", 0.5)
    for base, rise, shade in ((520, 62, "#4c5f78"), (552, 40, "#38495f"), (580, 22, "#293a4c")):
        scene.fill(
            scene.stencil().below(ridge(scene.rng, base, rise, 3, 7, 0.5), 640), shade, mix(shade, "#a48f8b", 0.45)
        )
    scene.fill(scene.stencil().rect(-10, 616, 1300, 250), "#5b6268", "#23303b")
    furrows = scene.stencil()
    for i in range(-30, 31):
        furrows.line((760 + i * 26, 640), (760 + i * 190, 900), width=3)
    scene.fill(furrows, "#aab2b6", "#6f7c86", 0.35)
    scene.veil(np.clip(scene.noise(60, 5, stretch=5) - 0.4, 0, 1) * scene.band(690, 90), "#dfe2e2", 0.6)
    scene.fill(
        scene.stencil().poly((-10, 612), (1290, 588), (1290, 622), (-10, 650)), "#3a3f45", "#22282e", texture=0.2
    )
    cars = 6
    for i in range(cars):
        left, right = 120 + i * 172, 120 + i * 172 + 166
        drop = -(left - 120) * 0.0185

        def spot(x: float, y: float, tilt: float = drop) -> Point:
            return x, y + tilt

        body = [spot(left, 556), spot(right, 553), spot(right, 606), spot(left, 609)]
        if i == cars - 1:
            body = [spot(left, 556), spot(right - 40, 553), spot(right + 6, 584), spot(right + 2, 606), spot(left, 609)]
        scene.fill(scene.stencil().poly(*body), "#3d5566", "#1f2c39")
        scene.fill(
            scene.stencil().poly(spot(left, 598), spot(right, 595), spot(right, 600), spot(left, 603)),
            "#b98a45",
            alpha=0.8,
        )
        glass = scene.stencil()
        for j in range(8):
            x = left + 9 + j * 19
            if not (i == cars - 1 and j > 6):
                glass.poly(
                    spot(x, 566),
                    spot(x + 13, 565.8),
                    spot(x + 13, 585.6),
                    spot(x, 586),
                    tone=int(scene.rng.choice((255, 255, 220, 120))),
                )
        scene.fill(glass, "#ffe2a0", "#f6b65e")
        people = scene.stencil()
        for j in scene.rng.choice(7, 3, replace=False):
            people.oval(left + 15 + float(j) * 19, 577 + drop, 3, 4).oval(left + 15 + float(j) * 19, 585 + drop, 6, 4)
        scene.fill(people, "#6a4a2f", alpha=0.9)
        copy = Stencil(scene)
        copy.image = glass.image.copy()
        scene.light(copy, "#ffc066", 10, 0.7)
        spill = scene.stencil()
        for j in range(8):
            x = left + 9 + j * 19
            spill.poly(spot(x, 626), spot(x + 14, 626), spot(x - 2, 690), spot(x - 26, 690))
        scene.light(spill, "#ffc774", 5, 0.36)
    scene.light(scene.stencil().poly((1158, 574), (1300, 540), (1300, 640), (1158, 588)), "#fff0c8", 12, 0.5)
    scene.lamps([(1152, 578)], "#fff6dc", 4, 24)
    wires = scene.stencil()
    for i in range(5):
        x = 60 + i * 300
        wires.rect(x, 470 - i * 4, 6, 160).rect(x - 4, 478 - i * 4, 44, 4)
    for i in range(4):
        x = 96 + i * 300
        for lift in (0, 10):
            wires.line(
                *[(x + j * 15, 480 + lift - i * 4 - j * 0.2 + 14 * math.sin(math.pi * j / 20)) for j in range(21)],
                width=1,
            )
    scene.fill(wires, "#141d2a", alpha=0.9)
    tree = scene.stencil()
    bare_tree(tree, scene.rng, 210, 860, 120, 1.5, 17)
    scene.fill(tree, "#0e161f")
    fence = scene.stencil()
    for i in range(9):
        x = 560 + i * 92
        fence.rect(x, 770 + (i % 3) * 3, 9, 90)
    fence.line((540, 792), (1300, 788), width=3).line((540, 820), (1300, 816), width=3)
    scene.fill(fence, "#101820")


def cusped(x: float, spring: float, half: float, rise: float, foot: float) -> list[Point]:
    """The outline of an arch with nine cusps between two pillars."""
    line = [(x - half, foot), (x - half, spring)]
    lobes = 9
    for lobe in range(lobes):
        for step in range(9):
            share = (lobe + step / 8) / lobes
            angle = math.pi * (1 - share)
            swell_out = 1 + 0.09 * math.sin(math.pi * step / 8)
            point = 1 + 0.16 * max(0.0, 1 - abs(share - 0.5) * 5)
            line.append(
                (
                    x + half * math.cos(angle) * min(1.0, swell_out * 0.97),
                    spring - rise * math.sin(angle) * swell_out * point,
                )
            )
    return [*line, (x + half, spring), (x + half, foot)]


def museum_court(scene: Scene) -> None:
    """A court seen through cusped arches."""
    scene.wash((0, "#e9c99a"), (0.6, "#f3dfb8"), (1, "#dcbf8c"))
    for x in (200, 640, 1080):
        dome = scene.stencil().oval(x, 226, 58, 60).rect(x - 2, 128, 4, 50).disc(x, 158, 6).disc(x, 142, 4)
        scene.fill(dome, "#e6c08c", "#bb8b5c")
        scene.fill(scene.stencil().rect(x - 66, 222, 132, 30), "#d9ad79", "#c1925f")
    far = scene.stencil().rect(0, 250, WIDTH, 310)
    scene.fill(far, "#d8ab78", "#c3905f", texture=0.15)
    for i in range(11):
        x = 50 + i * 118
        scene.fill(scene.stencil().poly(*cusped(x, 420, 36, 46, 560)), "#8a5a3c", "#a87449")
        scene.fill(scene.stencil().rect(x - 20, 282, 40, 50).oval(x, 284, 20, 20), "#9a6743")
    scene.fill(scene.stencil().rect(-10, 240, 1300, 14).rect(-10, 346, 1300, 8), "#e9c794", "#c99d69")
    scene.fill(scene.stencil().rect(-10, 556, 1300, 120), "#e6cfa0", "#d8bb86")
    pool = scene.stencil().poly((470, 576), (810, 576), (900, 640), (380, 640))
    scene.fill(pool, "#9fb9ae", "#5f8d8c")
    scene.light(scene.stencil().poly((560, 580), (720, 580), (760, 634), (520, 634)), "#fff4d4", 8, 0.4)
    scene.shade(scene.stencil().oval(770, 604, 100, 9), 0.35, 6)
    scene.fill(scene.stencil().poly((734, 604), (737, 500), (745, 500), (750, 604)), "#5b4632")
    for tone, lift, spread in (("#57703f", 0, 64), ("#6f8a4c", -16, 52), ("#8da35c", -34, 38)):
        leaves = scene.stencil()
        for _ in range(60):
            leaves.disc(
                742 - lift * 0.4 + float(scene.rng.uniform(-1, 1)) * spread,
                446 + lift + float(scene.rng.uniform(-0.7, 0.7)) * spread,
                float(scene.rng.uniform(9, 19)),
            )
        scene.fill(leaves.rounded(2.4), tone, mix(tone, "#33452c", 0.3), 0.95, texture=0.3)
    scene.veil(scene.band(430, 200), "#ffe9c2", 0.3)
    front = scene.stencil().rect(-10, -10, 1300, 870)
    for x in (150, 640, 1130):
        front.poly(*cusped(x, 330, 196, 220, 760), tone=0)
    scene.fill(front, "#5a3829", "#3c261d", texture=0.25)
    mask = front.values()
    rim = np.clip(mask - np.roll(mask, (6, 12), axis=(0, 1)), 0, 1)
    scene.veil(rim, "#f0c68e", 0.75)
    thick = np.clip(np.roll(mask, (10, 26), axis=(0, 1)) - mask, 0, 1)
    scene.veil(thick, "#9d6a47", 0.95)
    bands = scene.stencil()
    for x in (150, 640, 1130):
        bands.line(*[(px + (px - x) * 0.1, py - 12) for px, py in cusped(x, 330, 206, 234, 330)], width=3)
    scene.fill(bands, "#b98a5c", alpha=0.55)
    for x in (395, 885):
        scene.fill(scene.stencil().rect(x - 62, 322, 124, 16).rect(x - 66, 742, 132, 26), "#8a5c3f", "#63402c")
    floor = scene.stencil().rect(-10, 758, 1300, 110)
    scene.fill(floor, "#8d6245", "#4a3022", texture=0.15)
    light = scene.stencil()
    for x in (150, 640, 1130):
        light.poly((x - 186, 760), (x + 186, 760), (x + 110, 860), (x - 340, 860))
    scene.light(light, "#ffdd9f", 9, 0.45)
    scene.shade(
        scene.stencil()
        .poly((556, 808), (640, 808), (520, 860), (380, 860))
        .poly((1064, 800), (1110, 800), (1010, 860), (930, 860)),
        0.4,
        8,
    )
    for x, foot, size, robe, scarf in (
        (592, 812, 1.28, "#33313f", "#a8432f"),
        (644, 814, 0.86, "#4a3440", "#c98a3a"),
        (1086, 804, 1.3, "#3a3a44", "#49706a"),
        (262, 650, 0.62, "#5a4350", "#a8432f"),
        (286, 652, 0.6, "#45434f", "#d9b98a"),
    ):
        visitor(scene, x, foot, size, robe, scarf)


def visitor(scene: Scene, x: float, foot: float, size: float, robe: str, scarf: str) -> None:
    """Somebody seen from behind, in a long robe and a scarf."""

    def at(right: float, up: float) -> Point:
        return x + right * size, foot - up * size

    cloth = scene.stencil().poly(
        *curve(
            [
                at(-9, 128),
                at(-22, 118),
                at(-27, 86),
                at(-24, 56),
                at(-29, 4),
                at(28, 4),
                at(22, 56),
                at(25, 86),
                at(21, 118),
                at(9, 128),
            ],
            6,
        )
    )
    scene.fill(cloth.rounded(1.6 * size), robe, mix(robe, "#120d10", 0.5))
    scene.fill(scene.stencil().oval(*at(-12, 2), 9 * size, 4 * size).oval(*at(12, 2), 9 * size, 4 * size), "#221a1c")
    arm = (
        scene.stencil()
        .poly(at(18, 114), at(30, 84), at(26, 58), at(20, 60), at(22, 84), at(12, 104))
        .rounded(1.4 * size)
    )
    scene.fill(arm, mix(robe, "#ffffff", 0.1), robe)
    scene.fill(
        scene.stencil()
        .oval(*at(0, 146), 11 * size, 14 * size)
        .rect(x - 5 * size, foot - 136 * size, 10 * size, 12 * size),
        "#3b2a24",
    )
    wrap = (
        scene.stencil()
        .poly(
            *curve(
                [
                    at(-10, 130),
                    at(-22, 116),
                    at(-20, 96),
                    at(4, 92),
                    at(20, 104),
                    at(21, 118),
                    at(10, 130),
                    at(0, 126),
                    at(-10, 130),
                ],
                6,
            )
        )
        .poly(at(-20, 110), at(-8, 108), at(-6, 62), at(-18, 60))
    )
    scene.fill(wrap.rounded(1.4 * size), scarf, mix(scarf, "#1c1215", 0.35))


def rower(stencil: Stencil, x: float, y: float, drive: float) -> Point:
    """A rower seen from the side, `drive` from 0 (catch) to 1 (finish); returns the hands."""
    lean = 9 - 22 * drive
    seat = x - 5 + 10 * drive * -1
    stencil.oval(seat - lean * 0.9, y - 37, 5, 6).poly(
        (seat - 6 - lean * 0.8, y - 31), (seat + 5 - lean * 0.8, y - 31), (seat + 7, y - 4), (seat - 7, y - 4)
    )
    knee = (seat - 13 - 6 * drive, y - 16 + 9 * drive)
    stencil.line((seat, y - 6), knee, (x - 26, y - 4), width=5)
    hands = (seat - 22 + 18 * drive - lean * 0.4, y - 18)
    stencil.line((seat - lean * 0.7, y - 27), hands, width=3.6)
    return hands


def regatta_far(scene: Scene) -> None:
    """What does not move: sky, hills, the bank with its trees and tents."""
    water = 380
    scene.wash((0, "#8fa9b5"), (0.45, "#cfd5cd"), (0.8, "#f2dfc0"), (1, "#f5d9b0"), bottom=water + 4)
    scene.light(scene.stencil().disc(300, 250, 40), "#fff3d4", 80, 0.8)
    scene.light(scene.stencil().disc(300, 250, 30), "#fffaea", 2, 0.8)
    for base, rise, shade in ((300, 40, "#a8b7b8"), (330, 28, "#8fa3a2")):
        scene.fill(
            scene.stencil().below(ridge(scene.rng, base, rise, 3, 6), water), shade, mix(shade, "#f0dfc4", 0.6), 0.9
        )
    crowns = scene.stencil()
    for _ in range(150):
        x = float(scene.rng.uniform(-20, 1300))
        size = float(scene.rng.uniform(10, 26)) * (0.7 + 0.5 * math.sin(x / 140) ** 2)
        crowns.oval(x, 366 - size * 0.7, size, size * 0.9)
    scene.fill(crowns.rounded(1.4), "#7d8f78", "#617a6c", 0.95)
    poplars = scene.stencil()
    for x in (720, 760, 802, 846, 1180, 1214):
        poplars.oval(x, 326, 11, 46)
    scene.fill(poplars, "#6c8272", "#5a7367")
    tents = scene.stencil()
    for x in (930, 980, 1030):
        tents.poly((x - 22, 356), (x, 336), (x + 22, 356), (x + 20, 374), (x - 20, 374))
    scene.fill(tents, "#f6efe0", "#d6cbb8")
    flags = scene.stencil()
    for x in (930, 980, 1030):
        flags.poly((x, 336), (x, 322), (x + 14, 327), (x, 331))
    scene.fill(flags, "#b4473a")
    scene.fill(scene.stencil().rect(-10, 372, 1300, 10), "#8b9477", "#6d7a66")
    crowd = scene.stencil()
    for x in scene.rng.uniform(870, 1120, 60):
        crowd.oval(float(x), 370 + float(scene.rng.uniform(-2, 3)), 2, 5)
    scene.fill(crowd, "#4d5456", alpha=0.85)
    scene.mirror(water, "#d9cdb4", "#5f7f86", sway=4, share=0.68)
    scene.veil(scene.band(388, 26) * (0.4 + 0.6 * scene.noise(260, 4, stretch=6)), "#f8ecd6", 0.75)


def eight(scene: Scene, x: float, y: float, size: float, beat: float, shirt: str) -> None:
    """A racing eight heading left; `beat` runs from 0 to 1 through the stroke."""
    drive = 0.5 - 0.5 * math.cos(2 * math.pi * beat)
    pull = beat < 0.5
    unit = scene.stencil()
    unit.scale = scene.scale * size

    def at(px: float, py: float) -> Point:
        return x / size + px, y / size + py

    scene.shade(scene.stencil().oval(x, y + 13 * size, 320 * size, 7 * size), 0.4, 4 * size)
    crew, oars, blades = scene.stencil(), scene.stencil(), scene.stencil()
    for part in (crew, oars, blades):
        part.scale = scene.scale * size
    for seat in range(8):
        hands = rower(crew, *at(-168 + seat * 44, 0), drive)
        pin = at(-186 + seat * 44, -6)
        sweep = (-34 + 68 * drive, 20 if pull else 8)
        tip = (pin[0] + sweep[0] * -1, pin[1] + sweep[1])
        oars.line(hands, pin, tip, width=2.4)
        blades.line(tip, (tip[0] + sweep[0] * -0.3, tip[1] + (4 if pull else 1)), width=6)
    rower(crew, *at(196, 4), 0.4)
    scene.fill(crew.rounded(0.8), shirt, mix(shirt, "#1c262c", 0.6))
    hull = unit.poly(at(-330, 2), at(-300, -4), at(240, -5), at(310, 1), at(240, 8), at(-260, 9))
    scene.fill(hull, "#e9dcc0", "#8b6d4a")
    scene.fill(oars, "#3b3a36")
    scene.fill(blades, "#f5efe0")
    if pull:
        splash = scene.stencil()
        for seat in range(8):
            splash.oval(x + (-186 + seat * 44 + 34 - 68 * drive) * size, y + 17 * size, 10 * size, 2.4 * size)
        scene.light(splash, "#ffffff", 1.5 * size, 0.8)
    wake = scene.stencil().poly(
        (x + 250 * size, y + 8 * size),
        (x + 620 * size, y + 22 * size),
        (x + 620 * size, y + 34 * size),
        (x + 200 * size, y + 14 * size),
    )
    scene.light(wake, "#fbf3e2", 4 * size, 0.4)


def regatta_near(scene: Scene, time: float) -> None:
    """What moves: two boats, the mist, buoys and the reeds before the eye; `time` in seconds."""
    eight(scene, 800 - 40 * time, 444, 0.86, (time * 0.62 + 0.12) % 1, "#34557a")
    eight(scene, 690 - 62 * time, 540, 1.5, (time * 0.62 + 0.2) % 1, "#a23a32")
    buoys = scene.stencil()
    for i in range(7):
        lift = 2 * math.sin(time * 2 + i)
        buoys.disc(60 + i * 210 - 14 * time, 484 + lift, 5)
    scene.fill(buoys, "#d9622f", "#a7431f")


def regatta(scene: Scene) -> None:
    """Two eights on a misty river: the still of the film."""
    regatta_far(scene)
    regatta_near(scene, 0.6)
    reeds(scene, 740, 170, (60, 230), "#33453f", (-40, 330))
    reeds(scene, 740, 120, (50, 180), "#33453f", (980, 1320))


def cellist(scene: Scene) -> None:
    """A cellist before a window; portrait."""
    scene.wash((0, "#3d4650"), (0.6, "#5b5a58"), (1, "#37302c"))
    scene.fill(scene.stencil().rect(-10, -10, 1300, 1300), "#56595c", "#4b4642", texture=0.2)
    window = scene.stencil().oval(640, 420, 330, 330).rect(310, 420, 660, 800)
    scene.fill(window, "#cfd8d6", "#f3e3c2")
    mask = window.values()
    scene.veil(mask * np.clip(scene.noise(160, 5) - 0.45, 0, 1) * 1.6, "#fbf4e2", 0.8)
    roofs = scene.stencil()
    for i in range(9):
        x, top = 280 + i * 88, 930 + float(scene.rng.uniform(-60, 50))
        roofs.poly((x, 1230), (x, top), (x + 46, top - 46), (x + 92, top), (x + 92, 1230)).rect(
            x + 60, top - 70, 14, 60
        )
    scene.veil(roofs.values() * mask, "#a9adab", 0.75)
    bars = scene.stencil()
    for x in (475, 640, 805):
        bars.rect(x - 6, 80, 12, 1150)
    for y in (420, 690, 960):
        bars.rect(300, y - 6, 680, 12)
    scene.fill(bars, "#6b6a66", "#77705f")
    scene.light(window, "#fff1d0", 90, 0.5)
    scene.fill(scene.stencil().rect(250, 1216, 780, 34), "#75695b", "#544a40")
    scene.fill(scene.stencil().rect(-10, 1330, 1300, 280), "#6d5138", "#33251b", texture=0.25)
    glare = scene.stencil().poly((320, 1335), (960, 1335), (1150, 1610), (130, 1610))
    scene.light(glare, "#f7deb0", 34, 0.42)
    scene.shade(scene.stencil().oval(650, 1470, 330, 36), 0.6, 20)
    chair = (
        scene.stencil()
        .rect(470, 1160, 240, 26)
        .rect(474, 1180, 20, 280)
        .rect(694, 1180, 20, 270)
        .rect(452, 880, 18, 300)
        .line((452, 900), (520, 900), width=16)
    )
    scene.fill(chair, "#2f2722", "#1d1815")
    legs = scene.stencil().poly(
        *curve(
            [
                (500, 1130),
                (590, 1120),
                (646, 1170),
                (590, 1220),
                (566, 1310),
                (556, 1450),
                (490, 1450),
                (500, 1290),
                (486, 1190),
                (500, 1130),
            ],
            8,
        )
    )
    legs.poly(
        *curve(
            [
                (690, 1120),
                (800, 1110),
                (886, 1166),
                (910, 1240),
                (908, 1340),
                (922, 1456),
                (858, 1456),
                (838, 1300),
                (796, 1240),
                (690, 1210),
                (690, 1120),
            ],
            8,
        )
    )
    legs.oval(512, 1456, 56, 16).oval(900, 1462, 56, 16).rounded(7)
    scene.fill(legs, "#23272d", "#15171a")
    body = (
        scene.stencil()
        .oval(614, 580, 47, 62)
        .poly(*curve([(570, 600), (584, 648), (614, 664), (646, 648), (658, 600)], 8))
        .poly((588, 620), (642, 620), (650, 712), (578, 712))
    )
    body.poly(
        *curve(
            [
                (530, 742),
                (584, 700),
                (644, 700),
                (690, 736),
                (706, 830),
                (690, 960),
                (706, 1160),
                (500, 1176),
                (502, 1000),
                (514, 830),
                (530, 742),
            ],
            10,
        )
    )
    body.poly(*curve([(660, 724), (724, 770), (776, 850), (768, 880), (728, 872), (666, 806), (660, 724)], 8))
    body.poly(*curve([(738, 868), (776, 862), (762, 770), (722, 684), (694, 690), (716, 770), (738, 868)], 8)).rounded(
        6
    )
    scene.fill(body, "#333b46", "#1c2025")
    lit = body.values()
    scene.veil(np.clip(lit - np.roll(lit, (8, -12), axis=(0, 1)), 0, 1), "#f6dcae", 0.45)
    skin = (
        scene.stencil()
        .oval(614, 580, 47, 62)
        .poly((590, 600), (642, 600), (648, 704), (616, 722), (580, 704))
        .rounded(4)
    )
    scene.fill(skin, "#8b6a55", "#6b4f41")
    hair = (
        scene.stencil()
        .oval(610, 556, 56, 54)
        .oval(572, 512, 32, 30)
        .poly((558, 560), (572, 640), (588, 620), (580, 570))
        .poly((660, 560), (656, 620), (648, 600))
        .rounded(4)
    )
    scene.fill(hair, "#2c211d", "#1c1512")
    lit = hair.values()
    scene.veil(np.clip(lit - np.roll(lit, (8, -10), axis=(0, 1)), 0, 1), "#f3cf9a", 0.5)
    face = scene.stencil().oval(622, 596, 41, 54).rounded(3)
    scene.fill(face, "#a98468", "#7d5c49")
    scene.shade(scene.stencil().poly((592, 640), (650, 640), (650, 668), (592, 668)), 0.35, 6)
    cello = (
        scene.stencil()
        .oval(720, 1010, 104, 96)
        .oval(742, 1196, 138, 128)
        .poly((640, 1040), (806, 1020), (838, 1120), (640, 1140))
    )
    cello.oval(596, 1108, 44, 40, tone=0).oval(858, 1076, 46, 40, tone=0).rounded(5)
    scene.fill(cello, "#8a4726", "#451f13", texture=0.2)
    edge = cello.values()
    scene.veil(np.clip(edge - np.roll(edge, (4, -14), axis=(0, 1)), 0, 1), "#f2bd7c", 0.6)
    scene.light(scene.stencil().oval(780, 1170, 40, 90), "#e79a5c", 30, 0.3)
    neck = (
        scene.stencil()
        .line((716, 940), (690, 610), width=22)
        .oval(686, 592, 17, 22)
        .line((672, 612), (646, 624), width=6)
        .line((706, 606), (732, 612), width=6)
    )
    neck.line((744, 1320), (752, 1474), width=6).poly((692, 930), (730, 926), (756, 1130), (722, 1134)).line(
        (700, 1150), (780, 1142), width=9
    )
    scene.fill(neck, "#221813")
    strings = scene.stencil()
    for i in range(4):
        strings.line((684 + i * 4, 620), (728 + i * 9, 1180), width=1.2)
    scene.light(strings, "#f3dfba", 0.4, 0.6)
    holes = (
        scene.stencil()
        .line(*curve([(686, 1080), (678, 1104), (690, 1136), (682, 1160)], 8), width=6)
        .line(*curve([(806, 1066), (800, 1092), (816, 1122), (808, 1146)], 8), width=6)
    )
    scene.fill(holes, "#1d110c")
    scene.fill(scene.stencil().oval(706, 700, 24, 20).oval(716, 716, 16, 18).rounded(3), "#8b6a55", "#5d463a")
    scene.fill(scene.stencil().line((586, 1036), (1012, 1096), width=6), "#d0a670", "#8f6b43")
    scene.light(scene.stencil().line((590, 1045), (1010, 1104), width=2), "#fff3d8", 0.5, 0.7)
    arm = (
        scene.stencil()
        .poly(
            *curve(
                [
                    (540, 738),
                    (494, 800),
                    (452, 920),
                    (452, 966),
                    (500, 992),
                    (596, 1046),
                    (620, 1022),
                    (560, 966),
                    (516, 924),
                    (566, 800),
                    (540, 738),
                ],
                8,
            )
        )
        .rounded(6)
    )
    scene.fill(arm, "#3f4956", "#252b33")
    lit = arm.values()
    scene.veil(np.clip(lit - np.roll(lit, (10, 8), axis=(0, 1)), 0, 1), "#f6dcae", 0.35)
    scene.fill(scene.stencil().oval(614, 1040, 24, 19).oval(630, 1048, 14, 12).rounded(3), "#8b6a55", "#5d463a")
    scene.veil(scene.noise(300, 4) * scene.band(700, 500), "#fff3d6", 0.1)


def contours(scene: Scene, cell: float, levels: int, width: float) -> tuple[np.ndarray, np.ndarray]:
    """Height of an invented land, and its contour lines as a mask."""
    height = scene.noise(cell, 4)
    slope = np.hypot(*np.gradient(height)) * levels + 1e-4
    away = np.abs((height * levels) % 1 - 0.5) / slope
    return height, np.clip(width * scene.scale / 2 - away + 0.5, 0, 1)


def mapmaker(scene: Scene) -> None:
    """A mapmaker at her table, from behind; portrait."""
    scene.wash((0, "#5d6b66"), (0.7, "#7a7767"), (1, "#4b4034"))
    sheet = scene.stencil().poly((110, 90), (1170, 70), (1180, 930), (104, 944))
    scene.shade(scene.stencil().poly((122, 110), (1184, 90), (1196, 950), (116, 962)), 0.5, 12)
    scene.fill(sheet, "#efe2c2", "#dcc79c")
    mask = sheet.values()
    height, lines = contours(scene, 420, 16, 1.5)
    scene.blend(
        mask * 0.62,
        ramp(
            [(0, "#7fa9ad"), (0.36, "#9fc0b6"), (0.38, "#cfd3a0"), (0.6, "#dcc38c"), (0.85, "#c39a6b"), (1, "#a5785a")],
            height,
        ),
    )
    scene.veil(mask * lines * (height > 0.38), "#7d5136", 0.75)
    shore = np.clip(1.6 * scene.scale - np.abs(height - 0.38) / (np.hypot(*np.gradient(height)) + 1e-5), 0, 1)
    scene.veil(mask * shore, "#2f5a66", 0.9)
    grid = scene.stencil()
    for i in range(1, 8):
        grid.line((110 + i * 133, 86), (108 + i * 134, 940), width=1)
    for i in range(1, 6):
        grid.line((110, 92 + i * 142), (1174, 72 + i * 143), width=1)
    scene.fill(grid, "#47605f", alpha=0.35)
    pins = scene.stencil()
    for x, y in ((118, 100), (1162, 82), (1170, 916), (114, 932)):
        pins.disc(x, y, 9)
    scene.fill(pins, "#a23a2e")
    scene.veil(
        scene.band(520, 460) * np.clip(1 - np.abs(np.arange(scene.shape[1])[None, :] / scene.scale - 930) / 520, 0, 1),
        "#ffe0a0",
        0.36,
    )
    table = scene.stencil().poly((-20, 1210), (1300, 1150), (1300, 1610), (-20, 1610))
    scene.fill(table, "#8d6743", "#4c3423", texture=0.18)
    scene.light(scene.stencil().oval(860, 1250, 330, 80), "#ffe2a4", 40, 0.6)
    paper = scene.stencil().poly((560, 1214), (1120, 1180), (1220, 1330), (620, 1380))
    scene.shade(scene.stencil().poly((566, 1226), (1126, 1192), (1228, 1346), (628, 1396)), 0.4, 8)
    scene.fill(paper, "#f7eed6", "#e3d2ac")
    ink = paper.values() * np.roll(lines, (900, 200), axis=(0, 1))
    scene.veil(ink, "#7a5a44", 0.6)
    arm = scene.stencil().line((1130, 1180), (1180, 960), (1030, 800), width=13).rect(1080, 1166, 110, 22)
    scene.fill(arm, "#3a3f3e", "#262a2a")
    shade = scene.stencil().poly((1064, 776), (1010, 830), (900, 852), (1000, 940), (1060, 830))
    scene.fill(shade.rounded(6), "#2f5d53", "#1f4038")
    scene.lamps([(958, 890)], "#fff0c6", 16, 90, 0.9)
    scene.light(scene.stencil().poly((905, 862), (1002, 938), (1180, 1240), (600, 1270)), "#ffe9b8", 30, 0.22)
    back = scene.stencil().oval(470, 740, 92, 112).oval(470, 700, 104, 92).oval(452, 610, 52, 46).rect(430, 820, 84, 90)
    back.poly(
        *curve(
            [
                (300, 1010),
                (360, 916),
                (440, 878),
                (520, 880),
                (604, 930),
                (660, 1030),
                (690, 1170),
                (720, 1300),
                (700, 1610),
                (196, 1610),
                (214, 1300),
                (250, 1130),
                (300, 1010),
            ],
            10,
        )
    )
    back.rounded(8)
    scene.fill(back, "#3c4a56", "#20262d")
    sleeve = (
        scene.stencil()
        .poly(
            *curve(
                [
                    (600, 960),
                    (668, 1040),
                    (706, 1150),
                    (770, 1236),
                    (830, 1268),
                    (812, 1308),
                    (720, 1300),
                    (640, 1240),
                    (590, 1110),
                    (600, 960),
                ],
                8,
            )
        )
        .rounded(6)
    )
    scene.fill(sleeve, "#465664", "#2a333c")
    scene.fill(scene.stencil().oval(842, 1284, 34, 24).rounded(4), "#c49a78", "#9a7355")
    scene.fill(scene.stencil().line((838, 1282), (900, 1210), width=7), "#2a2522")
    hair = scene.stencil().oval(470, 704, 104, 96).oval(470, 752, 96, 88).oval(452, 606, 54, 46).rounded(5)
    scene.fill(hair, "#d9d4c8", "#a39c90")
    strands = scene.stencil()
    for i in range(26):
        strands.line(
            *curve(
                [
                    (452 + (i - 13) * 2, 640),
                    (470 + (i - 13) * 6.6, 706),
                    (470 + (i - 13) * 6, 780 + 40 * math.cos((i - 13) / 9)),
                ],
                6,
            ),
            width=1.6,
        )
    scene.shade(strands, 0.14, 1.6)
    scene.fill(scene.stencil().poly((430, 836), (512, 836), (526, 896), (416, 896)).rounded(5), "#b98f70", "#8f6a50")
    collar = (
        scene.stencil()
        .poly(*curve([(392, 912), (440, 884), (510, 884), (560, 916), (520, 940), (430, 940), (392, 912)], 6))
        .rounded(4)
    )
    scene.fill(collar, "#a23f33", "#7a2e27")
    for part in (back, hair, sleeve):
        body = part.values()
        scene.veil(np.clip(body - np.roll(body, (8, -18), axis=(0, 1)), 0, 1), "#ffe2ac", 0.5)
    pots = scene.stencil().rect(120, 1110, 74, 110).oval(157, 1220, 37, 10)
    scene.fill(pots, "#6f8b8a", "#4a6463")
    brushes = (
        scene.stencil()
        .line((140, 1112), (112, 990), width=7)
        .line((158, 1112), (164, 960), width=6)
        .line((176, 1112), (214, 1000), width=7)
    )
    scene.fill(brushes, "#caa56c", "#7a5733")


# ---------------------------------------------------------------- the table of motifs, and saving


@dataclass(frozen=True)
class Motif:
    """How a motif is drawn and in which widths it is saved; the widest is `name.jpg`."""

    paint: Callable[[Scene], None]
    height: int
    seed: int
    widths: tuple[int, ...] = (320, 640, 960, 1280)
    quality: int = 55


MOTIFS = {
    "harbour-dusk": Motif(harbour_dusk, 853, 11),
    "tram-depot": Motif(tram_depot, 853, 12),
    "sarn-pass": Motif(sarn_pass, 720, 13),
    "stadium-lights": Motif(stadium_lights, 720, 14, (320, 640, 1280)),
    "theatre-stage": Motif(theatre_stage, 853, 15),
    "reading-room": Motif(reading_room, 853, 16),
    "delta-above": Motif(delta_above, 853, 17, quality=50),
    "sediment-jars": Motif(sediment_jars, 853, 18, (320, 640, 1280)),
    "marsh-boat": Motif(marsh_boat, 640, 19, quality=50),
    "flooded-house": Motif(flooded_house, 853, 20, (320, 640, 1280)),
    "stilt-house": Motif(stilt_house, 1600, 21, (320, 640, 960), quality=46),
    "desalination": Motif(desalination, 853, 22, quality=50),
    "assembly-night": Motif(assembly_night, 720, 23),
    "storm-light": Motif(storm_light, 853, 24),
    "tide-gauge": Motif(tide_gauge, 1280, 25, (320, 640, 960)),
    "night-ferry": Motif(night_ferry, 853, 26, (320, 640, 1280)),
    "night-train": Motif(night_train, 853, 27, quality=50),
    "museum-court": Motif(museum_court, 853, 28),
    "regatta": Motif(regatta, 720, 29),
    "cellist": Motif(cellist, 1600, 30, (320, 640, 960)),
    "mapmaker": Motif(mapmaker, 1600, 31, (320, 640, 960), quality=50),
}


def save(name: str, motif: Motif) -> None:
    """Paint a motif and save its renditions."""
    scene = Scene(motif.height, motif.seed)
    motif.paint(scene)
    picture = scene.finish()
    for width in motif.widths:
        size = (width, round(width * motif.height / WIDTH))
        label = name if width == motif.widths[-1] else f"{name}-{width}"
        small = picture.resize(size, Image.Resampling.LANCZOS)
        small.save(HERE / f"{label}.jpg", quality=motif.quality, progressive=True, optimize=True)


# ---------------------------------------------------------------- portraits, film, sound


@dataclass(frozen=True)
class Likeness:
    """A byline portrait in cut paper: ground, clothes, skin, hair, and how the hair falls."""

    ground: str
    clothes: str
    skin: str
    hair: str
    style: str


PORTRAITS = {
    "ilse-varnholt": Likeness("#cfd8d3", "#2f4858", "#d8ab88", "#7a4a2c", "bob"),
    "kiran-adelind": Likeness("#e6d3b5", "#5b3a33", "#8a5a3e", "#1f1815", "short"),
    "marit-oskarby": Likeness("#d5dbe2", "#7a2f2c", "#e3bd9f", "#d3b26a", "bun"),
    "jonah-threlk": Likeness("#d9d3c5", "#33413a", "#c99671", "#5f5a54", "beard"),
    "sefa-dorran": Likeness("#c9d6c4", "#39556b", "#a9744f", "#2a1d18", "long"),
    "petra-amari": Likeness("#e5cdbf", "#2c2c3c", "#c48d68", "#3a2320", "curls"),
    "owen-castellane": Likeness("#c8d3dc", "#8a4a2d", "#e0b592", "#a9562e", "short"),
    "nour-haddani": Likeness("#e2d9c3", "#3d5a52", "#b98560", "#4a6b7b", "scarf"),
}


def portrait(scene: Scene, like: Likeness) -> None:
    """Head and shoulders in the middle of a square of 1280 units."""
    scene.wash((0, mix(like.ground, "#ffffff", 0.25)), (1, mix(like.ground, "#6b6257", 0.25)))
    scene.light(scene.stencil().disc(420, 420, 300), "#ffffff", 160, 0.3)
    behind = scene.stencil()
    if like.style == "long":
        behind.oval(640, 560, 290, 330).poly((352, 560), (928, 560), (950, 1010), (330, 1010))
    if like.style == "curls":
        for turn in range(12):
            behind.disc(
                640 + 260 * math.cos(turn * 0.62 + 2.8),
                500 - 230 * math.sin(turn * 0.62 + 2.8) * (1 if turn < 6 else 0.6),
                120,
            )
    if like.style == "scarf":
        behind.oval(640, 560, 318, 372).poly((330, 620), (950, 620), (1040, 1080), (240, 1080))
    scene.fill(behind.rounded(14), like.hair, mix(like.hair, "#14110f", 0.35))
    coat = (
        scene.stencil()
        .poly(
            *curve(
                [
                    (150, 1300),
                    (190, 1110),
                    (330, 1010),
                    (520, 960),
                    (760, 960),
                    (950, 1010),
                    (1090, 1110),
                    (1130, 1300),
                ],
                8,
            )
        )
        .rounded(14)
    )
    scene.fill(coat, like.clothes, mix(like.clothes, "#101216", 0.4))
    scene.fill(
        scene.stencil().poly((540, 800), (740, 800), (770, 990), (640, 1080), (510, 990)).rounded(16),
        mix(like.skin, "#5a3324", 0.22),
    )
    scene.fill(
        scene.stencil().poly((500, 970), (640, 1090), (780, 970), (820, 1010), (640, 1190), (460, 1010)).rounded(5),
        mix(like.clothes, "#ffffff", 0.72),
    )
    face = scene.stencil().oval(640, 600, 222, 282).rounded(10)
    scene.fill(face, mix(like.skin, "#ffffff", 0.08), like.skin)
    shadow = face.values() * np.clip((np.arange(scene.shape[1])[None, :] / scene.scale - 600) / 330, 0, 1)
    scene.veil(shadow, mix(like.skin, "#4a2418", 0.7), 0.45)
    scene.light(scene.stencil().oval(556, 640, 60, 46), "#ffb59a", 40, 0.12)
    hair = scene.stencil()
    if like.style == "scarf":
        hair.oval(640, 560, 300, 350).oval(640, 610, 196, 252, tone=0).poly(
            (420, 800), (860, 800), (900, 1060), (560, 1130), (330, 1010)
        )
        hair.oval(640, 640, 190, 236, tone=0)
    else:
        hair.oval(640, 480, 252, 236).poly((392, 470), (888, 470), (880, 620), (400, 620))
        part = {"bob": 40, "long": -60, "short": 90, "beard": -90, "bun": 0, "curls": 30}[like.style]
        hair.oval(640 + part, 690, 214, 236 if like.style != "short" else 290, tone=0).rect(300, 640, 700, 400, tone=0)
    if like.style == "bob":
        hair.poly((384, 470), (450, 470), (440, 830), (380, 800)).poly((896, 470), (840, 470), (850, 830), (904, 800))
    if like.style == "bun":
        hair.disc(640, 220, 104)
    if like.style == "beard":
        hair.oval(640, 760, 214, 150).oval(640, 690, 176, 96, tone=0).oval(640, 800, 56, 16, tone=0)
    scene.fill(hair.rounded(12), mix(like.hair, "#ffffff", 0.06), mix(like.hair, "#14110f", 0.25))


def draw_portraits() -> None:
    """All byline portraits, 96 by 96."""
    for seed, (name, like) in enumerate(PORTRAITS.items(), 60):
        scene = Scene(WIDTH, seed, 0.45)
        portrait(scene, like)
        scene.finish(grain=0.004).resize((96, 96), Image.Resampling.LANCZOS).save(
            HERE / f"portrait-{name}.jpg", quality=72, progressive=True, optimize=True
        )


RATE = 32_000


def waves(seconds: float) -> np.ndarray:
    """Quiet water: noise through a slow filter, swelling and ebbing."""
    rng = np.random.default_rng(41)
    noise = rng.normal(0, 1, int(seconds * RATE))
    soft = np.convolve(noise, np.hanning(90) / 45, mode="same")
    moments = np.arange(noise.size) / RATE
    return soft * (0.06 + 0.035 * np.sin(2 * np.pi * moments * 0.62))


def bell(seconds: float, at: float, pitch: float = 523.25) -> np.ndarray:
    """One stroke of a bell: partials of a cast bell, each dying in its own time."""
    moments = np.arange(int(seconds * RATE)) / RATE - at
    sound = np.zeros_like(moments)
    for ratio, power, life in (
        (0.5, 0.5, 2.2),
        (1, 1, 1.6),
        (1.19, 0.7, 1.1),
        (1.5, 0.4, 0.9),
        (2, 0.8, 0.8),
        (2.74, 0.35, 0.5),
        (3.76, 0.2, 0.3),
    ):
        sound += power * np.sin(2 * np.pi * pitch * ratio * moments) * np.exp(-np.maximum(moments, 0) / life)
    return np.where(moments > 0, sound * np.minimum(moments * 400, 1), 0) * 0.16


def write_wave(path: Path, sound: np.ndarray) -> None:
    """Save a sound, faded in and out."""
    fade = np.minimum(np.minimum(np.arange(sound.size), np.arange(sound.size)[::-1]) / (0.12 * RATE), 1)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(sound * fade, -1, 1) * 32767).astype("<i2").tobytes())


def ffmpeg(*arguments: str, frames: Iterable[bytes] = ()) -> None:
    """Run ffmpeg, feeding it frames if there are any."""
    with subprocess.Popen(["ffmpeg", "-y", "-loglevel", "error", *arguments], stdin=subprocess.PIPE) as process:
        for frame in frames:
            process.stdin.write(frame)
        process.stdin.close()
    if process.returncode:
        sys.exit(f"ffmpeg failed with {process.returncode}")


def draw_sound() -> None:
    """`finish-bell.mp3`: two strokes over water, four seconds."""
    path = HERE / "finish-bell.wav"
    write_wave(path, waves(4) + bell(4, 0.25) + bell(4, 1.15))
    ffmpeg("-i", str(path), "-b:a", "64k", "-metadata", "title=The finish bell", str(HERE / "finish-bell.mp3"))
    path.unlink()


def draw_strings() -> None:
    """`open-strings.mp3`: the four open strings of a cello, bowed one after the other, five seconds."""
    moments = np.arange(5 * RATE) / RATE
    bow = np.random.default_rng(43).normal(0, 1, moments.size)
    bow = np.convolve(bow, np.hanning(24) / 12, mode="same")
    sound = np.zeros_like(moments)
    for number, pitch in enumerate((65.41, 98.0, 146.83, 220.0)):
        since = moments - 0.15 - number * 1.08
        swell_up = np.clip(since / 0.16, 0, 1) * np.clip((1.5 - since) / 0.5, 0, 1)
        phase = 2 * np.pi * pitch * since + 0.05 * np.sin(2 * np.pi * 5.2 * since)
        tone = sum(np.sin(part * phase) / part ** (1.05 + 0.012 * part) for part in range(1, 22) if part * pitch < 6000)
        sound += swell_up * tone * (1 + 0.06 * bow) * (0.24 - 0.015 * number)
    path = HERE / "open-strings.wav"
    write_wave(path, sound * 0.55 + bow * 0.002)
    ffmpeg("-i", str(path), "-b:a", "48k", "-metadata", "title=Four open strings", str(HERE / "open-strings.mp3"))
    path.unlink()


def film_frames(rate: int, count: int) -> Iterable[bytes]:
    """The regatta in motion: the far layers stand, boats, mist and reeds move."""
    scene = Scene(720, 29, 1)
    regatta_far(scene)
    still = scene.pixels.copy()
    mist = scene.band(396, 40) * scene.noise(240, 4, stretch=5)
    for number in range(count):
        time = number / rate
        scene.pixels = still.copy()
        scene.veil(np.roll(mist, round(-26 * time), axis=1), "#f8ecd6", 0.6)
        regatta_near(scene, time)
        scene.rng = np.random.default_rng(7)
        wind = 0.18 + 0.025 * math.sin(time * 2.1)
        reeds(scene, 740, 170, (60, 230), "#33453f", (-40, 330), wind)
        reeds(scene, 740, 120, (50, 180), "#33453f", (980, 1320), wind)
        yield scene.finish(grain=0).resize((640, 360), Image.Resampling.LANCZOS).tobytes()


def draw_film() -> None:
    """`arrel-regatta.mp4`: three seconds, 640 by 360, H.264 with quiet sound."""
    sound = HERE / "arrel-regatta.wav"
    write_wave(sound, waves(3) + bell(3, 1.6) * 0.6)
    raw = ("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "640x360", "-r", "25", "-i", "-")
    coding = (
        "-c:v",
        "libx264",
        "-preset",
        "slow",
        "-crf",
        "29",
        "-pix_fmt",
        "yuv420p",
        "-c:a",
        "aac",
        "-b:a",
        "40k",
        "-movflags",
        "+faststart",
        "-shortest",
    )
    ffmpeg(*raw, "-i", str(sound), *coding, str(HERE / "arrel-regatta.mp4"), frames=film_frames(25, 75))
    sound.unlink()


EXTRAS = {"portraits": draw_portraits, "film": draw_film, "sound": draw_sound, "strings": draw_strings}


def main(wanted: Sequence[str]) -> None:
    """Draw what is named, or everything."""
    if unknown := set(wanted) - MOTIFS.keys() - EXTRAS.keys():
        sys.exit(f"no such motif: {', '.join(sorted(unknown))}; there are {', '.join([*MOTIFS, *EXTRAS])}")
    for name, motif in MOTIFS.items():
        if not wanted or name in wanted:
            save(name, motif)
    for name, draw in EXTRAS.items():
        if not wanted or name in wanted:
            draw()


if __name__ == "__main__":
    main(sys.argv[1:])
