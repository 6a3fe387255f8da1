"""DIAMANTE: cotrended light curves of FGKM dwarfs and subgiants, all sectors of a star in one file."""

from tessebs_core.provenances.base import Flux, Provenance, Quality

__all__ = ["DIAMANTE"]

DIAMANTE = Provenance(
    name="DIAMANTE",
    time="BTJD",
    # LC0 is raw counts, LC1 is cotrended. Flagged rows hold flux 1 and error 0, as if they were perfect.
    # FLAG_AP1 speaks for aperture 1 only, so aperture 2 is not offered.
    fluxes=(
        Flux("LC1_AP1", "ELC1_AP1", needs_error=True),
        Flux("LC0_AP1", "ELC0_AP1", needs_error=True),
    ),
    quality=(Quality("FLAG_AP1"),),  # a bit mask written as a float
    sector_column="NAMEIMM",
    reference="Montalto et al. 2020, MNRAS 498, 1726",
)
