"""Directives whose content is generated from the code when the site is built, so that it cannot go stale."""

from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.statemachine import StringList
from sphinx.application import Sphinx

from tessebs_core.database.administration.tables import described
from tessebs_core.database.base import Base
from tessebs_core.records.administration import Column, Table
from tessebs_core.records.catalogue_columns import COLUMNS
from tessebs_core.vocabulary import FieldKind, TableKind

_HEADINGS = {
    TableKind.CATALOGUE: "Tables of the catalogue",
    TableKind.HISTORY: "History: rows are only added",
    TableKind.LINKS: "Links: which row belongs to which",
    TableKind.TECHNICAL: "Technical: made anew or forgotten by the screens themselves",
    TableKind.COPIES: "Copies: triggers fill them from the other tables",
}


def _parsed(directive: Directive, markdown: list[str]) -> list[nodes.Node]:
    holder = nodes.section()
    lines = StringList(markdown, source="generated")
    directive.state.nested_parse(lines, 0, holder, match_titles=True)
    return holder.children


class DatabaseTables(Directive):
    """Every table with its columns, as SQLAlchemy's metadata have them."""

    def run(self) -> list[nodes.Node]:
        """One section for each kind of table, and one within for each table."""
        lines = []
        tables = [described(each) for _, each in sorted(Base.metadata.tables.items())]
        for kind, heading in _HEADINGS.items():
            lines += [f"## {heading}", ""]
            for table in tables:
                if table.kind is kind:
                    lines += _table(table)
        return _parsed(self, lines)


class CatalogueColumns(Directive):
    """Every column that searches, links and exports of the catalogue know."""

    def run(self) -> list[nodes.Node]:
        """One row a column."""
        rows = [(f"`{each.name}`", str(each.kind), each.unit, each.description) for each in COLUMNS]
        return _parsed(self, _rows(("column", "kind", "unit", "meaning"), rows))


def _table(table: Table) -> list[str]:
    rows = [
        (f"`{each.name}`", str(each.kind), each.unit, "yes" if each.nullable else "", _meaning(table, each))
        for each in table.columns
    ]
    head = ("column", "kind", "unit", "may be missing", "meaning")
    return [f"### {table.name}", "", table.about, "", *_rows(head, rows)]


def _meaning(table: Table, column: Column) -> str:
    said = [column.about]
    if column.name in table.key:
        said.append("key")
    if column.refers_to:
        said.append(f"row of {column.refers_to}")
    if column.kind in {FieldKind.WORD, FieldKind.WORDS}:
        said.append(", ".join(column.words))
    return "; ".join(each for each in said if each)


def _rows(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    lines = [head, tuple("---" for _ in head), *rows]
    return ["| " + " | ".join(each.replace("|", "\\|") for each in line) + " |" for line in lines] + [""]


def setup(app: Sphinx) -> dict[str, Any]:
    """Make the directives known."""
    app.add_directive("database-tables", DatabaseTables)
    app.add_directive("catalogue-columns", CatalogueColumns)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
