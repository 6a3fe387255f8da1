"""What a person chose comes back, and is nobody else's."""

import threading

import pytest
from sqlalchemy import func, select

from tessebs_core.database.connection import Database
from tessebs_core.database.schema import Setting
from tessebs_core.database.stores.settings import save_setting, settings_of
from tessebs_core.errors import InputError, NotPermitted
from tests.support.rows import REVIEWERS, with_proposals

ONE, OTHER, _ = REVIEWERS


def save(database: Database, name: str, value: object, username: str = ONE) -> None:
    database.write(lambda session: save_setting(session, username, name, value), repeatable=True)


def settings(database: Database, username: str = ONE) -> dict[str, object]:
    return database.read(lambda session: settings_of(session, username))


def test_choices_come_back_as_they_were(database: Database) -> None:
    with_proposals(database)
    chosen = {"theme": "dark", "auto_advance": False, "provenances": ["QLP", "SPOC"]}
    for name, value in chosen.items():
        save(database, name, value)
    assert settings(database) == chosen
    assert settings(database, OTHER) == {}


def test_a_later_choice_takes_the_place_of_the_earlier_one_and_of_no_other(database: Database) -> None:
    with_proposals(database)
    for name, value in (("theme", "dark"), ("fold", "double"), ("theme", "light")):
        save(database, name, value)
    assert settings(database) == {"theme": "light", "fold": "double"}
    assert database.read(lambda session: session.scalar(select(func.count(Setting.id)))) == 2


def test_a_choice_that_is_none_is_forgotten(database: Database) -> None:
    with_proposals(database)
    for value in ("dark", None, None):
        save(database, "theme", value)
    assert settings(database) == {}


def test_two_pages_that_save_at_once_keep_one_row(database: Database) -> None:
    with_proposals(database)
    together = threading.Barrier(8)
    failures: list[Exception] = []

    def page(number: int) -> None:
        together.wait()
        try:
            save(database, "theme", number)
        except Exception as error:  # noqa: BLE001 -- a thread's error would be lost
            failures.append(error)

    pages = [threading.Thread(target=page, args=(number,)) for number in range(8)]
    for each in pages:
        each.start()
    for each in pages:
        each.join()
    assert failures == []
    assert settings(database)["theme"] in range(8)


def test_nobody_has_no_settings_and_can_keep_none(database: Database) -> None:
    assert settings(database, "nobody") == {}
    with pytest.raises(NotPermitted):
        save(database, "theme", "dark", username="nobody")


@pytest.mark.parametrize(("name", "value"), [("theme", float("nan")), ("theme", {1, 2}), ("n" * 65, "dark")])
def test_what_cannot_be_stored_is_refused(database: Database, name: str, value: object) -> None:
    with_proposals(database)
    with pytest.raises(InputError):
        save(database, name, value)
    assert settings(database) == {}
