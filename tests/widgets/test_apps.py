import pytest

from tessebs_core.errors import InputError
from tessebs_widgets.apps import APPS, app_named, apps_named
from tessebs_widgets.serving.notebooks import notebook_of


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
def test_every_app_has_its_notebook_and_a_name_that_an_address_can_hold(app):
    assert notebook_of(app).name == f"{app.notebook}.ipynb"
    assert app.name.isidentifier()


def test_apps_come_in_their_own_order_and_once():
    assert apps_named([APPS[-1].name, APPS[0].name, APPS[-1].name]) == tuple(
        dict.fromkeys((APPS[0], APPS[-1]))
    )


def test_an_unknown_app_is_answered_with_those_there_are():
    with pytest.raises(InputError, match=APPS[0].name):
        app_named("nothing")
