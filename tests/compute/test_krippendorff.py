import numpy as np
import pytest

from tessebs_core.compute.krippendorff import nominal_alpha

# Krippendorff (2011), the worked examples A, B and C; a full stop is a missing value.
EXAMPLES = {
    "A": (["0100000010", "1110010000"], 0.095),
    "B": (["aabbdcccedda", "babbbcccedd" "d"], 0.692),
    "C": (["123321412...", "1233224125.3", ".3332342251.", "12332441251."], 0.743),
}  # fmt: skip


def coded(rows: list[str]) -> tuple[np.ndarray, np.ndarray]:
    pairs = [(unit, ord(each)) for row in rows for unit, each in enumerate(row) if each != "."]
    unit, label = zip(*pairs, strict=True)
    return np.array(unit), np.array(label)


@pytest.mark.parametrize(("rows", "published"), EXAMPLES.values(), ids=EXAMPLES)
def test_the_published_examples_come_out(rows: list[str], published: float) -> None:
    assert nominal_alpha(*coded(rows)).value == pytest.approx(published, abs=5e-4)


def slow_alpha(unit: np.ndarray, label: np.ndarray) -> float:
    """The coincidence matrix, pair by pair, as the definition has it."""
    labels = sorted(set(label.tolist()))
    matrix = {(a, b): 0.0 for a in labels for b in labels}
    for each in set(unit.tolist()):
        said = label[unit == each].tolist()
        for i, a in enumerate(said):
            for j, b in enumerate(said):
                if i != j:
                    matrix[a, b] += 1 / (len(said) - 1)
    total = sum(matrix.values())
    sums = {a: sum(matrix[a, b] for b in labels) for a in labels}
    observed = sum(value for (a, b), value in matrix.items() if a != b) / total
    expected = sum(sums[a] * sums[b] for a in labels for b in labels if a != b) / (total * (total - 1))
    return 1 - observed / expected


@pytest.mark.parametrize("seed", range(5))
def test_the_fast_alpha_is_the_slow_one(seed: int) -> None:
    random = np.random.default_rng(seed)
    unit, label = random.integers(0, 25, 90), random.integers(0, 4, 90)
    assert nominal_alpha(unit, label).value == pytest.approx(slow_alpha(unit, label), rel=1e-12)


def test_full_agreement_is_one_and_chance_is_about_zero() -> None:
    unit = np.repeat(np.arange(2000), 3)
    random = np.random.default_rng(7)
    assert nominal_alpha(unit, unit % 3).value == pytest.approx(1.0)
    assert nominal_alpha(unit, random.integers(0, 3, unit.size)).value == pytest.approx(0.0, abs=0.04)


@pytest.mark.parametrize(
    ("unit", "label"), [([], []), ([1, 2, 3], [1, 2, 1]), ([1, 1, 2, 2], [5, 5, 5, 5])],
    ids=["no ratings", "nobody together", "one label only"],
)  # fmt: skip
def test_what_has_no_alpha_has_none(unit: list[int], label: list[int]) -> None:
    assert nominal_alpha(np.array(unit, dtype=int), np.array(label, dtype=int)).value is None


def test_the_interval_holds_the_value_and_covers_the_truth() -> None:
    random = np.random.default_rng(11)
    inside = 0
    for _ in range(40):
        unit = np.repeat(np.arange(150), 4)
        truth = np.repeat(random.integers(0, 2, 150), 4)
        label = np.where(random.random(unit.size) < 0.2, 1 - truth, truth)  # two labels at 20 % errors: 0.36
        alpha = nominal_alpha(unit, label, generator=random, draws=200)
        assert alpha.low is not None
        assert alpha.low < alpha.value < alpha.high
        inside += alpha.low < 0.36 < alpha.high
    assert inside >= 33  # of 40; 95 % would be 38, and fewer than 33 are one in a thousand
