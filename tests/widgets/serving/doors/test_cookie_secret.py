import pytest

from tessebs_core.errors import SettingsError
from tessebs_widgets.serving.doors.cookie_secret import kept_secret


def test_the_secret_stays_and_only_its_owner_reads_it(tmp_path):
    made = kept_secret(tmp_path / "data")
    assert kept_secret(tmp_path / "data") == made
    assert len(made) >= 48
    (file,) = (tmp_path / "data").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert kept_secret(tmp_path / "other") != made


def test_a_secret_that_others_can_read_or_that_is_cut_is_refused(tmp_path):
    kept_secret(tmp_path)
    path = tmp_path / ".cookie_secret"
    path.chmod(0o644)
    with pytest.raises(SettingsError, match="others"):
        kept_secret(tmp_path)
    path.chmod(0o600)
    path.write_text("abc")
    with pytest.raises(SettingsError, match="damaged"):
        kept_secret(tmp_path)
