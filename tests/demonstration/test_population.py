"""All targets at once: the only tests that simulate every system."""

import ast
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import tessebs_core
from tessebs_core.demonstration.catalogue import proposals, settled_binaries
from tessebs_core.demonstration.drawing import eclipses_seen
from tessebs_core.demonstration.population import (
    BLENDS,
    CANDIDATES,
    FIRST_TESS_ID,
    SETTLED,
    target_ids,
    target_of,
)
from tessebs_core.demonstration.systems import Kind
from tessebs_core.demonstration.target_cards import identifiers_of, metadata_of
from tessebs_core.demonstration.truth import truth_of, truths
from tessebs_core.provenances.registry import known_provenances

CANDIDATE_IDS = [each for each in target_ids() if not target_of(each).settled]
OF_KNOWN_PERIOD = [
    each for each in truths() if not each.settled and each.kind not in (Kind.NOISE, Kind.SINGLE_ECLIPSE)
]


def of(kind: Kind) -> list[int]:
    return [each.tess_id for each in truths() if each.kind is kind and not each.settled]


def is_factor_of_two(ratio: float) -> bool:
    return any(abs(ratio / factor - 1) < 0.01 for factor in (0.5, 2.0))


def test_there_are_more_than_sixty_candidates_of_every_class() -> None:
    assert len(CANDIDATE_IDS) == sum(count for _, count in CANDIDATES) + len(BLENDS) >= 60
    assert {truth_of(each).kind for each in CANDIDATE_IDS} == set(Kind)
    assert len(target_ids()) == len(CANDIDATE_IDS) + sum(count for _, count in SETTLED)


def test_numbers_are_fictitious_need_64_bits_and_tell_no_class() -> None:
    assert min(target_ids()) == FIRST_TESS_ID > 2**32
    kinds = [truth_of(each).kind for each in target_ids()]
    assert sum(one is other for one, other in pairwise(kinds)) < 20


def test_all_ten_products_and_all_five_cadences_are_there() -> None:
    programmes = [target_of(each).programme for each in CANDIDATE_IDS]
    assert {name for each in programmes for name in each.products} == {
        each.name for each in known_provenances()
    }
    assert any(each.fast and each.normal for each in programmes)
    assert any(each.fast and not each.normal for each in programmes)
    image_sectors = {
        s for each in programmes for name, ss in each.products.items() if name != "SPOC" for s in ss
    }
    assert any(each <= 26 for each in image_sectors)
    assert any(27 <= each <= 55 for each in image_sectors)
    assert any(each >= 56 for each in image_sectors)
    assert any("SPOC" in each.products and not each.fast for each in programmes)
    assert all(2 <= len(each.products) <= 4 for each in programmes)


def test_every_periodic_binary_shows_two_primary_minima_or_more() -> None:
    for truth in OF_KNOWN_PERIOD:
        if truth.kind.is_binary:
            for signal in truth.signals:
                assert eclipses_seen(signal.ephemeris, target_of(truth.tess_id).programme) >= 2


def test_single_eclipses_are_single() -> None:
    for tess_id in of(Kind.SINGLE_ECLIPSE):
        target = target_of(tess_id)
        assert eclipses_seen(target.system.signals[0].ephemeris, target.programme) == 1


def test_primary_minima_are_the_deeper_ones() -> None:
    for truth in truths():
        for signal in truth.signals:
            assert signal.primary_depth >= signal.secondary_depth - 2e-3


def test_twins_have_equal_depths_half_a_cycle_apart() -> None:
    for tess_id in of(Kind.EQUAL_DEPTH):
        signal = truth_of(tess_id).signals[0]
        assert signal.secondary_depth == pytest.approx(signal.primary_depth, rel=0.02)
        assert signal.secondary_phase is not None
        assert abs(signal.secondary_phase) == pytest.approx(0.5, abs=1e-4)


def test_eccentric_pairs_have_their_secondary_away_from_half() -> None:
    for tess_id in of(Kind.ECCENTRIC):
        phase = truth_of(tess_id).signals[0].secondary_phase
        assert phase is not None
        assert abs(abs(phase) - 0.5) > 0.02


def test_contact_binaries_have_short_periods_and_algols_uneven_minima() -> None:
    for tess_id in of(Kind.CONTACT):
        signal = truth_of(tess_id).signals[0]
        assert 0.2 < signal.ephemeris.period < 0.6
        assert signal.secondary_depth > 0.4 * signal.primary_depth
    for tess_id in of(Kind.SEMI_DETACHED):
        signal = truth_of(tess_id).signals[0]
        assert signal.secondary_depth < 0.5 * signal.primary_depth


def test_two_signals_are_two() -> None:
    for tess_id in of(Kind.TWO_SIGNALS):
        first, second = truth_of(tess_id).signals
        assert abs(first.ephemeris.period / second.ephemeris.period - 1) > 0.05


def test_the_light_dims_by_the_true_depth_at_the_true_time() -> None:
    for truth in truths():
        if not truth.kind.is_binary or truth.kind in (Kind.HEARTBEAT, Kind.TWO_SIGNALS):
            continue
        light, signal = target_of(truth.tess_id).system.light, truth.signals[0]
        cycle = signal.ephemeris.bjd0 + signal.ephemeris.period * np.linspace(-0.25, 0.25, 4001)
        flux = light.observed(cycle, 1e-5)
        bottom = light.observed(np.array([signal.ephemeris.bjd0]), 1e-5)[0]
        # Spots and pulsations ride on top of some of them, by at most 3 %.
        assert 1 - bottom / flux.max() == pytest.approx(signal.primary_depth, abs=0.06)


