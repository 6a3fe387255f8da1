"""A screen without a browser and without a database."""

import pytest

from tessebs_widgets.actions.background import Immediate
from tessebs_widgets.dashboards import Triage
from tests.widgets.fakes import FakeDesk


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def screen(desk: FakeDesk) -> Triage:
    """The triage screen on its first candidate; everything happens at once."""
    made = Triage(desk, Immediate())
    made.next()
    return made
