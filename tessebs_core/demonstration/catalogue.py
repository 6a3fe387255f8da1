"""The demonstration catalogue: product files, an archive's listing of them, and what was proposed.

Nothing of the truth leaves here except through light curves and proposals.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

from tessebs_core.demonstration.holdings import HeldTarget, Holdings
from tessebs_core.demonstration.observations import observations_of
from tessebs_core.demonstration.population import target_ids, target_of
from tessebs_core.demonstration.proposing import accepted_ephemeris, proposed_for
from tessebs_core.demonstration.systems import Kind
from tessebs_core.demonstration.target_cards import identifiers_of, metadata_of
from tessebs_core.records import Ephemeris, Source
from tessebs_core.vocabulary import EBSource
from tessebs_core.workflows.catalogue import CatalogueEntry

__all__ = ["build_holdings", "build_target", "proposals", "settled_binaries"]

# Typical of the classes on the scale of Matijevic et al. (2012, AJ 143, 123): 0 detached to 1 in contact.
_MORPHOLOGY = {Kind.DETACHED: 0.22, Kind.ECCENTRIC: 0.15, Kind.SEMI_DETACHED: 0.58, Kind.CONTACT: 0.77}
_ORIGIN = "demonstration"


def build_holdings(folder: Path, *, progress: Callable[[int, int, str], None] | None = None) -> Holdings:
    """Simulate every target and write its product files.

    Parameters
    ----------
    folder : Path
        Where the files go; made when missing.
    progress : callable, optional
        Told how many targets are done, of how many, and what is being done.

    Raises
    ------
    OSError
        The folder cannot be written.
    """
    total = len(target_ids())
    targets = []
    for done, tess_id in enumerate(target_ids(), start=1):
        targets.append(build_target(tess_id, folder))
        if progress is not None:
            progress(done, total, "simulating")
    return Holdings(tuple(targets))


def build_target(tess_id: int, folder: Path) -> HeldTarget:
    """Simulate one target and write its product files into a folder of its own inside ``folder``."""
    target = target_of(tess_id)
    metadata = metadata_of(target)
    own = folder / f"{tess_id:010d}"
    own.mkdir(parents=True, exist_ok=True)
    gaia_id = metadata.gaia_id
    if gaia_id is None:
        raise ValueError(f"TIC {tess_id} has no Gaia number to name its files by")
    return HeldTarget(
        metadata,
        simbad_ids=identifiers_of(metadata),
        sectors=target.programme.place.seen,
        observations=observations_of(target, gaia_id, own),
    )


@cache
def proposals() -> Mapping[int, Sequence[tuple[Ephemeris, Source]]]:
    """Return what was proposed for each target, right and wrong; nothing for the settled ones."""
    return MappingProxyType({each: proposed_for(target_of(each)) for each in target_ids()})


def settled_binaries() -> tuple[CatalogueEntry, ...]:
    """Return the binaries that stand in the catalogue from the start."""
    return tuple(_entry(each) for each in target_ids() if target_of(each).settled)


def _entry(tess_id: int) -> CatalogueEntry:
    target = target_of(tess_id)
    ephemeris, source = accepted_ephemeris(target)
    return CatalogueEntry(
        tess_id=tess_id,
        ephemeris=ephemeris,
        source=source,
        data_source=EBSource.LCF if "SPOC" in target.programme.products else EBSource.FFI,
        morph_coeff=_MORPHOLOGY[target.system.kind],
        origins=(_ORIGIN,),
    )
