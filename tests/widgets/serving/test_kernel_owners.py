import pytest

from tessebs_widgets.serving.entrance import Entrance
from tessebs_widgets.serving.kernel_owners import MOST_FOR_ONE, Owners, TooManyPages
from tests.widgets.serving.servers import asked, server_in

KERNELS = [f"kernel-{number}" for number in range(MOST_FOR_ONE)]


def filled(owners, username="ada"):
    """One person with as many kernels as one may have."""
    for each in KERNELS:
        owners.give(each, owners.expect(username, set(KERNELS)))
    return owners


def test_one_person_of_several_may_have_so_many_kernels_and_another_as_many(tmp_path):
    owners = filled(Owners(tmp_path))
    with pytest.raises(TooManyPages, match="Close some"):
        owners.expect("ada", set(KERNELS))
    assert owners.expect("ben", set(KERNELS)).username == "ben"
    assert owners.expect("ada", set(KERNELS[1:])).username == "ada"  # one has ended
    assert not owners.is_owner(KERNELS[0], "ada")
    assert owners.is_owner(KERNELS[1], "ada")


def test_pages_that_are_asked_for_at_once_count_before_their_kernels_are_there(tmp_path):
    owners = Owners(tmp_path)
    places = [owners.expect("ada", set()) for _ in KERNELS]
    with pytest.raises(TooManyPages):
        owners.expect("ada", set())
    owners.expect_no_more(places.pop())  # its page failed
    owners.give("kernel", owners.expect("ada", set()))
    with pytest.raises(TooManyPages):
        owners.expect("ada", {"kernel"})


def test_who_serves_only_themselves_may_have_any_number():
    assert filled(Owners()).expect("ada", set(KERNELS)).username == "ada"


def test_a_page_too_many_says_so_and_starts_nothing(tmp_path, migrated_sqlite_url):
    catalogue = {"TESSEBS_DATABASE_URL": migrated_sqlite_url, "TESSEBS_DATA_DIR": str(tmp_path / "data")}
    door = "tessebs_widgets.serving.doors.proxy.ProxyDoor"
    settings = {"proxies": ["127.0.0.1"], "user_header": "X-User"}
    entrance = Entrance(door, settings, names_people=True, answers_to_any_name=True)
    with server_in(tmp_path / "server", entrance, catalogue) as server:
        for _ in KERNELS:
            server.app.settings["tessebs_owners"].expect("ada", set())
        [answer] = asked(server, ("GET", "/triage"), headers={"X-User": "ada"})
        assert server.kernel_manager.list_kernel_ids() == []
    assert answer.code == 429
    assert f"You have {MOST_FOR_ONE} pages open".encode() in answer.body
    assert b"tessebs doctor" not in answer.body


@pytest.mark.parametrize("drawn_as", ["image", "iframe", "script", "empty"])
def test_a_page_of_another_host_starts_no_kernel_by_drawing_a_screen(tmp_path, migrated_sqlite_url, drawn_as):
    catalogue = {"TESSEBS_DATABASE_URL": migrated_sqlite_url, "TESSEBS_DATA_DIR": str(tmp_path / "data")}
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": drawn_as}
    with server_in(tmp_path / "server", Entrance(), catalogue) as server:
        [answer] = asked(server, ("GET", "/triage"), headers=headers)
        assert server.kernel_manager.list_kernel_ids() == []
    assert answer.code == 403
    assert b"pages of their own" in answer.body
