import pytest

from tessebs_widgets.serving.doors.pages import safe_next

ELSEWHERE = [
    "//evil.example", "///evil.example", "https://evil.example/", "http:evil.example", "javascript:alert(1)",
    "/\\evil.example", "\\\\evil.example", "/\tevil", "\n//evil.example", " //evil.example", "evil.example",
    "", "/login", "/logout", "/login?next=//evil.example", "/../admin", "/a/../../b", "/%2e%2e/x",
    "http://[", "/triage\r\nSet-Cookie: a=b",
]  # fmt: skip


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_nobody_is_led_away_from_this_server(wanted):
    assert safe_next(wanted, "/") == "/"


@pytest.mark.parametrize("wanted", ["/", "/triage", "/triage?tic=1001&next=//evil.example", "/sheet#a"])
def test_a_page_of_this_server_is_where_it_goes_on(wanted):
    assert safe_next(wanted, "/") == wanted


def test_below_a_prefix_the_rest_of_the_host_is_elsewhere():
    assert safe_next("/user/ada/triage", "/user/ada/") == "/user/ada/triage"
    assert safe_next("/user/ben/triage", "/user/ada/") == "/user/ada/"
