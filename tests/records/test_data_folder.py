from pathlib import Path

from tessebs_core.records import DataFolder

FOLDER = DataFolder(Path("/data"))


def test_names_are_those_of_the_groups_site() -> None:
    names = [
        FOLDER.syndicated(91961),
        FOLDER.light_curve_figure(91961, "SPOC"),
        FOLDER.zoomed_figure(91961, "SPOC"),
        FOLDER.phase_figure(91961, 2, "QLP"),
        FOLDER.periodogram_figure(91961, "QLP"),
        FOLDER.triage_figure(91961, "TESS-SPOC", 1234),
        FOLDER.light_curve_text(91961, "SPOC"),
        FOLDER.periodogram_text(91961, "SPOC"),
    ]
    assert [str(name.relative_to("/data")) for name in names] == [
        "lc_data/tic0000091961.fits",
        "lc_figs/tic0000091961.SPOC.lc.png",
        "lc_figs/tic0000091961.SPOC.zlc.png",
        "lc_figs/tic0000091961.02.QLP.ph.png",
        "spd_figs/tic0000091961.QLP.spd.png",
        "triage/tic0000091961.TESS-SPOC.eph0001234.ph.png",
        "lc_data/tic0000091961.SPOC.lc",
        "spd_data/tic0000091961.SPOC.spd",
    ]


def test_an_id_of_eleven_digits_simply_widens() -> None:
    assert FOLDER.syndicated(10005000540).name == "tic10005000540.fits"
