"""Our own checks of server-side rendered AMP pages, for all that the official validator does not see."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from tests.parts.amp_layout import amp_elements, layout_faults, name
from tests.parts.dom import descendants, elements, parse, value

MOST_CSS = 75_000
_BUILT_IN = {"amp-img", "amp-pixel", "amp-layout"}
_WITH_BOILERPLATE = {"amp-story", "amp-experiment", "amp-dynamic-css-classes"}
_OWNERS = {"amp-embed": "amp-ad", "amp-state": "amp-bind", "amp-list-load-more": "amp-list"}
_BY_ATTRIBUTE = {"lightbox": "amp-lightbox-gallery", "amp-fx": "amp-fx-collection"}
_BY_DATA = {"amp-access": "amp-access", "amp-subscriptions": "amp-subscriptions"}
_DATA_TYPES = {"application/json", "application/ld+json"}
_SCRIPT = re.compile(r"https://cdn\.ampproject\.org/(?:lts/)?v0(?:/(amp-[a-z0-9-]+)-(\d+\.\d+|latest))?\.(mjs|js)")
_NOT_CSS_WORDS = re.compile(r"/\*.*?\*/|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'", re.DOTALL)
_IMPORTANT = re.compile(r"!\s*important", re.IGNORECASE)
_ENGINE = "v0"


@dataclass(frozen=True, slots=True)
class Script:
    """One script of a page: the component it brings (or the engine), its version, and which half of a pair it is."""

    node: LexborNode
    component: str
    version: str
    module: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """What the checks look at, found once."""

    root: LexborNode
    head: list[LexborNode]
    amp: list[LexborNode]
    used: frozenset[str]
    scripts: list[Script]
    foreign: list[LexborNode]


def faults(html: str) -> list[str]:
    """Return what is wrong with an AMP page, one line each; an empty list for a good one."""
    page = _parts(parse(html))
    checks = (_document, _boilerplate, _styles, _scripts, _components, _head_order, _alternatives)
    found = [fault for check in checks for fault in check(page)]
    return found + list(layout_faults(page.root))


def _parts(root: LexborNode) -> Parts:
    head = next((element for element in elements(root) if element.tag == "head"), None)
    amp = amp_elements(root)
    code = [node for node in descendants(root) if node.tag == "script" and _kind(node) not in _DATA_TYPES]
    read = [(node, _SCRIPT.fullmatch(value(node, "src") or "")) for node in code]
    return Parts(
        root=root,
        head=list(elements(head)) if head is not None else [],
        amp=amp,
        used=frozenset(_used(root, amp)),
        scripts=[Script(node, match[1] or _ENGINE, match[2] or "", match[3] == "mjs") for node, match in read if match],
        foreign=[node for node, match in read if not match],
    )


def _kind(script: LexborNode) -> str:
    return (value(script, "type") or "").strip().lower()


def _used(root: LexborNode, amp: list[LexborNode]) -> Iterator[str]:
    """Yield the components that the page makes use of, the built-in ones included."""
    for element in amp:
        tag = str(element.tag)
        yield "amp-story" if tag.startswith("amp-story") else _OWNERS.get(tag, tag)
    for element in descendants(root, {"noscript"}):
        yield from (_BY_ATTRIBUTE[key] for key in element.attributes if key in _BY_ATTRIBUTE)
        if any(key.startswith(("[", "data-amp-bind-")) for key in element.attributes):
            yield "amp-bind"
        if element.tag == "form":
            yield "amp-form"
        if element.tag == "template" and value(element, "type"):
            yield str(value(element, "type"))
        if element.tag == "script" and (value(element, "id") or "") in _BY_DATA:
            yield _BY_DATA[str(value(element, "id"))]


def _document(page: Parts) -> Iterator[str]:
    if value(page.root, "⚡") is None and value(page.root, "amp") is None:
        yield "html: neither ⚡ nor amp"
    if value(page.root, "transformed") != "self;v=1":
        yield 'html: transformed="self;v=1" is missing'
    if not (value(page.root, "lang") or "").strip():
        yield "html: lang is missing"
    if page.amp and value(page.root, "i-amphtml-layout") is None:
        yield "html: i-amphtml-layout is missing"
    titles = [node for node in page.head if node.tag == "title" and node.text().strip()]
    if len(titles) != 1:
        yield f"head: {len(titles)} titles with text"


def _boilerplate(page: Parts) -> Iterator[str]:
    declared = value(page.root, "i-amphtml-no-boilerplate") is not None
    present = any(value(node, "amp-boilerplate") is not None for node in descendants(page.root) if node.tag == "style")
    components = page.used | {script.component for script in page.scripts}
    reasons = sorted(_WITH_BOILERPLATE & components)
    if declared and (present or reasons):
        yield f"html: i-amphtml-no-boilerplate beside {', '.join(reasons) or 'a boilerplate'}"
    if reasons and not present:
        yield f"head: no boilerplate, but {', '.join(reasons)} needs it"
    if present and not reasons:
        yield "head: a boilerplate that nothing needs hides the page until the runtime comes"
    if page.scripts and not declared and not present:
        yield "html: i-amphtml-no-boilerplate is missing"


def _styles(page: Parts) -> Iterator[str]:
    styles = [node for node in descendants(page.root) if node.tag == "style"]
    runtime = [node for node in styles if value(node, "amp-runtime") is not None]
    custom = [node for node in styles if value(node, "amp-custom") is not None]
    if len(runtime) != 1:
        yield f"head: {len(runtime)} style amp-runtime"
    if page.amp and not any(node.text().strip() for node in runtime):
        yield "head: style amp-runtime is empty, so that boxes are wrong until the runtime comes"
    if len(custom) > 1:
        yield f"head: {len(custom)} style amp-custom"
    size = sum(len(node.text().encode()) for node in custom)
    if size > MOST_CSS:
        yield f"head: style amp-custom has {size} bytes, more than {MOST_CSS}"
    yield from _important(page, [node for node in styles if node not in runtime])


def _important(page: Parts, styles: list[LexborNode]) -> Iterator[str]:
    if any(_IMPORTANT.search(_NOT_CSS_WORDS.sub(" ", node.text())) for node in styles):
        yield "head: !important in a style"
    for element in descendants(page.root):
        if _IMPORTANT.search(value(element, "style") or ""):
            yield f"{name(element)}: !important in its style"


def _scripts(page: Parts) -> Iterator[str]:
    for node in page.foreign:
        yield f"a script that is not AMP's: {value(node, 'src') or node.text()[:40]!r}"
    if not page.used:
        if page.scripts:
            yield "scripts on a page that uses no amp- element"
        return
    for component in sorted({_ENGINE, *(script.component for script in page.scripts)}):
        yield from _pair(component, [script for script in page.scripts if script.component == component])


def _pair(component: str, scripts: list[Script]) -> Iterator[str]:
    halves = Counter("module" if script.module else "nomodule" for script in scripts)
    for half in ("module", "nomodule"):
        if halves[half] != 1:
            yield f"script {component}: {halves[half]} {half} halves"
    if len({script.version for script in scripts}) > 1:
        yield f"script {component}: halves of different versions"
    for script in scripts:
        yield from (f"script {component}: {fault}" for fault in _script(script))


def _script(script: Script) -> Iterator[str]:
    if value(script.node, "async") is None:
        yield "async is missing"
    if script.module and (_kind(script.node) != "module" or value(script.node, "crossorigin") != "anonymous"):
        yield 'its .mjs half is not type="module" crossorigin="anonymous"'
    if not script.module and value(script.node, "nomodule") is None:
        yield "its .js half is not nomodule"
    if script.component != _ENGINE:
        key = "custom-template" if script.component == "amp-mustache" else "custom-element"
        if value(script.node, key) != script.component:
            yield f'{key}="{script.component}" is missing'


def _components(page: Parts) -> Iterator[str]:
    loaded = {script.component for script in page.scripts} - {_ENGINE}
    needed = page.used - _BUILT_IN
    spare = loaded - needed - {"amp-dynamic-css-classes"}
    if "amp-subscriptions" in needed:
        spare -= {"amp-subscriptions-google"}
    yield from (f"script {component} is missing" for component in sorted(needed - loaded))
    yield from (f"script {component} is loaded and not used" for component in sorted(spare))


def _head_order(page: Parts) -> Iterator[str]:
    if not page.head or value(page.head[0], "charset") is None:
        yield "head: meta charset is not first"
    order = [place for place in map(_place, page.head) if place]
    for earlier, later in (
        ("viewport", "style amp-runtime"),
        ("viewport", "engine"),
        ("style amp-runtime", "style amp-custom"),
        ("engine", "component"),
    ):
        if earlier in order and later in order and order.index(later) < _last(order, earlier):
            yield f"head: {later} before {earlier}"
    outside = [script for script in page.scripts if script.node not in page.head]
    yield from (f"script {script.component} is not in head" for script in outside)


def _place(node: LexborNode) -> str | None:
    if node.tag == "meta" and value(node, "name") == "viewport":
        return "viewport"
    if node.tag == "style":
        return next((f"style {key}" for key in ("amp-runtime", "amp-custom") if key in node.attributes), None)
    match = _SCRIPT.fullmatch(value(node, "src") or "") if node.tag == "script" else None
    if match is None:
        return None
    return "component" if match[1] else "engine"


def _last(order: list[str], place: str) -> int:
    return len(order) - 1 - order[::-1].index(place)


def _alternatives(page: Parts) -> Iterator[str]:
    for node in descendants(page.root):
        if node.tag in {"img", "amp-img"} and value(node, "alt") is None:
            yield f"{name(node)}: alt is missing"
