"""What a target can do about its signals in a notebook."""

from collections.abc import Sequence
from uuid import uuid4

from sqlalchemy import select

from tessebs_core import records
from tessebs_core.catalog.connection import look_again, query, workspace
from tessebs_core.catalog.proposals import EphemerisLike, ephemeris_from
from tessebs_core.compute.neighbours import REACH
from tessebs_core.compute.shared_signals import MOST_CHANCE
from tessebs_core.database import schema
from tessebs_core.errors import NoLightCurve
from tessebs_core.identity import acting_user
from tessebs_core.records.blends import SharedSignal
from tessebs_core.vocabulary import SignalFlag
from tessebs_core.workflows import blends, further, light_curves
from tessebs_core.workflows.accepting import accept

__all__ = ["SignalVerbs"]


class SignalVerbs:
    """Accepting proposals as signals, and finding further ones."""

    tess_id: int

    def accept(
        self,
        ephemeris: int | schema.Ephemeris,
        *,
        signal_id: int | None = None,
        flags: Sequence[str] | None = None,
        provenance: str | None = None,
    ) -> schema.EB:
        """Enter a proposal that is settled as `eb` into the catalogue, with numbers and figures.

        Parameters
        ----------
        ephemeris : int or Ephemeris
            The proposal, or its id.
        signal_id : int, optional
            The signal to bring up to date; a new one gets the smallest free number.
        flags : sequence of str, optional
            Instead of those of the votes: ambiguous, insufficient, heartbeat, pulscomp, multi, single.
        provenance : str, optional
            The product to measure on; that of the proposal by default.

        Raises
        ------
        InputError, NotPermitted
            It is not settled as `eb`, is a multiple of another signal, or is not yours to accept.
        """
        number = ephemeris if isinstance(ephemeris, int) else ephemeris.id
        entry_id = accept(
            workspace(), acting_user(), number, signal_id=signal_id, provenance=provenance,
            flags=None if flags is None else [SignalFlag(each) for each in flags], request_id=str(uuid4()),
        )  # fmt: skip
        look_again()
        return query(select(schema.EB).where(schema.EB.id == entry_id))[0]

    def search_further(
        self,
        provenance: str | None = None,
        *,
        signals: Sequence[EphemerisLike] = (),
        method: further.Method | None = None,
    ) -> records.FoundSignal:
        """Take the known signals out of a light curve and search it for another; stores nothing.

        Parameters
        ----------
        provenance : str, optional
            The product; the first that has a light curve by default.
        signals : sequence of ephemerides, optional
            What to take out; all that stand in the catalogue by default.
        method : str, optional
            ``mask`` or ``subtract``; chosen by the width of the eclipses by default.
        """
        held = light_curves.provenances_with_light_curve(workspace(), self.tess_id)
        if provenance is None and not held:
            raise NoLightCurve(f"TIC {self.tess_id} has no light curves here; there is nothing to search.")
        return further.search_further(
            workspace(), self.tess_id, provenance or held[0],
            signals=[ephemeris_from(each) for each in signals], method=method,
        )  # fmt: skip

    def shared_signals(
        self, *, reach: float = REACH, most_chance: float = MOST_CHANCE
    ) -> tuple[SharedSignal, ...]:
        """Find neighbours that show a signal of this target, with the likely owner of it; stores nothing.

        Parameters
        ----------
        reach : float
            Pixels of 21 arc seconds that the light of a faint star reaches.
        most_chance : float
            The largest probability of agreeing by chance.
        """
        found = blends.nearby_signals(
            workspace(), self.tess_id, reach=reach, most_chance=most_chance, measure=True
        )
        return found.pairs

    def promote(self, found: records.FoundSignal) -> schema.Ephemeris:
        """Propose what `search_further` found, for triage."""
        number = further.promote(workspace(), acting_user(), self.tess_id, found, request_id=str(uuid4()))
        look_again()
        return query(select(schema.Ephemeris).where(schema.Ephemeris.id == number))[0]
