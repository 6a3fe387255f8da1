"""What MAST answers to astroquery 0.4.11, made from holdings; JSON values in, JSON values out."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

from tessebs_core.demonstration.holdings import HeldFile, HeldObservation, HeldTarget, Holdings

__all__ = ["answer_service", "columns_config", "held_files", "sector_answer"]

Row = dict[str, Any]

_MATCH_RADIUS = 21.0 / 3600.0  # one TESS pixel, degrees

# Name and MAST type of every column, as in recorded answers.
_TIC_COLUMNS = {
    "ID": "string", "version": "string", "GAIA": "string", "KIC": "int", "objType": "string",
    "ra": "float", "dec": "float", "pmRA": "float", "pmDEC": "float", "gallong": "float",
    "gallat": "float", "Tmag": "float", "Teff": "float", "logg": "float", "MH": "float",
}  # fmt: skip
_OBSERVATION_COLUMNS = {
    "dataproduct_type": "string", "obs_collection": "string", "project": "string",
    "provenance_name": "string", "target_name": "string", "obs_id": "string", "obsid": "string",
    "sequence_number": "int", "t_exptime": "float", "s_ra": "float", "s_dec": "float",
}  # fmt: skip
_PRODUCT_COLUMNS = {
    "obsID": "string", "obs_collection": "string", "dataproduct_type": "string", "obs_id": "string",
    "description": "string", "type": "string", "dataURI": "string", "productType": "string",
    "productGroupDescription": "string", "productSubGroupDescription": "string", "project": "string",
    "productFilename": "string", "size": "int", "parent_obsid": "string",
}  # fmt: skip
_COLUMNS = {
    "Mast.Catalogs.Tess.Cone": _TIC_COLUMNS,
    "Mast.Catalogs.Filtered.Tic.Rows": _TIC_COLUMNS,
    "Mast.Caom.Cone": _OBSERVATION_COLUMNS,
    "Mast.Caom.Filtered": _OBSERVATION_COLUMNS,
    "Mast.Caom.Products": _PRODUCT_COLUMNS,
}
_NUMERIC_TIC_COLUMNS = [name for name, kind in _TIC_COLUMNS.items() if kind == "float"]


def columns_config(name: str) -> Row:
    """Return the portal's column configuration; empty for a name that is not known."""
    if name == "Mast.Catalogs.Tess.Cone":  # the TIC states no types here: they come with its histogram
        return {column: {"text": column} for column in _TIC_COLUMNS}
    votable = {"string": "char", "int": "long", "float": "double"}
    config: Row = {
        column: {"text": column, "vot.datatype": votable[kind]}
        for column, kind in _COLUMNS.get(name, {}).items()
    }
    if "project" in config:
        config["project"]["separator"] = ";"
    return config


def answer_service(request: Mapping[str, Any], holdings: Holdings) -> Row:
    """Answer one Mashup request: filtered rows of the TIC, of observations, or of products."""
    service, params = request["service"], request.get("params", {})
    if service == "Mast.Catalogs.All.Tic":
        return _histogram()
    if service not in _COLUMNS:
        return {"status": "ERROR", "msg": f"There is no service {service}.", "data": [], "fields": []}
    if service == "Mast.Caom.Products":
        rows = _product_rows(holdings, params["obsid"].split(","))
    elif service == "Mast.Caom.Filtered":
        rows = _filtered(_observation_rows(holdings), params["filters"])
    else:
        rows = _filtered((_tic_row(each) for each in holdings.targets), params["filters"])
    return _page(rows, _COLUMNS[service], request.get("page", 1), request.get("pagesize", 50_000))


def sector_answer(ra: float, dec: float, holdings: Holdings) -> Row:
    """Answer TESScut: the sectors of the target that stands at these degrees, if one does."""
    for target in holdings.targets:
        if _separation(ra, dec, target) < _MATCH_RADIUS:
            return {
                "results": [
                    {
                        "sectorName": f"tess-s{each.sector:04d}-{each.camera}-{each.ccd}",
                        "sector": str(each.sector),
                        "camera": str(each.camera),
                        "ccd": str(each.ccd),
                    }
                    for each in target.sectors
                ]
            }
    return {"results": []}


