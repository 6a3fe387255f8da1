import pytest
import typer
from typer.testing import CliRunner

from tessebs_core.errors import InputError
from tessebs_widgets.serving import app


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "::", "example.org", ""])
def test_nobody_is_served_openly(host):
    with pytest.raises(InputError):
        app(host=host)


@pytest.mark.parametrize("name", ["../secret", "nothing", "", "triage.ipynb", "/etc/passwd"])
def test_what_is_no_app_is_refused(name):
    with pytest.raises(InputError, match="triage"):
        app(name=name)
    with pytest.raises(InputError, match="triage"):
        app(ready=[name])


def test_the_help_teaches():
    commands = typer.Typer()
    commands.command()(app)
    answer = CliRunner().invoke(commands, ["--help"])
    assert answer.exit_code == 0
    assert "--no-browser" in answer.output
