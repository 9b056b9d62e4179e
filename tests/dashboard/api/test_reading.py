"""What the API answers: every row, in every format, in pages that leave out and double nothing."""

import io
import re
from dataclasses import replace
from email.utils import parsedate_to_datetime

import pandas as pd
import pytest
from httpx import Client

from dashboard.queries import Record
from dashboard.view import View, decode, encode
from extract.record.series import cross_check
from extract.record.table import COLUMNS
from tests.browser.server import served

TABLES = ("observations", "series", "reservoirs", "regions", "bulletins", "refresh-runs")


def pages(client, address):
    """All rows of an answer, page by page, and how many pages there were."""
    rows, count = [], 0
    while address:
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        body = answer.json()
        rows += body["data"]
        assert ("next" in answer.links) == bool(body["next"])
        address, count = (body["next"] or "").removeprefix("/api/v1/"), count + 1
    return rows, count


def test_pandas_reads_it_as_it_stands(address, season):
    frame = pd.read_csv(f"{address}/api/v1/observations.csv?reservoir=shulba")
    stored = season.observations(reservoir="shulba")
    assert len(frame) == len(stored) > 0
    assert sorted(frame["value"]) == sorted(stored["value"])
    assert sorted(frame["quote"]) == sorted(stored["quote"])


@pytest.mark.parametrize("limit", [7, 100])
@pytest.mark.parametrize("table", ["observations", "series", "reservoirs", "bulletins"])
def test_pages_leave_out_and_double_nothing(client, table, limit):
    whole = pd.read_csv(io.BytesIO(client.get(f"{table}.csv").content), dtype=str)
    rows, count = pages(client, f"{table}?limit={limit}")
    assert len(rows) == len(whole)
    assert count == -(-len(whole) // limit)
    key = next(name for name in ("id", "quote") if name in whole.columns)
    assert [row[key] for row in rows] == whole[key].tolist()


@pytest.mark.parametrize("table", TABLES)
def test_the_formats_say_the_same(client, table):
    rows, _ = pages(client, f"{table}?limit=10000")
    parquet = pd.read_parquet(io.BytesIO(client.get(f"{table}.parquet").content))
    csv = pd.read_csv(io.BytesIO(client.get(table, headers={"accept": "text/csv"}).content), keep_default_na=False)
    assert len(rows) == len(parquet) == len(csv)
    assert list(parquet.columns) == list(csv.columns)
    for name in ("value", "quote", "id", "rows", "capacity_mln_m3"):
        if name in parquet.columns and rows:
            column = parquet[name].astype(object).where(parquet[name].notna(), None)
            assert [row[name] for row in rows] == column.tolist()


def test_rows_have_the_flags_that_the_store_as_a_whole_gives(client, season):
    rows, _ = pages(client, "observations?limit=10000")
    judged = cross_check(season.observations())
    place = ["bulletin_id", "start", "reservoir_id", "quantity", "value", "date"]
    expected = {
        (*one[:5], one[5].date().isoformat()): flags
        for *one, flags in judged[[*place, "flags"]].itertuples(index=False, name=None)
    }
    assert {tuple(row[name] for name in place): row["flags"] for row in rows} == expected
    assert any("duplicate" in flags for flags in expected.values())


@pytest.mark.parametrize(
    "query",
    ["", "?region=KZ-63&days=all", "?days=2024", "?quantity=storage&since=2025-04-01&lang=en", "?theme=dark&at=3"],
)
def test_the_series_is_what_the_page_draws_for_the_same_address(client, season, query):
    view, _ = decode(query)
    drawn = Record(season).select(view, view.language or "ru").rows
    rows, _ = pages(client, f"series{query}")
    said = {(row["date"], row["reservoir"], row["value"]) for row in rows}
    assert said == set(zip(drawn["day"].astype(str), drawn["reservoir"], drawn["value"], strict=True))


def test_every_key_of_a_pages_address_is_understood(client):
    view = View(quantity="inflow", regions=("KZ-63",), reservoirs=("shulba",), basin="Ертисский", days="2025", at=3)
    view = replace(view, language="kk", theme="dark", bulletin="b", scale="log", planned=True, inflow=True)
    assert client.get(f"series{encode(view)}").status_code == 200
    assert client.get("regions?lang=kk&theme=dark").status_code == 200
    assert client.get("regions?reservoir=shulba").status_code == 400  # it would have no effect


@pytest.mark.parametrize("table", TABLES)
def test_what_has_not_changed_is_not_sent_again(client, table):
    first = client.get(table)
    tag, since = first.headers["etag"], first.headers.get("last-modified")
    again = client.get(table, headers={"if-none-match": f'"other", {tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(table, headers={"if-none-match": '"other"'}).status_code == 200
    assert client.get(f"{table}.csv", headers={"if-none-match": tag}).status_code == 200
    if since:
        assert parsedate_to_datetime(since).tzinfo
        assert client.get(table, headers={"if-modified-since": since}).status_code == 304
        before = "Mon, 01 Jan 2024 00:00:00 GMT"
        assert client.get(table, headers={"if-modified-since": before}).status_code == 200


def test_a_bulletin_has_its_text_and_everything_quotes_it(client):
    rows, _ = pages(client, "bulletins?limit=10000")
    told = max(rows, key=lambda row: row["set_aside"])
    body = client.get(f"bulletins/{told['id']}").json()
    text = body["bulletin"]["text"]
    assert len(body["rows"]) == told["rows"]
    assert len(body["set_aside"]) == told["set_aside"] > 0
    for found in (*body["rows"], *body["set_aside"]):
        assert text[found["start"] : found["end"]] == found["quote"]
    assert list(body["rows"][0]) == list(COLUMNS) if body["rows"] else True


@pytest.mark.parametrize(
    ("asked", "status", "says"),
    [
        ("observations?reservior=shulba", 400, "There is no parameter “reservior”"),
        ("observations?reservoir=shulbe", 400, "did you mean Шульбинское"),
        ("observations?region=everywhere", 400, "region=everywhere makes no sense"),
        ("observations?since=2025-05-01&until=2025-04-01", 400, "since=2025-05-01"),
        ("observations?quantity=gold", 422, "quantity cannot be used"),
        ("observations?limit=0", 422, "limit cannot be used"),
        ("observations?limit=10001", 422, "limit cannot be used"),
        ("observations?cursor=nonsense", 400, "begin without it"),
        ("observations?cursor=WzFd", 400, "begin without it"),
        ("observations.xlsx", 422, "ending cannot be used"),
        ("bulletins/none-such", 404, "There is no bulletin “none-such”"),
        ("nowhere", 404, "/api/docs"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(client, asked, status, says):
    answer = client.get(asked)
    body = answer.json()
    assert answer.status_code == status == body["status"]
    assert answer.headers["content-type"] == "application/problem+json"
    assert says in body["detail"]
    assert re.fullmatch(r"[^\n]+[.?]", body["detail"])


def test_a_format_nobody_offers_is_said_so(client):
    answer = client.get("observations", headers={"accept": "image/png"})
    assert answer.status_code == 406
    assert "text/csv" in answer.json()["detail"]


def test_other_pages_may_read_and_not_write(client):
    assert client.get("observations?limit=1").headers["access-control-allow-origin"] == "*"
    asked = {"origin": "https://example.org", "access-control-request-method": "POST"}
    assert "POST" not in client.options("extract", headers=asked).headers["access-control-allow-methods"]


def test_head_says_what_get_would_and_sends_nothing(client):
    head, get = client.head("observations.csv"), client.get("observations.csv", headers={"accept-encoding": "identity"})
    assert head.content == b""
    assert head.headers["etag"] == get.headers["etag"]


def test_an_empty_store_is_empty_tables(tmp_path):
    with served(tmp_path / "empty.sqlite") as at, Client(base_url=f"{at}/api/v1") as client:
        assert client.get("observations").json() == {"data": [], "next": None}
        assert client.get("series").json() == {"data": [], "next": None}
        assert client.get("observations.csv").text.startswith("date,reservoir_id,")
        assert pd.read_parquet(io.BytesIO(client.get("bulletins.parquet").content)).empty
        assert client.get("series.nc").status_code == 200
        assert client.get("datapackage.json").json()["sources"] == [{"title": "No bulletin is on record yet"}]
