"""GSFC-ELEANOR-LITE: light curves from full-frame images, made with eleanor at Goddard."""

from tessebs_core.provenances.base import SPACECRAFT_BITS, Flux, Provenance, Quality

__all__ = ["GSFC_ELEANOR_LITE"]

GSFC_ELEANOR_LITE = Provenance(
    name="GSFC-ELEANOR-LITE",
    time="TIME",
    # FLUX_ERR is the error of RAW_FLUX.
    fluxes=(
        Flux("CORR_FLUX", "FLUX_ERR", error_of="RAW_FLUX"),
        Flux("RAW_FLUX", "FLUX_ERR"),
    ),
    # Bit 17 (131072) is eleanor's own; its rows are fine data. Flagged rows hold a finite -1e20.
    quality=(Quality("QUALITY", SPACECRAFT_BITS),),
    tic_cards=("TIC_ID",),
    reference="Powell et al. 2022, RNAAS 6, 111",
)
