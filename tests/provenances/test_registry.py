from importlib.metadata import EntryPoint

import pytest

from tessebs_core.errors import SettingsError, UnknownProvenance
from tessebs_core.provenances import BUILT_IN, Flux, Provenance, known_provenances, provenance_named
from tessebs_core.provenances import registry as registry_module

OTHER = Provenance(name="ELEANOR", time="TIME", fluxes=(Flux("FLUX", "FLUX_ERR"),))
SECOND_QLP = Provenance(name="Qlp", time="TIME", fluxes=(Flux("FLUX", "FLUX_ERR"),))
NO_PRODUCT = "SPOC"


@pytest.fixture
def announced(monkeypatch):
    """Announce products as another package would."""

    def announce(*names):
        points = [EntryPoint(name, f"{__name__}:{name}", registry_module.ENTRY_POINT_GROUP) for name in names]
        monkeypatch.setattr(registry_module, "entry_points", lambda group: points)
        monkeypatch.setattr(EntryPoint, "load", load)
        known_provenances.cache_clear()

    def load(point):
        try:
            return globals()[point.name]
        except KeyError as error:
            raise AttributeError(point.value) from error

    yield announce
    known_provenances.cache_clear()


def test_ten_products_are_built_in():
    assert [product.name for product in BUILT_IN] == [
        "SPOC", "TESS-SPOC", "QLP", "GSFC-ELEANOR-LITE", "TGLC",
        "T16", "CDIPS", "TASOC", "DIAMANTE", "PATHOS",
    ]  # fmt: skip
    assert known_provenances()[:10] == BUILT_IN


def test_a_name_is_found_whatever_its_capitals_and_never_by_a_part_of_it():
    assert provenance_named("tess-spoc").name == "TESS-SPOC"
    assert provenance_named("SPOC").name == "SPOC"
    with pytest.raises(UnknownProvenance, match="QLP"):
        provenance_named("TESS")


def test_another_package_may_bring_a_product(announced):
    announced("OTHER")
    assert known_provenances() == (*BUILT_IN, OTHER)
    assert provenance_named("eleanor") is OTHER


def test_two_products_of_one_name_are_refused(announced):
    announced("SECOND_QLP")
    with pytest.raises(SettingsError, match="Two light-curve products are called Qlp"):
        known_provenances()


@pytest.mark.parametrize("name", ["NO_PRODUCT", "not_there"])
def test_a_broken_announcement_is_named(announced, name):
    announced(name)
    with pytest.raises(SettingsError, match=name):
        known_provenances()


@pytest.mark.parametrize("product", BUILT_IN, ids=lambda product: product.name)
def test_no_flux_is_declared_twice_with_the_same_error(product):
    assert len(set(product.fluxes)) == len(product.fluxes)
    assert product.quality
    assert product.reference
