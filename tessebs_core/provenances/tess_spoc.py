"""TESS-SPOC: the mission pipeline run on the full-frame images, 1800, 600 or 200 s by sector."""

from tessebs_core.provenances.base import SPACECRAFT_BITS, Flux, Provenance, Quality

__all__ = ["TESS_SPOC"]

TESS_SPOC = Provenance(
    name="TESS-SPOC",
    time="TIME",
    # PDCSAP is NaN where bits 4096, 16384 or 32768 are set, so those points fall out with it; SAP keeps
    # most of them.
    fluxes=(Flux("PDCSAP_FLUX", "PDCSAP_FLUX_ERR"), Flux("SAP_FLUX", "SAP_FLUX_ERR")),
    quality=(Quality("QUALITY", SPACECRAFT_BITS),),
    reference="Caldwell et al. 2020, RNAAS 4, 201",
)
