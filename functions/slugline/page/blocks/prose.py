"""Blocks that are text."""

from slugline.page.composition import Spot
from slugline.page.context import (
    BlockQuoteView,
    CodeView,
    DividerView,
    HeadingView,
    ListItemView,
    ListView,
    ParagraphView,
    PullQuoteView,
)
from slugline.page.text import address, clean, line, markup, optional
from slugline.story.blocks import BlockQuote, Code, Divider, Heading, List, ListEntry, ListItem, Paragraph, PullQuote


def paragraph(block: Paragraph, _: Spot) -> ParagraphView | None:
    """An empty paragraph shows nothing."""
    text = optional(block.text)
    return ParagraphView(text=text) if text else None


def heading(block: Heading, _: Spot) -> HeadingView | None:
    """An empty heading shows nothing: it would be announced to nobody's use."""
    text = optional(block.text)
    return HeadingView(text=text, level=block.level) if text else None


def bullets(block: List, _: Spot) -> ListView | None:
    """A list of at least one item."""
    items = tuple(_item(entry) for entry in block.items)
    return ListView(items=items, ordered=block.ordered) if items else None


def _item(entry: ListEntry) -> ListItemView:
    if not isinstance(entry, ListItem):
        return ListItemView(text=markup(entry))
    return ListItemView(text=markup(entry.text), items=tuple(map(_item, entry.items)), ordered=entry.ordered)


def block_quote(block: BlockQuote, _: Spot) -> BlockQuoteView | None:
    """Somebody else's words."""
    text = optional(block.text)
    if not text:
        return None
    return BlockQuoteView(text=text, attribution=line(block.attribution), url=_address(block.url))


def pull_quote(block: PullQuote, _: Spot) -> PullQuoteView | None:
    """Words set large."""
    text = optional(block.text)
    if not text:
        return None
    return PullQuoteView(text=text, attribution=line(block.attribution), url=_address(block.url))


def _address(url: str | None) -> str | None:
    return address(url) if url else None


def code(block: Code, _: Spot) -> CodeView:
    """Lines as they are typed."""
    return CodeView(text=clean(block.text), language=line(block.language))


def divider(_block: Divider, _: Spot) -> DividerView:
    """A pause."""
    return DividerView()
