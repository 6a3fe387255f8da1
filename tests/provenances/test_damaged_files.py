"""Files that chance has damaged: a light curve or one clear error, soon and small.

The same with many more files, and with real ones: ``python -m benchmarks.fits_fuzzing``.
"""

import pytest

from tessebs_core.provenances import BUILT_IN
from tests.support.damage import damaged
from tests.support.fuzzed import REFUSALS, good_file, reader_of, times_in
from tests.support.guarded import guarded

FILES = 20
SEED = 5


@pytest.mark.parametrize("name", [each.name for each in BUILT_IN])
def test_a_damaged_file_is_a_light_curve_or_one_clear_error(tmp_path, name):
    good = good_file(tmp_path, name, days=2.0)
    whole = tmp_path / "whole-kept.fits"
    whole.write_bytes(good.content)
    faults, kinds = [], set()
    with guarded(reader_of(good, times_in(whole, good)), *REFUSALS) as reader:
        assert reader.outcome(whole).kind == "read"
        for number in range(FILES):
            how, bad = damaged(good.content, good.time_column, [SEED, number])
            path = tmp_path / f"damaged-{bad.must_be}.fits"
            path.write_bytes(bad.content)
            found = reader.outcome(path)
            kinds.add(found.kind)
            if found.fault:
                faults.append(f"{[SEED, number]} {how}: {found.fault}")
    assert not faults
    assert {"read", "CorruptProduct"} <= kinds
