"""Lists of targets that chance has damaged: what is not understood is said by line, nothing else raised."""

import numpy as np
import pytest

from tessebs_core.compute.target_lists import decoded, read_targets
from tessebs_core.errors import InputError

LIST = (
    b"tic_id,bjd0,period,bjd0_uncert,period_uncert,source # of a paper\r\n"
    b"25155310,1325.5,0.7121198,0.001,1e-6,QATS\n"
    b'"TIC 38846515",2458326.1,"2,345",,nan,"a ""word"""\n261136679;1,0\n\tTIC 5\t\n9;9;9\n'
)
ODD = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b"'", b"\r", b"\x85", b"\xc2\x85", b"\xe2\x80\xa8",
    b",,,,", b"9" * 5000, b"1e400", b"-inf", b"1_000", b"=cmd()", b"<img src=x>", b"\xd9\xa5", b"\xc2\xb2",
    b"#", b"|", b"\t\x0b\x0c", b"nan", b"A" * 150_000, b'"' * 999, b"-1", b"0", b"\x1b[2J", b"TIC TIC TIC",
    b"\xf0\x9f\x98\x80", b"tic,tic", b"1.5",
)  # fmt: skip


def damaged_list(chance: np.random.Generator) -> bytes:
    content = bytearray(LIST)
    for _ in range(int(chance.integers(1, 6))):
        at, odd = int(chance.integers(0, len(content) + 1)), ODD[int(chance.integers(0, len(ODD)))]
        kind = int(chance.integers(0, 4))
        if kind == 0:
            content[at:at] = odd
        elif kind == 1:
            del content[at : at + int(chance.integers(1, 30))]
        elif kind == 2 and at < len(content):
            content[at] ^= 1 << int(chance.integers(0, 8))
        else:
            content[at : at + len(odd)] = odd
    return bytes(content)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_damaged_list_is_read_or_refused_in_words(seed: int) -> None:
    chance = np.random.default_rng(seed)
    said: list[str] = []
    for number in range(250):
        content = damaged_list(chance)
        try:
            found = read_targets(decoded(content), author="ada")
        except InputError as error:
            said.append(str(error))
            continue
        assert all(0 < each.tess_id < 10**11 for each in found.targets), number
        for each in found.targets:
            for ephemeris, _ in each.proposals:
                assert np.isfinite([ephemeris.bjd0, ephemeris.period]).all(), number
                assert ephemeris.period > 0, number
        assert all(len(each.text) < 200 and each.reason for each in found.problems), number
    assert all(len(each) < 400 for each in said)
    assert 5 < len(said) < 200
