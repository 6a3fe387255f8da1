"""What was frozen comes back as it was, to the bit."""

from datetime import UTC, datetime

import pytest

from tessebs_core.export.frozen import CHANGES, LIGHT_CURVES, LINES, VOTES, digest
from tessebs_core.records import Judgement
from tessebs_core.records.catalogue_lines import CatalogueLine
from tessebs_core.records.releases import ChangeReason, Difference, LineChange, SettlingVote, UsedLight
from tessebs_core.vocabulary import ChangeKind, PeriodMultiple, Reason, SignalFlag, Verdict
from tests.support.catalogue_lines import ADDED
from tests.support.catalogue_lines import LINES as ALL_LINES


@pytest.mark.parametrize("line", ALL_LINES)
def test_a_line_comes_back_with_the_same_bits(line: CatalogueLine) -> None:
    text = LINES.freeze(line)
    assert repr(LINES.thaw(text)) == repr(line)
    assert "\n" not in text


def test_votes_light_and_changes_come_back() -> None:
    flags = frozenset({SignalFlag.MULTI, SignalFlag.HEARTBEAT})
    judgement = Judgement(Verdict.EB, Reason.HEARTBEAT, PeriodMultiple.DOUBLE, flags)
    vote = SettlingVote(1, 2, True, 3, 4, "ada\u2028\n", judgement, ADDED)
    light = UsedLight(1, None, "SPOC", "a.fits", "00")
    change = LineChange(
        ChangeKind.CHANGED, 1, 2,
        (Difference("date_modified", None, datetime(2026, 1, 1, tzinfo=UTC)), Difference("ra", 0.1, -0.0)),
        (ChangeReason(("ra",), "target edited", "ben", ADDED), ChangeReason((), "said")),
    )  # fmt: skip
    for part, value in ((VOTES, vote), (LIGHT_CURVES, light), (CHANGES, change)):
        text = part.freeze(value)
        assert part.thaw(text) == value
        assert "\n" not in text
    again = CHANGES.thaw(CHANGES.freeze(change))
    assert repr(again) == repr(change)  # also the sign of zero; sets of flags are shown in any order


def test_the_digest_is_that_of_a_file_of_the_lines() -> None:
    assert digest(["a", "b"]) == "911169ddaaf146aff539f58c26c489af3b892dff0fe283c1c264c65ae5aa59a2"
    assert digest([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
