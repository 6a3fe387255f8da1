"""The closed lists of words that the whole project shares."""

from enum import StrEnum

__all__ = [
    "REASONS_OF",
    "AuditAction",
    "ChangeKind",
    "CheckOutcome",
    "ColumnKind",
    "EBSource",
    "EphemerisStatus",
    "ExportKind",
    "Fate",
    "FieldKind",
    "FigureKind",
    "FigureState",
    "ImportOutcome",
    "InCatalogue",
    "LogStyle",
    "PageFormat",
    "PeriodGrade",
    "PeriodMultiple",
    "PeriodogramMethod",
    "PointDrawing",
    "ProductState",
    "QueueOrder",
    "Reason",
    "Role",
    "SignalFlag",
    "TableKind",
    "TaskState",
    "Theme",
    "Verdict",
    "WorkKind",
]


class AuditAction(StrEnum):
    """What happened to a row."""

    CREATE = "create"
    EDIT = "edit"
    DELETE = "delete"


class FieldKind(StrEnum):
    """What kind of value a column holds."""

    WHOLE = "whole"
    REAL = "real"
    TEXT = "text"
    LONG_TEXT = "long-text"
    TRUTH = "truth"
    WORD = "word"  # one of a closed list
    WORDS = "words"  # some of a closed list
    MOMENT = "moment"
    DAY = "day"
    JSON = "json"


class TableKind(StrEnum):
    """What a table is for, as whoever administers it sees it."""

    CATALOGUE = "catalogue"
    HISTORY = "history"  # append-only: it is read and never changed
    LINKS = "links"  # which row belongs to which
    TECHNICAL = "technical"  # made anew or forgotten by the screens themselves
    COPIES = "copies"  # triggers fill it from other tables

    @property
    def read_only(self) -> bool:
        """Whether its rows are only read."""
        return self in (TableKind.HISTORY, TableKind.COPIES)


class Fate(StrEnum):
    """What becomes of a row when the one that it refers to is deleted."""

    GOES = "goes"
    LOSES = "loses"  # it stays, without the reference
    KEEPS = "keeps"  # it keeps the other from being deleted


class Verdict(StrEnum):
    """What a reviewer says of one proposed ephemeris."""

    EB = "eb"
    MAYBE = "maybe"
    NOT_EB = "not-eb"
    ISSUE = "issue"
    DUPLICATE = "duplicate"


class Reason(StrEnum):
    """Why; each belongs to one verdict (see `REASONS_OF`)."""

    INSUFFICIENT_CYCLES = "insufficient-cycles"
    AMBIGUOUS = "ambiguous"
    HEARTBEAT = "heartbeat"
    MULTIPLE = "multiple"
    SINGLE_ECLIPSE = "single-eclipse"
    SINUSOIDAL = "sinusoidal"
    TRANSIT_LIKE = "transit-like"
    NO_SIGNAL = "no-signal"
    PULSATOR = "pulsator"
    SPOTS = "spots"
    BLEND = "blend"
    NEEDS_DETRENDING = "needs-detrending"
    BAD_DATA = "bad-data"


REASONS_OF: dict[Verdict, tuple[Reason, ...]] = {
    Verdict.EB: (
        Reason.INSUFFICIENT_CYCLES,
        Reason.AMBIGUOUS,
        Reason.HEARTBEAT,
        Reason.MULTIPLE,
        Reason.SINGLE_ECLIPSE,
    ),
    Verdict.MAYBE: (Reason.SINUSOIDAL, Reason.TRANSIT_LIKE),
    Verdict.NOT_EB: (Reason.NO_SIGNAL, Reason.PULSATOR, Reason.SPOTS, Reason.BLEND),
    Verdict.ISSUE: (Reason.NEEDS_DETRENDING, Reason.BAD_DATA),
    Verdict.DUPLICATE: (),
}


class PeriodMultiple(StrEnum):
    """Which multiple of the proposed period is the orbital one."""

    HALF = "half"
    PERIOD = "period"
    DOUBLE = "double"
    OTHER = "other"

    @property
    def factor(self) -> float | None:
        """Orbital period over proposed period; None when it is another one."""
        return {"half": 0.5, "period": 1.0, "double": 2.0}.get(self.value)


class SignalFlag(StrEnum):
    """Flags of a catalogue entry."""

    AMBIGUOUS = "ambiguous"
    INSUFFICIENT = "insufficient"
    HEARTBEAT = "heartbeat"
    PULSCOMP = "pulscomp"
    MULTI = "multi"
    SINGLE = "single"


class EphemerisStatus(StrEnum):
    """Where a proposal stands; derived from votes and decisions, never stored."""

    OPEN = "open"
    SETTLED = "settled"
    CONFLICT = "conflict"


class InCatalogue(StrEnum):
    """Which entries a search looks at."""

    YES = "yes"
    NO = "no"
    ANY = "any"


class ColumnKind(StrEnum):
    """What the values of a column of the catalogue are."""

    NUMBER = "number"
    WHOLE = "whole"
    MOMENT = "moment"
    TRUTH = "truth"
    WORD = "word"
    LIST = "list"


