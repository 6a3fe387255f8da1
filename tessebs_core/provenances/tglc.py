"""TGLC: TESS-Gaia light curves, photometry of full-frame images with Gaia DR3 priors."""

from tessebs_core.provenances.base import Flux, Provenance, Quality

__all__ = ["TGLC"]

TGLC = Provenance(
    name="TGLC",
    time="time",
    # The cal_* columns are flattened over one day, which eats eclipses; they are not offered.
    # The file states one error for each column, in the header. "background" is sky.
    fluxes=(
        Flux("aperture_flux", error_card="APER_ERR"),
        Flux("psf_flux", error_card="PSF_ERR"),
    ),
    quality=(Quality("TESS_flags"), Quality("TGLC_flags")),
    reference="Han & Brandt 2023, AJ 165, 71",
)
