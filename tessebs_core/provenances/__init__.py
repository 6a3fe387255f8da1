"""One file for each light-curve product, and the choosing and reading that they share."""

from tessebs_core.provenances.base import Flux, Provenance, Quality
from tessebs_core.provenances.registry import BUILT_IN, known_provenances, provenance_named
from tessebs_core.provenances.selection import ProductRow, choose_products

__all__ = [
    "BUILT_IN",
    "Flux",
    "ProductRow",
    "Provenance",
    "Quality",
    "choose_products",
    "known_provenances",
    "provenance_named",
]
