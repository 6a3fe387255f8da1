"""SPOC: the mission's own light curves of selected targets, 120 s and 20 s."""

from tessebs_core.provenances.base import SPACECRAFT_BITS, Flux, Provenance, Quality

__all__ = ["SPOC"]

SPOC = Provenance(
    name="SPOC",
    time="TIME",
    # PDCSAP corrects dilution, but its cotrending can distort contact binaries: it is there to be asked for.
    fluxes=(Flux("SAP_FLUX", "SAP_FLUX_ERR"), Flux("PDCSAP_FLUX", "PDCSAP_FLUX_ERR")),
    quality=(Quality("QUALITY", SPACECRAFT_BITS),),
    # The 20-s file is the same photons again, so it is read only for sectors that have no 120-s file.
    sub_groups=("LC", "FAST-LC"),
    product_types=("lc", "fast-lc"),
    reference="Jenkins et al. 2016, Proc. SPIE 9913, 99133E",
)
