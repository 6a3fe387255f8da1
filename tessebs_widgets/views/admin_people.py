"""The people: name, role, what they have done; roles are given here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tessebs_core.vocabulary import Role
from tessebs_widgets.assets import script
from tessebs_widgets.state.admin import AdminPage, AdminState
from tessebs_widgets.state.guarding import guarded
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import request_id, text, word

__all__ = ["AdminPeople", "PeopleActions"]

_LONGEST_NAME = 150
_LONGEST_DISPLAY = 255


@dataclass(frozen=True)
class PeopleActions:
    """What the page of people does; the last word of each is the id of the request."""

    set_role: Callable[[str, Role, str], None]
    add: Callable[[str, str, Role, str], None]


class AdminPeople(View):
    """Show everybody, add somebody, give roles."""

    _esm = script("dom", "admin_page", "admin_people")
    watches = ("page", "people", "may_change", "username")

    def __init__(self, state: AdminState, actions: PeopleActions) -> None:
        self._actions = actions
        self._answered = ""
        super().__init__(state, {"role": self._role, "add": self._add})

    def describe(self) -> dict[str, Any]:
        """One line for each person."""
        state = self._state
        return {
            "visible": state.page is AdminPage.PEOPLE,
            "may_change": state.may_change,
            "username": state.username,
            "roles": [str(each) for each in Role],
            "people": [
                {
                    "username": each.username,
                    "display_name": each.display_name,
                    "role": str(each.role),
                    "votes": each.votes,
                    "decisions": each.decisions,
                    "added": f"{each.date_added:%Y-%m-%d}",
                    "seen": f"{each.last_seen:%Y-%m-%d %H:%M}" if each.last_seen else "",
                }
                for each in state.people
            ],
            "answered": self._answered,
        }

    def _role(self, message: Mapping[str, Any]) -> None:
        request = request_id(message)
        with guarded(self._state):
            self._actions.set_role(
                text(message, "username", longest=_LONGEST_NAME), word(message, "role", Role), request
            )
        self._answer(request)

    def _add(self, message: Mapping[str, Any]) -> None:
        request = request_id(message)
        with guarded(self._state):
            self._actions.add(
                text(message, "username", longest=_LONGEST_NAME),
                text(message, "display_name", longest=_LONGEST_DISPLAY),
                word(message, "role", Role),
                request,
            )
            self._answer(request)

    def _answer(self, request: str) -> None:
        self._answered = request
        self._refresh()
