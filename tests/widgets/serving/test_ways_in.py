import pytest

from tessebs_core.errors import InputError
from tessebs_widgets.serving.ways_in import WayIn, entrance_for


@pytest.fixture
def files(tmp_path):
    for name in ("cert.pem", "key.pem"):
        (tmp_path / name).touch(mode=0o600)
    return {"certificate": tmp_path / "cert.pem", "key": tmp_path / "key.pem"}


def door_of(asked):
    entrance, way = entrance_for(asked, 8866)
    return entrance.door.rpartition(".")[2], entrance, way


def test_left_alone_it_answers_to_this_machine_without_a_login():
    door, entrance, way = door_of(WayIn())
    assert (door, entrance.host, entrance.answers_to_any_name, way) == (
        "LoopbackDoor",
        "127.0.0.1",
        False,
        "",
    )
    assert not entrance.names_people


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "::"])
@pytest.mark.parametrize("login", [True, False])
def test_nothing_secret_goes_unencrypted_over_a_network(host, login):
    with pytest.raises(InputError, match="unencrypted"):
        entrance_for(WayIn(host, login=login), 8866)


def test_on_a_network_without_a_login_a_token_is_drawn_each_time(files):
    door, entrance, way = door_of(WayIn("0.0.0.0", **files))
    assert door == "TokenDoor"
    assert way == f"login?token={entrance.settings['secret_token']}"
    assert len(entrance.settings["secret_token"]) >= 40
    assert door_of(WayIn("0.0.0.0", **files))[2] != way
    assert (entrance.scheme, entrance.reached_at) == ("https", "127.0.0.1")


def test_a_login_is_for_many_people_also_on_this_machine(files):
    for asked in (WayIn(login=True), WayIn("0.0.0.0", login=True, **files)):
        door, entrance, way = door_of(asked)
        assert (door, entrance.names_people, way) == ("LoginDoor", True, "")
    assert door_of(WayIn("0.0.0.0", login=True, proxies=("10.0.0.5",)))[0] == "LoginDoor"


def test_a_proxy_names_people_in_a_header():
    door, entrance, _ = door_of(WayIn(proxies=("10.0.0.5",), user_header="X-Forwarded-User"))
    assert (door, entrance.names_people) == ("ProxyDoor", True)
    assert entrance.settings["proxies"] == ["10.0.0.5"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (WayIn(user_header="X-Forwarded-User"), "Name the proxy's address"),
        (WayIn(proxies=("10.0.0.5",)), "how people behind --proxy are known"),
        (WayIn(proxies=("10.0.0.5",), user_header="X-User", login=True), "choose one"),
        (WayIn(proxies=("proxy.example",), user_header="X-User"), "no address"),
        (WayIn(proxies=("10.0.0.0/8",), user_header="X-User"), "no address"),
        (WayIn(proxies=("10.0.0.5",), user_header="X User\r\n"), "no name of a header"),
        (WayIn("example.org", login=True), "no address"),
        (WayIn("", login=True), "no address"),
    ],
)
def test_what_would_stand_open_or_does_not_fit_is_refused_with_advice(asked, words):
    with pytest.raises(InputError, match=words):
        entrance_for(asked, 8866)


def test_files_for_encryption_are_two_and_the_key_is_private(files):
    with pytest.raises(InputError, match="belong together"):
        entrance_for(WayIn(login=True, certificate=files["certificate"]), 8866)
    files["key"].chmod(0o644)
    with pytest.raises(InputError, match="chmod 600"):
        entrance_for(WayIn(login=True, **files), 8866)
    files["key"].unlink()
    with pytest.raises(InputError, match="no file"):
        entrance_for(WayIn(login=True, **files), 8866)
