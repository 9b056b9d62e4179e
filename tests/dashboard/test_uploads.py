"""What strangers hand in is read as the command line reads it, within limits, and harms nobody."""

import io
import json
import threading
import time
import zipfile
import zlib
from pathlib import Path

import pytest

import extract
from dashboard.access import Refused
from dashboard.uploads import MOST_BULLETINS, MOST_BYTES, MOST_TEXT, Known, Uploads
from extract import BadInput
from tests.extract.bulletins import papers

SENTENCE = "По состоянию на 13 апреля 2025 года из Астанинского водохранилища сбрасывается 53 кубометра воды в секунду."
SEASON = Path(__file__).parents[2] / "data" / "bulletins"


@pytest.fixture(scope="module")
def uploads():
    return Uploads()


def facts(results):
    return [[(row.reservoir_id, row.date, row.value, row.quote) for row in result.rows] for result in results]


def test_a_file_gives_what_the_command_line_finds_in_it(uploads):
    for path in sorted(SEASON.iterdir())[:3]:
        there = uploads.read(path.read_bytes(), path.name)
        here = [extract.extract(bulletin) for bulletin in extract.read(path.read_bytes())]
        assert facts(there) == facts(here)
        assert [one.set_aside for one in there] == [one.set_aside for one in here]
        assert [one.bulletin for one in there] == [one.bulletin for one in here]
        assert [one.figures for one in there] == [one.figures for one in here]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (SENTENCE.encode(), ""),
        (f"<!doctype html><html><body><article><p>{SENTENCE}</p></article></body></html>".encode(), "b.html"),
        (papers.pdf(papers.paragraph(50, 100, [SENTENCE[:66], SENTENCE[67:]])), "b.pdf"),
    ],
    ids=["text", "html", "pdf"],
)
def test_each_format_gives_its_row(uploads, data, name):
    [result] = uploads.read(data, name)
    assert [row.value for row in result.rows] == [53.0]


def test_what_is_known_completes_a_bulletin(uploads):
    known = Known(publisher="Қазгидромет", url="https://www.gov.kz/a", published="2025-04-13", title="Сбросы")
    [result] = uploads.read("Из Астанинского водохранилища сбрасывается 53 м³/с.".encode(), "", known)
    bulletin = result.bulletin
    assert (bulletin.publisher, bulletin.url, bulletin.title) == ("Қазгидромет", "https://www.gov.kz/a", "Сбросы")
    assert [row.date.isoformat() for row in result.rows] == ["2025-04-13"]


def test_of_several_bulletins_only_what_is_missing_is_completed(uploads):
    two = [{"text": SENTENCE, "publisher": "A"}, {"text": SENTENCE + " Так."}]
    results = uploads.read(json.dumps(two).encode(), "b.json", Known(publisher="B"))
    assert [result.bulletin.publisher for result in results] == ["A", "B"]


@pytest.mark.parametrize(
    "known",
    [
        Known(url="javascript:alert(1)"),
        Known(url="file:///etc/passwd"),
        Known(url="http://[broken"),
        Known(published="yesterday"),
        Known(publisher="x" * 501),
        Known(title="a\x00b"),
    ],
    ids=str,
)
def test_what_is_known_must_make_sense(uploads, known):
    with pytest.raises(BadInput):
        uploads.read(SENTENCE.encode(), "", known)


def word_file(size):
    """A Word document of some kilobytes that unfolds to `size` bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * size)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (b"", "", "no text"),
        (b" \n", "b.txt", "no text"),
        (b"x" * (MOST_BYTES + 1), "b.txt", "larger than"),
        (word_file(200 * 1024**2), "b.docx", "unfolds"),
        (papers.pdf(papers.paragraph(50, 100, ["a"]), part=zlib.compress(b" " * (80 * 1024**2))), "b.pdf", "unfolds"),
        (papers.pdf(papers.picture()), "scan.pdf", "scan"),
        (b'{"text": ' + b"[" * 200_000, "deep.json", "nested|broken"),
        (json.dumps([{"text": f"{SENTENCE} {n}"} for n in range(MOST_BULLETINS + 1)]).encode(), "b.json", "bulletins"),
        ("вода и снег. ".encode() * (MOST_TEXT // 12), "b.txt", "characters of text"),
        (b"PK\x03\x04 broken", "../../b.docx", "^b.docx is not a Word document"),
    ],
    ids=["empty", "blank", "large", "zip bomb", "pdf bomb", "scan", "deep", "many", "long", "broken"],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(uploads, data, name, told):
    with pytest.raises(BadInput, match=told) as caught:
        uploads.read(data, name)
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith(".")


def test_whoever_takes_too_long_is_ended():
    started = time.monotonic()
    with pytest.raises(BadInput, match="seconds"):
        Uploads(seconds=0.001).read(SENTENCE.encode())
    assert time.monotonic() - started < 20


def test_whoever_takes_too_much_memory_is_ended():
    with pytest.raises(BadInput, match="memory"):
        Uploads(memory=1024**2).read("вода и снег. ".encode() * 400_000, "b.txt")


def test_the_others_wait_their_turn(monkeypatch):
    monkeypatch.setattr("dashboard.uploads.PATIENCE", 0.01)
    uploads = Uploads(at_once=1)
    uploads.read(SENTENCE.encode())
    text = (SENTENCE + "\n") * 2000
    first = threading.Thread(target=uploads.read, args=(text.encode(),))
    first.start()
    refusals = []
    while first.is_alive() and not refusals:
        try:
            uploads.read(SENTENCE.encode())
        except Refused as refused:
            refusals.append(refused.status)
    first.join()
    assert refusals == [503]
    assert uploads.read(SENTENCE.encode())
