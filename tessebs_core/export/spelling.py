"""Texts for formats that do not know every letter."""

import unicodedata

__all__ = ["ascii_text", "plane_text"]

_LETTERS = str.maketrans({
    "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
    "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i",
    "–": "-", "—": "-", "−": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "…": "...", "±": "+/-", "×": "x",
})  # fmt: skip


def ascii_text(text: str) -> str:
    """The text in ASCII: accents left away, other letters as "?".

    Examples
    --------
    >>> ascii_text("Prša – Møller")
    'Prsa - Moller'
    """
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(each if each.isascii() else "?" for each in parts if not unicodedata.combining(each))


def plane_text(text: str) -> str:
    """The text with letters up to U+FFFF, what two bytes can hold; others as "?"."""
    return text if text.isascii() else "".join(each if each <= "\uffff" else "?" for each in text)
