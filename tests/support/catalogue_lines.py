"""Lines of a catalogue for the tests: a plain one, an empty one, and one with every awkward value."""

from datetime import UTC, datetime
from typing import Any

from tessebs_core.records.catalogue_lines import CatalogueLine
from tessebs_core.vocabulary import EBSource

ADDED = datetime(2024, 12, 30, 1, 2, 3, 4, tzinfo=UTC)
_NOTHING: dict[str, Any] = dict.fromkeys(CatalogueLine._fields)
_NO = dict.fromkeys(("ambiguous", "insufficient", "heartbeat", "pulscomp", "multi", "single"), False)
_LISTS = {"sectors": "", "provenances": "", "origins": ""}


def line(tess_id: int, signal_id: int = 1, **values: Any) -> CatalogueLine:
    """A line that is missing everything that it is not given."""
    needed = {
        "entry_id": tess_id, "tess_id": tess_id, "signal_id": signal_id, "in_catalog": True,
        "date_added": ADDED,
    }  # fmt: skip
    return CatalogueLine(**{**_NOTHING, **_NO, **_LISTS, **needed, **values})


PLAIN = line(
    91961, source=EBSource.LCF, ra=116.9504170599964, dec=-66.21779272944134, pmra=1.8445263730493289,
    Tmag=12.019913673400879, teff=4925.1, logg=4.5, abun=-0.1, bjd0=1984.533246, bjd0_uncert=0.0012,
    period=1.577347, period_uncert=3.4e-06, model="QATS", version="1", author="group", sectors="1,2,30",
    provenances="QLP; SPOC", origins="WG4", date_modified=datetime(2025, 3, 23, 23, tzinfo=UTC),
    gaia_id=5282073190500220160, ambiguous=True, morph_coeff=0.12, prim_depth_2g=0.41,
)  # fmt: skip
BARE = line(10005000540)
AWKWARD = line(
    2**31, 100, in_catalog=False, ra=0.30000000000000004, dec=-89.99999999999999, bjd0=5e-324,
    period=1.7976931348623157e308, teff=-0.0, gaia_id=2**63 - 1, gaia_dr3_id=6917528997577384321,
    asas_id="=1+1", author='ben, "b"', reference="ab'c; <b>x</b>", model="-2", version="@SUM(A1)",
    sectors="96", single=True, source=EBSource.FFI,
    date_modified=datetime(9999, 12, 31, 23, 59, 59, 999999, UTC),
)  # fmt: skip
LINES = (PLAIN, AWKWARD, BARE)
