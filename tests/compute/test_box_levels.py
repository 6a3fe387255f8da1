import numpy as np
import pytest

from tessebs_core.compute.box_levels import Levels, flat, share

SECTOR = 26 * 400  # bins
ONE = np.array([[0, SECTOR, 0]])
TEN = np.array([[k * 11_000, k * 11_000 + SECTOR, k * SECTOR] for k in range(10)])
APART = np.array([[0, SECTOR, 0], [900_000, 900_000 + SECTOR, SECTOR]])


def additions(levels: Levels, period: float) -> float:
    """Rows, leaves and blocks added for each trial."""
    leaves, blocks = levels.leaves.shape[0], levels.blocks.size - 1
    rows = float((levels.leaves[:, 1] - levels.leaves[:, 0]).sum()) / period
    joined = leaves / levels.tops if blocks < leaves else 0
    return rows / levels.group + joined + blocks


@pytest.mark.parametrize("stretches", [ONE, TEN, APART], ids=["one", "ten", "apart"])
@pytest.mark.parametrize("period", [40.0, 150.0, 700.0, 9000.0])
def test_levels_hold_all_data_once_and_save_additions(stretches: np.ndarray, period: float) -> None:
    levels = share(stretches, period)
    inside = np.concatenate([np.arange(first, last) for first, last, _ in levels.leaves])
    np.testing.assert_array_equal(
        inside, np.concatenate([np.arange(first, last) for first, last, _ in stretches])
    )
    assert levels.blocks[0] == 0
    assert levels.blocks[-1] == levels.leaves.shape[0]
    assert additions(levels, period) <= additions(flat(stretches), period) + 2
    if period < 100:
        assert additions(levels, period) < 0.3 * additions(flat(stretches), period)


@pytest.mark.parametrize("stretches", [ONE, TEN, APART], ids=["one", "ten", "apart"])
@pytest.mark.parametrize("period", [40.0, 150.0, 700.0, 9000.0])
def test_no_level_moves_its_pieces_further_than_a_trial_moves_the_data(
    stretches: np.ndarray, period: float
) -> None:
    levels = share(stretches, period)
    length = stretches[-1, 1] - stretches[0, 0]
    leaves, blocks = levels.leaves, levels.blocks
    longest_leaf = (leaves[:, 1] - leaves[:, 0]).max()
    longest_block = (leaves[blocks[1:] - 1, 1] - leaves[blocks[:-1], 0]).max()
    assert levels.group == 1 or levels.group * longest_leaf <= length
    assert levels.tops == 1 or levels.tops * longest_block <= length


def test_empty_years_cost_nothing() -> None:
    period = 40.0
    assert additions(share(APART, period), period) < 3 * additions(share(ONE, period), period)
