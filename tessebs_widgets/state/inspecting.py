"""What the inspector adds to the screen's state: flags, what is asked for next."""

from enum import StrEnum

from traitlets import HasTraits, Instance, UseEnum

from tessebs_core.vocabulary import SignalFlag

__all__ = ["InspectorTraits", "Leaving", "Wanted"]


class Wanted(StrEnum):
    """What the person is led to, because what they asked for needs it first."""

    NOTHING = "nothing"
    PERIOD = "period"  # a period must be set
    PROPOSAL = "proposal"  # the fold must be proposed


class Leaving(StrEnum):
    """Which way the person wants to leave and was warned of what is unjudged; again leaves."""

    NOT = "not"
    NEXT = "next"
    PREVIOUS = "previous"


class InspectorTraits(HasTraits):
    """The part of the screen's state that is about editing and looking closely."""

    flags: frozenset[SignalFlag] = Instance(frozenset, ())
    wanted = UseEnum(Wanted, default_value=Wanted.NOTHING)
    leaving = UseEnum(Leaving, default_value=Leaving.NOT)
