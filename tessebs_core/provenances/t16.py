"""T16: difference-image light curves of all stars brighter than T = 16, by the makers of CDIPS."""

from tessebs_core.provenances.base import Flux, Provenance, Quality
from tessebs_core.records import BTJD_ZERO

__all__ = ["T16"]

T16 = Provenance(
    name="T16",
    time="TMID_BJD",
    time_zero=BTJD_ZERO,
    # The columns are those of the same pipeline's CDIPS files; no T16 file was at hand to confirm it.
    # A file without them is refused with a message that names them.
    fluxes=(Flux("IFL1", "IFE1"),),
    quality=(Quality("IRQ1", good_letters="G0", optional=True),),
    reference="Hartman et al. 2025, arXiv:2502.13792",
)
