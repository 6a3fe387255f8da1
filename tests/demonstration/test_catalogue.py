"""Files of single targets, as they are written, listed and read."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tessebs_core.compute.phases import orbital_phase
from tessebs_core.demonstration.catalogue import build_target
from tessebs_core.demonstration.holdings import HeldTarget
from tessebs_core.demonstration.population import plan_of, target_ids, target_of
from tessebs_core.demonstration.systems import Kind
from tessebs_core.provenances.reading import check_file, read_segment, stitch
from tessebs_core.provenances.registry import known_provenances, provenance_named
from tessebs_core.provenances.selection import ProductRow, choose_products
from tessebs_core.records import LightCurve

SIMPLE_BINARIES = (Kind.DETACHED, Kind.ECCENTRIC, Kind.EQUAL_DEPTH, Kind.CONTACT)


def having(kind: Kind, product: str) -> Iterator[int]:
    """The targets of a class that have a product."""
    for tess_id in target_ids():
        plan = plan_of(tess_id)
        if plan.kind is kind and product in plan.programme.products:
            yield tess_id


def first_with(kind: Kind, product: str) -> int:
    return next(having(kind, product))


def light_curve_of(target: HeldTarget, product: str) -> LightCurve:
    """What the reader makes of a product's files, chosen as MAST's list has them."""
    provenance = provenance_named(product)
    tess_id = target.metadata.tess_id
    paths = {each.uri: each.path for held in target.observations for each in held.files}
    rows = [
        ProductRow(
            tess_id,
            held.obsid,
            each.uri,
            held.provenance_name,
            sequence_number=held.sequence_number,
            t_exptime=held.t_exptime,
            productSubGroupDescription=each.productSubGroupDescription,
        )
        for held in target.observations
        for each in held.files
    ]
    chosen = choose_products(provenance, rows)
    for each in chosen:
        check_file(paths[each.uri], provenance)
    return stitch([read_segment(paths[each.uri], provenance, each) for each in chosen])


def digests(target: HeldTarget) -> list[str]:
    return [
        hashlib.sha256(each.path.read_bytes()).hexdigest()
        for held in target.observations
        for each in held.files
    ]


def test_a_target_is_the_same_to_the_byte_whenever_it_is_built(tmp_path: Path) -> None:
    tess_id = first_with(Kind.ECCENTRIC, "QLP")
    once = build_target(tess_id, tmp_path / "once")
    build_target(first_with(Kind.NOISE, "TESS-SPOC"), tmp_path / "again")
    target_of.cache_clear()
    assert digests(build_target(tess_id, tmp_path / "again")) == digests(once)


@pytest.mark.parametrize("product", [each.name for each in known_provenances()])
def test_a_product_reads_back_with_eclipses_where_they_truly_are(tmp_path: Path, product: str) -> None:
    tess_id = next(each for kind in SIMPLE_BINARIES for each in having(kind, product))
    target, truth = build_target(tess_id, tmp_path), target_of(tess_id)
    light_curve = light_curve_of(target, product)
    assert light_curve.sectors == tuple(truth.programme.products[product])
    signal = truth.system.signals[0]
    phase = orbital_phase(light_curve.time, signal.ephemeris)
    half = 0.2 * signal.duration / signal.ephemeris.period
    inside = np.median(light_curve.flux[np.abs(phase) < half])
    outside = np.quantile(light_curve.flux, 0.9)
    # Neighbours take up to a third of the depth; half an hour and the inner 40 % of an eclipse smear it.
    assert 0.4 * signal.primary_depth < 1 - inside / outside < 1.25 * signal.primary_depth


def test_fast_data_are_read_where_they_are_alone(tmp_path: Path) -> None:
    fast = [each for each in target_ids() if plan_of(each).programme.fast]
    alone = next(each for each in fast if not plan_of(each).programme.normal)
    light_curve = light_curve_of(build_target(alone, tmp_path), "SPOC")
    assert set(light_curve.cadence) == {20.0}


def test_an_observation_lists_what_mast_would(tmp_path: Path) -> None:
    tess_id = first_with(Kind.EQUAL_DEPTH, "SPOC")
    target = build_target(tess_id, tmp_path)
    assert len({held.obsid for held in target.observations}) == len(target.observations)
    for held in target.observations:
        assert held.target_name == str(tess_id)
        assert held.obs_collection == ("TESS" if held.provenance_name == "SPOC" else "HLSP")
        assert all(each.path.stat().st_size > 0 for each in held.files)
    mission = next(held for held in target.observations if held.provenance_name == "SPOC")
    assert {each.productSubGroupDescription for each in mission.files} == {"LC", "DVT"}


def test_files_do_not_tell_the_truth(tmp_path: Path) -> None:
    tess_id = first_with(Kind.NOISE, "TESS-SPOC")
    target = build_target(tess_id, tmp_path)
    for held in target.observations:
        for each in held.files:
            content = each.path.read_bytes().lower()
            assert not any(word.value.encode() in content for word in Kind if word is not Kind.NOISE)
