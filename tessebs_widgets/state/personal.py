"""The person's own part of the screen's state."""

from traitlets import Bool, HasTraits, Instance, Int, Tuple

from tessebs_core.records.preferences import Judged, Preferences

__all__ = ["PersonalTraits"]


class PersonalTraits(HasTraits):
    """Settings and the page of the history that is open."""

    preferences: Preferences = Instance(Preferences, ())
    history: tuple[Judged, ...] = Tuple(help="the person's own judgements, newest first")
    history_goes_on = Bool(False, help="whether there are older ones")
    history_before = Int(
        None, allow_none=True, help="the vote that the page begins behind; None for the newest"
    )
