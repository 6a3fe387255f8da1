"""The products that are known: ten of our own, and what other packages bring."""

from functools import cache
from importlib.metadata import EntryPoint, entry_points

from tessebs_core.errors import SettingsError, UnknownProvenance
from tessebs_core.provenances.base import Provenance
from tessebs_core.provenances.cdips import CDIPS
from tessebs_core.provenances.diamante import DIAMANTE
from tessebs_core.provenances.gsfc_eleanor_lite import GSFC_ELEANOR_LITE
from tessebs_core.provenances.pathos import PATHOS
from tessebs_core.provenances.qlp import QLP
from tessebs_core.provenances.spoc import SPOC
from tessebs_core.provenances.t16 import T16
from tessebs_core.provenances.tasoc import TASOC
from tessebs_core.provenances.tess_spoc import TESS_SPOC
from tessebs_core.provenances.tglc import TGLC

__all__ = ["BUILT_IN", "ENTRY_POINT_GROUP", "known_provenances", "provenance_named"]

BUILT_IN = (SPOC, TESS_SPOC, QLP, GSFC_ELEANOR_LITE, TGLC, T16, CDIPS, TASOC, DIAMANTE, PATHOS)
"""Our own products, in the order in which the screens offer them."""

ENTRY_POINT_GROUP = "tessebs.provenances"
"""Where another package announces a product of its own: each entry point names one `Provenance`."""


@cache
def known_provenances() -> tuple[Provenance, ...]:
    """Return every product that can be read: the built-in ones, then those of other packages by name.

    Raises
    ------
    SettingsError
        A package brings something that is no product, or a product whose name is taken.
    """
    found = (_load(point) for point in entry_points(group=ENTRY_POINT_GROUP))
    products = (*BUILT_IN, *sorted(found, key=lambda product: product.name))
    names: set[str] = set()
    for product in products:
        if product.name.casefold() in names:
            raise SettingsError(
                f"Two light-curve products are called {product.name}. "
                f"Uninstall one of the packages that bring one (entry points {ENTRY_POINT_GROUP!r})."
            )
        names.add(product.name.casefold())
    return products


def provenance_named(name: str) -> Provenance:
    """Find a product by its name; capitals do not matter, anything else does.

    Raises
    ------
    UnknownProvenance
        No product has this name. `SPOC` is not found in `TESS-SPOC`.
    """
    for product in known_provenances():
        if product.name.casefold() == name.strip().casefold():
            return product
    names = ", ".join(product.name for product in known_provenances())
    raise UnknownProvenance(f"No light-curve product is called {name!r}. Known are {names}.")


def _load(point: EntryPoint) -> Provenance:
    try:
        product = point.load()
    except (ImportError, AttributeError) as error:
        raise SettingsError(
            f"The light-curve product {point.name!r} ({point.value}) cannot be loaded: {error}. "
            "Mend or uninstall the package that brings it."
        ) from error
    if not isinstance(product, Provenance):
        raise SettingsError(
            f"{point.value} is announced as a light-curve product and is no Provenance. "
            "Mend or uninstall the package that brings it."
        )
    return product
