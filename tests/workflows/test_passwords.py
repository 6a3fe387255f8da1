import pytest
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import text

from tessebs_core.database.administration.tables import all_tables, table_named
from tessebs_core.database.schema import User
from tessebs_core.database.stores.users import ensure_user
from tessebs_core.errors import InputError, NotPermitted
from tessebs_core.vocabulary import Role
from tessebs_core.workflows import passwords
from tests.support.sky import workspace_in

PASSWORD = "three short words"


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch):
    """Hashes that are made in a moment; what they are worth is not what is tested here."""
    monkeypatch.setattr(passwords, "_hasher", lambda: PasswordHasher(time_cost=1, memory_cost=64))


@pytest.fixture
def workspace(tmp_path, database):
    database.write(lambda session: ensure_user(session, "ada", Role.MEMBER))
    made = workspace_in(tmp_path, database, None)
    passwords.set_password(made, "ada", PASSWORD)
    return made


def login(workspace, password=PASSWORD, username="ada"):
    return passwords.session_after_login(workspace, username, password)


def test_name_and_password_together_begin_a_session_and_nothing_else_does(workspace):
    assert login(workspace) == passwords.session_secret(workspace, "ada") != None  # noqa: E711
    for wrong in ("", "three short word", "Three short words", PASSWORD + "\0"):
        assert login(workspace, wrong) is None
    assert login(workspace, username="Ada") is None
    assert login(workspace, username="nobody") is None


def test_only_an_argon2_hash_is_stored_and_no_trace_of_it(workspace):
    def look(session):
        hashed = session.execute(text("SELECT password_hash FROM Credential")).scalar_one()
        traces = session.execute(text("SELECT row_table FROM Audit")).scalars().all()
        return hashed, set(traces)

    hashed, traced = workspace.database.read(look)
    assert hashed.startswith("$argon2id$")
    assert PASSWORD not in hashed
    assert traced == {"User"}


def test_a_letter_that_keyboards_write_in_two_ways_is_one(workspace):
    passwords.set_password(workspace, "ada", "mu\u0308de kurze W\u00f6rter")
    assert login(workspace, "m\u00fcde kurze Wo\u0308rter")


@pytest.mark.parametrize(
    "word", ["short", "x" * 1001, "aaaaaaaaaaaaaaaa", "my name is Ada ok", "ababababababab"]
)
def test_a_password_that_is_guessed_is_refused(workspace, word):
    with pytest.raises(InputError, match="Nothing was changed"):
        passwords.set_password(workspace, "ada", word)
    assert login(workspace)


def test_a_change_asks_for_the_old_one_and_ends_other_sessions(workspace):
    before = login(workspace)
    with pytest.raises(NotPermitted, match="not right"):
        passwords.change_password(workspace, "ada", "not this one", "another few words")
    assert passwords.session_secret(workspace, "ada") == before
    after = passwords.change_password(workspace, "ada", PASSWORD, "another few words")
    assert passwords.session_secret(workspace, "ada") == after != before
    assert login(workspace) is None
    assert login(workspace, "another few words") == after


def test_who_is_locked_out_or_logged_out_has_no_session(workspace):
    before = login(workspace)
    passwords.end_sessions(workspace, "ada")
    assert passwords.session_secret(workspace, "ada") not in (None, before)
    passwords.lock_out(workspace, "ada")
    assert passwords.session_secret(workspace, "ada") is None
    assert login(workspace) is None
    passwords.set_password(workspace, "ada", PASSWORD)
    assert login(workspace)


def test_nobody_unknown_gets_a_password(workspace):
    with pytest.raises(NotPermitted, match="no user"):
        passwords.set_password(workspace, "nobody", PASSWORD)


def test_a_password_goes_with_its_person(workspace):
    workspace.database.write(lambda session: session.delete(session.query(User).one()))
    assert workspace.database.read(lambda s: s.execute(text("SELECT count(*) FROM Credential")).scalar()) == 0


def test_no_list_of_tables_names_it(workspace):
    assert "Credential" not in {each.name for each in all_tables()}
    with pytest.raises(InputError, match="no table"):
        table_named("Credential")


def test_an_unknown_name_takes_as_long_as_a_wrong_password(workspace, monkeypatch):
    compared = []

    class Counting:
        def verify(self, hashed, word):
            compared.append(hashed.rpartition("$")[0].rpartition("$")[0])
            raise VerificationError

        hash = PasswordHasher().hash

    monkeypatch.setattr(passwords, "_hasher", Counting)
    for username in ("ada", "nobody"):
        assert login(workspace, "not this one", username) is None
    assert len(compared) == 2
    assert len(set(compared)) == 1  # the same work
