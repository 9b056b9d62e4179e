"""A PDF's text layer becomes paragraphs and rows; what has none, or cannot be trusted, is refused."""

import time
import zlib
from contextlib import suppress

import pytest

from extract import BadInput, extract, read
from extract.bulletins.pdf import MOST_PAGES
from extract.bulletins.readers import parse
from tests.extract.bulletins.papers import paragraph, pdf, picture, rules, text

SENTENCE = [
    "По состоянию на 13 апреля из Астанинского водохранилища",
    "Акмолинской области сбрасывается 205,56 кубометра во-",
    "ды в секунду, из Верхне-",
    "Тобольского водохранилища 53 кубометра в секунду.",
]
JOINED = (
    "По состоянию на 13 апреля из Астанинского водохранилища Акмолинской области сбрасывается 205,56 кубометра "
    "воды в секунду, из Верхне-Тобольского водохранилища 53 кубометра в секунду."
)


@pytest.fixture
def paper(tmp_path):
    """Reads the one bulletin of a PDF, saved as `name`."""

    def bulletin(data, name="april.pdf"):
        (tmp_path / name).write_bytes(data)
        [found] = read(tmp_path / name)
        return found

    return bulletin


def refusal(data, name="a.pdf"):
    with pytest.raises(BadInput) as refused:
        parse(data, name)
    return str(refused.value)


def test_wrapped_lines_are_one_paragraph_and_hyphenated_words_whole(paper):
    bulletin = paper(pdf(paragraph(70, 100, SENTENCE)))
    assert (bulletin.id, bulletin.text) == ("april", JOINED)
    rows = extract(bulletin).rows
    assert bulletin.published is None
    assert rows == []  # no year is known: no row
    dated = paper(pdf(text(70, 60, "15 апреля 2025 года") + paragraph(70, 100, SENTENCE)))
    assert [row.value for row in extract(dated).rows] == [205.56, 53.0]
    assert all(dated.text[row.start : row.end] == row.quote for row in extract(dated).rows)


def test_kazakh_keeps_its_letters_and_word_order(paper):
    lines = [
        "Өскемен қаласындағы Шүлбі су қоймасынан секундына 648",
        "текше метр су жіберілуде, ағын тұрақты; ұңғыма һ.",
    ]
    assert paper(pdf(paragraph(70, 100, lines))).text == " ".join(lines)


def test_words_written_letter_by_letter_or_out_of_order_are_read_as_seen(paper):
    letters = "".join(text(70 + 6 * n, 100, letter) for n, letter in enumerate("Сброс"))
    page = text(70, 130, "ниже") + text(112, 100, "53 м") + letters
    assert paper(pdf(page)).text == "Сброс 53 м\n\nниже"


def test_a_raised_digit_never_runs_into_a_figure(paper):
    page = text(70, 100, "Сброс 53 м") + text(130, 96, "3", 7) + text(133.5, 100, "/с из водохранилища.")
    assert paper(pdf(page)).text == "Сброс 53 м³/с из водохранилища."


def test_a_ruled_table_is_a_line_per_row(paper):
    page = paragraph(70, 80, ["Сведения о сбросах"]) + rules([70, 250, 400], [100, 120, 150, 170])
    page += text(75, 114, "Водохранилище") + text(255, 114, "Сброс")
    page += paragraph(75, 132, ["Верхне-", "Тобольское"]) + text(255, 138, "1 200,5 м³/с")
    page += text(75, 164, "Шульбинское") + text(255, 164, "648 м³/с")
    assert paper(pdf(page)).text == (
        "Сведения о сбросах\n\nВодохранилище\tСброс\nВерхне-Тобольское\t1 200,5 м³/с\nШульбинское\t648 м³/с"
    )


