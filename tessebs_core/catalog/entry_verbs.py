"""What a catalogue entry can do in a notebook."""

from collections.abc import Collection
from uuid import uuid4

from sqlalchemy import select

from tessebs_core.catalog.connection import look_again, query, workspace
from tessebs_core.catalog.row_verbs import RowVerbs
from tessebs_core.compute.eclipse_review import EclipseReview
from tessebs_core.database import schema
from tessebs_core.errors import NoLightCurve
from tessebs_core.identity import acting_user
from tessebs_core.records.timing_diagrams import TimingDiagram
from tessebs_core.workflows import catalogue, light_curves, timing
from tessebs_core.workflows.swapping import swap_eclipses
from tessebs_core.workflows.withdrawing import withdraw_entry

__all__ = ["EBVerbs"]


class EBVerbs(RowVerbs):
    """Measuring the eclipses with a person's word on each number, swapping them, withdrawing."""

    id: int

    def review_eclipses(self, provenance: str | None = None) -> EclipseReview:
        """Measure the eclipses on the accepted ephemeris; stores nothing.

        Doubtful numbers come rejected, with the reason; change that with the review's ``accept`` and
        ``reject``, which name the reviewer, and hand it to `store_eclipses`.

        Parameters
        ----------
        provenance : str, optional
            The product to measure on; the first that has a light curve by default.

        Raises
        ------
        InputError
            The entry has no accepted ephemeris.
        """
        return catalogue.review_eclipses(workspace(), self.id, self._provenance(provenance))

    def store_eclipses(self, review: EclipseReview, provenance: str | None = None) -> schema.EB:
        """Write the accepted numbers of a review into this entry; the whole review is kept as a run."""
        catalogue.store_eclipses(workspace(), self.id, review, acting_user(), self._provenance(provenance))
        return self._as_stored()

    def swap(self, phase: float | None = None) -> schema.EB:
        """Make the secondary eclipse the primary: ephemeris, numbers and figures together.

        Parameters
        ----------
        phase : float, optional
            Where the secondary is, cycles; its stored position by default. Swapping again goes back.

        Raises
        ------
        InputError
            Nothing says where the secondary is.
        """
        swap_eclipses(workspace(), acting_user(), self.id, phase=phase, request_id=str(uuid4()))
        return self._as_stored()

    def o_minus_c(
        self, provenance: str | None = None, *, include: Collection[str] = (), exclude: Collection[str] = ()
    ) -> TimingDiagram:
        """Time the eclipses and fit a line and a parabola to O-C; stores nothing.

        Parameters
        ----------
        provenance : str, optional
            The product; the first that has a light curve by default.
        include, exclude : collection of str
            Eclipses to use or to leave out whatever is said of them, for example ``"primary 12"``; beside
            what you have chosen on the screen.
        """
        row = query(select(schema.EB).where(schema.EB.id == self.id))[0]
        return timing.o_minus_c(
            workspace(), row.tic.tess_id, row.signal_id, provenance=provenance, username=acting_user(),
            include=include, exclude=exclude,
        )  # fmt: skip

    def withdraw(self, *, remove: bool = False) -> None:
        """Take this entry out of the catalogue; it keeps its number, and can be accepted again.

        Parameters
        ----------
        remove : bool
            Remove it altogether; leads only, and only where nothing else uses it.
        """
        withdraw_entry(workspace(), acting_user(), self.id, remove=remove, request_id=str(uuid4()))
        look_again()

    def _as_stored(self) -> schema.EB:
        look_again()
        return query(select(schema.EB).where(schema.EB.id == self.id))[0]

    def _provenance(self, name: str | None) -> str:
        if name is not None:
            return name
        tess_id = query(select(schema.EB).where(schema.EB.id == self.id))[0].tic.tess_id
        held = light_curves.provenances_with_light_curve(workspace(), tess_id)
        if not held:
            raise NoLightCurve(f"TIC {tess_id} has no light curves here; its eclipses cannot be measured.")
        return held[0]
