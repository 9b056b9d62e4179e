"""Pages from plain data: the overview's figures, the clipping's marks, the table's rows, the controls' wishes."""

import csv
import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.callbacks import turned
from dashboard.overview import overview
from dashboard.pages import evidence, frame, releases, table
from dashboard.pages import overview as strip
from dashboard.pages.header import header
from dashboard.queries import Record
from dashboard.view import Section, View
from dashboard.words import speak
from extract import Store, StoreError
from extract.marking import Mark, figure_within, pieces
from extract.record.table import COLUMNS
from tests.dashboard.season import observed, result, store_of

TODAY = dt.date(2025, 4, 20)
WEEK = [
    observed("2025-04-06", "astana", 230),
    observed("2025-04-06", "shulba", 740),
    observed("2025-04-06", "seleti", 150),
    observed("2025-04-13", "astana", 53),
    observed("2025-04-13", "shulba", 2100),
    observed("2025-04-13", "kengir", 81.4),
]


@pytest.fixture
def record() -> Record:
    return Record(store_of(result("week", WEEK, aside=["60 м³/с"], url="https://example.kz/1", title="Сводка")))


def text_of(part) -> str:
    """All words in a tree of components."""
    if part is None:
        return ""
    if isinstance(part, (str, int, float)):
        return str(part)
    if isinstance(part, (list, tuple)):
        return " ".join(text_of(child) for child in part)
    return text_of(getattr(part, "children", None))


def all_of(part, kind: str) -> list:
    """All components of a type in a tree."""
    if isinstance(part, (list, tuple)):
        return [found for child in part for found in all_of(child, kind)]
    here = [part] if type(part).__name__ == kind else []
    children = getattr(part, "children", None)  # a component without children of its own is falsy
    return here + all_of([] if children is None else children, kind)


def test_the_newest_day_at_a_glance(record):
    glance = overview(record.select(View(), "ru").rows)
    assert (glance.day, glance.reporting, glance.compared) == (dt.date(2025, 4, 13), 3, 2)
    assert glance.total == pytest.approx(2234.4)
    assert (glance.rise.reservoir, glance.rise.by) == ("Шульбинское", 1360)
    assert (glance.fall.reservoir, glance.fall.by) == ("Астанинское", -177)


def test_a_reservoir_that_falls_silent_has_not_fallen_to_zero(record):
    glance = overview(record.select(View(), "ru").rows)
    assert glance.fall.reservoir != "Селетинское"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("ru", "Из 2 водохранилищ с прежним значением сброс вырос у 1, снизился у 1. "
               "Самое большое изменение: Шульбинское, с 740 до 2 100 м³/с за 7 дней."),
        ("kk", "Алдыңғы мәні бар 2 су қоймасының ішінде су жіберуі артқаны – 1, азайғаны – 1. "
               "Ең үлкен өзгеріс: Шүлбі, 7 күн ішінде 740 → 2 100 м³/с."),
        ("en", "Of 2 reservoirs with an earlier value, the release rose at 1, fell at 1. "
               "The largest change: Shulba, from 740 to 2,100 m³/s in 7 days."),
    ],
)  # fmt: skip
def test_what_changed_is_said_in_a_sentence(record, language, told):
    glance = overview(record.select(View(), language).rows)
    assert strip.sentence(glance, speak(language), "release") == told


def test_of_one_reservoir_the_sentence_names_its_change_and_of_none_that_there_is_nothing_to_compare(record):
    words = speak("en")
    one = overview(record.select(View(reservoirs=("astana",)), "en").rows)
    assert strip.sentence(one, words, "release").startswith("The largest change: Astana, from 230 to 53")
    first = overview(record.select(View(reservoirs=("kengir",)), "en").rows)
    assert strip.sentence(first, words, "release") == words("overview.first")
    steady = [observed("2025-04-06", "astana", 5), observed("2025-04-13", "astana", 5)]
    same = overview(Record(store_of(result("b", steady))).select(View(days="all"), "en").rows)
    assert "did not change at 1" in strip.sentence(same, words, "release")


def test_no_rows_have_no_overview(record):
    assert overview(record.select(View(days="1999"), "ru").rows) is None


