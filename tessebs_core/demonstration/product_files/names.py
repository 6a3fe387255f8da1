"""How MAST names the files of each product."""

from datetime import datetime, timedelta

from tessebs_core.errors import UnknownProvenance

__all__ = ["product_uri"]

_FIRST_SECTOR = datetime(2018, 7, 25, 19, 0, 0)
_SECTOR_DAYS = 27.3
_FAST = 60.0  # seconds; 20-s data are called fast


def product_uri(provenance: str, *, tess_id: int, gaia_id: int, sector: int, cadence: float) -> str:
    """Make up the data URI of a light-curve file as MAST would have it.

    Parameters
    ----------
    provenance : str
        The product's name.
    tess_id, gaia_id : int
        The target; CDIPS, T16 and TGLC name files by Gaia's number.
    sector : int
        The sector; a DIAMANTE file has many and names none.
    cadence : float
        Exposure time, seconds.

    Raises
    ------
    UnknownProvenance
        There is no such product among the ten.
    """
    s, tic, ccd = f"s{sector:04d}", f"{tess_id:016d}", "cam1-ccd1"
    start = (_FIRST_SECTOR + timedelta(days=_SECTOR_DAYS * (sector - 1))).strftime("%Y%j%H%M%S")
    kind = "a_fast-lc" if cadence < _FAST else "s_lc"
    names = {
        "SPOC": f"tess{start}-{s}-{tic}-0120-{kind}",
        "TESS-SPOC": f"hlsp_tess-spoc_tess_phot_{tic}-{s}_tess_v1_lc",
        "QLP": f"hlsp_qlp_tess_ffi_{s}-{tic}_tess_v01_llc",
        "GSFC-ELEANOR-LITE": f"hlsp_gsfc-eleanor-lite_tess_ffi_{s}-{tic}_tess_v1.0_lc",
        "TGLC": f"hlsp_tglc_tess_ffi_gaiaid-{gaia_id}-{s}-{ccd}_tess_v1_llc",
        "T16": f"hlsp_t16_tess_ffi_{s}-{ccd}-{gaia_id:020d}_tess_v01_llc",
        "CDIPS": f"hlsp_cdips_tess_ffi_gaiatwo{gaia_id:022d}-{sector:04d}_tess_v01_llc",
        "TASOC": f"hlsp_tasoc_tess_ffi_tic{tess_id:011d}-{s}-{ccd}-c{cadence:04.0f}_tess_v05_ens-lc",
        "DIAMANTE": f"hlsp_diamante_tess_lightcurve_tic-{tic}_tess_v1_llc",
        "PATHOS": f"hlsp_pathos_tess_lightcurve_tic-{tess_id:010d}-{s}_tess_v1_llc",
    }
    if provenance not in names:
        raise UnknownProvenance(f"No files of {provenance!r} can be made. Known are {', '.join(names)}.")
    folder = {"SPOC": "TESS/product", "DIAMANTE": "HLSP/diamante"}.get(
        provenance, f"HLSP/{provenance.lower()}/{s}"
    )
    return f"mast:{folder}/{names[provenance]}.fits"
