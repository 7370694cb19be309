"""What server-side rendering must have done to each amp- element: its layout's class, attributes, style and sizer."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

from tests.parts.dom import classes, descendants, elements, value

SIZED = {"responsive", "fixed", "fixed-height", "intrinsic", "fill", "flex-item"}
LAYOUTS = {*SIZED, "nodisplay", "container", "fluid"}
SIZERS = {"responsive", "intrinsic"}
_PREFIX = "i-amphtml-layout-"
_DEFAULTS = {"amp-pixel": ("1", "1"), "amp-analytics": ("1", "1"), "amp-social-share": ("60", "44")}
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)(px|em|rem|vh|vw|vmin|vmax|cm|mm|in|pt|pc|q)?")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")
_ROUNDING = 0.0001 + 1e-9
_INNER = ("i-amphtml-fill-content", "i-amphtml-replaced-content")


def layout_faults(root: LexborNode) -> Iterator[str]:
    """Yield what is wrong with the amp- elements of a page, those in `noscript` left out."""
    for element in amp_elements(root):
        found = _audio(element) if element.tag == "amp-audio" else _element(element)
        yield from (f"{name(element)}: {fault}" for fault in found)
    yield from _stray_sizers(root)


def amp_elements(root: LexborNode) -> list[LexborNode]:
    """Return the amp- elements that a reader with JavaScript gets."""
    return [element for element in descendants(root, {"noscript"}) if (element.tag or "").startswith("amp-")]


def name(element: LexborNode) -> str:
    """Return a name by which a person finds the element."""
    known = value(element, "id") or value(element, "src") or value(element, "data-videoid")
    return f"{element.tag} {known}" if known else str(element.tag)


def sizes(element: LexborNode) -> tuple[str | None, str | None]:
    """Return the width and height that hold for the element: its own, or its component's default."""
    width, height = value(element, "width"), value(element, "height")
    if value(element, "layout") in {None, "fixed"} and element.tag in _DEFAULTS:
        default = _DEFAULTS[element.tag]
        return width or default[0], height or default[1]
    return width, height


def layout(element: LexborNode) -> str:
    """Return the layout that AMP resolves for the element."""
    given = value(element, "layout")
    if given is not None:
        return given.lower()
    width, height = sizes(element)
    if not width and not height:
        return "container"
    if width in {None, "", "auto"}:
        return "fixed-height"
    if value(element, "sizes") is not None or value(element, "heights") is not None:
        return "responsive"
    return "fixed"


def _element(element: LexborNode) -> Iterator[str]:
    kind = layout(element)
    if kind not in LAYOUTS:
        yield f"layout {kind!r} is unknown"
        return
    if value(element, "i-amphtml-layout") != kind:
        yield f'i-amphtml-layout="{kind}" is missing'
    yield from _classes(element, kind)
    yield from _style(element, kind)
    yield from _sizer(element, kind)
    yield from _hidden(element, kind)
    yield from _left_to_runtime(element)
    yield from _picture(element)


def _classes(element: LexborNode, kind: str) -> Iterator[str]:
    wanted = {_PREFIX + kind}
    wanted |= {_PREFIX + "size-defined"} if kind in SIZED else set()
    wanted |= {_PREFIX + "awaiting-size"} if kind == "fluid" else set()
    found = {name for name in classes(element) if name.startswith(_PREFIX)}
    yield from (f"class {name} is missing" for name in sorted(wanted - found))
    yield from (f"class {name} is not of its layout" for name in sorted(found - wanted))


def _style(element: LexborNode, kind: str) -> Iterator[str]:
    width, height = sizes(element)
    wanted: dict[str, str | None] = {}
    if kind == "fixed":
        wanted = {"width": _css(width), "height": _css(height)}
    elif kind == "fixed-height":
        wanted = {"height": _css(height)}
    elif kind == "fluid":
        wanted = {"width": "100%", "height": "0"}
    found = _declarations(element)
    for part, length in wanted.items():
        if length is None:
            yield f"{part} is missing or is no length"
        elif found.get(part) != length:
            yield f"style {part}:{length} is missing"


