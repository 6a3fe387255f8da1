import pytest
import typer
from typer.testing import CliRunner

from tessebs_core.errors import InputError
from tessebs_widgets.serving import app, command


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


@pytest.mark.parametrize(("way", "opened"), [("", ["http://127.0.0.1:1/"]), ("login?token=drawn", [])])
def test_no_browser_is_started_with_a_token_in_its_command_line(monkeypatch, capsys, way, opened):
    class Server:
        address = "http://127.0.0.1:1/"

        def __init__(self, *_: object, **__: object) -> None: ...

        def __enter__(self) -> "Server":
            return self

        def __exit__(self, *_: object) -> None: ...

        def wait(self) -> None: ...

    seen = []
    monkeypatch.setattr(command, "VoilaServer", Server)
    monkeypatch.setattr(command, "entrance_for", lambda *_: (None, way))
    monkeypatch.setattr(command, "_has_window", lambda: True)
    monkeypatch.setattr(command.signal, "signal", lambda *_: None)
    monkeypatch.setattr(command.webbrowser, "open", seen.append)
    app()
    assert seen == opened
    assert f"http://127.0.0.1:1/{way}" in capsys.readouterr().out
