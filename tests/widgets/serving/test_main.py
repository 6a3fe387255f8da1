"""The process of the apps' server starts without a grammar that none of its schemas needs."""

import subprocess
import sys
from pathlib import Path

import jupyter_server

SAY = """
import runpy, sys
from unittest import mock
with mock.patch("importlib.import_module") as imported:
    runpy.run_module("tessebs_widgets.serving", run_name="__main__")
imported.return_value.main.assert_called_once_with()
import jupyter_events, jsonschema
formats = jsonschema.Draft7Validator.FORMAT_CHECKER.checkers
print("lark" in sys.modules, "date-time" in formats, "iri" in formats)
"""


def test_the_grammar_is_not_compiled_and_other_formats_are_checked():
    ran = subprocess.run([sys.executable, "-c", SAY], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["False", "True", "False"]


def test_no_schema_of_a_jupyter_server_asks_for_the_check_that_is_left_out():
    files = Path(jupyter_server.__file__).parent.glob("event_schemas/*/*.yaml")
    schemas = [each.read_text() for each in files]
    assert schemas
    assert not any("iri" in each.replace(":", " ").split() for each in schemas)
