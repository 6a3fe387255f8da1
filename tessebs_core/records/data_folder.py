"""How files of the data folder are named; it names and finds, and reads or writes nothing."""

from dataclasses import dataclass
from pathlib import Path

__all__ = ["DataFolder"]


@dataclass(frozen=True)
class DataFolder:
    """The folder that holds every file of a catalogue.

    Names are those of the group's site: ``lc_data/tic<10 digits>.fits`` and so on, so that old
    readers find them.
    """

    root: Path

    @property
    def downloads(self) -> Path:
        """Files as the archive gave them."""
        return self.root / "mast"

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where files of the catalogue are; what lies beside them (a database, logs) is something else."""
        names = ("lc_data", "lc_figs", "mast", "spd_data", "spd_figs", "triage")
        return tuple(self.root / name for name in names)

    def syndicated(self, tess_id: int) -> Path:
        """All light curves and periodograms of a target in one FITS file."""
        return self.root / "lc_data" / f"{_tic(tess_id)}.fits"

    def light_curve_text(self, tess_id: int, provenance: str) -> Path:
        """ASCII light curve."""
        return self.root / "lc_data" / f"{_tic(tess_id)}.{provenance}.lc"

    def periodogram_text(self, tess_id: int, provenance: str) -> Path:
        """ASCII periodogram."""
        return self.root / "spd_data" / f"{_tic(tess_id)}.{provenance}.spd"

    def light_curve_figure(self, tess_id: int, provenance: str) -> Path:
        """The whole light curve."""
        return self.root / "lc_figs" / f"{_tic(tess_id)}.{provenance}.lc.png"

    def zoomed_figure(self, tess_id: int, provenance: str) -> Path:
        """The first ten days of a light curve."""
        return self.root / "lc_figs" / f"{_tic(tess_id)}.{provenance}.zlc.png"

    def phase_figure(self, tess_id: int, signal_id: int, provenance: str) -> Path:
        """A signal's light curve folded on its accepted ephemeris."""
        return self.root / "lc_figs" / f"{_tic(tess_id)}.{signal_id:02d}.{provenance}.ph.png"

    def phase_figures(self, tess_id: int) -> dict[Path, int]:
        """The phase figures that are there, each with the number of its signal."""
        found = {}
        for path in (self.root / "lc_figs").glob(f"{_tic(tess_id)}.*.ph.png"):
            number = path.name.split(".")[1]
            if number.isdecimal():
                found[path] = int(number)
        return found

    def unfinished_figures(self, tess_id: int, writer: str = "*") -> Path:
        """A mark beside the figures while some are being renamed; it stays when that is cut short."""
        return self.root / "lc_figs" / f"{_tic(tess_id)}.{writer}.unfinished"

    def periodogram_figure(self, tess_id: int, provenance: str) -> Path:
        """The Lomb-Scargle periodogram."""
        return self.root / "spd_figs" / f"{_tic(tess_id)}.{provenance}.spd.png"

    def triage_figure(self, tess_id: int, provenance: str, ephemeris_id: int) -> Path:
        """A light curve folded on a proposed ephemeris."""
        return self.root / "triage" / f"{_tic(tess_id)}.{provenance}.eph{ephemeris_id:07d}.ph.png"


def _tic(tess_id: int) -> str:
    return f"tic{tess_id:010d}"
