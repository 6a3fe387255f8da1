import json

import pytest

from tessebs_widgets.plots.bokeh_pane import BOKEH_URL, bokeh_script
from tessebs_widgets.serving.runtime_folder import fill, server_environment


@pytest.fixture
def folder(tmp_path):
    fill(tmp_path, port=9999)
    return tmp_path


def test_bokeh_is_served_from_the_installed_package(folder):
    assert (folder / "jupyter" / "labextensions" / BOKEH_URL).read_bytes() == bokeh_script().read_bytes()


def test_the_server_answers_to_this_machine_and_serves_no_file(folder):
    written = json.loads((folder / "voila.json").read_text())
    assert written["Voila"]["ip"] == "127.0.0.1"
    assert written["Voila"]["tornado_settings"]["allow_remote_access"] is False
    assert written["VoilaConfiguration"]["file_allowlist"] == ["(?!)"]
    assert written["VoilaConfiguration"]["show_tracebacks"] is False
    assert written["MappingKernelManager"]["cull_idle_timeout"] > 0


def test_nothing_of_the_persons_own_jupyter_is_used(folder):
    made = server_environment(folder, {"LOGNAME": "ada", "JUPYTER_CONFIG_DIR": "/home/me"})
    assert made["LOGNAME"] == "ada"
    assert made["JUPYTER_CONFIG_DIR"] == str(folder / "config")
    assert made["IPYTHONDIR"].startswith(str(folder))