def test_noise_has_no_signal_at_all() -> None:
    time = np.linspace(1325, 1353, 5000)
    for tess_id in of(Kind.NOISE):
        assert truth_of(tess_id).signals == ()
        assert np.ptp(target_of(tess_id).system.light.observed(time, 0.02)) == 0


def test_every_candidate_has_several_proposals_and_settled_ones_none() -> None:
    for tess_id in target_ids():
        assert len(proposals()[tess_id]) >= 2 or target_of(tess_id).settled
    assert all(not proposals()[entry.tess_id] for entry in settled_binaries())


def test_each_periodic_candidate_has_a_right_proposal_and_a_wrong_factor_of_two() -> None:
    for truth in OF_KNOWN_PERIOD:
        period = truth.signals[0].ephemeris.period
        ratios = [ephemeris.period / period for ephemeris, _ in proposals()[truth.tess_id]]
        assert any(abs(ratio - 1) < 0.01 for ratio in ratios)
        assert any(is_factor_of_two(ratio) for ratio in ratios)


def test_a_right_proposal_is_right_within_its_errors() -> None:
    for truth in OF_KNOWN_PERIOD:
        signal = truth.signals[0].ephemeris
        for ephemeris, source in proposals()[truth.tess_id]:
            if abs(ephemeris.period / signal.period - 1) > 0.01 or source.model == "visual":
                continue
            cycles = round((ephemeris.bjd0 - signal.bjd0) / signal.period)
            offset = ephemeris.bjd0 - signal.bjd0 - cycles * signal.period
            assert abs(offset) < 5 * (ephemeris.bjd0_uncert or 0.05 * signal.period)


def test_both_signals_of_a_double_are_proposed() -> None:
    for tess_id in of(Kind.TWO_SIGNALS):
        for signal in truth_of(tess_id).signals:
            assert any(
                abs(ephemeris.period / signal.ephemeris.period - 1) < 0.01
                for ephemeris, _ in proposals()[tess_id]
            )


def test_proposals_come_from_programs_and_name_no_person() -> None:
    authors = {source.author for each in proposals().values() for _, source in each}
    assert authors == {"demonstration"}


def test_a_few_binaries_are_settled_already() -> None:
    entries = settled_binaries()
    assert len(entries) == 6
    for entry in entries:
        true = truth_of(entry.tess_id).signals[0].ephemeris
        assert entry.ephemeris.period == pytest.approx(true.period, rel=1e-3)
        assert 0 <= (entry.morph_coeff or 0) <= 1


def test_the_cards_are_plausible_and_some_are_incomplete() -> None:
    cards = [metadata_of(target_of(each)) for each in target_ids()]
    assert len({card.gaia_id for card in cards}) == len(cards)
    assert all(card.gaia_id is not None and 2**53 < card.gaia_id < 2**63 for card in cards)
    assert any(card.teff is None for card in cards)
    assert any(card.abun is None and card.teff is not None for card in cards)
    assert any(card.kepler_id for card in cards)
    assert any(card.asas_id for card in cards)
    assert all(card.Tmag is not None and 7 < card.Tmag < 15 for card in cards)
    assert all(card.teff is None or 2800 < card.teff < 16000 for card in cards)
    assert all(card.logg is None or 1.5 < card.logg < 5.2 for card in cards)


def test_simbad_names_agree_with_the_card() -> None:
    for tess_id in target_ids():
        card = metadata_of(target_of(tess_id))
        names = identifiers_of(card)
        assert f"TIC {tess_id}" in names
        assert (f"Gaia DR3 {card.gaia_dr3_id}" in names) == (card.gaia_dr3_id is not None)
        assert any(name.startswith("ASAS J") for name in names) == (card.asas_id is not None)


def test_nothing_in_the_project_imports_the_truth() -> None:
    root = Path(tessebs_core.__file__).parent
    sources = [*root.rglob("*.py"), *(root.parent / "tessebs_widgets").rglob("*.py")]
    importers = set()
    for path in sources:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = (
                [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            )
            if isinstance(node, ast.ImportFrom):
                names += [f"{node.module}.{name}" for name in names]
                names.append(node.module or "")
            if any(name.startswith("tessebs_core.demonstration.truth") for name in names):
                importers.add(path.name)
    assert importers == set()


def test_a_blend_shows_its_owners_eclipses_two_pixels_away_and_shallower() -> None:
    for tess_id in of(Kind.BLEND):
        blend, owner = target_of(tess_id), target_of(target_of(tess_id).owner or 0)
        here, there = metadata_of(blend), metadata_of(owner)
        assert here.dec is not None
        assert there.dec is not None
        assert (here.dec - there.dec) * 3600 == pytest.approx(42.0, abs=0.01)
        assert blend.system.signals[0].ephemeris == owner.system.signals[0].ephemeris
        assert blend.system.signals[0].primary_depth < 0.5 * owner.system.signals[0].primary_depth
        assert blend.programme == owner.programme
