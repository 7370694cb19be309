"""Walking an HTML tree. The parser is selectolax's Lexbor: a browser's own tree building, with scripting off."""

from __future__ import annotations

from collections.abc import Container, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode


def parse(html: str) -> LexborNode:
    """Return the root element of a page. What a `template` holds is not part of the tree."""
    root = LexborHTMLParser(html).root
    if root is None:
        raise ValueError("the page is empty")
    return root


def children(node: LexborNode) -> Iterator[LexborNode]:
    """Yield the child nodes, texts and comments included."""
    child = node.child
    while child is not None:
        yield child
        child = child.next


def elements(node: LexborNode) -> Iterator[LexborNode]:
    """Yield the child elements."""
    return (child for child in children(node) if child.is_element_node)


def descendants(node: LexborNode, without: Container[str] = ()) -> Iterator[LexborNode]:
    """Yield all elements below a node in document order, leaving out those of the given names with all they hold."""
    waiting = [*elements(node)][::-1]
    while waiting:
        element = waiting.pop()
        if element.tag not in without:
            yield element
            waiting += [*elements(element)][::-1]


def value(element: LexborNode, name: str) -> str | None:
    """Return an attribute's value, an empty text if it has none, and None if it is not there."""
    attributes = element.attributes
    if name not in attributes:
        return None
    return attributes[name] or ""


def classes(element: LexborNode) -> list[str]:
    """Return the element's classes."""
    return (value(element, "class") or "").split()
