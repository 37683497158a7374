"""Is a table data, or does it only lay out the page?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter

from lxml import etree

from cleaner.dom import text_in
from cleaner.tidy.code import code_of_table, code_text, put_code
from cleaner.tidy.walk import Handler, Walk

Row = list[etree._Element]

_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_CELLS = frozenset({"td", "th"})
_BLOCKS_OF_LAYOUT = ("h1", "h2", "h3", "form", "article", "section", "iframe", "hr")
_LONG = 400  # characters in a cell; measured prose, not data


def rows(table: etree._Element) -> Iterator[tuple[str, Row]]:
    """(`head`, `body` or `foot`; cells) for each row of this table itself, not of tables inside it."""
    for child in table:
        if child.tag == "tr":
            yield "body", _cells(child)
        elif child.tag in _GROUPS:
            for row in child:
                if row.tag == "tr":
                    yield child.tag[1:], _cells(row)


def _cells(row: etree._Element) -> Row:
    return [cell for cell in row if cell.tag in _CELLS]


def is_data(table: etree._Element, found: list[tuple[str, Row]]) -> bool:
    """Whether its cells belong in rows and columns; a layout table is better read from top to bottom."""
    if table.get("role") in ("presentation", "none") or not found:
        return False
    if next(table.iterdescendants("table"), None) is not None:
        return False
    grid = [cells for _, cells in found if cells]
    columns = max(map(len, grid), default=0)
    if columns < 2:
        return False  # one column is a list at best
    if table.find("caption") is not None or table.find("thead") is not None or table.get("role") in ("table", "grid"):
        return True
    if any(cell.tag == "th" for cells in grid for cell in cells):
        return True
    if len(grid) < 2 or next(table.iterdescendants(*_BLOCKS_OF_LAYOUT), None) is not None:
        return False
    lengths = sorted(len(text_in(cell)) for cells in grid for cell in cells)
    regular = sum(len(cells) == columns for cells in grid) * 2 >= len(grid)
    return regular and lengths[len(lengths) * 9 // 10] < _LONG


def _table(walk: Walk, node: etree._Element) -> None:
    if (listing := code_of_table(node)) is not None:
        put_code(walk, "\n".join(code_text(cell) for cell in listing))
        return
    found = list(rows(node))
    if not is_data(node, found):
        walk.block(node)
        return
    walk.write.open("table")
    caption = node.find("caption")
    if caption is not None:
        walk.write.line("caption")
        walk.children(caption)
        walk.write.end_line()
    for group, rows_of_group in groupby(found, key=itemgetter(0)):
        walk.write.open(f"t{group}")
        for _, cells in rows_of_group:
            _row(walk, cells)
        walk.write.close()
    walk.write.close()


def _row(walk: Walk, cells: Row) -> None:
    row = walk.write.open("tr")
    for cell in cells:
        spans = {name: value for name in ("colspan", "rowspan", "scope") if (value := cell.get(name)) and value != "1"}
        walk.write.open(cell.tag, spans)
        walk.note_anchor(cell)
        walk.children(cell)
        walk.write.close()
    if not any(len(cell) or cell.text for cell in row):
        row.clear()
    walk.write.close()


HANDLERS: Mapping[str, Handler] = {"table": _table}
