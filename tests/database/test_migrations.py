from tessebs_core.database.connection import Database
from tessebs_core.database.migrations import check_current, downgrade, upgrade


def test_up(empty_database: Database) -> None:
    upgrade(empty_database)
    check_current(empty_database)
    downgrade(empty_database, "base")
    upgrade(empty_database)


def test_data(database: Database) -> None:
    check_current(database)