class EBSource(StrEnum):
    """What kind of data an entry was found in."""

    FFI = "FFI"
    TPF = "TPF"
    LCF = "LCF"

    @property
    def label(self) -> str:
        """The long words that the exports for MAST have always had."""
        words = {"FFI": "Full Frame Image", "TPF": "Target Pixel File", "LCF": "Light Curve File"}
        return f"{words[self.value]} ({self.value})"


class ChangeKind(StrEnum):
    """What became of a line of the catalogue between two releases."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


class PageFormat(StrEnum):
    """What a page of the catalogue is written as for a program."""

    JSON = "json"
    CSV = "csv"
    VOTABLE = "votable"


class ExportKind(StrEnum):
    """What the catalogue is written as."""

    MAST = "mast"
    CSV = "csv"
    VOTABLE = "votable"
    FITS = "fits"
    ECSV = "ecsv"
    MRT = "mrt"  # fixed width with its description in front
    VIZIER = "vizier"  # a ZIP with ReadMe, catalogue and flags as the CDS wants them
    FLAGS = "flags"  # as CSV
    FLAGS_VOTABLE = "flags-votable"
    FLAGS_FITS = "flags-fits"
    FLAGS_ECSV = "flags-ecsv"
    FLAGS_MRT = "flags-mrt"

    @property
    def suffix(self) -> str:
        """How names of such files end."""
        form = self.value.removeprefix("flags-")
        return {"votable": ".vot", "fits": ".fits", "ecsv": ".ecsv", "mrt": ".mrt", "vizier": ".zip"}.get(
            form, ".csv"
        )

    @property
    def media_type(self) -> str:
        """What HTTP and browsers call it."""
        return {
            ".csv": "text/csv",
            ".vot": "application/x-votable+xml",
            ".fits": "application/fits",
            ".zip": "application/zip",
        }.get(self.suffix, "text/plain")


class ProductState(StrEnum):
    """How far a light-curve file has come."""

    WANTED = "wanted"
    HELD = "held"
    FAILED = "failed"


class FigureKind(StrEnum):
    """The static figures of a light-curve product."""

    LIGHT_CURVE = "light-curve"
    FIRST_DAYS = "first-days"
    PERIODOGRAM = "periodogram"
    SIGNAL = "signal"  # folded on a signal's accepted ephemeris
    PROPOSAL = "proposal"  # folded on a proposed one


class FigureState(StrEnum):
    """Whether a static figure is there, and made from the data at hand."""

    MADE = "made"
    OUTDATED = "outdated"  # the light curves are newer
    MISSING = "missing"


class WorkKind(StrEnum):
    """What is to be done with each target of a batch."""

    INGEST = "ingest"
    PERIODS = "periods"
    FIGURES = "figures"


class TaskState(StrEnum):
    """How far the work on one target of a batch has come."""

    WANTED = "wanted"  # nobody is at it; perhaps not before a time
    RUNNING = "running"  # somebody has it on lease
    DONE = "done"
    INCOMPLETE = "incomplete"  # done, but for some of its files
    FAILED = "failed"
    CANCELLED = "cancelled"


class PeriodGrade(StrEnum):
    """How sure a period is."""

    CERTAIN = "certain"
    LIKELY = "likely"
    AMBIGUOUS = "ambiguous"
    NO_ECLIPSES = "no-eclipses"


class CheckOutcome(StrEnum):
    """How a settled ephemeris did in data that came after it."""

    AGREES = "agrees"
    DRIFTS = "drifts"  # eclipses come early or late by more than is tolerated
    MISSED = "missed"  # eclipses were predicted in the data and are not there
    SUFFICIENT = "sufficient"  # was "insufficient cycles", and is not any more
    NO_ECLIPSE = "no-eclipse"  # none was predicted within the data


class ImportOutcome(StrEnum):
    """What became of a row of a legacy catalogue."""

    IMPORTED = "imported"
    MERGED = "merged"  # it says the same as another row, or completes it
    SET_ASIDE = "set aside"  # it cannot be one of our rows; kept whole, with the reason
    LEFT_OUT = "left out by design"
    KNOWN = "there before"  # by an earlier import
    CHANGED = "changed since"  # by an earlier import, with other content; nothing is overwritten


class QueueOrder(StrEnum):
    """Which target a person is given next."""

    PRIORITY = "priority"  # assigned, come back, contested, nearly settled, hard: see compute.queue_order
    NUMBER = "number"
    DISAGREEMENT = "disagreement"
    HARD = "hard"
    EASY = "easy"
    NEW = "new"


class PeriodogramMethod(StrEnum):
    """How the powers of a periodogram were computed."""

    LOMB_SCARGLE = "lomb-scargle"
    BOX_LEAST_SQUARES = "box-least-squares"


class Theme(StrEnum):
    """Colours of the screens."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class PointDrawing(StrEnum):
    """How a phase plot draws its points."""

    AUTOMATIC = "automatic"  # by their number
    POINTS = "points"
    DENSITY = "density"


class Role(StrEnum):
    """What a person may do; each role may do what those before it may."""

    VIEWER = "viewer"
    MEMBER = "member"
    LEAD = "lead"
    ADMIN = "admin"

    @property
    def decides(self) -> bool:
        """Whether it may decide for the group."""
        return self in {Role.LEAD, Role.ADMIN}


class LogStyle(StrEnum):
    """How logs are written: lines for people, or JSON lines for programs."""

    TEXT = "text"
    JSON = "json"
