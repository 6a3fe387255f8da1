"""TASOC: light curves of the TESS Asteroseismic Science Consortium, full-frame images and 120 s."""

from tessebs_core.provenances.base import Flux, Provenance, Quality

__all__ = ["TASOC"]

TASOC = Provenance(
    name="TASOC",
    time="TIME",
    fluxes=(
        Flux("FLUX_CORR", "FLUX_CORR_ERR", zero=1.0, scale=1e-6),  # ppm around zero
        Flux("FLUX_RAW", "FLUX_RAW_ERR"),
    ),
    # TASOC's own mask: 1 and 2 mark bad points; 8 to 64 mark corrected jumps, which are good data.
    # PIXEL_QUALITY repeats the spacecraft's bits, which this mask has taken into account.
    quality=(Quality("QUALITY", 1 | 2),),
    # Each observation has two corrections. The ensemble's divides by neighbouring stars and never looks at
    # the target's own variation; "cbv" fits basis vectors to the target and can fit its eclipses away.
    product_types=("ens-lc", "lc", "cbv-lc"),
    reference="Handberg et al. 2021, AJ 162, 170; Lund et al. 2021, ApJS 257, 53",
)
