"""Main-sequence stars and their surfaces in the TESS band, in coarse but physical relations."""

import math
from dataclasses import dataclass
from typing import Self

import numpy as np

from tessebs_core.demonstration.eclipses import LimbDarkening
from tessebs_core.records import FloatArray

__all__ = [
    "Star",
    "beaming_exponent",
    "gravity_darkening",
    "limb_darkening",
    "planck",
]

_TESS_WAVELENGTH = 786e-9  # m, pivot of the TESS band
_HC_OVER_K = 1.438777e-2  # m K

# Quadratic coefficients of dwarfs in the TESS band, read off the run of Claret (2017, A&A 600, A30) with
# temperature to about 0.05, which is all that a demonstration needs.
_LIMB_TEFF = (3000.0, 4000.0, 5000.0, 6000.0, 7000.0, 8000.0, 10000.0, 15000.0, 25000.0)
_LIMB_U1 = (0.24, 0.42, 0.40, 0.29, 0.22, 0.18, 0.14, 0.11, 0.08)
_LIMB_U2 = (0.38, 0.22, 0.20, 0.27, 0.30, 0.28, 0.26, 0.20, 0.15)


@dataclass(frozen=True)
class Star:
    """A star: mass and radius in solar units, effective temperature in K."""

    mass: float
    radius: float
    teff: float

    @classmethod
    def of_mass(cls, mass: float, *, age: float = 0.0) -> Self:
        """A main-sequence star.

        Parameters
        ----------
        mass : float
            Solar masses, 0.15 to 8.
        age : float
            Fraction of the main-sequence life, 0 to 1: the radius grows by up to 70 % above one solar
            mass, the luminosity by half as much.

        Notes
        -----
        ``L ~ M**2.3, M**4, 1.4 M**3.5`` below 0.43, below 2 and above, ``R ~ M**0.8`` below one solar
        mass and ``M**0.57`` above.
        """
        if mass < 0.43:
            luminosity = 0.23 * mass**2.3
        elif mass < 2:
            luminosity = mass**4
        else:
            luminosity = 1.4 * mass**3.5
        radius = mass**0.8 if mass < 1 else mass**0.57
        swollen = 1 + 0.7 * age * min(max(mass - 0.8, 0.0) / 0.4, 1.0)
        teff = 5772 * (luminosity * (1 + (swollen - 1) / 2)) ** 0.25 / math.sqrt(radius * swollen)
        return cls(mass, radius * swollen, teff)

    @property
    def logg(self) -> float:
        """Surface gravity, dex of cgs."""
        return 4.438 + math.log10(self.mass / self.radius**2)

    @property
    def band_luminosity(self) -> float:
        """Light sent to Earth in the TESS band, in an arbitrary unit common to all stars."""
        law = limb_darkening(self.teff)
        return self.radius**2 * float(planck(self.teff)) * law.disc_mean / _DISC_MEAN_OF_SUN


def planck(teff: float | FloatArray) -> FloatArray:
    """Black-body intensity at 786 nm, relative to that of 5772 K; stands for the TESS band."""
    x = _HC_OVER_K / _TESS_WAVELENGTH
    return np.asarray(np.expm1(x / 5772.0) / np.expm1(x / np.asarray(teff)))


def beaming_exponent(teff: float) -> float:
    """Minus d ln F / d (v/c) of a black body at 786 nm: Loeb & Gaudi (2003, ApJ 588, L117)."""
    x = _HC_OVER_K / (_TESS_WAVELENGTH * teff)
    return x / -math.expm1(-x)


def limb_darkening(teff: float) -> LimbDarkening:
    """Quadratic limb darkening of a dwarf of ``teff`` (K)."""
    return LimbDarkening(
        float(np.interp(teff, _LIMB_TEFF, _LIMB_U1)), float(np.interp(teff, _LIMB_TEFF, _LIMB_U2))
    )


def gravity_darkening(teff: float) -> float:
    """Exponent beta of ``T ~ g**beta``: 0.08 convective (Lucy 1967), 0.25 radiative (von Zeipel 1924)."""
    return float(np.interp(teff, (6300.0, 7700.0), (0.08, 0.25)))


_DISC_MEAN_OF_SUN = limb_darkening(5772.0).disc_mean
