import pytest

from tessebs_widgets.views.numbers import ranges, sexagesimal


@pytest.mark.parametrize(
    ("ra", "dec", "shown"),
    [
        (0.0, 0.0, "00:00:00.0 +00:00:00"),
        (359.99999, 89.99999, "00:00:00.0 +90:00:00"),
        (83.8221, -0.001, "05:35:17.3 -00:00:04"),
    ],
)
def test_coordinates_round_without_sixty_seconds(ra, dec, shown):
    assert sexagesimal(ra, dec) == shown


def test_runs_of_sectors_are_drawn_together():
    assert ranges((4, 1, 2, 3, 27, 28, 40)) == "1-4, 27-28, 40"