def _sizer(element: LexborNode, kind: str) -> Iterator[str]:
    inside = [*elements(element)]
    sizers = [child for child in inside if child.tag == "i-amphtml-sizer"]
    if kind not in SIZERS:
        yield from ("has a sizer that its layout has not" for _ in sizers)
    elif len(sizers) != 1:
        yield f"has {len(sizers)} sizers"
    elif inside[0].tag != "i-amphtml-sizer":
        yield "its sizer is not its first child"
    elif value(sizers[0], "slot") != "i-amphtml-svc":
        yield 'its sizer has no slot="i-amphtml-svc"'
    else:
        yield from _responsive(element, sizers[0]) if kind == "responsive" else _intrinsic(element, sizers[0])


def _responsive(element: LexborNode, sizer: LexborNode) -> Iterator[str]:
    style = _declarations(sizer)
    if style.get("display") != "block":
        yield "its sizer is not display:block"
    wanted = _ratio(*sizes(element))
    found = _PERCENT.fullmatch(style.get("padding-top", ""))
    if wanted is None:
        yield "width and height are missing or not of one unit"
    elif found is None or abs(float(found[1]) - wanted) > _ROUNDING:
        yield f"its sizer has padding-top:{style.get('padding-top')}, not {wanted:.4f}%"


def _intrinsic(element: LexborNode, sizer: LexborNode) -> Iterator[str]:
    picture = next(elements(sizer), None)
    if picture is None or "i-amphtml-intrinsic-sizer" not in classes(picture):
        yield "its sizer holds no i-amphtml-intrinsic-sizer picture"
        return
    svg = _data(value(picture, "src") or "")
    found = [re.search(rf"\b{side}=[\"']?([\d.]+)", svg) for side in ("width", "height")]
    if [match and match[1] for match in found] != [_number(length) for length in sizes(element)]:
        yield "its sizer's picture has not its width and height"


def _hidden(element: LexborNode, kind: str) -> Iterator[str]:
    if kind == "nodisplay" and value(element, "hidden") is None:
        yield "hidden is missing"


def _left_to_runtime(element: LexborNode) -> Iterator[str]:
    yield from (f"{name} is left to the runtime" for name in ("heights", "media") if value(element, name) is not None)
    if value(element, "sizes") and value(element, "srcset") and value(element, "disable-inline-width") is None:
        yield "sizes is left to the runtime"


def _picture(element: LexborNode) -> Iterator[str]:
    if element.tag != "amp-img":
        return
    inner = [child for child in elements(element) if child.tag == "img"]
    rendered = value(element, "i-amphtml-ssr") is not None
    if len(inner) != int(rendered):
        yield f"i-amphtml-ssr is {'there' if rendered else 'not there'}, but it holds {len(inner)} img"
    for picture in inner:
        yield from (f"its img has no class {name}" for name in _INNER if name not in classes(picture))
        if value(picture, "decoding") != "async":
            yield 'its img has no decoding="async"'
        same = ("src", "srcset", "alt")
        yield from (f"its img has another {part}" for part in same if value(picture, part) != value(element, part))


def _audio(element: LexborNode) -> Iterator[str]:
    if not any(child.tag == "audio" and value(child, "controls") is not None for child in elements(element)):
        yield "holds no <audio controls>"
    if any(name.startswith(_PREFIX) for name in classes(element)):
        yield "has a layout class: amp-audio takes none"


def _stray_sizers(root: LexborNode) -> Iterator[str]:
    for sizer in descendants(root):
        parent = sizer.parent
        if sizer.tag == "i-amphtml-sizer" and (parent is None or not (parent.tag or "").startswith("amp-")):
            yield "a sizer lies outside an amp- element"


def _declarations(element: LexborNode) -> dict[str, str]:
    parts = (part.split(":", 1) for part in (value(element, "style") or "").split(";") if ":" in part)
    return {key.strip().lower(): text.strip().lower() for key, text in parts}


def _css(length: str | None) -> str | None:
    if length == "auto":
        return length
    match = _LENGTH.fullmatch((length or "").lower())
    return f"{match[1]}{match[2] or 'px'}" if match else None


def _ratio(width: str | None, height: str | None) -> float | None:
    across, down = _LENGTH.fullmatch(width or ""), _LENGTH.fullmatch(height or "")
    if not across or not down or (across[2] or "px") != (down[2] or "px") or not float(across[1]):
        return None
    return float(down[1]) / float(across[1]) * 100


def _number(length: str | None) -> str | None:
    match = _LENGTH.fullmatch(length or "")
    return match and match[1]


def _data(address: str) -> str:
    head, _, body = address.partition(",")
    if not head.endswith(";base64"):
        return unquote(body)
    try:
        return base64.b64decode(body).decode("utf-8", "replace")
    except ValueError:
        return ""
