"""A Word document becomes its paragraphs and table rows in order; broken and hostile ones are refused."""

import io
import zipfile
from contextlib import suppress

import pytest

from extract import BadInput, extract, read
from extract.bulletins.readers import parse

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SENTENCE = "По состоянию на 13 апреля из Астанинского водохранилища сбрасывается 53 кубометра воды в секунду."


def p(*runs, props=""):
    return f"<w:p>{props}{''.join(run if run.startswith('<') else r(run) for run in runs)}</w:p>"


def r(text, props=""):
    return f'<w:r><w:rPr>{props}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows):
    def cell(content):
        return content if content.startswith("<w:tc>") else f"<w:tc>{p(content)}</w:tc>"

    return "<w:tbl>" + "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows) + "</w:tbl>"


def docx(*blocks, title="", xml=None, part="word/document.xml", **more):
    """The bytes of a document with these blocks in its body."""
    xml = xml or f'<w:document xmlns:w="{W}"><w:body>{"".join(blocks)}<w:sectPr/></w:body></w:document>'
    core = f'<c:p xmlns:c="x" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></c:p>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, xml)
        archive.writestr("docProps/core.xml", core)
        for name, content in more.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def text_of(*blocks):
    [bulletin] = parse(docx(*blocks), "a.docx")
    return bulletin.text


def refusal(data, name="a.docx"):
    with pytest.raises(BadInput) as refused:
        parse(data, name)
    return str(refused.value)


def test_paragraphs_and_rows_in_order(tmp_path):
    blocks = [
        p("О сбросах"),
        p("15 апреля 2025 года"),
        p(SENTENCE),
        table(["Водохранилище", "Сброс"], ["Шульбинское", "648"]),
    ]
    (tmp_path / "april.docx").write_bytes(docx(*blocks, p(), p("Конец."), title="О сбросах"))
    [bulletin] = read(tmp_path / "april.docx")
    assert (
        bulletin.text
        == f"О сбросах\n\n15 апреля 2025 года\n\n{SENTENCE}\n\nВодохранилище\tСброс\nШульбинское\t648\n\nКонец."
    )
    assert (bulletin.id, bulletin.title) == ("april", "О сбросах")
    assert bulletin.published.isoformat() == "2025-04-15T00:00:00+05:00"
    [row, *_] = extract(bulletin).rows
    assert (row.value, bulletin.text[row.start : row.end]) == (53.0, row.quote)


def test_a_word_split_into_runs_is_one_word_and_raised_digits_stay_raised():
    sup = '<w:vertAlign w:val="superscript"/>'
    assert text_of(p("Сбр", "ос 5", "3 м", r("3", sup), "/с")) == "Сброс 53 м³/с"


def test_tabs_line_breaks_and_hyphens():
    run = "<w:r><w:t>Верхне</w:t><w:noBreakHyphen/><w:t>Тобольское</w:t><w:tab/><w:t>53</w:t><w:br/><w:t>м</w:t></w:r>"
    assert text_of(p(run)) == "Верхне\u2011Тобольское\t53\nм"


def test_what_was_deleted_hidden_or_is_a_field_code_is_left_out():
    deleted = "<w:del><w:r><w:delText>60</w:delText></w:r></w:del><w:ins><w:r><w:t>53</w:t></w:r></w:ins>"
    hidden = r("тайно", "<w:vanish/>") + r(" м", '<w:vanish w:val="0"/>')
    code = "<w:r><w:instrText>PAGE 7</w:instrText></w:r>"
    assert text_of(p("Сброс ", deleted, hidden, code)) == "Сброс 53 м"


def test_content_controls_and_text_boxes_are_read_once():
    box = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice><w:txbxContent>{p('в рамке')}</w:txbxContent></mc:Choice>"
        f"<mc:Fallback><w:txbxContent>{p('в рамке')}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert text_of(f"<w:sdt><w:sdtContent>{p('Сброс', box)}</w:sdtContent></w:sdt>") == "Сброс\n\nв рамке"


def test_merged_cells_name_the_region_in_each_row_but_never_repeat_a_figure():
    def merged(text, start):
        merge = '<w:vMerge w:val="restart"/>' if start else "<w:vMerge/>"
        return f"<w:tc><w:tcPr>{merge}</w:tcPr>{p(text)}</w:tc>"

    rows = (
        [merged("Акмолинская", True), "Астанинское", merged("53", True)],
        [merged("", False), "Селетинское", merged("", False)],
    )
    assert text_of(table(*rows)) == "Акмолинская\tАстанинское\t53\nАкмолинская\tСелетинское\t"


WHOLE = docx(p(SENTENCE))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (docx(p()), "a.docx is a Word document without text."),
        (docx(p(), word__media__1="x"), "a.docx is a Word document without text: it holds only pictures."),
        (WHOLE[: len(WHOLE) // 2], "a.docx is a broken Word document: it may have been cut off on its way."),
        (docx(xml="<w:document>"), "a.docx is a broken Word document: it may have been cut off on its way."),
        (
            docx(xml="<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
            "a.docx is a Word document with entities of its own, which only hostile files have.",
        ),
        (docx(p("а" * 17 * 1024**2)), "a.docx is a Word document that unfolds to over 32 MB of text."),
        (
            docx("<w:sdt>" * 5000 + "</w:sdt>" * 5000),
            "a.docx is a Word document nested too deep to be one that people wrote.",
        ),
        (
            docx(p("a"), part="xl/sheet.xml"),
            "a.docx is not a Word document, which its ending says: give it the ending of what it is.",
        ),
        (
            b"\xd0\xcf\x11\xe0",
            "a.docx is an old or encrypted Office document: save it as a new one without a password.",
        ),
        (b"", "a.docx is empty."),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(data, sentence):
    assert refusal(data) == sentence


def test_ending_and_content_must_agree():
    assert refusal(WHOLE, "a.txt") == "a.txt is a Word document, not what its ending says: give it the ending .docx."
    assert refusal(WHOLE, "a.pdf") == "a.pdf is not a PDF, which its ending says: give it the ending of what it is."


@pytest.mark.parametrize("step", range(0, len(WHOLE), 23))
def test_damage_anywhere_is_refused_or_read_and_never_a_traceback(step):
    damaged = WHOLE[:step] + b"\xff\x00" + WHOLE[step + 2 :]
    with suppress(BadInput):
        parse(damaged, "")
