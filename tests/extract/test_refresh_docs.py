"""docs/refresh.md says what the program does."""

import tomllib
from pathlib import Path

import pytest

from extract.bulletins.sources import KINDS, Limits, load
from extract.bulletins.sources import settings as keys
from extract.record.lock import EXPIRES

DOCUMENT = Path(__file__).parents[2].joinpath("docs", "refresh.md").read_text("utf-8")


def block(language):
    return DOCUMENT.partition(f"```{language}\n")[2].partition("```")[0]


def test_the_example_is_a_list_of_sources(tmp_path):
    (tmp_path / "sources.toml").write_text(block("toml"), "utf-8")
    [source] = load(tmp_path / "sources.toml")
    assert (source.kind, source.contact) == ("gov.kz", "hydrology@example.kz")
    assert tomllib.loads(block("toml"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_of_every_kind_is_in_the_table(kind):
    rows = [line for line in DOCUMENT.splitlines() if line.startswith("| `")]
    place = keys.WHEN_ONLINE if kind in keys.ONLINE else {"path"}
    for key in keys.ANYWHERE | place | keys.OF_KIND.get(kind, set()):
        [row] = [row for row in rows if f"`{key}`" in row.split("|")[1]]
        assert kind in row.split("|")[2] or "all" in row.split("|")[2]


def test_figures_are_those_of_the_program():
    assert f"over {Limits().size // 1024**2} MB" in DOCUMENT
    assert Limits().total == 120
    assert Limits().redirects == 5
    assert EXPIRES == 90
