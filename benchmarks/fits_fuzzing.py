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
from tests.support.fuzzed import (
    REFUSALS,
    Good,
    good_file,
    read_syndicated,
    reader_of,
    syndicated_file,
    times_in,
)
from tests.support.guarded import Guarded, guarded

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
        faults += run_syndicated(folder, wanted.files, wanted.seeds)
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
    """Damage and read a product's files, print what came of it; returns the number of faults."""
    tally = Tally()
    for which, good in enumerate(goods):
        path = folder / "good.fits"
        path.write_bytes(good.content)
        with guarded(reader_of(good, times_in(path, good)), *REFUSALS) as reader:
            chosen = [[seed, number, which] for seed in seeds for number in range(files // len(goods))]
            tally.look(folder, reader, good.content, good.time_column, chosen)
    return tally.say(provenance)


def run_syndicated(folder: Path, files: int, seeds: list[int]) -> int:
    """The same for the file of all light curves of a target, which the screens read."""
    tally = Tally()
    with guarded(read_syndicated, *REFUSALS) as reader:
        chosen = [[seed, number] for seed in seeds for number in range(files)]
        tally.look(folder, reader, syndicated_file(folder), "times", chosen)
    return tally.say("syndicated")


class Tally:
    """What came of the files of one kind."""

    def __init__(self) -> None:
        self.kinds = Counter[str]()
        self.slowest = self.most = 0.0
        self.faults: list[str] = []

    def look(self, folder: Path, reader: Guarded, good: bytes, time: str, seeds: list[list[int]]) -> None:
        """Damage a good file in many ways."""
        for seed in seeds:
            how, bad = damaged(good, time, seed)
            path = folder / f"damaged-{bad.must_be}.fits"
            path.write_bytes(bad.content)
            found = reader.outcome(path)
            self.kinds[found.kind] += 1
            self.slowest, self.most = max(self.slowest, found.seconds), max(self.most, found.megabytes)
            if found.fault:
                self.faults.append(f"  {seed} {how}: {found.fault[:300]}")

    def say(self, name: str) -> int:
        """Print a line, and one for each fault; returns their number."""
        kinds = self.kinds
        print(
            f"{name:<20}{kinds.total():>6}{kinds['read']:>6}{kinds['CorruptProduct']:>9}"
            f"{kinds['NoLightCurve']:>6}{self.slowest:>7.2f} s{self.most:>9.0f}{len(self.faults):>8}",
            *self.faults, sep="\n", flush=True,
        )  # fmt: skip
        return len(self.faults)


if __name__ == "__main__":
    sys.exit(main())
