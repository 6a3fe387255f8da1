"""Damaged FITS files: what chance, a broken disk, a bad programmer or a web server make of a good one.

A file is taken apart into headers (lists of 80-byte cards) and data, changed, and put together again. Every
damage takes a `numpy.random.Generator`, so that a seed and a number name a file for ever.
"""

import bz2
import gzip
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from tests.support.fits_parts import BLOCK, CARD, END, FitsFile, Part, apart, together, width

__all__ = ["DAMAGES", "Damaged", "damaged"]

_ODD_VALUES = (
    "-1", "0", "1", "2", "3", "7", "999", "1000", "65536", "2147483647", "2147483648", "-2147483648",
    "1000000000", "9223372036854775807", "9223372036854775808", "1" + "0" * 30, "9" * 60, "1.5", "-0.0",
    "1E10", "1D300", "1E400", "NaN", "inf", "T", "F", "(1, 2)", "", "''", "'text'", "'8'", "'-32'",
    "'it''s'", "'open", "= =", "0x10", "1_000", "'" + "x" * 68 + "'", "'\x00'", "'\x1b[31m'", "'\xe9\xff'",
    "'&'", "'<script>'", "1 2", "/", "'1PE(99999)'", "'D'", "'E'", "'8A'", "'1J'", "'0D'", "'2D'", "'PD'",
    "'1QD(9)'", "'1X'", "'L'", "'M'", "'99999999999D'", "'9Z'", "'(2,2)'", "'(99999999)'", "'(-1)'", "'()'",
    "'TIME'", "'TIME '", "'IMAGE   '", "'BINTABLE'", "'TABLE   '",
)  # fmt: skip
_STRUCTURE = (
    "SIMPLE", "XTENSION", "BITPIX", "NAXIS", "NAXIS1", "NAXIS2", "NAXIS3", "PCOUNT", "GCOUNT", "TFIELDS",
    "THEAP", "EXTEND", "EXTNAME", "EXTVER", "GROUPS", "INHERIT", "LONGSTRN", "BSCALE", "BZERO", "BLANK",
    "ZIMAGE", "ZTABLE", "ZNAXIS1", "ZCMPTYPE", "DATASUM", "CHECKSUM",
)  # fmt: skip
_OF_COLUMN = ("TTYPE", "TFORM", "TDIM", "TSCAL", "TZERO", "TNULL", "TUNIT", "TDISP", "TBCOL")
_MEANING = ("SECTOR", "TICID", "TIC_ID", "OBJECT", "APER_ERR", "TELESCOP")


class Damaged(NamedTuple):
    """A file's bytes, and what must come of it.

    ``kept``: all times that are read of it are those of the good file; ``refused``: none may be read;
    ``changed``: times may be others, as the file's own data say.
    """

    content: bytes
    must_be: str


Chance = np.random.Generator
Damage = Callable[[Chance, FitsFile], bytes]


def _bits(chance: Chance, content: bytes, most: int = 24) -> bytes:
    changed = bytearray(content)
    for at in chance.integers(0, len(changed), chance.integers(1, most)):
        changed[at] ^= 1 << int(chance.integers(0, 8))
    return bytes(changed)


def header_bits(chance: Chance, file: FitsFile) -> bytes:
    """Bits of one header turned over."""
    at = int(chance.integers(0, 2))
    part = file.parts[at]
    cards = _bits(chance, b"".join(part.cards))
    return together(file.with_part(at, replace(part, cards=(cards,))).parts)


def header_bytes(chance: Chance, file: FitsFile) -> bytes:
    """Bytes of a header replaced by telling ones."""
    at = int(chance.integers(0, 2))
    cards = bytearray(b"".join(file.parts[at].cards))
    for place in chance.integers(0, len(cards), chance.integers(1, 12)):
        cards[place] = int(chance.choice([0, 9, 10, 13, 32, 39, 45, 46, 57, 61, 69, 84, 127, 255]))
    return together(file.with_part(at, replace(file.parts[at], cards=(bytes(cards),))).parts)


def table_bits(chance: Chance, file: FitsFile) -> bytes:
    """Bits of the rows turned over."""
    return together(file.with_part(1, replace(file.table, data=_bits(chance, file.table.data, 400))).parts)


