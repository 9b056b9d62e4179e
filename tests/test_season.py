"""The sample season: what ships in data/ is what the extractor makes of the bulletins, and is described."""

import csv
import datetime as dt
import json

import pytest

from extract import read
from extract.record.season import DATA, LICENSES, MEANING, SEASON_COLUMNS, fields, rebuild
from extract.record.table import COLUMNS, REVIEW_COLUMNS, read_csv

PACKAGE = json.loads((DATA / "datapackage.json").read_text("utf-8"))
RESOURCES = {resource["name"]: resource for resource in PACKAGE["resources"]}


def records(resource):
    with (DATA / resource["path"]).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def fits(value, field):
    """Whether a printed value is one that the field's description allows."""
    constraints = field.get("constraints", {})
    if value == "":
        return not constraints.get("required")
    if value not in constraints.get("enum", [value]):
        return False
    try:
        {"date": dt.date.fromisoformat, "datetime": dt.datetime.fromisoformat, "number": float, "integer": int}.get(
            field["type"], str
        )(value)
    except ValueError:
        return False
    return True


def test_the_table_and_its_description_are_what_make_data_builds(tmp_path):
    rebuild(target=tmp_path)
    for name in ("releases.csv", "datapackage.json"):
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes(), f"data/{name} is not up to date: make data"


def test_the_description_says_whose_figures_they_are_on_what_terms_and_when_they_were_read():
    assert PACKAGE["licenses"] == LICENSES
    publishers = {row["publisher"] for row in records(RESOURCES["releases"])} - {""}
    assert {source["title"] for source in PACKAGE["sources"]} == publishers
    assert dt.datetime.fromisoformat(PACKAGE["created"]).tzinfo


def test_every_column_has_a_meaning():
    assert tuple(MEANING) == COLUMNS
    assert [field["name"] for field in fields()] == list(COLUMNS)
    assert set(COLUMNS) - set(SEASON_COLUMNS) == {"extracted_at", *REVIEW_COLUMNS}


@pytest.mark.parametrize("name", RESOURCES)
def test_each_file_has_the_columns_and_values_its_description_says(name):
    resource = RESOURCES[name]
    described = {field["name"]: field for field in resource["schema"]["fields"]}
    rows = records(resource)
    assert list(rows[0]) == list(described)
    assert all(field["description"].endswith(".") for field in described.values())
    wrong = [(number, c, v) for number, row in enumerate(rows, 2) for c, v in row.items() if not fits(v, described[c])]
    assert wrong == []
    for key in resource["schema"].get("primaryKey", []):
        assert len({row[key] for row in rows}) == len(rows)


def test_every_row_quotes_its_bulletin():
    texts = {bulletin.id: bulletin.text for bulletin in read(DATA / "bulletins")}
    for row in records(RESOURCES["releases"]):
        assert texts[row["bulletin_id"]][int(row["start"]) : int(row["end"])] == row["quote"]


def test_the_table_reads_back_as_a_tidy_table():
    tidy = read_csv(DATA / "releases.csv")
    assert len(tidy) == len(records(RESOURCES["releases"])) > 0
    assert tidy["extracted_at"].isna().all()


def test_rows_name_reservoirs_and_regions_of_the_registries():
    reservoirs = {row["id"] for row in records(RESOURCES["reservoirs"])}
    regions = {row["code"] for row in records(RESOURCES["regions"])}
    for row in records(RESOURCES["releases"]):
        assert row["reservoir_id"] in reservoirs or "unknown_reservoir" in row["flags"]
        assert row["region_code"] in regions | {""}
