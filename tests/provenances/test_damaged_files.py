"""Files that chance has damaged: a light curve or one clear error, soon and small.

The same with many more files, and with real ones: ``python -m benchmarks.fits_fuzzing``.
"""

import pytest

from tessebs_core.provenances import BUILT_IN
from tests.support.damage import damaged
from tests.support.fuzzed import (
    REFUSALS,
    good_file,
    read_syndicated,
    reader_of,
    syndicated_file,
    times_in,
)
from tests.support.guarded import guarded

FILES = 20
A_HANG = 15.0  # seconds; the benchmark asks for two, on a machine that does nothing else
SEED = 5


@pytest.mark.parametrize("name", [each.name for each in BUILT_IN])
def test_a_damaged_file_is_a_light_curve_or_one_clear_error(tmp_path, name):
    good = good_file(tmp_path, name, days=2.0)
    whole = tmp_path / "whole-kept.fits"
    whole.write_bytes(good.content)
    with guarded(reader_of(good, times_in(whole, good)), *REFUSALS, seconds=A_HANG) as reader:
        look(tmp_path, reader, good.content, good.time_column)


def test_a_damaged_syndicated_file_is_a_light_curve_or_one_clear_error(tmp_path):
    with guarded(read_syndicated, *REFUSALS, seconds=A_HANG) as reader:
        look(tmp_path, reader, syndicated_file(tmp_path), "times")


def look(folder, reader, content, time_column):
    whole = folder / "whole-kept.fits"
    whole.write_bytes(content)
    assert reader.outcome(whole).kind == "read"
    faults, kinds = [], set()
    for number in range(FILES):
        how, bad = damaged(content, time_column, [SEED, number])
        path = folder / f"damaged-{bad.must_be}.fits"
        path.write_bytes(bad.content)
        found = reader.outcome(path)
        kinds.add(found.kind)
        if found.fault:
            faults.append(f"{[SEED, number]} {how}: {found.fault}")
    assert not faults
    assert {"read", "CorruptProduct"} <= kinds
