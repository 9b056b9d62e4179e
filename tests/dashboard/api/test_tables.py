"""Tables as they leave the house, whatever is in them."""

import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.api.answers import Format, Freshness, wanted
from dashboard.api.problems import Problem
from dashboard.api.tables import write_csv, write_parquet

FIELDS = [
    {"name": "text", "type": "string", "description": ""},
    {"name": "value", "type": "number", "description": ""},
    {"name": "flags", "type": "list", "description": ""},
]
TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)


def frame(rows):
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    return pd.DataFrame(
        {
            "text": pd.Series(columns[0], dtype="str"),
            "value": pd.Series(columns[1], dtype="float64"),
            "flags": pd.Series(columns[2], dtype=object),
        }
    )


ROWS = st.lists(st.tuples(TEXTS, st.floats(-1e6, 1e6), st.lists(st.sampled_from(["a", "b"]))), max_size=5)


@given(ROWS, ROWS)
def test_csv_comes_back_whole_and_no_text_is_a_formula(one, two):
    file = io.BytesIO()
    write_csv([frame(one), frame(two)], FIELDS, file)
    header, *rows = csv.reader(io.StringIO(file.getvalue().decode(), newline=""))
    assert header == ["text", "value", "flags"]
    assert len(rows) == len(one) + len(two)
    for (text, value, flags), (wrote, number, listed) in zip(rows, [*one, *two], strict=True):
        assert text in (wrote, f"'{wrote}")
        assert not text.startswith(("=", "+", "-", "@", "\t", "\r", "\0"))
        assert float(value) == number  # a negative number stays one
        assert flags == "|".join(listed)


@given(ROWS)
def test_parquet_comes_back_whole(rows):
    file = io.BytesIO()
    write_parquet([frame(rows)], FIELDS, file)
    back = pd.read_parquet(io.BytesIO(file.getvalue()))
    assert [(text, value, list(flags)) for text, value, flags in back.itertuples(index=False)] == rows


def test_missing_is_an_empty_field_and_never_zero():
    file = io.BytesIO()
    missing = pd.DataFrame(
        {"text": pd.Series([None], dtype="str"), "value": [float("nan")], "flags": pd.Series([[]], dtype=object)}
    )
    write_csv([missing], FIELDS, file)
    assert file.getvalue().decode().splitlines()[1] == ",,"


@pytest.mark.parametrize(
    ("accept", "format"),
    [
        ("text/csv", Format.CSV),
        ("application/json;q=0.2, text/*;q=0.9", Format.CSV),
        ("application/json;q=0, */*;q=0.1", Format.CSV),
        ("text/csv;q=nonsense", Format.CSV),
        ("", Format.JSON),
    ],
)
def test_the_format_most_wished_for_is_chosen(accept, format):
    assert wanted(accept) is format


def test_a_format_refused_by_name_is_not_sent():
    with pytest.raises(Problem):
        wanted("text/csv;q=0", [Format.CSV])


def test_two_revisions_never_share_a_second():
    fresh = Freshness()
    first = fresh.since("a", 100.2)
    assert first > 100.2
    assert fresh.since("a", 500.0) == first
    assert fresh.since("b", 100.3) > first