def held_files(holdings: Holdings) -> dict[str, HeldFile]:
    """Return the files by their URI."""
    return {each.uri: each for observation in holdings.observations for each in observation.files}


def _histogram() -> Row:
    continuous = {name: {"type": "numeric", "min": 0, "max": 0} for name in _NUMERIC_TIC_COLUMNS}
    table = {"ExtendedProperties": {"discreteHistogram": {}, "continuousHistogram": continuous}}
    return {"status": "COMPLETE", "msg": "", "data": {"Tables": [table]}}


def _tic_row(target: HeldTarget) -> Row:
    star = target.metadata
    return {
        "ID": str(star.tess_id), "version": "20190415", "objType": "STAR",
        "GAIA": None if star.gaia_id is None else str(star.gaia_id), "KIC": star.kepler_id,
        "ra": star.ra, "dec": star.dec, "pmRA": star.pmra, "pmDEC": star.pmdec,
        "gallong": star.glon, "gallat": star.glat, "Tmag": star.Tmag, "Teff": star.teff,
        "logg": star.logg, "MH": star.abun,
    }  # fmt: skip


def _observation_rows(holdings: Holdings) -> Iterable[Row]:
    for target in holdings.targets:
        for each in target.observations:
            row = {name: getattr(each, name, None) for name in _OBSERVATION_COLUMNS}
            yield row | {"s_ra": target.metadata.ra, "s_dec": target.metadata.dec}


def _product_rows(holdings: Holdings, obsids: Iterable[str]) -> list[Row]:
    wanted = set(obsids)
    return [
        _product_row(observation, each)
        for observation in holdings.observations
        if observation.obsid in wanted
        for each in observation.files
    ]


def _product_row(observation: HeldObservation, held: HeldFile) -> Row:
    size = held.path.stat().st_size if held.listed_size is None else held.listed_size
    return {
        "obsID": observation.obsid, "parent_obsid": observation.obsid, "obs_id": observation.obs_id,
        "obs_collection": observation.obs_collection, "project": observation.provenance_name,
        "dataproduct_type": observation.dataproduct_type, "type": "S", "dataURI": held.uri,
        "description": held.description, "productType": held.productType, "size": size,
        "productGroupDescription": "Minimum Recommended Products",
        "productSubGroupDescription": held.productSubGroupDescription,
        "productFilename": held.productFilename,
    }  # fmt: skip


def _filtered(rows: Iterable[Row], filters: Iterable[Mapping[str, Any]]) -> list[Row]:
    return [row for row in rows if all(_passes(row, each) for each in filters)]


def _passes(row: Row, wanted: Mapping[str, Any]) -> bool:
    value = row[wanted["paramName"]]
    for each in wanted["values"]:
        if isinstance(each, Mapping):
            if value is not None and each["min"] <= value <= each["max"]:
                return True
        elif str(value) == each:
            return True
    return False


def _page(rows: list[Row], columns: Mapping[str, str], page: int, size: int) -> Row:
    pages = max(1, math.ceil(len(rows) / size))
    shown = rows[(page - 1) * size : page * size]
    return {
        "status": "COMPLETE",
        "msg": "",
        "fields": [{"name": name, "type": kind} for name, kind in columns.items()],
        "data": shown,
        "paging": {
            "page": page, "pageSize": size, "pagesFiltered": pages, "rows": len(shown),
            "rowsFiltered": len(rows), "rowsTotal": len(rows),
        },
    }  # fmt: skip


def _separation(ra: float, dec: float, target: HeldTarget) -> float:
    """Angle to a target in degrees, small angles; infinite where its position is not known."""
    if target.metadata.ra is None or target.metadata.dec is None:
        return math.inf
    along = (ra - target.metadata.ra + 180.0) % 360.0 - 180.0
    return math.hypot(along * math.cos(math.radians(dec)), dec - target.metadata.dec)