def test_list_items_short_lines_and_indents_are_not_joined(paper):
    full = "Сегодня сброс ведётся из следующих водохранилищ страны здесь:"
    lines = [full, "– Астанинское 53 м³/с;", "– Шульбинское 648 м³/с.", "Всего два."]
    assert paper(pdf(paragraph(70, 100, lines))).text == "\n".join(lines)
    indented = text(100, 100, "Первый абзац длится до самого края этой страницы здесь") + text(
        70, 114, "и кончается здесь, у самого края страницы, точкой ровно так."
    )
    indented += text(100, 128, "Второй абзац длится до самого края этой страницы снова")
    assert paper(pdf(indented)).text.count("\n\n") == 1


def test_a_paragraph_goes_on_over_the_page_and_page_numbers_are_left_out(paper):
    pages = [
        paragraph(70, 100, SENTENCE[:2]) + text(300, 800, "1"),
        paragraph(70, 100, SENTENCE[2:]) + text(300, 800, "- 2 -"),
    ]
    assert paper(pdf(*pages)).text == JOINED


def test_the_title_counts_only_when_the_page_shows_it(paper):
    page = text(70, 60, "О сбросах воды", 18) + paragraph(70, 100, SENTENCE)
    assert paper(pdf(page, title="О сбросах воды")).title == "О сбросах воды"
    assert paper(pdf(page, title="Microsoft Word - Документ1")).title == ""
    assert paper(pdf(page, title="О сбросах воды")).text.startswith("О сбросах воды\n\nПо состоянию")


def test_a_scan_is_refused_with_the_reason():
    scan = "a scanned PDF: its pages are pictures without a text layer, so recognise the text (OCR) first."
    assert refusal(pdf(picture(), picture())) == f"a.pdf is {scan}"
    assert refusal(pdf(picture() + text(70, 800, "Подписано ЭЦП"))) == f"a.pdf is {scan}"


def test_a_scan_with_recognised_text_beneath_is_read(paper):
    assert "205,56" in paper(pdf(picture() + paragraph(70, 100, SENTENCE * 2))).text


WHOLE = pdf(paragraph(70, 100, SENTENCE))
BOMB = zlib.compress(bytes(70 * 1024**2), 9)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (pdf(""), "a.pdf is a PDF without any text."),
        (pdf(), "a.pdf is a PDF without any text."),
        (WHOLE[:-200], "a.pdf is a PDF that has been cut off: its end is missing."),
        (
            pdf(paragraph(70, 100, SENTENCE), encrypted=True),
            "a.pdf is an encrypted PDF: save it without a password first.",
        ),
        (b"%PDF-1.7\n" + b"\x00\xff<<" * 500 + b"%%EOF", "a.pdf is a broken PDF: its structure cannot be followed."),
        (
            pdf(paragraph(70, 100, SENTENCE), unicode=False),
            "a.pdf is a PDF whose letters have no meaning: its fonts lack a Unicode table.",
        ),
        (pdf("x", part=BOMB), "a.pdf is a PDF with a part that unfolds to over 64 MB."),
        (
            WHOLE.replace(b"/FlateDecode", b"[/FlateDecode /FlateDecode]"),
            "a.pdf is a PDF with parts packed twice, which only hostile files have.",
        ),
        (
            b"<html><body>no such paper</body></html>",
            "a.pdf is not a PDF, which its ending says: give it the ending of what it is.",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(data, sentence):
    assert refusal(data) == sentence


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.json"])
def test_ending_and_content_must_agree(name):
    assert refusal(WHOLE, name) == f"{name} is a PDF, not what its ending says: give it the ending .pdf."


def test_bytes_have_no_ending_and_are_read():
    [bulletin] = read(WHOLE)
    assert bulletin.text == JOINED


def test_a_thousand_pages_are_refused_quickly():
    started = time.monotonic()
    assert refusal(pdf(*["x"] * 1000)) == f"a.pdf has 1000 pages: no bulletin has more than {MOST_PAGES}."
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("step", range(0, len(WHOLE), 61))
def test_damage_anywhere_is_refused_or_read_and_never_a_traceback(step):
    damaged = WHOLE[:step] + b"\xff\x00(<" + WHOLE[step + 4 :]
    with suppress(BadInput):
        list(read(damaged))
