"""Which products exist for a target, in which sectors: the observing programmes that targets draw from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tessebs_core.demonstration.observing import SectorSpan, sector_span
from tessebs_core.demonstration.sky import FIELDS, Field

__all__ = ["FAST_AND_NORMAL", "FAST_ONLY", "ROUND", "Programme"]


@dataclass(frozen=True)
class Programme:
    """Products of the targets in one field.

    Parameters
    ----------
    field : str
        Key of `FIELDS`.
    products : mapping of str to sequence of int
        Sectors of each product.
    fast : sequence of int
        Sectors for which SPOC has 20-s data.
    normal : bool
        Whether SPOC's 120-s data exist in those sectors too.
    """

    field: str
    products: Mapping[str, Sequence[int]]
    fast: Sequence[int] = ()
    normal: bool = True

    @property
    def place(self) -> Field:
        """The field on the sky."""
        return FIELDS[self.field]

    @property
    def sectors(self) -> tuple[SectorSpan, ...]:
        """Every sector in which some product exists, ascending."""
        numbers = {sector for sectors in self.products.values() for sector in sectors}
        return tuple(sector_span(each) for each in sorted(numbers))

    @property
    def is_bright(self) -> bool:
        """Whether the targets were chosen for postage stamps, which go to brighter stars."""
        return "SPOC" in self.products or "TASOC" in self.products

    def is_observed(self, time: float) -> bool:
        """Whether ``time`` (BTJD) falls on an orbit of one of the sectors."""
        return any(span.holds(time) for span in self.sectors)


ROUND = (
    Programme("Tucana", {"SPOC": (1,), "TESS-SPOC": (1,), "QLP": (1,)}),
    Programme("Apus", {"TESS-SPOC": (12, 39), "QLP": (12, 39), "TGLC": (12,)}),
    Programme("Octans", {"DIAMANTE": (12, 13), "QLP": (12, 13), "TESS-SPOC": (12, 13, 27)}),
    Programme("Vela", {"GSFC-ELEANOR-LITE": (9, 10), "QLP": (9, 10), "T16": (9, 10)}),
    Programme("Canis Major", {"PATHOS": (6, 7), "CDIPS": (6, 7)}),
    Programme("Cepheus", {"TESS-SPOC": (57, 58), "QLP": (57,)}),
    Programme("Hydrus", {"TASOC": (1, 2), "DIAMANTE": (1, 2), "GSFC-ELEANOR-LITE": (1, 2)}),
    Programme("Ursa Major", {"SPOC": (21,), "TESS-SPOC": (21, 22), "QLP": (15, 22)}),
    Programme("Monoceros", {"CDIPS": (6,), "T16": (6,), "QLP": (6, 33)}),
    Programme("Pisces", {"SPOC": (42,), "TESS-SPOC": (42, 43), "QLP": (43,)}),
    Programme("Tucana", {"TESS-SPOC": (27, 28), "QLP": (27, 28)}),
    Programme("Centaurus", {"QLP": (10, 64), "TGLC": (10, 37)}),
    Programme(
        "Octans",
        {"TESS-SPOC": (12, 13, 27, 39), "GSFC-ELEANOR-LITE": (12, 13), "QLP": (12, 13, 27, 39, 67)},
    ),
    Programme("Lyra", {"SPOC": (14,), "TESS-SPOC": (14,), "QLP": (14, 40)}),
    Programme("Cepheus", {"PATHOS": (17, 18), "T16": (17, 18), "QLP": (17, 18)}),
    Programme("Bootes", {"TESS-SPOC": (24, 50, 51), "QLP": (24, 50)}),
    Programme("Caelum", {"TASOC": (4, 5), "DIAMANTE": (4, 5), "SPOC": (5,)}),
    Programme("Gemini", {"TESS-SPOC": (44, 45, 46), "QLP": (45, 46)}),
    Programme("Hydrus", {"TESS-SPOC": (1, 2, 28, 29), "QLP": (1, 2)}),
    Programme("Tucana", {"SPOC": (27,), "GSFC-ELEANOR-LITE": (1,), "QLP": (1, 27)}),
    Programme("Canis Major", {"CDIPS": (6, 7), "TGLC": (6, 7), "QLP": (7, 33)}),
    Programme("Apus", {"SPOC": (66,), "TESS-SPOC": (66,), "QLP": (65,)}),
    Programme("Vela", {"TESS-SPOC": (36,), "TGLC": (36,), "QLP": (9, 36)}),
    Programme("Monoceros", {"TASOC": (6,), "TESS-SPOC": (6, 33)}),
)  # fmt: skip
"""The programmes of nearly all targets, taken in turn."""

FAST_AND_NORMAL = Programme("Apus", {"SPOC": (39,), "QLP": (39,)}, fast=(39,))
"""SPOC's 20-s file beside the 120-s one of the same observation."""

FAST_ONLY = Programme("Centaurus", {"SPOC": (37,), "TESS-SPOC": (37,)}, fast=(37,), normal=False)
"""SPOC's 20-s file alone."""
