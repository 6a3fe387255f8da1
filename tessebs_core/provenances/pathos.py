"""PATHOS: light curves of cluster stars from full-frame images, neighbours subtracted."""

from tessebs_core.provenances.base import Flux, Provenance, Quality

__all__ = ["PATHOS"]

PATHOS = Provenance(
    name="PATHOS",
    time="TIME",
    # No column is an error (SKY_LOCAL is sky), so it is estimated from the scatter of neighbouring points.
    # PSF photometry suits the faint stars that the project is about; for bright ones an aperture is better,
    # the larger the brighter, and the file does not say which: ask for it by name.
    fluxes=tuple(
        Flux(f"{method}_FLUX_COR", error_from_scatter=True) for method in ("PSF", "AP1", "AP2", "AP3", "AP4")
    ),
    quality=(Quality("DQUALITY"),),
    reference="Nardiello et al. 2019, MNRAS 490, 3806",
)
