"""Columns of fixed width, whatever numbers they hold."""

from decimal import Decimal

import pytest

from tessebs_core.export.columns import CATALOGUE
from tessebs_core.export.fixed_width import Field, fixed_width
from tests.support.catalogue_lines import line


def read_by_fortran(cell: str, field: Field) -> float:
    """A number as FORTRAN reads it: without a decimal point its last digits are the fraction's."""
    mantissa, _, exponent = cell.strip().partition("E")
    if "." not in mantissa:
        exponent = str(int(exponent or 0) - int(field.form.partition(".")[2]))
    return float(Decimal(mantissa).scaleb(int(exponent or 0)))


@pytest.mark.parametrize(
    "values",
    [(0.5, 2.25, 100.0), (1.2345678901234567e-09, 0.001, 2.0, 0.0, -0.0, 1e300), (5e-324, 1e22, -3.0)],
    ids=["with decimals", "with exponents", "extreme"],
)
def test_a_number_is_the_same_to_fortran_with_the_format_that_is_described(values: tuple[float, ...]) -> None:
    table = fixed_width(CATALOGUE, [line(1 + at, period=each) for at, each in enumerate(values)])
    (field,) = (each for each in table.fields if each.column.name == "period")
    cells = [each[field.first - 1 : field.last] for each in table.lines]
    assert [repr(read_by_fortran(each, field)) for each in cells] == [repr(each) for each in values]
