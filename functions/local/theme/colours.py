"""Whether the theme's colours can be read: contrast by WCAG 2.2, success criterion 1.4.3, by day and by night."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from local.theme.finding import Finding, error, warning
from local.theme.styles import declarations

AA = 4.5
"""The contrast that text of ordinary size needs."""
PAIRS = (
    ("--ink", "--paper"),
    ("--ink", "--surface"),
    ("--muted", "--paper"),
    ("--muted", "--surface"),
    ("--link", "--paper"),
    ("--link", "--surface"),
    ("--accent", "--paper"),
)
"""What stands on what in the default styles; of badges paper stands on accent, which is the same."""
_ROOTS = (":root", "html")
_HEX = re.compile("#([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_RGB = re.compile(r"rgb\((\d{1,3})[ ,]+(\d{1,3})[ ,]+(\d{1,3})\)", re.IGNORECASE)
_VAR = re.compile(r"var\((--[\w-]+)\)")
_NEAR_BLACK = 0.04045
_NAMED = {"black": "#000", "white": "#fff"}

Colour = tuple[int, int, int]


class Said(NamedTuple):
    """A property's value, and where it is said."""

    value: str
    file: Path
    line: int


def faults(styles: Mapping[str, tuple[Path, str]]) -> Iterator[Finding]:
    """Pairs that cannot be read, told where the colour is set; as a warning, a colour that cannot be worked out."""
    day, night = _sets(styles)
    told = set()
    for when, colours in (("by day", day), ("by night", night)):
        for pair in PAIRS:
            for finding in _pair(pair, colours, when):
                if (finding.file, finding.line, finding.what) not in told:
                    told.add((finding.file, finding.line, finding.what))
                    yield finding


def _sets(styles: Mapping[str, tuple[Path, str]]) -> tuple[dict[str, Said], dict[str, Said]]:
    """The properties of the root element by day, and by night."""
    day: dict[str, Said] = {}
    dark: dict[str, Said] = {}
    for file, css in styles.values():
        for one in declarations(css):
            if one.selector in _ROOTS and one.name.startswith("--"):
                if not one.media:
                    day[one.name] = Said(one.value, file, one.line)
                elif "prefers-color-scheme:dark" in one.media:
                    dark[one.name] = Said(one.value, file, one.line)
    return day, day | dark


def _pair(pair: tuple[str, str], colours: Mapping[str, Said], when: str) -> Iterator[Finding]:
    if not all(name in colours for name in pair):
        return  # that a property is lacking is told by itself
    found = [_colour(colours[name].value, colours) for name in pair]
    for name, colour in zip(pair, found, strict=True):
        if colour is None:
            said = colours[name]
            told = f"{name} is {said.value}, of which no contrast can be told"
            yield warning(said.file, said.line, told, "write it as #rrggbb")
            return
    ratio = contrast(*found)  # type: ignore[arg-type] # none of them is None
    if ratio < AA:
        said = colours[pair[0]]
        told = f"{pair[0]} on {pair[1]} has a contrast of {ratio:.2f} {when}"
        yield error(said.file, said.line, told, f"make it {AA} or more (WCAG AA)")


def _colour(value: str, colours: Mapping[str, Said]) -> Colour | None:
    for _ in range(len(colours)):
        if (used := _VAR.fullmatch(value)) and used[1] in colours:
            value = colours[used[1]].value
    value = _NAMED.get(value.lower(), value)
    if match := _HEX.fullmatch(value):
        digits = match[1] if len(match[1]) > len("rgb") else "".join(digit * 2 for digit in match[1])
        return (int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16))
    if match := _RGB.fullmatch(value):
        return (int(match[1]), int(match[2]), int(match[3]))
    return None


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= _NEAR_BLACK else ((part + 0.055) / 1.055) ** 2.4
