from typing import Any

import pytest

from tessebs_core.errors import BadVote
from tessebs_core.records import Judgement
from tessebs_core.vocabulary import PeriodMultiple, Reason, Verdict


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"verdict": Verdict.EB, "reason": Reason.SPOTS}, "no reason"),
        ({"verdict": Verdict.EB, "period_multiple": PeriodMultiple.OTHER}, "propose it"),
        ({"verdict": Verdict.DUPLICATE}, "must name"),
        ({"verdict": Verdict.EB, "duplicate_of": 3}, "only it may"),
        ({"verdict": Verdict.NOT_EB, "reason": Reason.SPOTS, "blend_of": 5}, "Only a blend"),
    ],
)
def test_parts_that_do_not_fit_are_refused_in_words(parts: dict[str, Any], words: str) -> None:
    with pytest.raises(BadVote, match=words):
        Judgement(**parts)


def test_a_blend_may_name_its_owner() -> None:
    assert Judgement(Verdict.NOT_EB, Reason.BLEND, blend_of=261136679).blend_of == 261136679
