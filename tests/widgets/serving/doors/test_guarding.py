from types import SimpleNamespace

import pytest
import tornado.web
from tornado.httputil import HTTPHeaders

from tessebs_widgets.serving.doors.guarding import Door, is_name
from tessebs_widgets.serving.doors.proxy import ProxyDoor

PROXY = "10.0.0.5"


def asking(peer, *headers, protocol="http", method="GET"):
    made = HTTPHeaders()
    for name, value in headers:
        made.add(name, value.encode().decode("latin-1"))
    request = SimpleNamespace(remote_ip=peer, headers=made, protocol=protocol, method=method)
    return SimpleNamespace(request=request)


def proxy_door(*proxies):
    return ProxyDoor(proxies=list(proxies), user_header="X-Forwarded-User")


def test_the_proxy_says_who_it_is():
    for peer in (PROXY, f"::ffff:{PROXY}"):
        user = proxy_door(PROXY).get_user(asking(peer, ("X-Forwarded-User", "Jürgen")))
        assert user.username == "Jürgen"


@pytest.mark.parametrize("peer", ["10.0.0.6", "127.0.0.1", "::1", "nonsense", None])
def test_nobody_else_is_believed_whatever_the_headers_say(peer):
    headers = [("X-Forwarded-User", "ada"), ("X-Forwarded-For", PROXY), ("X-Real-IP", PROXY)]
    with pytest.raises(tornado.web.HTTPError) as refused:
        proxy_door(PROXY).get_user(asking(peer, *headers))
    assert refused.value.status_code == 403


def test_a_door_without_a_proxy_lets_nobody_in():
    with pytest.raises(tornado.web.HTTPError):
        proxy_door().get_user(asking(PROXY, ("X-Forwarded-User", "ada")))


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("X-Forwarded-User", "")],
        [("X-Forwarded-User", "ada"), ("X-Forwarded-User", "ben")],
        [("X-Forwarded-User", "mallory, ada")],
        [("X-Forwarded-User", "a" * 65)],
        [("X-Forwarded-User", "ada\u202e")],
        [("X_Forwarded_User", "ada")],
        [("Remote-User", "ada")],
    ],
)
def test_one_name_and_only_a_name_is_taken(headers):
    with pytest.raises(tornado.web.HTTPError, match="no name"):
        proxy_door(PROXY).get_user(asking(PROXY, *headers))


def test_from_where_somebody_asks_is_what_our_proxies_say_and_not_what_the_client_does():
    door = Door(proxies=[PROXY])
    forged = ("X-Forwarded-For", "1.2.3.4")
    assert door.client_of(asking("9.9.9.9", forged)).address == "9.9.9.9"
    passed_on = asking(
        PROXY, ("X-Forwarded-For", f"1.2.3.4, 9.9.9.9, {PROXY}"), ("X-Forwarded-Proto", "https")
    )
    assert (door.client_of(passed_on).address, door.client_of(passed_on).encrypted) == ("9.9.9.9", True)
    assert door.client_of(asking(PROXY)).address == PROXY


@pytest.mark.parametrize("word", ["", " ada", "ada ", "a" * 65, "a\nb", "a\0", "a,b", "\u200b"])
def test_what_is_no_name(word):
    assert not is_name(word)


@pytest.mark.parametrize("word", ["ada", "ada.l@example.org", "Jürgen", "ada l", "日本"])
def test_what_is_one(word):
    assert is_name(word)
