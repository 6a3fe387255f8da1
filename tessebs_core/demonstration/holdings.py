"""What a local archive holds: targets, their observations and the files on disk."""

from dataclasses import dataclass
from pathlib import Path

from tessebs_core.records import TargetMetadata

__all__ = ["Footprint", "HeldFile", "HeldObservation", "HeldTarget", "Holdings"]


@dataclass(frozen=True)
class HeldFile:
    """One product of an observation; fields in mixed case are columns of MAST's product list.

    ``path`` is the file that is served for ``uri``. ``listed_size`` is what the product list says
    of it in bytes; None says what the file has.
    """

    path: Path
    uri: str
    productFilename: str  # noqa: N815
    productSubGroupDescription: str | None = None  # noqa: N815
    productType: str = "SCIENCE"  # noqa: N815
    description: str = "Light curves"
    listed_size: int | None = None


@dataclass(frozen=True)
class HeldObservation:
    """One observation; fields are columns of MAST's observation list.

    ``t_exptime`` is in seconds, ``sequence_number`` the sector (None for files of many sectors).
    """

    obsid: str
    obs_id: str
    provenance_name: str
    sequence_number: int | None
    t_exptime: float | None
    target_name: str
    files: tuple[HeldFile, ...] = ()
    dataproduct_type: str = "timeseries"
    project: str = "TESS"
    obs_collection: str = "HLSP"


@dataclass(frozen=True)
class Footprint:
    """A target's place in one sector."""

    sector: int
    camera: int
    ccd: int


@dataclass(frozen=True)
class HeldTarget:
    """One target; SIMBAD knows it by ``simbad_ids``, or not at all when there are none."""

    metadata: TargetMetadata
    simbad_ids: tuple[str, ...] = ()
    sectors: tuple[Footprint, ...] = ()
    observations: tuple[HeldObservation, ...] = ()


@dataclass(frozen=True)
class Holdings:
    """Everything that a local archive answers from."""

    targets: tuple[HeldTarget, ...]

    @property
    def observations(self) -> tuple[HeldObservation, ...]:
        """The observations of all targets."""
        return tuple(each for target in self.targets for each in target.observations)
