"""The catalogue as VizieR takes it: fixed-width tables and the ReadMe that describes them byte by byte.

After the "Standards for Astronomical Catalogues" of the CDS (https://cds.unistra.fr/doc/catstd.htx).
"""

import textwrap
import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import BinaryIO

from tessebs_core.export.columns import CATALOGUE, FLAGS, Product
from tessebs_core.export.fixed_width import Field, FixedWidth, fixed_width
from tessebs_core.records.catalogue_lines import CatalogueLine

__all__ = ["LIVE", "readme", "write_mrt", "write_vizier"]

LIVE = "The live catalogue; it is no numbered release."
"""What the ReadMe says of an export that is not a release."""

_AUTHORS = "TESS Eclipsing Binary Working Group"
_ABSTRACT = (
    "Eclipsing binary stars that were found in the data of the Transiting Exoplanet Survey Satellite (TESS) "
    "by the TESS Eclipsing Binary Working Group. Candidates from several searches were looked at by members "
    "of the group, who judged whether they are eclipsing binaries and which multiple of the proposed period "
    "is the orbital one."
)
_DESCRIPTION = (
    "Each line of ebs.dat is one eclipsing signal of one target; a target can have several. flags.dat has a "
    "line for each line of ebs.dat. Times are BTJD = BJD_TDB - 2457000, in days, time scale TDB. Phase 0 is "
    "the primary eclipse. Positions, proper motions and stellar parameters are those of the TESS Input "
    "Catalog."
)
_RULE = "-" * 80
_WIDTH = 80
_FROZEN = (1980, 1, 1, 0, 0, 0)  # the earliest moment that a ZIP can hold


def write_vizier(file: BinaryIO, lines: Iterable[CatalogueLine], edition: str = LIVE) -> int:
    """Write a ZIP with ``ReadMe``, ``ebs.dat`` and ``flags.dat``; return how many lines the tables have.

    Parameters
    ----------
    edition : str
        What the ReadMe says of where the lines come from.
    """
    kept = list(lines)
    tables = [fixed_width(CATALOGUE, kept), fixed_width(FLAGS, kept)]
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        members = {"ReadMe": readme(tables, edition)}
        members |= {f"{each.product.file_name}.dat": each.data for each in tables}
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, _FROZEN)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)  # not compressed: zlib's bytes differ from version to version
    file.write(buffer.getbuffer())
    return len(kept)


def write_mrt(file: BinaryIO, product: Product, lines: Iterable[CatalogueLine]) -> int:
    """Write one fixed-width table with its description in front, as the AAS journals have them."""
    table = fixed_width(product, lines)
    head = [
        f"Title: {product.title}",
        f"Authors: {_AUTHORS}",
        f"Table: {product.title}",
        "=" * _WIDTH,
        *_byte_by_byte(table, f"{product.file_name}.mrt"),
    ]
    file.write("".join(f"{each}\n" for each in head).encode("ascii"))
    file.write(table.data)
    return len(table.lines)


def readme(tables: Sequence[FixedWidth], edition: str = LIVE) -> bytes:
    """The ReadMe of several tables, in ASCII, no line longer than 80 characters."""
    summary = [("ReadMe", "80", ".", "This file")]
    for each in tables:
        longest = str(each.fields[-1].last)
        summary.append((f"{each.product.file_name}.dat", longest, str(len(each.lines)), each.product.title))
    text = [
        "J/other/TESSEB      Eclipsing binaries seen by TESS           (TESS EB WG)",
        "=" * _WIDTH,
        CATALOGUE.title,
        f"    {_AUTHORS}",
        "=" * _WIDTH,
        "Keywords: Binaries, eclipsing ; Ephemerides ; Space observations",
        "",
        "Abstract:",
        *_paragraph(_ABSTRACT),
        "",
        "Description:",
        *_paragraph(_DESCRIPTION),
        "",
        *_paragraph(edition),
        "",
        "File Summary:",
        _RULE,
        f" {'FileName':<12}{'Lrecl':>8}{'Records':>10}   Explanations",
        _RULE,
        *(f"{name:<13}{length:>8}{count:>10}   {words}" for name, length, count, words in summary),
        _RULE,
    ]
    for each in tables:
        text += ["", *_byte_by_byte(each, f"{each.product.file_name}.dat")]
    text += ["", "=" * _WIDTH, f"(End){_AUTHORS:>75}"]
    return "".join(f"{each.rstrip()}\n" for each in text).encode("ascii")


def _byte_by_byte(table: FixedWidth, file_name: str) -> list[str]:
    heading = f"   Bytes {'Format':<7}{'Units':<8}{'Label':<10}Explanations"
    return [
        f"Byte-by-byte Description of file: {file_name}",
        _RULE,
        heading,
        _RULE,
        *(line for field in table.fields for line in _described(field)),
        _RULE,
    ]


def _described(field: Field) -> list[str]:
    column = field.column
    where = f"{field.last:8d}" if field.first == field.last else f"{field.first:4d}-{field.last:3d}"
    unit = column.cds_unit or column.unit or "---"
    start = f"{where} {field.form:<6} {unit:<7} {column.label:<9} "
    words = f"{field.limits}{'' if column.needed else '?'} {column.words}".strip()
    return textwrap.wrap(
        words, _WIDTH, initial_indent=start, subsequent_indent=" " * len(start), break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip


def _paragraph(words: str) -> list[str]:
    return textwrap.wrap(words, _WIDTH, initial_indent="    ", subsequent_indent="    ")
