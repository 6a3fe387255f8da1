"""What mariadb-dump and mysqldump write: tables with their columns, and their rows one by one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from tessebs_core.database.legacy.dump_text import DumpText
from tessebs_core.database.legacy.dump_values import CHARACTER_SETS, Value, family_of, value_of

__all__ = ["DumpedTable", "read_dump"]

_BLANK = re.compile(rb"\s+")
_LINE_COMMENT = re.compile(rb"(?:--(?=\s)|#)[^\n]*\n?")
_COMMENT = re.compile(rb"/\*(?:[^*]++|\*(?!/))*+\*/")
_SET_NAMES = re.compile(rb"\bSET\s+NAMES\s+'?(\w+)", re.IGNORECASE)
_BORROWS = b"@OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT"
_GIVES_BACK = b"CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT"
_DELIMITER = re.compile(rb"DELIMITER\s+(\S+)[^\n]*\n?", re.IGNORECASE)
_ANY_LINE = re.compile(rb"[^\n]*\n?")
_PIECE = re.compile(
    rb"[^'\"`;]+|'(?:[^'\\]++|\\.|'')*+'|\"(?:[^\"\\]++|\\.|\"\")*+\"|`(?:[^`]++|``)*+`", re.DOTALL
)
_END = re.compile(rb";")
_NAME = rb"(?:`((?:[^`]|``)+)`|\"((?:[^\"]|\"\")+)\"|([\w$]+))"
_CREATE = re.compile(rb"CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?", re.IGNORECASE)
_INSERT = re.compile(rb"(?:INSERT\s+(?:IGNORE\s+)?|REPLACE\s+)INTO\s+", re.IGNORECASE)
_TABLE = re.compile(_NAME + rb"(?:\s*\.\s*" + _NAME + rb")?\s*")
_COLUMN = re.compile(rb"\s*" + _NAME + rb"\s+(\w+)")
_COLUMN_NAMES = re.compile(rb"\(((?:\s*" + _NAME + rb"\s*,?)+)\)\s*")
_VALUES = re.compile(rb"VALUES\s*", re.IGNORECASE)
_OPEN = re.compile(rb"\s*\(\s*")
_VALUE = re.compile(
    rb"\s*(?:_\w+\s+)?((?:[xX])?'(?:[^'\\]++|\\.|'')*+'|NULL|0x[0-9A-Fa-f]*|[-+]?[0-9.][0-9.eE+-]*)\s*([,)])",
    re.DOTALL | re.IGNORECASE,
)
_NEXT = re.compile(rb"\s*([,;])")
_KEYS = {"PRIMARY", "UNIQUE", "KEY", "CONSTRAINT", "FULLTEXT", "SPATIAL", "INDEX", "CHECK", "FOREIGN"}


@dataclass(frozen=True)
class DumpedTable:
    """A table as the dump defines it; ``families`` say what each column holds (see `family_of`)."""

    name: str
    columns: tuple[str, ...]
    families: tuple[str, ...]


def read_dump(stream: IO[bytes], name: str) -> Iterator[tuple[DumpedTable, tuple[Value, ...] | None]]:
    """Read a dump, a piece at a time.

    Parameters
    ----------
    stream : binary file
    name : str
        Of the file, for messages.

    Yields
    ------
    table, row
        Each table once with None when it is defined, then with each of its rows, in the order of the
        table's own columns.

    Raises
    ------
    LegacySourceError
        The file is no dump, is cut off, or holds what a dump does not; the text names the line.
    """
    return _Dump(DumpText(stream, name)).pieces()


class _Dump:
    def __init__(self, text: DumpText) -> None:
        self._text = text
        self._encoding = "utf-8"
        self._tables: dict[str, DumpedTable] = {}
        self._promises_end = False
        self._has_end = False
        self._borrowed = False  # settings of the server, noted first and given back behind all rows

    def pieces(self) -> Iterator[tuple[DumpedTable, tuple[Value, ...] | None]]:
        text = self._text
        while not text.at_end():
            if text.take(_BLANK) or self._skip_comment():
                continue
            if text.take(_CREATE):
                yield self._definition(), None
            elif text.take(_INSERT):
                yield from self._rows()
            elif match := text.take(_DELIMITER):
                self._skip_program(match[1])
            else:
                self._note(self._statement())
        if self._promises_end and not self._has_end:
            raise text.error("the dump is cut off: its last line, 'Dump completed', is missing")
        if self._borrowed:
            raise text.error("the dump is cut off: it does not give back the settings noted at its beginning")
        if not self._tables:
            raise text.error("no table is defined here, so this is no dump of a database")

    def _skip_comment(self) -> bool:
        text = self._text
        if comment := text.take(_LINE_COMMENT):
            words = comment[0]
            self._promises_end |= bool(re.match(rb"-- (MariaDB|MySQL) dump", words))
            self._has_end |= words.startswith(b"-- Dump completed")
            return True
        if not text.starts_with(b"/*"):
            return False
        match = text.take(_COMMENT, may_be_long=True)
        if match is None:
            raise text.error("a comment that begins here does not end")
        if match[0].startswith((b"/*!", b"/*M!")):  # a comment to others, a statement to the server
            self._note(match[0])
        return True

    def _note(self, statement: bytes) -> None:
        if statement[:7].upper() == b"PRAGMA ":
            raise self._text.error(
                "this was written by sqlite3, which spells texts otherwise. Give the SQLite file itself"
            )
        self._borrowed = (self._borrowed or _BORROWS in statement) and _GIVES_BACK not in statement
        if (match := _SET_NAMES.search(statement[:200])) is None:
            return
        wanted = match[1].decode("ascii", "replace").lower()
        if wanted not in CHARACTER_SETS:
            raise self._text.error(
                f"the dump is written in '{wanted}'. Dump again with --default-character-set=utf8mb4"
            )
        self._encoding = CHARACTER_SETS[wanted]

    def _skip_program(self, delimiter: bytes) -> None:
        """Skip triggers and procedures: lines until the delimiter is a semicolon again."""
        while delimiter != b";":
            if self._text.at_end():
                raise self._text.error("a stored program does not end")
            match = self._text.take(_DELIMITER)
            if match is not None:
                delimiter = match[1]
            else:
                self._text.take(_ANY_LINE, may_be_long=True)

    def _statement(self) -> bytes:
        """Read to the semicolon; gives the beginning of what was read."""
        beginning = bytearray()
        while self._text.take(_END) is None:
            match = self._text.take(_PIECE, may_be_long=self._text.starts_with(b"'", b'"', b"`"))
            if match is None:
                raise self._text.error("a statement that is not closed")
            if len(beginning) < 2**20:
                beginning += match[0]
        return bytes(beginning)

    def _named(self) -> str:
        match = self._text.take(_TABLE)
        if match is None:
            raise self._text.error("the name of a table is missing")
        return _unquoted(match.groups()[3:] if any(match.groups()[3:]) else match.groups()[:3])

    def _definition(self) -> DumpedTable:
        text, name = self._text, self._named().lower()
        if name in self._tables:
            raise text.error(f"the table {name} is defined a second time. Dump one database alone")
        columns, families = [], []
        for part in _parts(self._statement()):
            match = _COLUMN.match(part)
            if match is None or (match[3] and match[3].decode().upper() in _KEYS):
                continue
            columns.append(_unquoted(match.groups()[:3]))
            families.append(family_of(match[4].decode("ascii", "replace")))
        if not columns or len({each.lower() for each in columns}) < len(columns):
            raise text.error(f"the columns of {name} cannot be read")
        self._tables[name] = DumpedTable(name, tuple(columns), tuple(families))
        return self._tables[name]

    def _rows(self) -> Iterator[tuple[DumpedTable, tuple[Value, ...]]]:
        text = self._text
        name = self._named().lower()
        table = self._tables.get(name)
        if table is None:
            raise text.error(f"rows of {name}, which is not defined before them")
        order = self._order(table)
        if text.take(_VALUES) is None:
            raise text.error(f"VALUES is missing in the rows of {name}")
        families = [table.families[index] for index in order]
        while True:
            values = self._row(name, families)
            row: list[Value] = [None] * len(table.columns)
            for index, value in zip(order, values, strict=True):
                row[index] = value
            yield table, tuple(row)
            match = text.take(_NEXT)
            if match is None:
                raise text.error(f"after a row of {name} there is neither a comma nor a semicolon")
            if match[1] == b";":
                return

    def _order(self, table: DumpedTable) -> list[int]:
        """Where the values go: as in the definition, unless the statement names its columns."""
        match = self._text.take(_COLUMN_NAMES)
        if match is None:
            return list(range(len(table.columns)))
        places = {column.lower(): index for index, column in enumerate(table.columns)}
        named = [_unquoted(each.groups()).lower() for each in re.finditer(_NAME, match[1])]
        if not set(named) <= set(places) or len(set(named)) < len(named):
            raise self._text.error(f"rows of {table.name} name columns that it does not have, or one twice")
        return [places[each] for each in named]

    def _row(self, name: str, families: list[str]) -> list[Value]:
        text = self._text
        if text.take(_OPEN) is None:
            raise text.error(f"a row of {name} does not begin with a parenthesis")
        values: list[Value] = []
        while True:
            match = text.take(_VALUE)
            if match is None:
                text.take(_BLANK)
            if match is None and text.starts_with(b"'", b"_", b"x'", b"X'", b"0x"):
                match = text.take(_VALUE, may_be_long=True)
            if match is None:
                raise text.error(f"value {len(values) + 1} of a row of {name} cannot be read")
            if len(values) == len(families):
                raise text.error(f"a row of {name} has more than its {len(families)} values")
            try:
                values.append(value_of(match[1], families[len(values)], self._encoding))
            except ValueError as error:
                raise text.error(f"value {len(values) + 1} of a row of {name}: {error}") from error
            if match[2] == b")":
                break
        if len(values) < len(families):
            raise text.error(f"a row of {name} has {len(values)} values, {len(families)} are needed")
        return values


def _unquoted(names: tuple[bytes | None, ...]) -> str:
    tick, quoted, plain = names
    raw = tick.replace(b"``", b"`") if tick else quoted.replace(b'""', b'"') if quoted else plain or b""
    return raw.decode("utf-8", "backslashreplace")


def _parts(definition: bytes) -> Iterator[bytes]:
    """The definitions between the commas of a CREATE TABLE's outer parentheses."""
    depth, part = 0, bytearray()
    for match in re.finditer(
        rb"'(?:[^'\\]|\\.|'')*'|`(?:[^`]|``)*`|[(),]|[^'`(),]+|.", definition, re.DOTALL
    ):
        token = match[0]
        depth += (token == b"(") - (token == b")")
        if (token == b"(" and depth == 1) or (token == b"," and depth == 1) or (token == b")" and depth == 0):
            if part.strip():
                yield bytes(part)
            part.clear()
            if token == b")":
                return
        elif depth >= 1:
            part += token
