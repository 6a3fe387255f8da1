"""What stands in the place below the light curve."""

from enum import StrEnum

__all__ = ["Tab"]


class Tab(StrEnum):
    """The cards that share one place of the screen, in their order."""

    PERIODOGRAM = "periodogram"
    EVIDENCE = "evidence"
    PRODUCTS = "products"
    ECLIPSES = "eclipses"
    SIGNALS = "signals"