def cut(chance: Chance, file: FitsFile) -> bytes:
    """A file that ends early, often at a border of blocks, cards or rows."""
    content = together(file.parts)
    step = int(chance.choice([1, CARD, BLOCK, file.table.number("NAXIS1")]))
    return content[: int(chance.integers(0, len(content))) // step * step]


def odd_card(chance: Chance, file: FitsFile) -> bytes:
    """An absurd value of a card that says how the file is built or what it is of."""
    at = int(chance.integers(0, 2))
    for _ in range(int(chance.choice([1, 1, 1, 2, 3]))):
        column = f"{chance.choice(_OF_COLUMN)}{chance.integers(1, file.table.number('TFIELDS') + 2)}"
        name = str(chance.choice([chance.choice(_STRUCTURE), column, chance.choice(_MEANING)]))
        part = file.parts[at].with_card(name, str(chance.choice(_ODD_VALUES)), again=chance.random() < 0.1)
        file = file.with_part(at, part)
    return together(file.parts)


def time_column_card(chance: Chance, file: FitsFile) -> bytes:
    """A scale, zero, form or dimension for the column of times."""
    number = file.table.column(file.time)
    name, values = (
        ("TSCAL", ("2.0", "-1.0", "0.0", "1E300", "NaN", "86400.0")),
        ("TZERO", ("0.5", "2457000.0", "-0.5", "1E300", "27.0")),
        ("TFORM", ("'K'", "'8A'", "'2E'", "'PD'", "'8B'", "'4I'", "'1C'", "'64X'", "'8L'")),
        ("TDIM", ("'(1)'", "'(2)'", "'(1,1)'")),
        ("TNULL", ("0", "1325")),
    )[int(chance.integers(0, 5))]
    return together(
        file.with_part(1, file.table.with_card(f"{name}{number}", str(chance.choice(values)))).parts
    )


def time_meaning(chance: Chance, file: FitsFile) -> bytes:
    """Another zero point, unit or scale of the times, said where such files say it."""
    number = file.table.column(file.time)
    at = next((i for i, part in enumerate(file.parts[:2]) if part.value("BJDREFI")), 1)
    name, value = (
        ("BJDREFI", "2400000"), ("BJDREFI", "2457001"), ("BJDREFI", "0"), ("BJDREFI", "2457000"),
        ("BJDREFI", "'2454833'"), ("BJDREFF", "0.5"), ("BJDREFF", "-5.0"), ("TIMEUNIT", "'s'"),
        ("TIMEUNIT", "'d'"), ("TIMESYS", "'UTC'"), ("TIMESYS", "'TDB'"), ("TIMEREF", "'LOCAL'"),
        (f"TUNIT{number}", "'s'"), (f"TUNIT{number}", "'BJD - 2454833, days'"), (f"TUNIT{number}", "'hours'"),
    )[int(chance.integers(0, 15))]  # fmt: skip
    at = 1 if name.startswith("TUNIT") else at
    return together(file.with_part(at, file.parts[at].with_card(name, value)).parts)


def moved_cards(chance: Chance, file: FitsFile) -> bytes:
    """Cards that are missing, repeated or in another order."""
    at = int(chance.integers(0, 2))
    cards = list(file.parts[at].cards)
    for _ in range(int(chance.integers(1, 5))):
        first, second = (int(each) for each in chance.integers(0, len(cards), 2))
        kind = int(chance.integers(0, 4))
        if kind == 0:
            del cards[first]
        elif kind == 1:
            cards.insert(second, cards[first])
        elif kind == 2:
            cards[first], cards[second] = cards[second], cards[first]
        else:
            cards.insert(first, END)
    return together(file.with_part(at, replace(file.parts[at], cards=tuple(cards))).parts)


def strange_cards(chance: Chance, file: FitsFile) -> bytes:
    """Cards over many cards, with control characters, hierarchical, without value, thousands of them."""
    at, times = int(chance.integers(0, 2)), int(chance.choice([1, 3, 40, 3000]))
    kind = int(chance.integers(0, 8))
    many = (
        [b"LONG    = '" + b"x" * 60 + b"&'", *([b"CONTINUE  '" + b"y" * 60 + b"&'"] * times)],
        [b"CONTINUE  'of nothing&'"] * times,
        [b"TICID   = '1&'", b"CONTINUE  '2&'", b"CONTINUE  5"],
        [b"HIERARCH " + b"a b c = '" + b"z" * 50] * times,
        [b"COMMENT \x00\x01\x1b[2J\xff\xfe" + b"=" * 40] * times,
        [bytes(chance.integers(0, 256, 80, dtype=np.uint8)) for _ in range(min(times, 40))],
        [f"KEY{each:05d}= {each:>20}".encode() for each in range(times)],
        [b"SECTOR  =", b"SECTOR", b"=       = 3", b"        = 5", b"sector  = 99"],
    )[kind]
    where = int(chance.integers(3, len(file.parts[at].cards)))
    cards = list(file.parts[at].cards)
    cards[where:where] = [card[:CARD].ljust(CARD) for card in many]
    return together(file.with_part(at, replace(file.parts[at], cards=tuple(cards))).parts)


def other_parts(chance: Chance, file: FitsFile) -> bytes:
    """Extensions that are missing, repeated, in another order, or followed by rubbish."""
    parts = list(file.parts)
    kind = int(chance.integers(0, 6))
    if kind == 0:
        del parts[int(chance.integers(0, len(parts)))]
    elif kind == 1:
        parts.insert(int(chance.integers(0, 3)), parts[int(chance.integers(0, len(parts)))])
    elif kind == 2:
        parts.reverse()
    elif kind == 3:
        return together(parts) + bytes(chance.integers(0, 256, 5000, dtype=np.uint8))
    elif kind == 4:
        image = Part(file.parts[0].cards, bytes(BLOCK * 4))
        for name, value in (("BITPIX", "16"), ("NAXIS", "2"), ("NAXIS1", "72"), ("NAXIS2", "80")):
            image = image.with_card(name, value)
        parts[0] = image
    else:
        parts[1] = replace(parts[1], data=parts[1].data[BLOCK:])
    return together(parts)


def lists_in_columns(chance: Chance, file: FitsFile) -> bytes:
    """Columns of lists whose descriptors point anywhere."""
    table, columns = file.table, range(1, file.table.number("TFIELDS") + 1)
    wide = [each for each in columns if width(table.value(f"TFORM{each}")) == 8]
    chosen = int(chance.choice([table.column(file.time), chance.choice(wide)]))
    table = table.with_card(
        f"TFORM{chosen}", f"'1P{chance.choice(list('DEJBAX'))}({chance.integers(0, 10**6)})'"
    )
    rows = table.rows()
    lists = chance.choice([0, 1, 7, 2**20, 2**31 - 1, -1], (len(rows), 2)).astype(">i4")
    rows[:, file.table.place(chosen)] = lists.view(np.uint8).reshape(-1, 8)
    table = table.with_rows(rows)
    if chance.random() < 0.6:
        table = table.with_card("PCOUNT", str(chance.choice(["8", "2000", "-8", "999999999", "-100000000"])))
    if chance.random() < 0.4:
        table = table.with_card("THEAP", str(chance.choice(["0", "1", "-1", "99999999999", "'x'"])))
    return together(file.with_part(1, table).parts)


def other_form(chance: Chance, file: FitsFile) -> bytes:
    """A column declared as another type of the same width: text for numbers, whole numbers for floats."""
    column = int(chance.integers(1, file.table.number("TFIELDS") + 1))
    forms = {1: "L B A 8X", 2: "I 2A 2B 16X", 4: "J E 4A 2I 4B 32X", 8: "D K 2E 2J 8A C 4I PJ"}
    size = width(file.table.value(f"TFORM{column}"))
    form = chance.choice(forms.get(size, f"{size}B {size}A").split())
    return together(file.with_part(1, file.table.with_card(f"TFORM{column}", f"'{form}'")).parts)


def other_times(chance: Chance, file: FitsFile) -> bytes:
    """Times without order, of other zero points and units, absurd or none."""
    place = file.table.place(file.table.column(file.time))
    rows = file.table.rows()
    time = np.ascontiguousarray(rows[:, place]).view(">f8").ravel().copy()
    some = chance.random(time.size) < chance.choice([0.01, 0.5, 1.0])
    kind = int(chance.integers(0, 10))
    if kind < 6:
        time[some] = (np.nan, np.inf, -np.inf, 1e300, 0.0, -1.0)[kind]
    else:
        other = (
            time[::-1],
            chance.permutation(time),
            time + (2457000 if time[-1] < 1e6 else -2457000),
            time * 86400,
        )
        time = other[kind - 6]
    rows[:, place] = time.astype(">f8").view(np.uint8).reshape(-1, 8)
    return together(file.with_part(1, file.table.with_rows(rows)).parts)


def other_numbers(chance: Chance, file: FitsFile) -> bytes:
    """A column full of one absurd number."""
    table, columns = file.table, range(1, file.table.number("TFIELDS") + 1)
    others = [each for each in columns if each != table.column(file.time)]
    rows = table.rows()
    for column in chance.choice(others, int(chance.integers(1, 6))):
        width = table.place(int(column))
        some = chance.random(len(rows)) < chance.choice([0.3, 1.0])
        size = width.stop - width.start
        kind = ">f8" if size == 8 else ">f4"
        if size in (4, 8):
            value = np.array(chance.choice([np.nan, np.inf, -1e20, 0.0, -1.0, 1e-310, 1e308, 3e38]))
            with np.errstate(over="ignore"):
                filling = np.frombuffer(value.astype(kind).tobytes(), np.uint8)
        else:
            filling = np.full(size, chance.integers(0, 256), np.uint8)
        rows[np.ix_(some, np.arange(width.start, width.stop))] = filling
    return together(file.with_part(1, table.with_rows(rows)).parts)


def no_fits(chance: Chance, file: FitsFile) -> bytes:
    """What is no FITS file: nothing, a web page, an archive, a beginning."""
    content = together(file.parts)
    return (
        b"", b"\x00" * 9000, b"<!DOCTYPE html><title>503</title>" * 90, b'{"status": "ERROR", "msg": "x"}',
        gzip.compress(content, 1), bz2.compress(content[:BLOCK]), zlib.compress(content, 1),
        gzip.compress(bytes(50_000_000), 9),
        b"SIMPLE  =" + bytes(chance.integers(0, 256, 9000, dtype=np.uint8)),
        b"SIMPLE  =                    T".ljust(BLOCK), b"SIMPLE  =                    T" + END * 99,
        content[:BLOCK] * 3, content[BLOCK:], b"\xef\xbb\xbf" + content, content.replace(b"\x00", b""),
        content.replace(b"\n", b"\r\n"), content.decode("latin-1").encode(),
    )[int(chance.integers(0, 17))]  # fmt: skip


def many_columns(chance: Chance, file: FitsFile) -> bytes:
    """As many columns as FITS allows, and more."""
    count = int(chance.choice([998, 999, 1000, 5000]))
    first, table = file.table.number("TFIELDS") + 1, file.table.with_card("TFIELDS", str(count))
    cards = [card for n in range(first, count + 1) for card in (f"TTYPE{n:<3}= 'C{n}'", f"TFORM{n:<3}= '0A'")]
    table = replace(table, cards=(*table.cards, *(card.encode().ljust(CARD) for card in cards)))
    return together(file.with_part(1, table).parts)


def many_rows(chance: Chance, file: FitsFile) -> bytes:
    """Many more rows than any light curve has, of zeros or of the good ones again and again."""
    good = file.table.rows()
    size = int(chance.choice([2_000_000, 8_000_000, 40_000_000, 66_000_000]))
    count = size // good.shape[1]
    rows = (
        good[np.arange(count) % len(good)].tobytes()
        if chance.random() < 0.5
        else bytes(count * good.shape[1])
    )
    data = rows.ljust(-(-len(rows) // BLOCK) * BLOCK, b"\0")
    table = replace(file.table, data=data).with_card("NAXIS2", str(count))
    return together(file.with_part(1, table).parts)


DAMAGES: dict[Damage, str] = {
    header_bits: "changed",
    header_bytes: "changed",
    table_bits: "changed",
    cut: "kept",
    odd_card: "kept",
    time_column_card: "kept",
    time_meaning: "kept",
    moved_cards: "kept",
    strange_cards: "kept",
    other_parts: "kept",
    lists_in_columns: "changed",
    other_form: "kept",
    other_times: "changed",
    other_numbers: "kept",
    no_fits: "kept",
    many_columns: "kept",
    many_rows: "changed",
}
"""Each damage, and what must come of the times."""

_RARE = {many_rows: 0.2, many_columns: 0.1}


def damaged(content: bytes, time: str, seed: Sequence[int]) -> tuple[str, Damaged]:
    """Damage a file, and say how.

    Parameters
    ----------
    content : bytes
        A good file with a binary table in its first extension.
    time : str
        Name of its column of times.
    seed : sequence of int
        Names the damage: the same seed makes the same file.
    """
    chance = np.random.default_rng(seed)
    weights = np.array([_RARE.get(each, 1.0) for each in DAMAGES])
    damage = list(DAMAGES)[int(chance.choice(len(DAMAGES), p=weights / weights.sum()))]
    file = FitsFile(apart(content), time)
    bad = damage(chance, file)
    must_be = DAMAGES[damage]
    if damage is time_meaning:
        must_be = "kept" if _same_meaning(file, bad) else "refused"
    return damage.__name__, Damaged(bad, must_be)


def _same_meaning(file: FitsFile, content: bytes) -> bool:
    """Whether the cards of times say what is right, as far as they say it."""
    first = np.ascontiguousarray(file.table.rows()[:, file.table.place(file.table.column(file.time))]).view(
        ">f8"
    )
    zero = "0" if np.nanmedian(first) > 1e6 else f"{2457000:g}"
    unit = f"TUNIT{file.table.column(file.time)}"
    right = {
        "BJDREFI": (zero,), "BJDREFF": ("", "0"), "TIMEUNIT": ("d",), "TIMESYS": ("TDB",),
        "TIMEREF": ("SOLARSYSTEM",), unit: ("day", "d", "BJD - 2457000, days", "BJD-2457000, days"),
    }  # fmt: skip
    return all(
        _plain(part.value(name)) in ("", *values) or (name == "BJDREFF" and not part.value("BJDREFI"))
        for part in apart(content)[:2]
        for name, values in right.items()
    )


def _plain(value: str) -> str:
    value = value.strip("' ")
    return f"{float(value):g}" if value[:1].isdigit() else value
