import json
from dataclasses import asdict

import pytest

from tessebs_core.errors import InputError
from tessebs_widgets.serving.hub.command import entrance_of
from tessebs_widgets.serving.hub.place import HubPlace

SAID = {
    "JUPYTERHUB_SERVICE_URL": "http://127.0.0.1:40001/group/user/ada/",
    "JUPYTERHUB_SERVICE_PREFIX": "/group/user/ada/",
    "JUPYTERHUB_API_TOKEN": "a secret word",
    "JUPYTERHUB_API_URL": "http://127.0.0.1:8081/group/hub/api",
    "JUPYTERHUB_BASE_URL": "/group/",
    "JUPYTERHUB_CLIENT_ID": "jupyterhub-user-ada",
    "JUPYTERHUB_USER": "ada",
    "JUPYTERHUB_OAUTH_ACCESS_SCOPES": '["access:servers!server=ada/"]',
    "JUPYTERHUB_ACTIVITY_INTERVAL": "30",
}


def test_the_hub_says_whose_server_it_is_and_where():
    place = HubPlace.from_environment(SAID)
    assert (place.user, place.host, place.port, place.prefix) == (
        "ada",
        "127.0.0.1",
        40001,
        "/group/user/ada/",
    )
    assert (place.hub_prefix, place.report_every) == ("/group/hub/", 30.0)
    assert place.activity_url == "http://127.0.0.1:8081/group/hub/api/users/ada/activity"


def test_the_token_is_not_shown():
    assert "a secret word" not in repr(HubPlace.from_environment(SAID))


def test_it_survives_the_way_through_a_file():
    place = HubPlace.from_environment(SAID)
    assert HubPlace.from_fields(json.loads(json.dumps(asdict(place)))) == place


@pytest.mark.parametrize(
    "name", [each for each in SAID if each not in {"JUPYTERHUB_BASE_URL", "JUPYTERHUB_ACTIVITY_INTERVAL"}]
)
def test_without_a_hub_it_says_what_to_use_instead(name):
    with pytest.raises(InputError, match=rf"{name}.*tessebs app"):
        HubPlace.from_environment({key: value for key, value in SAID.items() if key != name})


def test_the_hubs_user_acts_whatever_account_this_runs_under():
    entrance = entrance_of(HubPlace.from_environment(SAID))
    assert (entrance.acting_as, entrance.base_url, entrance.names_people) == (
        "ada",
        "/group/user/ada/",
        False,
    )
