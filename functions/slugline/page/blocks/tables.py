"""Tables: made square, so that they are tables whatever a document says, with numbers at the end of their cells."""

import re
from collections.abc import Sequence

from slugline.page.composition import Spot
from slugline.page.context import CellView, TableView
from slugline.page.text import markup, optional
from slugline.story.blocks import Cell, Table
from slugline.story.text import plain

# A figure: digits of any script with their signs, separators and units, and hardly any letters.
_FIGURE = re.compile(r"^[\s+\-−–±~<>≈$€£¥₹]*\d[\d\s.,:'’٫٬/+\-−–%‰°]*(?:[a-zA-Z]{1,3}|%|[$€£¥₹])?$")

Row = tuple[Cell, ...]


def table(block: Table, _: Spot) -> TableView | None:
    """Rows of cells, of which the first head the columns; at least one row is not a head."""
    rows = [tuple([cell if isinstance(cell, Cell) else Cell(text=cell) for cell in row]) for row in block.rows if row]
    if not rows:
        return None
    heads = min(block.header_rows, len(rows) - 1)
    head, body = _square(rows, heads)
    aligned = [[_align(cell) for cell in row] for row in body]
    ends = _columns_of_figures(body, aligned)
    return TableView(
        caption=optional(block.caption),
        head=tuple(_head(row, ends) for row in head),
        body=tuple(tuple(map(_body_cell, row, aligns)) for row, aligns in zip(body, aligned, strict=True)),
    )


def _square(rows: Sequence[Row], heads: int) -> tuple[Sequence[Row], Sequence[Row]]:
    """Head and body with rows of one width: short ones get an empty cell, and no cell spans out of its part."""
    if not _spans(rows) and len(set(map(len, rows))) == 1:
        return rows[:heads], rows[heads:]
    parts = _clipped(rows[:heads]), _clipped(rows[heads:])
    widths = [_widths(part) for part in parts]
    widest = max(width for part in widths for width in part)
    head, body = (
        [(*row, *_filling(widest - width)) for row, width in zip(part, width_of, strict=True)]
        for part, width_of in zip(parts, widths, strict=True)
    )
    return head, body


def _clipped(rows: Sequence[Row]) -> list[Row]:
    """Rows of which no cell spans more rows than there are."""
    return [
        tuple(_spanning(cell, min(cell.rowspan, len(rows) - index)) for cell in row) for index, row in enumerate(rows)
    ]


def _spanning(cell: Cell, rowspan: int) -> Cell:
    if rowspan == cell.rowspan:
        return cell
    return Cell(text=cell.text, header=cell.header, align=cell.align, colspan=cell.colspan, rowspan=rowspan)


def _widths(rows: Sequence[Row]) -> list[int]:
    """How many columns each row takes, with the cells that hang into it from above."""
    hanging: list[tuple[int, int]] = []
    widths = []
    for row in rows:
        widths.append(sum(width for _, width in hanging) + sum(cell.colspan for cell in row))
        hanging = [(left - 1, width) for left, width in hanging if left > 1]
        hanging += [(cell.rowspan - 1, cell.colspan) for cell in row if cell.rowspan > 1]
    return widths


def _filling(columns: int) -> Row:
    return (Cell(text="", colspan=columns),) if columns else ()


def _spans(rows: Sequence[Row]) -> bool:
    return any(cell.colspan > 1 or cell.rowspan > 1 for row in rows for cell in row)


def _columns_of_figures(rows: Sequence[Row], aligned: Sequence[Sequence[str]]) -> frozenset[int]:
    """The columns that hold figures alone, in a part without spans; their heads stand at the end as well."""
    if _spans(rows):
        return frozenset()
    columns = zip(*aligned, strict=True)
    return frozenset(index for index, column in enumerate(columns) if set(column) == {"end"})


def _align(cell: Cell) -> str:
    return cell.align or ("end" if _FIGURE.match(plain(cell.text)) else "start")


def _head(row: Row, ends: frozenset[int]) -> tuple[CellView, ...]:
    """A row of heads, which stand at the end over columns of figures."""
    whole = all(cell.colspan == 1 for cell in row)
    return tuple(
        _cell(cell, "end" if whole and not cell.align and index in ends else _align(cell), "col")
        for index, cell in enumerate(row)
    )


def _body_cell(cell: Cell, align: str) -> CellView:
    return _cell(cell, align, "row" if cell.header else None)


def _cell(cell: Cell, align: str, scope: str | None) -> CellView:
    """A cell; one with a scope is a head, unless it says nothing: that would be announced for every cell under it."""
    header = scope is not None and bool(plain(cell.text))
    return CellView(
        text=markup(cell.text),
        header=header,
        scope=scope if header else None,
        align=None if align == "start" else align,
        colspan=cell.colspan,
        rowspan=cell.rowspan,
    )
