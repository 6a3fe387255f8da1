"""Light-curve files in the database."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from tessebs_core.database.connection import Database
from tessebs_core.database.schema import Product
from tessebs_core.database.stores.products import (
    held_record,
    listed_record,
    mark_failed,
    mark_held,
    products_of,
    save_listed,
)
from tessebs_core.database.stores.targets import save_target
from tessebs_core.errors import InputError, UnknownTarget
from tessebs_core.records import HeldProduct, ListedProduct, TargetMetadata
from tessebs_core.vocabulary import ProductState
from tests.support.rows import statements_sent


def listed(number: int = 1, tess_id: int = 10, provenance: str = "QLP") -> ListedProduct:
    return ListedProduct(
        tess_id=tess_id, provenance=provenance, observation="60844", file_name=f"{number}.fits",
        uri=f"mast:HLSP/{provenance}/{tess_id}/{number}.fits", sector=number, cadence=1800.0,
        size=100_000 + number,
    )  # fmt: skip


def held(product: ListedProduct) -> HeldProduct:
    return HeldProduct(product=product, path=f"mast/{product.file_name}", size=99, sha256="ab" * 32)


@pytest.fixture
def filled(database: Database) -> Database:
    """Two targets without products."""
    for tess_id in (10, 20):
        database.write(lambda session, each=tess_id: save_target(session, TargetMetadata(each)))
    return database


def rows(database: Database, tess_id: int = 10, provenance: str | None = None) -> list[Product]:
    return database.read(lambda session: products_of(session, tess_id, provenance))


def test_what_the_archive_lists_comes_back(filled: Database) -> None:
    products = [listed(2), listed(1), replace(listed(3), sector=None, cadence=None, size=None)]
    filled.write(lambda session: save_listed(session, products))
    assert {listed_record(row) for row in rows(filled)} == set(products)
    assert {row.state for row in rows(filled)} == {ProductState.WANTED}
    assert [held_record(row) for row in rows(filled)] == [None] * 3


def test_a_listing_again_updates_and_adds_nothing(filled: Database) -> None:
    filled.write(lambda session: save_listed(session, [listed(1), listed(2)]))
    newer = replace(listed(1), size=5_000_000_000, observation="60845")
    filled.write(lambda session: save_listed(session, [newer, listed(2)]))
    assert {listed_record(row) for row in rows(filled)} == {newer, listed(2)}


def test_the_same_file_twice_in_a_listing_is_one(filled: Database) -> None:
    filled.write(lambda session: save_listed(session, [listed(1), listed(1)]))
    assert len(rows(filled)) == 1


def test_held_stays_held_when_it_is_listed_again(filled: Database) -> None:
    filled.write(lambda session: save_listed(session, [listed(1)]))
    filled.write(lambda session: mark_held(session, held(listed(1))))
    filled.write(lambda session: save_listed(session, [listed(1)]))
    assert [held_record(row) for row in rows(filled)] == [held(listed(1))]


def test_a_file_can_be_held_before_it_was_listed(filled: Database) -> None:
    filled.write(lambda session: mark_held(session, held(listed(1))))
    assert [held_record(row) for row in rows(filled)] == [held(listed(1))]


def test_a_failure_is_told_until_the_file_is_held(filled: Database) -> None:
    filled.write(lambda session: save_listed(session, [listed(1)]))
    filled.write(lambda session: mark_failed(session, listed(1).uri, "It was an HTML page. " * 5000))
    (row,) = rows(filled)
    assert row.state is ProductState.FAILED
    assert (row.error or "").startswith("It was an HTML page.")
    filled.write(lambda session: mark_held(session, held(listed(1))))
    (row,) = rows(filled)
    assert (row.state, row.error) == (ProductState.HELD, None)


def test_a_held_file_that_turns_out_bad_is_not_held(filled: Database) -> None:
    filled.write(lambda session: mark_held(session, held(listed(1))))
    filled.write(lambda session: mark_failed(session, listed(1).uri, "no table"))
    assert [held_record(row) for row in rows(filled)] == [None]


def test_changes_in_a_transaction_are_seen_in_it(filled: Database) -> None:
    def work(session: Session) -> list[ProductState]:
        save_listed(session, [listed(1)])
        states = [products_of(session, 10)[0].state]
        mark_failed(session, listed(1).uri, "no")
        states.append(products_of(session, 10)[0].state)
        mark_held(session, held(listed(1)))
        return [*states, products_of(session, 10)[0].state]

    assert filled.write(work) == [ProductState.WANTED, ProductState.FAILED, ProductState.HELD]


def test_a_failure_of_an_unknown_file_is_refused(filled: Database) -> None:
    with pytest.raises(InputError, match="mast:nothing"):
        filled.write(lambda session: mark_failed(session, "mast:nothing", "no"))


def test_a_product_of_an_unknown_target_is_refused_with_all_others(filled: Database) -> None:
    with pytest.raises(UnknownTarget, match="TIC 30"):
        filled.write(lambda session: save_listed(session, [listed(1), listed(1, tess_id=30)]))
    assert rows(filled) == []


def test_products_are_given_by_target_and_provenance_in_order(filled: Database) -> None:
    products = [
        listed(number, tess_id, provenance)
        for provenance in ("SPOC", "QLP")
        for tess_id in (10, 20)
        for number in (2, 1)
    ]
    filled.write(lambda session: save_listed(session, products))
    found = [(row.provenance.name, row.sector) for row in rows(filled)]
    assert found == [("QLP", 1), ("QLP", 2), ("SPOC", 1), ("SPOC", 2)]
    assert [row.sector for row in rows(filled, 20, "SPOC")] == [1, 2]
    assert rows(filled, 99) == []


def test_many_products_take_few_statements(filled: Database) -> None:
    products = [listed(number, tess_id) for tess_id in (10, 20) for number in range(1, 601)]
    with statements_sent(filled) as sent:
        filled.write(lambda session: save_listed(session, products))
    assert len(sent) <= 6  # targets, provenances (2), three batches
    with statements_sent(filled) as sent:
        assert len([listed_record(row) for row in rows(filled)]) == 600
    assert len(sent) == 1
