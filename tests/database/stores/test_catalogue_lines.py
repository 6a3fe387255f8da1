import struct

import numpy as np
from sqlalchemy import update

from benchmarks.large_catalogue import fill_catalogue
from tessebs_core.database.schema import EB, TIC
from tessebs_core.database.stores.catalogue_lines import catalogue_lines

# Whole numbers, both ends of what a double holds, the longest decimals, the exponents between which they
# are written otherwise.
AWKWARD = [0.0, 5.0, -3.0, 1e15, 1e16, 1e17, 1e22, 2.0**53, 0.1 + 0.2, 1e-4, 1e-5, 1.7976931348623157e308,
           2.2250738585072014e-308, 9007199254740993.0, 123456789.12345679, 1e-15, 1e-16, 5e-16]  # fmt: skip


def test_numbers_come_to_the_last_bit(database):
    fill_catalogue(database, entries=500, ephemerides=510)
    random = np.random.default_rng(3)
    bits = random.integers(1, 2**63 - 1, 2000, dtype=np.int64)
    numbers = [struct.unpack("d", struct.pack("q", each))[0] for each in bits.tolist()]
    numbers = AWKWARD + [each for each in numbers if 1e-300 < abs(each) < 1e300]
    rows = [{"id": key, "teff": one, "abun": -one, "logg": None}
            for key, one in enumerate(numbers[: 500 - 500 // 25], 1)]  # fmt: skip

    def work(session):
        session.execute(update(TIC), rows)
        return list(catalogue_lines(session, EB.signal_id == 1, order=[EB.tic_id.expression]))

    found = database.write(work)
    assert [(each.teff, each.abun, each.logg) for each in found] == [
        (row["teff"], -row["teff"], None) for row in rows
    ]
    assert {type(each.teff) for each in found} == {float}
