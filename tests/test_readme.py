"""The README says what is there: every command and option, every column, flag and reason, the measured accuracy."""

import json
import re
from pathlib import Path

import pytest
import typer

from extract.__main__ import app
from extract.figures import FLAGS, REASONS
from extract.record.table import COLUMNS
from tests.quality.floors import FLOORS, accuracy_table

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
DOCS = README + "".join(path.read_text("utf-8") for path in sorted((ROOT / "docs").glob("*.md")))
COMMANDS = typer.main.get_command(app).commands
OPTIONS = [
    (name, parameter.opts[0])
    for name, command in COMMANDS.items()
    for parameter in command.params
    if parameter.param_type_name == "option" and parameter.name != "help"
]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_documented(name):
    assert re.search(rf"`(?:python -m extract )?{name}\b", DOCS)


@pytest.mark.parametrize(("command", "option"), OPTIONS)
def test_every_option_is_documented(command, option):
    assert option in DOCS, f"{command} {option}"


@pytest.mark.parametrize("word", [*COLUMNS, *FLAGS, *REASONS])
def test_every_column_flag_and_reason_is_explained(word):
    assert f"`{word}`" in README


def test_the_accuracy_is_the_measured_one():
    stated = README.split("<!-- accuracy -->\n")[1].split("<!-- /accuracy -->")[0]
    assert stated == accuracy_table(json.loads(FLOORS.read_text("utf-8"))["floors"])


def test_what_the_readme_shows_exists():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
