"""QLP: the MIT Quick Look Pipeline's light curves from full-frame images."""

from tessebs_core.provenances.base import SPACECRAFT_BITS, Flux, Provenance, Quality

__all__ = ["QLP"]

QLP = Provenance(
    name="QLP",
    time="TIME",
    # The detrended columns lose the variation of contact and ellipsoidal systems between eclipses, so the
    # default is SAP_FLUX. A file states one error, constant, for its best aperture, relative like SAP_FLUX:
    # it stands under the name of the detrended column of its day (KSPSAP to sector 55, DET from 56).
    fluxes=(
        Flux("SAP_FLUX", "KSPSAP_FLUX_ERR"),
        Flux("SAP_FLUX", "DET_FLUX_ERR"),
        Flux("KSPSAP_FLUX", "KSPSAP_FLUX_ERR"),
        Flux("DET_FLUX", "DET_FLUX_ERR"),
    ),
    # QLP's own low-precision bit is 12 to sector 55; then bit 12 is the spacecraft's (scattered light, kept).
    quality=(
        Quality(
            "QUALITY",
            SPACECRAFT_BITS | 1 << 12,
            later_bad_bits=((56, SPACECRAFT_BITS | 1 << 30),),
        ),
    ),
    reference="Huang et al. 2020, RNAAS 4, 204 and 206; Kunimoto et al. 2022, RNAAS 6, 236",
)
