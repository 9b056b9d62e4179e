"""The tidy table: its columns and checks, and that writing it loses nothing."""

import datetime as dt
import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from extract import AgynError, BadInput, Observation, table, write
from extract.figures import EXTRACTOR_VERSION
from extract.record.table import COLUMNS, read_csv
from tests.extract.record.examples import observation, observations, result

DTYPES = {
    "date": "datetime64[us]",
    "quantity": "category",
    "status": "category",
    "qualifier": "category",
    "value": "float64",
    "flags": "object",
    "published": "datetime64[us, UTC]",
    "extracted_at": "datetime64[us, UTC]",
    "start": "int64",
    "end": "int64",
    "review": "category",
    "reviewed_at": "datetime64[us, UTC]",
}


def test_columns_are_the_fields_of_an_observation_in_their_order():
    assert tuple(table([]).columns) == COLUMNS == tuple(Observation.__dataclass_fields__)


@pytest.mark.parametrize("rows", [[], [observation()], [observation(published=None, url=None)]])
def test_types_are_the_same_for_any_number_of_rows(rows):
    assert {name: str(kind) for name, kind in table(rows).dtypes.items() if str(kind) != "str"} == DTYPES
    assert_frame_equal(table(rows).head(0), table([]), check_index_type=False)


def test_results_and_observations_give_the_same_table():
    one, two = result("b1", rows=2), result("b2", rows=0)
    assert_frame_equal(table([one, two]), table(one.rows))
    assert_frame_equal(table(one), table(iter(one.rows)))


def test_publication_is_told_in_utc_and_missing_stays_missing():
    almaty = dt.datetime(2025, 4, 13, tzinfo=dt.timezone(dt.timedelta(hours=5)))
    tidy = table([observation(published=almaty, river="", url=None)])
    assert tidy["published"][0].isoformat() == "2025-04-12T19:00:00+00:00"
    assert tidy[["river", "url"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"value": float("nan")}, "a value (value is “nan”)"),
        ({"value": float("inf")}, "a finite number (value is “inf”)"),
        ({"quantity": "flow"}, "a quantity (quantity is “nan”)"),
        ({"unit": "m"}, "the quantity's canonical unit"),
        ({"status": "likely"}, "a status (status is “nan”)"),
        ({"flags": ("odd",)}, "known flags (flags is “['odd']”)"),
        ({"reservoir_id": ""}, "a reservoir (reservoir_id is “”)"),
        ({"reservoir": None}, "a reservoir (reservoir is “nan”)"),
        ({"date": None}, "a date (date is “NaT”)"),
        ({"start": -1, "end": 32}, "a span within the text (start is “-1”)"),
        ({"end": 40}, "a quote as long as its span"),
    ],
)
def test_a_bad_row_is_named_in_one_sentence(changes, complaint):
    with pytest.raises(AgynError) as refused:
        table([observation(), observation(**changes), observation(**changes)])
    assert str(refused.value).startswith("Row 2 of the table (")
    assert str(refused.value).endswith(f"in bulletin b1) should have {complaint}.")


def test_what_is_no_number_is_refused():
    with pytest.raises(AgynError, match="could not convert"):
        table([observation(value="many")])


def test_csv_is_plain_and_lossless(tmp_path):
    tidy = table([observation(flags=("year_inferred", "duplicate"), url=None, river=None)])
    write(tidy, tmp_path / "t.csv")
    header, row = (tmp_path / "t.csv").read_bytes().decode().splitlines()
    assert header == ",".join(COLUMNS)
    assert row == (
        "2025-04-13,astana,Астанинское,KZ-11,Акмолинская область,,KZ,release,53.0,m3/s,observed,exact,"
        "year_inferred|duplicate,53,кубометра воды в секунду,b1,,,2025-04-13T06:30:00Z,"
        f"Сброс 53 кубометра воды в секунду,0,33,2025-04-13T06:30:00Z,{EXTRACTOR_VERSION},machine,,,"
    )
    assert_frame_equal(read_csv(tmp_path / "t.csv"), tidy)


@settings(max_examples=50)
@given(st.lists(observations(), max_size=5))
def test_csv_gives_any_table_back(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    write(table(rows), path)
    assert_frame_equal(read_csv(path), table(rows))


@settings(max_examples=50)
@given(st.lists(observations(), min_size=1, max_size=5))
def test_parquet_gives_any_table_back(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("parquet") / "t.parquet"
    write(table(rows), path)
    again = pd.read_parquet(path)
    assert_frame_equal(again.assign(flags=again["flags"].map(list)), table(rows))


def test_an_empty_parquet_keeps_its_types(tmp_path):
    write(table([]), tmp_path / "t.parquet")
    assert pd.read_parquet(tmp_path / "t.parquet").dtypes.map(str).to_dict() == table([]).dtypes.map(str).to_dict()


def test_json_is_a_list_of_records(tmp_path):
    write(table([observation(url=None, flags=("jump",)), observation()]), tmp_path / "t.json")
    first, second = json.loads((tmp_path / "t.json").read_text("utf-8"))
    assert list(first) == list(COLUMNS)
    assert (first["date"], first["value"], first["url"], first["flags"]) == ("2025-04-13", 53.0, None, ["jump"])
    assert second["published"] == "2025-04-13T06:30:00Z"
    write(table([]), tmp_path / "t.json")
    assert json.loads((tmp_path / "t.json").read_text("utf-8")) == []


def test_some_columns_can_be_left_out_and_come_back_missing(tmp_path):
    tidy = table([observation()])
    write(tidy, tmp_path / "t.csv", columns=[name for name in COLUMNS if name != "extracted_at"])
    again = read_csv(tmp_path / "t.csv")
    assert again["extracted_at"].isna().all()
    assert_frame_equal(again.drop(columns="extracted_at"), tidy.drop(columns="extracted_at"))


def test_no_path_is_csv_on_standard_output(capsys):
    for path in (None, "-"):
        write(table([observation()]), path)
        assert capsys.readouterr().out.splitlines()[1].startswith("2025-04-13,astana")


def test_a_table_appears_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "t.csv"
    path.write_text("before")
    monkeypatch.setattr(
        "extract.record.table._write_csv", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left"))
    )
    with pytest.raises(BadInput, match=r"t\.csv cannot be written: No space left\."):
        write(table([observation()]), path)
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_places_that_cannot_be_written_are_named(tmp_path):
    with pytest.raises(BadInput, match=r"t\.xlsx should end in \.csv, \.json or \.parquet\."):
        write(table([]), tmp_path / "t.xlsx")
    with pytest.raises(BadInput, match=r"t\.csv cannot be written: No such file or directory\."):
        write(table([]), tmp_path / "no" / "t.csv")


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"date\n2025-04-13,1\n", b"\xff\xfe", None])
def test_a_file_that_is_no_table_is_refused(tmp_path, content):
    if content is not None:
        (tmp_path / "t.csv").write_bytes(content)
    with pytest.raises(AgynError, match=r"t\.csv (is no|cannot be read as a) table of observations"):
        read_csv(tmp_path / "t.csv")