def test_an_old_record_says_that_it_is_not_the_present_situation():
    words = speak("ru")
    fresh = text_of(header(words, Section.RELEASES, View(), dt.date(2025, 4, 19), TODAY))
    old = text_of(header(words, Section.RELEASES, View(), dt.date(2025, 4, 13), TODAY))
    assert "19 апреля, вчера" in fresh
    assert words("header.stale") not in fresh
    assert "13 апреля, 7 дней назад" in old
    assert words("header.stale") in old


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=6))
def test_a_text_cut_into_pieces_is_the_same_text(text, spans):
    kinds = ("row", "aside", "evidence", "figure")
    marks = [Mark(start, end, kinds[number % 4]) for number, (start, end) in enumerate(spans)]
    assert "".join(piece for piece, _ in pieces(text, marks)) == text


def test_a_figure_is_not_found_within_a_longer_number():
    assert figure_within("из 153 м³/с", "53") is None
    assert figure_within("53", "53") == (0, 2)
    assert figure_within("ничего", "") is None


def test_the_clipping_marks_the_figure_other_rows_and_what_was_set_aside(record):
    found = record.result("week")
    asked = found.rows[4]
    panel = evidence.evidence(found, View(bulletin="week", at=asked.start), speak("ru"))
    marks = {mark.className: mark for mark in all_of(panel, "Mark")}
    assert marks["figure"].children == "2100"
    assert marks["row"].title == "Кенгирское"
    assert marks["aside"].children == "60 м³/с"
    assert marks["aside"].title == speak("ru")("reason.canal")
    assert "".join(text_of(part) for part in all_of(panel, "Blockquote")[0].children) == found.bulletin.text
    link, whole = all_of(panel, "A")
    assert whole.href == f"/bulletins?bulletin=week&at={asked.start}"
    assert (link.href, link.rel) == ("https://example.kz/1", "noopener noreferrer")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x", None, "http://["]
)
def test_only_web_addresses_become_links(url):
    found = result("b", [observed("2025-04-01", "astana", 50)], url=url)
    panel = evidence.evidence(found, View(bulletin="b"), speak("ru"))
    assert [link.href for link in all_of(panel, "A")] == ["/bulletins?bulletin=b"]
    assert speak("ru")("evidence.no_source") in text_of(panel)


def test_a_link_to_a_bulletin_that_is_gone_says_so():
    assert speak("kk")("evidence.missing") in text_of(evidence.evidence(None, View(bulletin="gone", at=3), speak("kk")))


def test_the_table_has_the_charts_rows_newest_and_largest_first(record):
    rows = table.table_rows(record.select(View(), "ru").rows, speak("ru"), "release")
    assert [(row["date"], row["reservoir"]) for row in rows][:2] == [
        ("2025-04-13", "Шульбинское"),
        ("2025-04-13", "Кенгирское"),
    ]
    assert len({row["key"] for row in rows}) == len(rows) == 6


def test_flags_are_chips_with_reasons_the_weightiest_first():
    flagged = observed("2025-04-01", "astana", 50, flags=["year_inferred", "ambiguous_reservoir"])
    selection = Record(store_of(result("b", [flagged]))).select(View(days="all"), "en")
    [row] = table.table_rows(selection.rows, speak("en"), "release")
    assert [flag["text"] for flag in row["flags"]] == ["two bear the name", "year inferred"]
    assert row["flags"][0]["why"].endswith(".")


def test_plans_and_inflow_stand_in_the_table_and_its_csv_and_say_what_they_are():
    facts = [
        observed("2025-04-01", "astana", 50),
        observed("2025-04-01", "astana", 70, quantity="inflow"),
        observed("2025-04-02", "astana", 90, status="planned"),
        observed("2025-04-02", "astana", 100, status="planned", qualifier="up_to"),
    ]
    asked = View(days="all", planned=True, inflow=True)
    selection = Record(store_of(result("b", facts))).select(asked, "en")
    rows = table.table_rows(selection.shown(), speak("en"), "release")
    assert [row["flags"][0]["text"] if row["flags"] else "" for row in rows] == ["plan", "plan", "inflow", ""]
    assert len({row["key"] for row in rows}) == 4
    read = list(csv.DictReader(io.StringIO(table.csv_of(selection.shown(), [row["key"] for row in rows]))))
    assert [(row["quantity"], row["status"]) for row in read] == [
        ("release", "planned"), ("release", "planned"), ("inflow", "observed"), ("release", "observed"),
    ]  # fmt: skip
    assert overview(selection.rows).total == 50


