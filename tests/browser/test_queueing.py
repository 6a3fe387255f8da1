"""The order of the queue, snooze and claims, by mouse and by keys; what the page does is in the database."""

from sqlalchemy import text

from tests.browser.databases import closing_database, wait_until


def rows(url: str, statement: str, **values: object) -> list[tuple]:
    """What a statement finds."""
    with closing_database(url) as database:
        found = database.read(lambda session: session.execute(text(statement), values).all())
        return [tuple(row) for row in found]


CLAIMS = """
    SELECT username FROM Claim JOIN User ON User.id = user_id JOIN TIC ON TIC.id = tic_id
    WHERE tess_id = :tic"""


def test_a_key_puts_the_target_off_and_the_next_one_comes(app, visit, catalogue_url, tic):
    here = visit(f"{app.address}?tic={tic}")
    wait_until(lambda: rows(catalogue_url, CLAIMS, tic=tic), lambda found: found == [("ada",)])
    here.page.select_option(".te-later", "7")
    here.press("I")
    here.wait_for_notice("info", "put off for 7 d")
    assert here.tic != tic
    snoozed = "SELECT tess_id, sectors FROM Snooze JOIN TIC ON TIC.id = tic_id WHERE tess_id = :tic"
    assert rows(catalogue_url, snoozed, tic=tic) == [(tic, None)]
    assert rows(catalogue_url, CLAIMS, tic=tic) == []


def test_the_order_chosen_is_kept_for_the_next_visit(app, visit, catalogue_url, tic):
    here = visit(f"{app.address}?tic={tic}")
    here.page.select_option(".te-order", "number")
    chosen = "SELECT value FROM Setting WHERE name = 'queue:order'"
    wait_until(lambda: rows(catalogue_url, chosen), lambda found: found == [('"number"',)])
    here.reload()
    here.page.wait_for_function("() => document.querySelector('.te-order').value === 'number'")


def test_somebody_else_at_the_target_is_named_and_blocks_nothing(app, visit, catalogue_url, tic):
    with closing_database(catalogue_url) as database:
        from tessebs_core.database.stores.attention import claim
        from tessebs_core.database.stores.users import ensure_user

        database.write(lambda session: ensure_user(session, "ben") and None)
        database.write(lambda session: claim(session, "ben", tic, 10.0))
    here = visit(f"{app.address}?tic={tic}")
    here.page.wait_for_function(
        "() => document.querySelector('.te-attention').textContent.includes('ben is looking at this')"
    )
    here.press("e")
    here.wait_for_notice("saved", "eb")
