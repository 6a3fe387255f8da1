"""Brightness as a function of time, and how brightnesses combine."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from tessebs_core.records import FloatArray

__all__ = ["Blend", "Constant", "Light", "Product"]


class Light(Protocol):
    """Anything whose relative flux can be observed."""

    def observed(self, time: FloatArray, exposure: float) -> FloatArray:
        """Mean relative flux, about 1, over exposures of ``exposure`` days around ``time`` (BTJD)."""
        ...


@dataclass(frozen=True)
class Constant:
    """A star that does not vary."""

    def observed(self, time: FloatArray, exposure: float) -> FloatArray:
        """Return 1 at all times."""
        return np.ones_like(time)


@dataclass(frozen=True)
class Blend:
    """Stars in one aperture: ``parts`` are lights with their shares of the whole, which add up to 1."""

    parts: Sequence[tuple[Light, float]]

    def observed(self, time: FloatArray, exposure: float) -> FloatArray:
        """Return the sum of the parts by their shares."""
        total = np.zeros_like(time)
        for light, share in self.parts:
            total += share * light.observed(time, exposure)
        return total


@dataclass(frozen=True)
class Product:
    """Variability on top of variability, such as spots on the stars of a binary.

    The mean of a product over an exposure is taken as the product of the means, since one of the two
    changes little within any exposure.
    """

    factors: Sequence[Light]

    def observed(self, time: FloatArray, exposure: float) -> FloatArray:
        """Return the product of the factors."""
        total = np.ones_like(time)
        for light in self.factors:
            total *= light.observed(time, exposure)
        return total
