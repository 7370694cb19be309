"""Tables."""

import re

from slugline.page.composition import Spot
from slugline.page.context import CellView, TableView
from slugline.page.text import markup, optional
from slugline.story.blocks import Cell, Table
from slugline.story.text import Text, plain

# A figure: digits of any script with their signs, separators and units, and hardly any letters.
_FIGURE = re.compile(r"^[\s+\-−–±~<>≈$€£¥₹]*\d[\d\s.,:'’٫٬/+\-−–%‰°]*(?:[a-zA-Z]{1,3}|%|[$€£¥₹])?$")


def table(block: Table, _: Spot) -> TableView | None:
    """Rows of cells, of which the first head the columns; numbers stand at the end of their cells."""
    rows = [tuple(_cell(cell, heads=index < block.header_rows) for cell in row) for index, row in enumerate(block.rows)]
    rows = [row for row in rows if row]
    if not rows:
        return None
    heads = min(block.header_rows, len(rows))
    return TableView(caption=optional(block.caption), head=tuple(rows[:heads]), body=tuple(rows[heads:]))


def _cell(cell: Text | Cell, *, heads: bool) -> CellView:
    if not isinstance(cell, Cell):
        cell = Cell(text=cell)
    header = heads or cell.header
    align = cell.align or ("end" if _FIGURE.match(plain(cell.text)) else "start")
    return CellView(
        text=markup(cell.text),
        header=header,
        scope=("col" if heads else "row") if header else None,
        align=None if align == "start" else align,
        colspan=cell.colspan,
        rowspan=cell.rowspan,
    )
