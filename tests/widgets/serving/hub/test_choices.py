import asyncio
from types import SimpleNamespace

import pytest
from tornado.web import HTTPError

from tessebs_core.vocabulary import Role
from tessebs_widgets.serving.hub.choices import Choices


def spawner_of(name, role, **answers):
    async def role_of(asked):
        return role if asked == name else None

    return SimpleNamespace(
        user=SimpleNamespace(name=name), authenticator=SimpleNamespace(role=role_of), user_options=answers,
        environment={"KEPT": "1"}, cmd=[], default_url="",
    )  # fmt: skip


def started(choices, spawner):
    asyncio.run(choices.before_start(spawner))
    return spawner


def test_only_who_may_run_code_is_asked():
    choices = Choices({Role.LEAD})
    assert "JupyterLab" in asyncio.run(choices.form(spawner_of("ben", Role.LEAD)))
    assert asyncio.run(choices.form(spawner_of("ada", Role.MEMBER))) == ""


def test_the_screens_are_what_is_started_if_nothing_is_said():
    spawner = started(Choices(), spawner_of("ada", Role.VIEWER))
    assert spawner.cmd == ["tessebs", "hub-app"]
    assert spawner.environment == {"KEPT": "1", "TESSEBS_ACTING_USER": "ada"}


def test_a_lead_who_chooses_it_gets_jupyterlab():
    answer = Choices.from_form({"start": ["lab"]})
    spawner = started(Choices({Role.LEAD}), spawner_of("ben", Role.LEAD, **answer))
    assert (spawner.cmd, spawner.default_url) == (["jupyterhub-singleuser"], "/lab")


@pytest.mark.parametrize(
    ("role", "start"), [(Role.MEMBER, "lab"), (Role.LEAD, "sh"), (None, "apps")], ids=["role", "word", "gone"]
)
def test_what_was_not_offered_is_refused_when_it_starts(role, start):
    with pytest.raises(HTTPError) as refused:
        started(Choices({Role.LEAD}), spawner_of("ada", role, start=start))
    assert refused.value.status_code == 403


def test_without_an_address_of_their_own_nobody_gets_anothers(tmp_path):
    (tmp_path / "ben.toml").touch()
    choices = Choices((), tmp_path)
    assert started(choices, spawner_of("ben", Role.MEMBER)).cmd
    with pytest.raises(HTTPError) as refused:
        started(choices, spawner_of("ada", Role.MEMBER))
    assert refused.value.status_code == 503
