import asyncio
from types import SimpleNamespace

import pytest
from tornado.web import HTTPError

from tessebs_core.vocabulary import Role
from tessebs_core.workflows import passwords
from tessebs_core.workflows.people import set_role
from tessebs_core.workflows.workspace import open_workspace
from tessebs_widgets.serving.hub.people import CataloguePasswords

PASSWORD = "seven quiet telescopes"
FROM = SimpleNamespace(request=SimpleNamespace(remote_ip="127.0.0.1"))


@pytest.fixture
def workspace(migrated_sqlite_url, tmp_path, monkeypatch):
    monkeypatch.setenv("TESSEBS_DATABASE_URL", migrated_sqlite_url)
    monkeypatch.setenv("TESSEBS_DATA_DIR", str(tmp_path))
    opened = open_workspace()
    set_role(opened, "rita", Role.ADMIN)
    set_role(opened, "Ada", Role.MEMBER)
    for name in ("rita", "Ada"):
        passwords.set_password(opened, name, PASSWORD)
    yield opened
    opened.database.dispose()


def come_in(people, name, password=PASSWORD):
    return people.get_authenticated_user(FROM, {"username": name, "password": password})


def test_people_come_in_as_what_they_are(workspace):
    async def run():
        people = CataloguePasswords()
        return [await come_in(people, name) for name in ("Ada", "rita", "ada", "nobody")]

    ada, rita, *others = asyncio.run(run())
    assert (ada["name"], ada["admin"], rita["admin"]) == ("Ada", False, True)
    assert others == [None, None]


def test_a_wrong_password_is_refused_and_guessing_slows_down(workspace):
    async def run():
        people = CataloguePasswords()
        tried = [await come_in(people, "Ada", f"a guess {number}") for number in range(5)]
        with pytest.raises(HTTPError) as refused:
            await come_in(people, "Ada")
        return tried, refused.value.status_code

    assert asyncio.run(run()) == ([None] * 5, 429)


@pytest.mark.parametrize(
    "change",
    [passwords.lock_out, lambda workspace, name: passwords.set_password(workspace, name, PASSWORD[::-1])],
)
def test_who_is_locked_out_or_has_another_password_must_come_in_anew(workspace, change, monkeypatch):
    monkeypatch.setattr("tessebs_widgets.serving.doors.login_desk.FRESH_S", 0.0)
    ada = SimpleNamespace(name="Ada")

    async def run():
        people = CataloguePasswords()
        await come_in(people, "Ada")
        before = await people.refresh_user(ada)
        change(workspace, "Ada")
        return before, await people.refresh_user(ada)

    assert asyncio.run(run()) == ({"name": "Ada", "admin": False}, False)


def test_a_session_from_before_the_hub_was_started_goes_on(workspace):
    async def run():
        people = CataloguePasswords()
        return [await people.refresh_user(SimpleNamespace(name=name)) for name in ("rita", "nobody")]

    assert asyncio.run(run()) == [{"name": "rita", "admin": True}, False]


def test_a_name_that_cannot_be_a_file_does_not_come_in(workspace):
    set_role(workspace, "../ada", Role.MEMBER)
    passwords.set_password(workspace, "../ada", PASSWORD)
    assert asyncio.run(_come_in_anew("../ada")) is None


async def _come_in_anew(name):
    return await come_in(CataloguePasswords(), name)
