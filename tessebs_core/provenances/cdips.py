"""CDIPS: difference-image light curves of cluster stars from full-frame images."""

from tessebs_core.provenances.base import Flux, Provenance, Quality
from tessebs_core.records import BTJD_ZERO

__all__ = ["CDIPS"]

CDIPS = Provenance(
    name="CDIPS",
    time="TMID_BJD",
    time_zero=BTJD_ZERO,  # a full BJD_TDB; the file's BJDREFI is 0
    # IFL is the total flux in the aperture (its magnitude is IRM); IRM, TFA and PCA are magnitudes.
    # IRQ1 speaks for aperture 1 only, so apertures 2 and 3 are not offered.
    fluxes=(Flux("IFL1", "IFE1"),),
    quality=(Quality("IRQ1", good_letters="G0"),),
    reference="Bouma et al. 2019, ApJS 245, 13",
)
