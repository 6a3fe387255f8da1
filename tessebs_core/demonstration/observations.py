"""Write a target's product files and describe them as MAST would list them."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from tessebs_core.demonstration.holdings import HeldFile, HeldObservation
from tessebs_core.demonstration.observing import image_exposure
from tessebs_core.demonstration.pipelines import PIPELINES, Segment, observe
from tessebs_core.demonstration.population import Target, generator
from tessebs_core.demonstration.product_files import product_uri, write_product

__all__ = ["observations_of"]

_NORMAL, _FAST = 120.0, 20.0  # s, SPOC's cadences
_MANY_SECTORS = "DIAMANTE"
_FIRST_OBSID = 700_000_000
_NOISE = 3  # a generator's purpose, beside those of the system, the card and the proposals


def observations_of(target: Target, gaia_id: int, folder: Path) -> tuple[HeldObservation, ...]:
    """Simulate and write everything that the archive holds of a target.

    Parameters
    ----------
    target : Target
        The target.
    gaia_id : int
        Its Gaia number, by which some products name their files.
    folder : Path
        An existing folder for the files.
    """
    observations: list[HeldObservation] = []
    for product, sectors in target.programme.products.items():
        groups = [tuple(sectors)] if product == _MANY_SECTORS else [(each,) for each in sectors]
        for group in groups:
            files = [
                _write(target, gaia_id, product, group, cadence=cadence, folder=folder)
                for cadence in _cadences(target, product, group[0])
            ]
            if product == "SPOC":
                files.append(_write_validation(files[0], folder))
            observations.append(_observation(target, product, group, files, len(observations)))
    return tuple(observations)


def _cadences(target: Target, product: str, sector: int) -> tuple[float, ...]:
    """Cadences of the files of one observation, the main one first."""
    programme = target.programme
    if product != "SPOC":
        return (image_exposure(sector),)
    if sector not in programme.fast:
        return (_NORMAL,)
    return (_NORMAL, _FAST) if programme.normal else (_FAST,)


def _write(
    target: Target, gaia_id: int, product: str, sectors: Sequence[int], *, cadence: float, folder: Path
) -> HeldFile:
    segments = [_segment(target, product, sector, cadence) for sector in sectors]
    uri = product_uri(
        product, tess_id=target.tess_id, gaia_id=gaia_id, sector=sectors[0], cadence=cadence
    )  # fmt: skip
    path = folder / uri.rpartition("/")[2]
    write_product(
        path,
        product,
        tess_id=target.tess_id,
        gaia_id=gaia_id,
        sector=np.concatenate([np.full(each.time.size, each.sector) for each in segments]),
        cadence=cadence,
        time=np.concatenate([each.time for each in segments]),
        flux=np.concatenate([each.flux for each in segments]),
        flux_err=np.concatenate([each.flux_err for each in segments]),
        quality=np.concatenate([each.quality for each in segments]),
        magnitude=target.magnitude,
    )
    sub_group = {"SPOC": "FAST-LC" if cadence == _FAST else "LC"}.get(product)
    return HeldFile(path, uri, path.name, sub_group)


def _segment(target: Target, product: str, sector: int, cadence: float) -> Segment:
    place = list(PIPELINES).index(product)
    return observe(
        target.system.light, product, sector, cadence,
        magnitude=target.magnitude, contamination=target.contamination,
        rng=generator(target.number, _NOISE, place, sector, int(cadence)),
    )  # fmt: skip


def _write_validation(light_curve: HeldFile, folder: Path) -> HeldFile:
    """Put a data-validation file beside a mission light curve, as MAST has it; it is no light curve."""
    from astropy.io import fits

    uri = light_curve.uri.rpartition("_")[0] + "_dvt.fits"
    path = folder / uri.rpartition("/")[2]
    fits.PrimaryHDU().writeto(path, overwrite=True)
    return HeldFile(path, uri, path.name, "DVT", description="Data validation time series")


def _observation(
    target: Target, product: str, sectors: Sequence[int], files: Sequence[HeldFile], place: int
) -> HeldObservation:
    return HeldObservation(
        obsid=str(_FIRST_OBSID + 100 * target.number + place),
        obs_id=files[0].productFilename.removesuffix(".fits").removesuffix("_lc"),
        provenance_name=product,
        sequence_number=None if product == _MANY_SECTORS else sectors[0],
        t_exptime=_cadences(target, product, sectors[0])[0],
        target_name=str(target.tess_id),
        files=tuple(files),
        obs_collection="TESS" if product == "SPOC" else "HLSP",
    )
