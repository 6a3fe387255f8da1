"""Every error that the project raises on purpose: what, where, and what to do now."""

from pathlib import Path

__all__ = [
    "AccountForbids",
    "ArchiveError",
    "ArchiveRefused",
    "ArchiveUnavailable",
    "BadBackup",
    "BadEphemeris",
    "BadLegacyRow",
    "BadLightCurve",
    "BadSearch",
    "BadVote",
    "Cancelled",
    "ClusterUnavailable",
    "CorruptProduct",
    "DamagedRelease",
    "DatabaseError",
    "DatabaseOutOfDate",
    "DatabaseUnavailable",
    "DownloadFailed",
    "InputError",
    "LegacySourceError",
    "NoEclipses",
    "NoLightCurve",
    "NobodyNamed",
    "NotPermitted",
    "ProductError",
    "SettingsError",
    "SignalExists",
    "StaleForm",
    "StorageError",
    "TessebsError",
    "UnknownProvenance",
    "UnknownTarget",
]


class TessebsError(Exception):
    """Root of all errors of this project; its text may be shown to a person."""


class Cancelled(TessebsError):
    """The work was stopped on request; what was finished is kept."""


class ClusterUnavailable(TessebsError):
    """Workers of a cluster cannot be had, or not used; what was wanted is kept."""


class SettingsError(TessebsError):
    """A setting cannot be used."""


class InputError(TessebsError):
    """What a person or a file gave cannot be used; nothing was changed."""


class BadBackup(InputError):
    """A file that cannot be restored; nothing was changed."""


class BadEphemeris(InputError):
    """A zero point or a period that cannot be one."""


class BadVote(InputError):
    """A judgement that the rules of triage do not allow."""


class DamagedRelease(InputError):
    """What is stored of a release cannot be read; `tessebs release verify` says how much of it."""


class BadSearch(InputError):
    """A condition of a search of the catalogue that cannot be one; ``field`` names it."""

    def __init__(self, field: str, problem: str) -> None:
        self.field = field
        super().__init__(f"{field}: {problem}")


class LegacySourceError(InputError):
    """What should be a legacy catalogue cannot be read as one; nothing was changed."""


class BadLegacyRow(InputError):
    """A row of a legacy catalogue that cannot be one of ours; its text is the reason."""


class UnknownTarget(InputError):
    """The archive or the catalogue knows no such TIC."""

    def __init__(self, tess_id: int, where: str = "the catalogue") -> None:
        self.tess_id = tess_id
        super().__init__(
            f"TIC {tess_id} is not in {where}. Check the number; "
            f"`tessebs tic add {tess_id}` fetches a target from MAST. Nothing was changed."
        )


class SignalExists(InputError):
    """An ephemeris is one of a signal that stands in the catalogue; ``signal_id`` is its number."""

    def __init__(self, tess_id: int, signal_id: int, ratio: str) -> None:
        self.signal_id = signal_id
        super().__init__(
            f"TIC {tess_id}: this period is {ratio} that of signal {signal_id}, so it is no second one. "
            f"Accept it with the number {signal_id} to bring that signal up to date. Nothing was changed."
        )


class UnknownProvenance(InputError):
    """No product of this name is known."""


class NobodyNamed(TessebsError):
    """A server with many visitors did not say who this one is."""

    def __init__(self) -> None:
        super().__init__(
            "The server has not said who you are, so nothing can be judged or changed here. Close this page, "
            "log in again and open it anew."
        )


class NotPermitted(TessebsError):
    """This person may not do this."""


class StaleForm(TessebsError):
    """What is stored is not what the form showed; nothing was changed.

    Attributes
    ----------
    stored, wanted : object
        The record that is stored now (None for none), and what was to be stored in its place.
    """

    def __init__(self, words: str, *, stored: object = None, wanted: object = None) -> None:
        self.stored = stored
        self.wanted = wanted
        super().__init__(words)


class ArchiveError(TessebsError):
    """MAST or SIMBAD did not give what was asked."""


class ArchiveUnavailable(ArchiveError):
    """The archive cannot be reached or did not answer in time."""


class ArchiveRefused(ArchiveError):
    """The archive answered, and the answer is an error or cannot be understood."""


class DownloadFailed(ArchiveError):
    """A file did not arrive whole; nothing of it was kept."""


class ProductError(TessebsError):
    """A light-curve file cannot be used."""


class CorruptProduct(ProductError):
    """A file is not the FITS product that it should be; of a long text that it holds both ends are quoted."""

    def __init__(self, path: Path, problem: str) -> None:
        self.path = path
        if len(problem) > 240:
            problem = f"{problem[:160]} ... {problem[-60:]}"
        super().__init__(f"{path.name}: {problem}. The file was not used; fetching it again may mend it.")


class BadLightCurve(ProductError):
    """Arrays that cannot be a light curve."""


class NoLightCurve(ProductError):
    """There is no usable light curve of this kind for this target."""


class NoEclipses(InputError):
    """There are no eclipses where they were looked for; nothing was changed."""


class StorageError(TessebsError):
    """The data folder cannot be written or read."""


class DatabaseError(TessebsError):
    """The database refused."""


class DatabaseUnavailable(DatabaseError):
    """The database cannot be reached, or stayed locked; nothing was changed."""


class DatabaseOutOfDate(DatabaseError):
    """The schema is older or newer than this code."""


class AccountForbids(DatabaseError):
    """The account that this process connects with has not the right to do this; nothing was changed."""
