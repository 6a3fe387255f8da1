from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tessebs_core.archive.file_names import local_path
from tessebs_core.records import DataFolder, ListedProduct

FOLDER = DataFolder(Path("/data"))


def path_of(name: str, *, uri: str = "mast:x", provenance: str = "SPOC", observation: str = "608") -> Path:
    return local_path(ListedProduct(5, provenance, observation, uri, name), FOLDER)


def test_a_plain_name_is_kept() -> None:
    name = "hlsp_qlp_tess_ffi_s0002-0000000038846515_tess_v01_llc.fits"
    assert path_of(name) == Path("/data/mast/tic0000000005/SPOC/608") / name


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "/etc/passwd", "..", ".", "", ".hidden.fits", "a/b.fits", "a\\b.fits", "a\0b.fits",
     "a\nb.fits", "x" * 10_000 + ".fits", "é" * 200 + ".fits", "-rf.fits", "\ud800.fits", "x.part", "x.exe"],
)  # fmt: skip
def test_a_hostile_name_stays_one_short_plain_fits_name(name: str) -> None:
    path = path_of(name)
    assert path.parent == Path("/data/mast/tic0000000005/SPOC/608")
    assert path.suffix == ".fits"
    assert path.name[0].isalnum()
    assert path.name.isascii()
    assert len(path.name) <= 150


@given(st.text(), st.text(), st.text())
def test_no_text_leaves_the_folder(name: str, provenance: str, observation: str) -> None:
    path = path_of(name, provenance=provenance, observation=observation)
    assert path.parts[:4] == ("/", "data", "mast", "tic0000000005")
    assert len(path.parts) == 7
    assert ".." not in path.parts


def test_two_hostile_names_do_not_meet() -> None:
    assert path_of("a/b.fits") != path_of("a:b.fits")
    assert path_of("a/b.fits", uri="mast:1") != path_of("a/b.fits", uri="mast:2")


def test_equal_names_of_two_observations_do_not_meet() -> None:
    assert path_of("lc.fits", observation="1") != path_of("lc.fits", observation="2")


def test_a_name_is_the_same_every_time() -> None:
    assert path_of("a/b.fits") == path_of("a/b.fits")
