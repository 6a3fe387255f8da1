import pytest

from tessebs_core.compute.eclipse_shapes import EclipseShape, catalogue_phase, primary_first


def shape(depth: float, position: float, unc: float = 0.001) -> EclipseShape:
    return EclipseShape(0.05, depth, position, 0.001, unc, 0.001)


def test_the_deeper_eclipse_is_the_primary() -> None:
    assert primary_first([shape(0.1, 0.0), shape(0.3, 0.5)]) == [1, 0]


def test_of_equal_eclipses_the_one_at_the_zero_point_is_the_primary() -> None:
    assert primary_first([shape(0.300, 0.5), shape(0.299, 0.998)]) == [1, 0]
    assert primary_first([shape(0.300, 0.5, 1e-4), shape(0.290, 0.998, 1e-4)]) == [0, 1]


def test_one_or_no_eclipse_has_an_order_too() -> None:
    assert primary_first([]) == []
    assert primary_first([shape(0.1, 0.2)]) == [0]


@pytest.mark.parametrize(("phase", "expected"), [(-0.25, 0.75), (0.0, 0.0), (1.0, 0.0), (-1e-20, 0.0)])
def test_positions_are_from_zero_to_below_one(phase: float, expected: float) -> None:
    assert catalogue_phase(phase) == expected
