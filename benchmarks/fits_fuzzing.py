"""Damaged files of every product through the reader: a light curve or one clear error, soon and small.

``python -m benchmarks.fits_fuzzing [--files 500] [--seeds 1 2] [--real FOLDER] [--products SPOC ...]``

Prints a line for each product and a line for each fault, with the seed that makes the file again; the exit
code is 1 if there was a fault.
"""

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tessebs_core.provenances import BUILT_IN
from tessebs_core.records import ListedProduct
from tests.support.damage import damaged
from tests.support.fuzzed import REFUSALS, Good, good_file, reader_of, times_in
from tests.support.guarded import guarded

REAL = {
    "hlsp_cdips": "CDIPS", "hlsp_gsfc-eleanor-lite": "GSFC-ELEANOR-LITE", "hlsp_qlp": "QLP",
    "hlsp_tasoc": "TASOC", "hlsp_tess-spoc": "TESS-SPOC", "hlsp_tglc": "TGLC", "tess2": "SPOC",
}  # fmt: skip
"""Beginnings of real files' names."""


def main() -> int:
    """Run."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--files", type=int, default=500)
    options.add_argument("--seeds", type=int, nargs="+", default=[1])
    options.add_argument("--real", type=Path)
    options.add_argument("--products", nargs="+", default=[each.name for each in BUILT_IN])
    wanted = options.parse_args()
    print(
        f"{'product':<20}{'files':>6}{'read':>6}{'refused':>9}{'none':>6}"
        f"{'slowest':>9}{'most MB':>9}{'faults':>8}"
    )
    faults = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for provenance in wanted.products:
            goods = [good_file(folder, provenance), *real_files(wanted.real, provenance)]
            faults += run(folder, provenance, goods, wanted.files, wanted.seeds)
    return 1 if faults else 0


def real_files(folder: Path | None, provenance: str) -> list[Good]:
    """The smallest real file of a product, where there is one."""
    found = [
        path
        for path in sorted(folder.glob("*.fits") if folder else (), key=lambda each: each.stat().st_size)
        if any(path.name.startswith(begin) and product == provenance for begin, product in REAL.items())
    ]
    goods = []
    for path in found[:1]:
        from astropy.io import fits

        header = fits.getheader(path, 0)
        tic = header.get("TICID", header.get("TIC_ID"))
        listed = ListedProduct(
            int(tic), provenance, "1", f"mast:{path.name}", path.name, header.get("SECTOR"), None
        )
        goods.append(Good(path.read_bytes(), listed))
    return goods


def run(folder: Path, provenance: str, goods: list[Good], files: int, seeds: list[int]) -> int:
    """Damage and read, print what came of it; returns the number of faults."""
    kinds, slowest, most, faults = Counter[str](), 0.0, 0.0, []
    for which, good in enumerate(goods):
        path = folder / "good.fits"
        path.write_bytes(good.content)
        with guarded(reader_of(good, times_in(path, good)), *REFUSALS) as reader:
            path.write_bytes(good.content)
            assert reader.outcome(path).fault is None
            for seed in seeds:
                for number in range(files // len(goods)):
                    how, bad = damaged(good.content, good.time_column, [seed, number, which])
                    path = folder / f"damaged-{bad.must_be}.fits"
                    path.write_bytes(bad.content)
                    found = reader.outcome(path)
                    kinds[found.kind] += 1
                    slowest, most = max(slowest, found.seconds), max(most, found.megabytes)
                    if found.fault:
                        faults.append(f"  {[seed, number, which]} {how}: {found.fault[:300]}")
    print(
        f"{provenance:<20}{kinds.total():>6}{kinds['read']:>6}{kinds['CorruptProduct']:>9}{kinds['NoLightCurve']:>6}"
        f"{slowest:>7.2f} s{most:>9.0f}{len(faults):>8}",
        *faults, sep="\n", flush=True,
    )  # fmt: skip
    return len(faults)


if __name__ == "__main__":
    sys.exit(main())
