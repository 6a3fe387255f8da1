"""A FITS file taken apart into cards and bytes, to be changed where no library would let one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

__all__ = ["BLOCK", "CARD", "END", "FitsFile", "Part", "apart", "together", "width"]

BLOCK, CARD = 2880, 80
END = b"END".ljust(CARD)


@dataclass(frozen=True)
class Part:
    cards: tuple[bytes, ...]  # without END
    data: bytes

    def value(self, name: str) -> str:
        """The value of a card as written; empty where there is none."""
        for card in self.cards:
            if card.startswith(name.encode().ljust(8) + b"="):
                return card[10:].split(b" /")[0].strip().decode("latin-1")
        return ""

    def number(self, name: str) -> int:
        return int(self.value(name) or 0)

    def column(self, name: str) -> int:
        """Number of a column, from 1."""
        columns = range(1, self.number("TFIELDS") + 1)
        return next(
            each for each in columns if self.value(f"TTYPE{each}").strip("' ").upper() == name.upper()
        )

    def with_card(self, name: str, value: str, *, again: bool = False) -> "Part":
        """Another value for a card; a new card at the end where there is none, or ``again``."""
        new = f"{name:<8}= {value:>20}".encode("latin-1", "replace")[:CARD].ljust(CARD)
        at = next((i for i, card in enumerate(self.cards) if card[:8].rstrip() == name.encode()), None)
        if at is None or again:
            return replace(self, cards=(*self.cards, new))
        return replace(self, cards=(*self.cards[:at], new, *self.cards[at + 1 :]))

    def rows(self) -> np.ndarray:
        """The table's rows as bytes, to be changed."""
        width, rows = self.number("NAXIS1"), self.number("NAXIS2")
        return np.frombuffer(self.data[: width * rows], np.uint8).reshape(rows, width).copy()

    def with_rows(self, rows: np.ndarray) -> "Part":
        return replace(self, data=rows.tobytes() + self.data[rows.size :])

    def place(self, column: int) -> slice:
        """The bytes of a column in a row."""
        widths = [width(self.value(f"TFORM{each}")) for each in range(1, column + 1)]
        return slice(sum(widths[:-1]), sum(widths))


def width(form: str) -> int:
    form = form.strip("' ")
    count = "".join(each for each in form if each.isdigit())
    letter = form.strip("0123456789")[:1]
    size = {"A": 1, "B": 1, "L": 1, "I": 2, "J": 4, "E": 4, "D": 8, "K": 8, "C": 8, "M": 16}[letter]
    return (int(count) if count else 1) * size


@dataclass(frozen=True)
class FitsFile:
    parts: tuple[Part, ...]
    time: str  # name of the time column

    @property
    def table(self) -> Part:
        return self.parts[1]

    def with_part(self, at: int, part: Part) -> "FitsFile":
        return replace(self, parts=(*self.parts[:at], part, *self.parts[at + 1 :]))


def apart(content: bytes) -> tuple[Part, ...]:
    parts, at = [], 0
    while at < len(content):
        cards = []
        while (card := content[at : at + CARD]) != END:
            cards.append(card)
            at += CARD
        at += -(-(at + CARD) // BLOCK) * BLOCK - at
        part = Part(tuple(cards), b"")
        axes = [part.number(f"NAXIS{axis}") for axis in range(1, part.number("NAXIS") + 1)]
        size = abs(part.number("BITPIX")) // 8 * (int(np.prod(axes)) if axes else 0) + part.number("PCOUNT")
        padded = -(-size // BLOCK) * BLOCK
        parts.append(replace(part, data=content[at : at + padded]))
        at += padded
    return tuple(parts)


def together(parts: Sequence[Part]) -> bytes:
    pieces = []
    for part in parts:
        header = b"".join(part.cards) + END
        pieces += [header.ljust(-(-len(header) // BLOCK) * BLOCK), part.data]
    return b"".join(pieces)
