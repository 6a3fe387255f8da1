"""A large catalogue without light curves, for measuring searches and exports."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import numpy as np
from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from tessebs_core.database.connection import Database
from tessebs_core.database.migrations import upgrade
from tessebs_core.database.schema import (
    EB,
    TIC,
    Ephemeris,
    EphemerisSource,
    Origin,
    Provenance,
    Sector,
    Waiting,
    eb_origins,
    tic_provenances,
    tic_sectors,
)
from tessebs_core.vocabulary import EBSource
from tests.support.mariadb import running_server

__all__ = ["fill_catalogue", "large_catalogue", "on_mariadb"]

PRODUCTS = ("QLP", "SPOC", "TESS-SPOC", "TGLC")
ORIGINS = ("citizens", "deep learning", "group")
SECTORS = 96
BEGIN = datetime(2021, 3, 1, 12, tzinfo=UTC)
_AT_ONCE = 5_000


def large_catalogue(
    url: str, *, entries: int = 50_000, ephemerides: int = 200_000, confirmed: float = 0.9
) -> Database:
    """Make the tables at an empty address and fill them; see `fill_catalogue`."""
    database = Database.open(url)
    upgrade(database)
    fill_catalogue(database, entries=entries, ephemerides=ephemerides, confirmed=confirmed)
    return database


def fill_catalogue(
    database: Database, *, entries: int = 50_000, ephemerides: int = 200_000, confirmed: float = 0.9
) -> None:
    """Fill empty tables; the same numbers every time.

    Parameters
    ----------
    entries : int
        Catalogue entries; one target in twenty-five has two of them.
    ephemerides : int
        Proposals, at least as many as entries; the first of each target's are accepted.
    confirmed : float
        Share of the entries that are in the catalogue.
    """
    random = np.random.default_rng(20260101)
    targets = entries - entries // 25
    target_of = np.concatenate([np.arange(targets), np.arange(entries - targets)])
    proposed_for = np.concatenate([target_of, random.integers(0, targets, ephemerides - entries)])

    def work(session: Session) -> None:
        _few(session)
        _insert(session, TIC.__table__, _targets(random, targets))
        _insert(session, Ephemeris.__table__, _proposals(random, proposed_for))
        _insert(session, EB.__table__, _entries(random, target_of, targets, confirmed))
        _insert(session, tic_sectors, _seen(random, targets, SECTORS, 10, other="sector_id"))
        _insert(session, tic_provenances, _seen(random, targets, len(PRODUCTS), 4, other="provenance_id"))
        _insert(
            session, eb_origins, _seen(random, entries, len(ORIGINS), 2, other="origin_id", owner="eb_id")
        )
        waiting = np.unique(random.integers(entries, ephemerides, ephemerides // 10))
        _insert(session, Waiting.__table__, _waiting(waiting, proposed_for))

    database.write(work)


def _few(session: Session) -> None:
    """Sectors, products, origins, sources."""
    first = datetime(2018, 7, 25, tzinfo=UTC).date()
    _insert(session, Sector.__table__, [
        {"sector_id": number + 1, "date_start": first + timedelta(days=27 * number),
         "date_end": first + timedelta(days=27 * (number + 1))}
        for number in range(SECTORS)
    ])  # fmt: skip
    _insert(session, Provenance.__table__, _named(PRODUCTS))
    _insert(session, Origin.__table__, _named(ORIGINS))
    _insert(session, EphemerisSource.__table__, [
        {"id": number + 1, "model": model, "version": "1", "author": "group", "reference": None}
        for number, model in enumerate(("QATS", "ECLIPSR", "BLS", "manual"))
    ])  # fmt: skip


def _targets(random: np.random.Generator, count: int) -> Iterator[dict[str, Any]]:
    ra, dec = random.uniform(0.0, 360.0, count), np.degrees(np.arcsin(random.uniform(-1.0, 1.0, count)))
    tess_ids = np.sort(random.choice(10 * count, count, replace=False)) * 1_000 + 37
    quantities = {
        "ra": ra, "dec": dec, "glon": random.uniform(0.0, 360.0, count),
        "glat": random.uniform(-90.0, 90.0, count), "Tmag": random.uniform(5.0, 16.0, count),
        "teff": random.uniform(3000.0, 30000.0, count), "logg": random.uniform(0.5, 5.0, count),
        "abun": random.normal(-0.3, 0.4, count), "pmra": random.normal(0.0, 20.0, count),
        "pmdec": random.normal(0.0, 20.0, count),
    }  # fmt: skip
    for name in ("teff", "logg", "abun", "pmra"):
        quantities[name][random.uniform(size=count) < 0.15] = np.nan
    for number in range(count):
        yield {
            "id": number + 1, "tess_id": int(tess_ids[number]),
            "gaia_id": 2**61 + 2 * number + 1, "gaia_dr3_id": 2**61 + 2 * number + 1,
            "kepler_id": number if number % 10 == 0 else None, "asas_id": None,
            **{name: float(values[number]) for name, values in quantities.items()},
        }  # fmt: skip


def _proposals(random: np.random.Generator, proposed_for: np.ndarray) -> Iterator[dict[str, Any]]:
    count = len(proposed_for)
    period, phase = 10.0 ** random.uniform(-0.7, 1.5, count), random.uniform(size=count)
    for number in range(count):
        yield {
            "id": number + 1, "tic_id": int(proposed_for[number]) + 1, "source_id": number % 4 + 1,
            "bjd0": float(1325.0 + phase[number] * period[number]), "bjd0_uncert": 0.002,
            "period": float(period[number]), "period_uncert": float(1e-5 * period[number]),
            "date_added": BEGIN + timedelta(minutes=number), "provenance_id": None, "run_id": None,
        }  # fmt: skip


def _entries(
    random: np.random.Generator, target_of: np.ndarray, targets: int, confirmed: float
) -> Iterator[dict[str, Any]]:
    count = len(target_of)
    measured = {
        f"{which}_{what}_{model}": random.uniform(0.0, 0.5, count)
        for which in ("prim", "sec") for what in ("width", "depth", "pos") for model in ("pf", "2g")
    }  # fmt: skip
    morphology, sure = random.uniform(size=count), random.uniform(size=count) < confirmed
    flags = ("ambiguous", "insufficient", "heartbeat", "pulscomp", "multi", "single")
    raised = {name: random.uniform(size=count) < 0.05 for name in flags}
    for number in range(count):
        yield {
            "id": number + 1, "tic_id": int(target_of[number]) + 1, "signal_id": 1 + (number >= targets),
            "in_catalog": bool(sure[number]), "source": list(EBSource)[number % 3],
            "ephemeris_id": None if number % 50 == 49 else number + 1,
            "morph_coeff": float(morphology[number]),
            "date_added": BEGIN + timedelta(minutes=number),
            "date_modified": BEGIN + timedelta(days=400, minutes=number) if number % 3 else None,
            **{name: float(values[number]) for name, values in measured.items()},
            **{name: bool(values[number]) for name, values in raised.items()},
        }  # fmt: skip


def _seen(
    random: np.random.Generator, owners: int, others: int, most: int, *, other: str, owner: str = "tic_id"
) -> Iterator[dict[str, Any]]:
    """Link each owner with one to ``most`` others."""
    counts = random.integers(1, most + 1, owners)
    for number in range(owners):
        for each in random.choice(others, min(int(counts[number]), others), replace=False):
            yield {owner: number + 1, other: int(each) + 1}


def _waiting(numbers: np.ndarray, proposed_for: np.ndarray) -> Iterator[dict[str, Any]]:
    for number in numbers.tolist():
        yield {
            "ephemeris_id": number + 1, "tic_id": int(proposed_for[number]) + 1, "tess_id": number,
            "since": None, "missing": 2, "contested": bool(proposed_for[number] % 7 == 0), "grade": None,
            "newest": BEGIN, "returned": None, "priority": 5,
        }  # fmt: skip


def _named(names: Iterable[str]) -> list[dict[str, Any]]:
    return [{"id": number, "name": name} for number, name in enumerate(names, 1)]


def _insert(session: Session, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    # The tables themselves, not the mapped classes: no marks are left for the queue.
    left = iter(rows)
    while some := list(islice(left, _AT_ONCE)):
        session.execute(insert(table), some)


@contextmanager
def on_mariadb(schema: str = "large") -> Iterator[str]:
    """An empty schema on a MariaDB server of our own, gone afterwards.

    Raises
    ------
    ServerMissing
        MariaDB is not installed here.
    """
    with running_server("--innodb-buffer-pool-size=512M") as server:
        server.run(f"CREATE DATABASE {schema}")
        yield server.url(schema)
