import getpass

import pytest

from tessebs_core.errors import NobodyNamed
from tessebs_core.identity import ACTING, DEMANDED, acting_user, is_named_by_server, user_for_logs


def test_the_account_of_the_process_acts_where_no_server_says_otherwise():
    assert acting_user({}) == getpass.getuser()
    assert not is_named_by_server({})


def test_the_name_that_the_server_gave_acts_in_its_kernel():
    assert acting_user({ACTING: "ada", DEMANDED: "/arrivals", "LOGNAME": "server"}) == "ada"
    assert is_named_by_server({ACTING: "ada"})


@pytest.mark.parametrize("name", [{}, {ACTING: ""}])
def test_without_the_name_that_is_demanded_nobody_acts(name, monkeypatch):
    with pytest.raises(NobodyNamed, match="log in again"):
        acting_user({DEMANDED: "/arrivals"} | name)
    monkeypatch.setenv(DEMANDED, "/arrivals")
    assert user_for_logs() == f"({getpass.getuser()})"
