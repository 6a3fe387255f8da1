import threading

import pytest

from tessebs_core.errors import NobodyNamed
from tessebs_core.identity import ACTING, DEMANDED
from tessebs_widgets.arrivals import announce, wait_for_visitor
from tessebs_widgets.dashboards.opening import visitor

KERNEL = "0b7e1c3e-0000-0000-0000-000000000000"


def ahead(folder):
    return {DEMANDED: str(folder), "VOILA_PREHEAT": "True", "VOILA_KERNEL_ID": KERNEL}


def test_a_kernel_made_ready_waits_for_its_own_visitor(tmp_path):
    environment = ahead(tmp_path)
    announce(tmp_path, KERNEL.replace("b", "c"), "mallory")
    kernel = threading.Thread(target=wait_for_visitor, args=(environment,))
    kernel.start()
    assert ACTING not in environment
    announce(tmp_path, KERNEL, "ada")
    kernel.join(20)
    assert environment[ACTING] == "ada"
    assert environment["VOILA_PREHEAT"] == "False"  # what it loads now is fresh
    assert not (tmp_path / KERNEL).exists()


def test_who_is_announced_before_the_kernel_asks_is_known_too(tmp_path):
    announce(tmp_path, KERNEL, "ada")
    assert (tmp_path / KERNEL).stat().st_mode & 0o077 == 0
    environment = ahead(tmp_path)
    wait_for_visitor(environment)
    assert environment[ACTING] == "ada"


@pytest.mark.parametrize("environment", [{}, {DEMANDED: "/a"}, {"VOILA_PREHEAT": "True"}])
def test_nobody_waits_elsewhere(environment):
    before = dict(environment)
    wait_for_visitor(environment)
    assert environment == before


def test_a_screen_does_not_open_as_the_account_of_a_server_with_many_visitors(monkeypatch):
    monkeypatch.setenv(DEMANDED, "/a")
    monkeypatch.delenv(ACTING, raising=False)
    with pytest.raises(NobodyNamed):
        visitor()