def test_a_switch_tells_whether_it_is_on_and_changes_one_wish(record):
    view = View(scale="log")
    buttons = releases.tools(view, record.select(view, "en"), speak("en"))
    told = [(getattr(button, "data-wish"), getattr(button, "aria-pressed")) for button in buttons]
    assert told == [("scale=", "true"), ("planned=1", "false")]
    one = View(reservoirs=("astana",))
    assert len(releases.tools(one, record.select(one, "en"), speak("en"))) == 3


def test_csv_is_the_tidy_table_in_the_tables_order(record):
    rows = record.select(View(), "ru").rows
    read = list(csv.DictReader(io.StringIO(table.csv_of(rows, None))))
    assert tuple(read[0]) == COLUMNS
    assert [row["value"] for row in read] == ["2100.0", "81.4", "53.0", "740.0", "230.0", "150.0"]


def test_csv_takes_picked_rows_in_the_order_picked(record):
    rows = record.select(View(), "ru").rows
    picked = ["2025-04-06 seleti release", "2025-04-13 shulba release", "no such row"]
    read = csv.DictReader(io.StringIO(table.csv_of(rows, picked)))
    assert [row["reservoir"] for row in read] == ["Селетинское", "Шульбинское"]


def test_the_caption_says_what_the_chart_shows(record):
    selection = record.select(View(), "en")
    told = text_of(releases.caption(selection, View(), speak("en")))
    assert "4 reservoirs, 6 values. Largest: Shulba, 2,100\u00a0m³/s, 13 April 2025." in told
    assert "more than 14 days apart" in told


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
@pytest.mark.parametrize("section", Section)
@pytest.mark.parametrize(
    "view", [View(), View(days="1999"), View(quantity="level"), View(bulletin="week", at=8), View(bulletin="gone")]
)
def test_every_page_can_be_drawn(record, language, section, view):
    assert frame.page(record, section, view, [("days", "x")], speak(language), TODAY)


def test_an_empty_store_says_what_to_do():
    told = text_of(frame.page(Record(Store("sqlite://")), Section.RELEASES, View(), [], speak("ru"), TODAY))
    assert "Сводок пока нет" in told
    assert frame.SAMPLE_COMMAND in told


def test_a_store_that_cannot_be_reached_says_what_to_do():
    class Gone:
        def revision(self):
            raise StoreError("gone")

    told = text_of(frame.page(Record(Gone()), Section.RELEASES, View(), [], speak("en"), TODAY))
    assert "The record cannot be reached" in told
    assert "DATABASE_URL" in told


def test_a_control_changes_its_own_wish_alone(record):
    view = View(regions=("KZ-11",), language="kk", theme="dark")
    shown = {
        "quantity": "inflow",
        "regions": ["KZ-59"],
        "reservoirs": None,
        "days": "2025",
        "since": None,
        "until": None,
    }
    assert turned(view, shown, "quantity", record) == View("inflow", regions=("KZ-11",), language="kk", theme="dark")
    assert turned(view, shown, "regions", record).regions == ("KZ-59",)
    assert turned(view, shown, "reservoirs", record) == view


def test_choosing_the_default_days_leaves_the_address_alone(record):
    assert turned(View(days="all"), {"days": "2025"}, "days", Record(store_of(result("b", SEASONED)))) == View()
    assert turned(View(), {"days": "2024"}, "days", record) == View(days="2024")
    assert turned(View(days="2024"), {"days": "all"}, "days", record) == View()  # no season to open with


SEASONED = [observed(f"2025-04-{day:02}", name, 10) for day in (1, 2, 3) for name in ("astana", "seleti", "shulba")]


def test_days_typed_in_the_wrong_order_are_turned_round(record):
    shown = {"days": "chosen", "since": "2025-04-10", "until": "2025-04-01"}
    view = turned(View(), shown, "since", record)
    assert (view.since, view.until) == (dt.date(2025, 4, 1), dt.date(2025, 4, 10))
