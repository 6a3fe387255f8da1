"""What the TESS Input Catalog and SIMBAD would say of a simulated target."""

import numpy as np

from tessebs_core.demonstration.population import Target, generator, target_of
from tessebs_core.demonstration.sky import galactic, scattered
from tessebs_core.records import TargetMetadata

__all__ = ["identifiers_of", "metadata_of"]

_GAIA_BLOCK = 1 << 45  # real Gaia numbers carry the position in their upper bits
_APART = 42.0  # arc seconds from a blend to its owner
_FIRST_KIC = 13_200_001  # the Kepler Input Catalog ends at 13 161 029


def metadata_of(target: Target) -> TargetMetadata:
    """Return the catalogue row of a target; like real rows, some lack their stellar parameters."""
    rng = generator(target.number, 1)
    ra, dec = scattered(target.programme.place, rng)
    if target.owner is not None:
        ra, dec = _beside(metadata_of(target_of(target.owner)))
    glon, glat = galactic(ra, dec)
    # Number of the position in the sky, then of the star: above 2**53, as real Gaia numbers are.
    gaia = int(rng.integers(4, 195)) * 1024 * _GAIA_BLOCK + int(rng.integers(1 << 44)) + 1
    teff = round(target.system.teff + float(rng.normal(0, 120)))
    logg = round(target.system.logg + float(rng.normal(0, 0.08)), 3)
    abundance = round(float(rng.normal(-0.05, 0.2)), 3)
    # Nearer stars move more: a bright one of the same kind is nearer.
    motion = rng.normal(0, 4 + 120 * 10 ** (0.2 * (5 - target.magnitude)), 2)
    known, has_abundance = rng.uniform() < 0.85, rng.uniform() < 0.4
    in_asas, in_dr3 = rng.uniform() < 0.4, rng.uniform() < 0.95
    return TargetMetadata(
        tess_id=target.tess_id,
        ra=round(ra, 7),
        dec=round(dec, 7),
        glon=round(glon, 7),
        glat=round(glat, 7),
        Tmag=round(target.magnitude, 4),
        teff=float(teff) if known else None,
        logg=logg if known else None,
        abun=abundance if known and has_abundance else None,
        pmra=round(float(motion[0]), 3),
        pmdec=round(float(motion[1]), 3),
        gaia_id=gaia,
        gaia_dr3_id=gaia if in_dr3 else None,
        kepler_id=_FIRST_KIC + target.number if target.programme.field == "Lyra" else None,
        asas_id=_asas_name(ra, dec) if in_asas and dec < 28 else None,
    )


def identifiers_of(metadata: TargetMetadata) -> tuple[str, ...]:
    """Return the names under which SIMBAD would know a target, among them one that misleads."""
    names = [f"TIC {metadata.tess_id}"]
    if metadata.gaia_id is not None:
        names.append(f"Gaia DR2 {metadata.gaia_id}")
    if metadata.gaia_dr3_id is not None:
        names.append(f"Gaia DR3 {metadata.gaia_dr3_id}")
    if metadata.kepler_id is not None:
        names.append(f"KIC {metadata.kepler_id}")
    if metadata.asas_id is not None:
        names.append(f"ASAS {metadata.asas_id}")
    elif metadata.ra is not None and metadata.dec is not None:
        # Another survey whose name begins alike; it is no ASAS number.
        names.append(f"ASASSN-V {_asas_name(metadata.ra, metadata.dec)}")
    return tuple(names)


def _beside(owner: TargetMetadata) -> tuple[float, float]:
    """A position two pixels north of a star."""
    if owner.ra is None or owner.dec is None:
        raise ValueError(f"TIC {owner.tess_id} has no position to stand beside")
    return owner.ra, owner.dec + _APART / 3600


def _asas_name(ra: float, dec: float) -> str:
    """Name a position as ASAS does: J, hours, minutes and seconds, sign, degrees and decimal minutes."""
    seconds = int(np.floor(ra / 15 * 3600))
    tenths = int(np.floor(abs(dec) * 600))
    return (
        f"J{seconds // 3600:02d}{seconds // 60 % 60:02d}{seconds % 60:02d}"
        f"{'-' if dec < 0 else '+'}{tenths // 600:02d}{tenths // 10 % 60:02d}.{tenths % 10}"
    )
