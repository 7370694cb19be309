"""Content parity: what a reader gets from the `main` of an HTML page and of an AMP page is the same."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from tests.parts.dom import children, classes, descendants, parse, value

_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "br",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "var",
        "wbr",
    ]
)
_UNSEEN = frozenset(["style", "script", "template", "noscript", "iframe", "object", "canvas", "svg", "title"])
_PLAYERS = frozenset(("video", "audio"))
_SSR_PICTURE = "i-amphtml-replaced-content"
_SIZER_PICTURE = "i-amphtml-intrinsic-sizer"


@dataclass(slots=True)
class Content:
    """What is in a page's `main`, in order.

    A text is what stands in one block: marks, links and spans do not split it, white space is folded, and a line break
    is a blank. Links and pictures are addresses as written, but that a link to an AMP page of this site is one to the
    page; a video's poster is a picture. What AMP shows only until a component has loaded (`placeholder`, `fallback`) or
    once there is something new (`update`), what is `hidden`, and what a player holds for browsers that cannot play, is
    not content.
    """

    texts: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)


def content(html: str, without: Collection[str] = ()) -> Content:
    """Return the content of a page's `main` without parts of some ids; raise ValueError if it has none or several."""
    mains = [node for node in descendants(parse(html)) if node.tag == "main"]
    if len(mains) != 1:
        raise ValueError(f"the page has {len(mains)} main elements")
    found = Content()
    found.texts = [
        text for text in (" ".join(run.split()) for run in "".join(_walk(mains[0], found, without)).split("\0")) if text
    ]
    return found


def differences(html: str, amp: str, allowed: Collection[str] = ()) -> list[str]:
    """Return what one page has and the other has not, or elsewhere; texts and addresses in `allowed` do not count.

    Nor do parts of which the AMP page itself says, by a link to their place there, that the HTML page has others.
    """
    elsewhere = told_elsewhere(html, amp)
    one, other = content(html, elsewhere), content(amp, elsewhere)
    if not one.texts:
        return ["the HTML page has no text"]
    return [
        *_compare("text", one.texts, other.texts, allowed),
        *_compare("link", one.links, other.links, allowed),
        *_compare("picture", one.pictures, other.pictures, allowed),
    ]


def told_elsewhere(html: str, amp: str) -> set[str]:
    """The ids of the parts of an AMP page from which a link leads to the part of that id on the HTML page."""
    there = {value(node, "id") for node in descendants(parse(html))}
    told = set()
    for node in descendants(parse(amp)):
        name = value(node, "id")
        links = [value(inner, "href") or "" for inner in descendants(node) if inner.tag == "a"] if name else []
        if name in there and any(link.startswith("/") and link.endswith(f"#{name}") for link in links):
            told.add(str(name))
    return told


def _walk(node: LexborNode, found: Content, without: Collection[str]) -> Iterator[str]:
    """Yield the pieces of text, with a zero character at each border of a block, and note links and pictures."""
    for child in children(node):
        if child.is_text_node:
            yield (child.text_content or "").replace("\0", "")
        elif child.is_element_node and not _unseen(child) and value(child, "id") not in without:
            _note(child, found)
            border = " " if child.tag == "br" else "" if child.tag in _INLINE else "\0"
            yield border
            if child.tag not in _PLAYERS:
                yield from _walk(child, found, without)
            yield border


def _unseen(element: LexborNode) -> bool:
    if element.tag in _UNSEEN or value(element, "hidden") is not None:
        return True
    in_component = element.parent is not None and (element.parent.tag or "").startswith("amp-")
    return in_component and any(value(element, name) is not None for name in ("placeholder", "fallback", "update"))


def _note(element: LexborNode, found: Content) -> None:
    link = value(element, "href")
    if element.tag == "a" and link is not None:
        found.links.append(link.removeprefix("/amp") if link.startswith("/amp/") else link)
    source = value(element, "poster" if element.tag in {"video", "amp-video"} else "src")
    doubled = {_SSR_PICTURE, _SIZER_PICTURE} & set(classes(element))
    if element.tag in {"img", "amp-img", "video", "amp-video"} and source and not doubled:
        found.pictures.append(source)


def _compare(kind: str, html: list[str], amp: list[str], allowed: Collection[str]) -> list[str]:
    one = [item for item in html if item not in allowed]
    other = [item for item in amp if item not in allowed]
    lines = difflib.ndiff(one, other) if one != other else []
    side = {"- ": "HTML only", "+ ": "AMP only"}
    return [f"{kind}, {side[line[:2]]}: {line[2:]}" for line in lines if line[:2] in side]
