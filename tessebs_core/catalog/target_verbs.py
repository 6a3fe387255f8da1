"""What a target can do in a notebook."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import select

from tessebs_core import records
from tessebs_core.catalog.connection import look_again, query, workspace
from tessebs_core.catalog.curves import lightkurve_of, time_series_of
from tessebs_core.catalog.proposals import EphemerisLike, SourceLike, ephemeris_from, source_from
from tessebs_core.catalog.row_verbs import RowVerbs
from tessebs_core.compute.full_report import FullReport
from tessebs_core.database import schema
from tessebs_core.errors import NoLightCurve, UnknownTarget
from tessebs_core.records import DataFolder
from tessebs_core.vocabulary import PeriodogramMethod
from tessebs_core.workflows import figures, light_curves, periods, targets, triage
from tessebs_core.workflows.period_reports import report_target

if TYPE_CHECKING:
    from astropy.timeseries import TimeSeries

__all__ = ["TICVerbs"]


class TICVerbs(RowVerbs):
    """Fetching, reading, searching, drawing, proposing."""

    tess_id: int

    @classmethod
    def get(cls, tess_id: int) -> schema.TIC:
        """Find a target by its TIC number.

        Raises
        ------
        UnknownTarget
            The catalogue has no such target.
        """
        found = query(select(schema.TIC).where(schema.TIC.tess_id == tess_id))
        if not found:
            raise UnknownTarget(tess_id)
        return found[0]

    @classmethod
    def from_mast(
        cls,
        tess_id: int,
        *,
        download: bool = True,
        syndicate_data: bool = False,
        attach_spd_data: bool = False,
        create_static: bool = False,
        static_dir: str | Path | None = None,
    ) -> schema.TIC:
        """Fetch a target from MAST and store it; one that is there is brought up to date.

        Parameters
        ----------
        tess_id : int
            TIC number.
        download : bool
            Fetch the light-curve files that are not held yet.
        syndicate_data : bool
            Write all light curves into the target's syndicated file.
        attach_spd_data : bool
            Attach their Lomb-Scargle periodograms to it.
        create_static : bool
            Draw the static figures; needs the syndicated file.
        static_dir : path, optional
            Where the figures go; the data folder by default.

        Raises
        ------
        UnknownTarget
            The TESS Input Catalog has no such TIC.
        ArchiveError
            MAST did not answer, or not sensibly; nothing was changed.
        """
        choices = targets.IngestChoices(
            download=download,
            syndicate=syndicate_data or attach_spd_data,
            attach_spd=attach_spd_data,
            figures=False,
        )
        targets.add_target(workspace(), tess_id, choices=choices)
        if create_static:
            figures.create_static_files(workspace(), tess_id, destination=_folder(static_dir))
        return cls.get(tess_id)

    @classmethod
    def add_to_triage(
        cls,
        tess_id: int,
        ephemeris: EphemerisLike,
        source: SourceLike,
        *,
        provenance: str | None = None,
    ) -> schema.Ephemeris:
        """Propose an ephemeris for a target; an unknown target is fetched from MAST first.

        Parameters
        ----------
        tess_id : int
            TIC number.
        ephemeris : Ephemeris (row or record) or dict
            ``bjd0`` (BTJD, days), ``period`` (days) and, if known, ``bjd0_uncert`` and ``period_uncert``.
        source : EphemerisSource or Source, or dict
            ``model`` and, if known, ``version``, ``author`` and ``reference``.
        provenance : str, optional
            The product that it was found in.

        Returns
        -------
        Ephemeris
            The stored proposal; the same source's same numbers are stored once.
        """
        proposed, proposer = ephemeris_from(ephemeris), source_from(source)
        if not query(select(schema.TIC).where(schema.TIC.tess_id == tess_id)):
            targets.refresh_target(workspace(), tess_id)
        number = triage.add_to_triage(workspace(), tess_id, proposed, proposer, provenance=provenance)
        return query(select(schema.Ephemeris).where(schema.Ephemeris.id == number))[0]

    def refresh(self) -> schema.TIC:
        """Update metadata, sectors and product list from MAST and SIMBAD."""
        targets.refresh_target(workspace(), self.tess_id)
        return self.get(self.tess_id)

    def update_provenances(self) -> Sequence[schema.Provenance]:
        """Ask MAST which products the target has now, and return their provenances."""
        targets.update_provenances(workspace(), self.tess_id)
        return self.get(self.tess_id).provenances

    def download(self) -> Sequence[schema.Product]:
        """Fetch the light-curve files that are not held yet; return all products with their state."""
        targets.fetch_products(workspace(), self.tess_id)
        look_again()
        return cast(schema.TIC, self).products

    def syndicate_data(self, *, attach_spd: bool = True) -> tuple[str, ...]:
        """Write all held light curves into the target's syndicated file; return their provenances."""
        return light_curves.syndicate(workspace(), self.tess_id, attach_spd=attach_spd)

    def attach_spds_to_data(self) -> tuple[str, ...]:
        """Compute the periodograms of the syndicated light curves anew and attach them."""
        return light_curves.attach_periodograms(workspace(), self.tess_id)

    def light_curve(self, provenance: str | None = None) -> records.LightCurve:
        """Read a light curve: of the product named, or of the first that has one."""
        return light_curves.load_light_curve(workspace(), self.tess_id, self._provenance(provenance))

    def time_series(self, provenance: str | None = None) -> "TimeSeries":
        """Read a light curve as `astropy.timeseries.TimeSeries`: times TDB, fluxes with a median of 1."""
        return time_series_of(self.light_curve(provenance))

    def lightkurve(self, provenance: str | None = None) -> Any:
        """Read a light curve as `lightkurve.LightCurve`; an error tells how to install it where it is not."""
        return lightkurve_of(self.light_curve(provenance))

    def periodogram(
        self,
        provenance: str | None = None,
        method: str = "lomb-scargle",
        *,
        differences: bool = False,
        start: float | None = None,
        end: float | None = None,
    ) -> records.Periodogram:
        """Read or compute a periodogram.

        Parameters
        ----------
        provenance : str, optional
            The product; the first that has a light curve by default.
        method : str
            ``lomb-scargle`` or ``box-least-squares``.
        differences : bool
            Of the flux changes between neighbours.
        start, end : float, optional
            Of the points between these times alone, BTJD.
        """
        return light_curves.load_periodogram(
            workspace(), self.tess_id, self._provenance(provenance), PeriodogramMethod(method),
            differences=differences, start=start, end=end,
        )  # fmt: skip

    def run_bls(
        self,
        provenance: str | None = None,
        *,
        duration: float | None = None,
        min_eclipses: int = 2,
        pmin: float = 0.1,
        pmax: float | None = None,
    ) -> schema.BLSRun:
        """Search for a box-shaped periodic dip and store what was found.

        Parameters
        ----------
        provenance : str, optional
            The product to search; the first that has a light curve by default.
        duration : float, optional
            Eclipse duration, days; several fractions of the period by default.
        min_eclipses : int
            How many eclipses must fit into the baseline.
        pmin, pmax : float
            Range of periods, days; ``pmax`` is what ``min_eclipses`` allows by default.
        """
        search = periods.BoxParameters(duration=duration, min_eclipses=min_eclipses, pmin=pmin, pmax=pmax)
        number = periods.run_bls(workspace(), self.tess_id, self._provenance(provenance), search)
        return query(select(schema.BLSRun).where(schema.BLSRun.id == number))[0]

    def report(self, provenance: str | None = None, *, further: bool = False) -> FullReport:
        """Decide on the orbital period and measure the eclipses; stores nothing.

        ``.decision`` has the period with its grade, reasons and evidence, ``.eclipses`` widths, depths and
        positions by both models, ``.times`` the single eclipses, ``.further`` another signal if asked for.
        """
        return report_target(workspace(), self.tess_id, self._provenance(provenance), further=further)

    def create_static_files(
        self,
        static_dir: str | Path | None = None,
        data_dir: str | Path | None = None,
        filelist: Sequence[str | Path] | None = None,
        *,
        export_lc: bool = True,
        export_spd: bool = True,
        plot_lc: bool = True,
        plot_spd: bool = True,
        force_overwrite: bool = False,
    ) -> Sequence[Path]:
        """Draw the static figures and write light curves and periodograms as text.

        Parameters
        ----------
        static_dir, data_dir : path, optional
            Where to write, and whose ``lc_data`` to read; the data folder by default.
        filelist : sequence of paths, optional
            Use only these of the target's downloaded files instead of all that are syndicated; each
            must be one of ``tic.products``, by its file name.
        export_lc, export_spd, plot_lc, plot_spd : bool
            What to make.
        force_overwrite : bool
            Make anew also what is newer than the data.

        Returns
        -------
        sequence of Path
            The files written now.
        """
        choices = figures.FigureChoices(
            plot_lc=plot_lc, plot_spd=plot_spd, plot_phases=plot_lc,
            export_lc=export_lc, export_spd=export_spd, force_overwrite=force_overwrite,
        )  # fmt: skip
        source = replace(workspace(), folder=_folder(data_dir))
        return figures.create_static_files(
            source, self.tess_id, choices=choices, destination=_folder(static_dir), filelist=filelist
        )

    def _provenance(self, name: str | None) -> str:
        held = light_curves.provenances_with_light_curve(workspace(), self.tess_id)
        if name is None and not held:
            raise NoLightCurve(
                f"TIC {self.tess_id} has no light curves here. "
                "tic.download() and then tic.syndicate_data() get them."
            )
        return name or held[0]


def _folder(path: str | Path | None) -> DataFolder:
    return workspace().folder if path is None else DataFolder(Path(path).absolute())
