"""E-mails: the letter, what its head says, and its attachments as bulletins of their own."""

from email.header import Header
from email.message import EmailMessage

import pytest

from extract import BadInput, read
from extract.bulletins.readers import parse
from tests.extract.bulletins.papers import paragraph, pdf, picture
from tests.extract.bulletins.test_docx import docx, p

SENTENCE = "По состоянию на 13 апреля из Астанинского водохранилища сбрасывается 53 кубометра воды в секунду."
DATE = "Sun, 13 Apr 2025 09:30:00 +0500"
HEAD = f"From: a@b.kz\r\nDate: {DATE}\r\nMIME-Version: 1.0\r\n"


def mail(text=SENTENCE, page=None, **attached):
    """An e-mail as mail programs write it; attachments are given as name__ending=content."""
    message = EmailMessage()
    message["From"], message["Subject"] = "Пресс-служба Министерства <press@water.kz>", "О сбросах воды"
    message["Date"], message["Message-ID"] = DATE, "<7@water.kz>"
    if text is not None:
        message.set_content(text)
    if page:
        message.add_alternative(page, subtype="html")
    for name, content in attached.items():
        message.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=name.replace("__", ".")
        )
    return message.as_bytes()


def raw(body, head="", charset="windows-1251"):
    head = HEAD + f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n" + head
    return head.encode() + b"\r\n" + body


def one(data, name="a.eml"):
    [bulletin] = parse(data, name)
    return bulletin


def refusal(data, name="a.eml"):
    with pytest.raises(BadInput) as refused:
        parse(data, name)
    return str(refused.value)


def test_head_and_text(tmp_path):
    (tmp_path / "april.eml").write_bytes(mail())
    [bulletin] = read(tmp_path / "april.eml")
    assert bulletin.text.strip() == SENTENCE
    assert (bulletin.id, bulletin.title) == ("7@water.kz", "О сбросах воды")
    assert bulletin.publisher == "Пресс-служба Министерства"
    assert bulletin.published.isoformat() == "2025-04-13T09:30:00+05:00"


def test_a_mail_without_an_id_is_called_after_its_file_or_its_text(tmp_path):
    (tmp_path / "april.eml").write_bytes(raw(SENTENCE.encode("cp1251")))
    [bulletin] = read(tmp_path / "april.eml")
    assert (bulletin.id, bulletin.publisher) == ("april", "a@b.kz")
    assert len(one(raw(SENTENCE.encode("cp1251"))).id) == 16


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "utf-8", "nonsense", "us-ascii"])
@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "utf-8"])
def test_the_body_is_read_whatever_character_set_it_names(charset, encoding):
    if charset in ("windows-1251", "koi8-r"):  # any bytes are valid in it: the name must be believed
        encoding = charset
    assert one(raw(SENTENCE.encode(encoding), charset=charset)).text == SENTENCE


def test_kazakh_letters_under_the_name_of_windows_1251_are_read():
    text = "Астана су қоймасынан секундына 53 текше метр су жіберілуде, Ұлытау."
    assert one(raw(text.encode("kz1048"))).text == text


@pytest.mark.parametrize(
    "subject",
    [
        f"Subject: {Header('О сбросах воды', 'koi8-r').encode()}\r\n".encode(),
        f"Subject: {Header('О сбросах воды', 'utf-8').encode()}\r\n".encode(),
        "Subject: О сбросах\r\n воды\r\n".encode("cp1251"),
        "Subject: О сбросах воды\r\n".encode(),
    ],
)
def test_a_subject_is_read_encoded_or_raw(subject):
    assert one(subject + raw(SENTENCE.encode("cp1251"))).title == "О сбросах воды"


def test_html_stands_in_for_a_missing_or_blank_text():
    page = f"<html><body><p>{SENTENCE}</p><p>Шульба 5 м<sup>3</sup>/с</p></body></html>"
    assert one(mail(page=page)).text.strip() == SENTENCE
    assert one(mail(text=" ", page=page)).text == SENTENCE + "\n\nШульба 5 м³/с"


def test_flowed_lines_are_one_paragraph():
    body = "Сброс из \r\nШульбинского\r\n> было\r\n-- \r\nПодпись".encode()
    assert one(raw(body, charset="utf-8; format=flowed")).text == "Сброс из Шульбинского\n> было\n-- \nПодпись"


def test_readable_attachments_are_bulletins_and_others_are_passed_over():
    paper = pdf(paragraph(70, 100, ["Из Шульбинского водохранилища сбрасывается 648 м3/с."]))
    letter = mail(list__pdf=paper, order__docx=docx(p("15.04.2025"), p("Шульба 5")), logo__png=b"\x89PNG")
    body, first, second = parse(letter, "a.eml")
    assert [body.id, first.id, second.id] == ["7@water.kz", "7@water.kz#1", "7@water.kz#2"]
    assert first.text == "Из Шульбинского водохранилища сбрасывается 648 м3/с."
    assert {bulletin.publisher for bulletin in (body, first, second)} == {"Пресс-служба Министерства"}
    assert [b.published_day.isoformat() for b in (body, first, second)] == ["2025-04-13", "2025-04-13", "2025-04-15"]


def test_a_mail_that_is_only_an_attachment():
    assert one(mail(text=None, page=None, a__txt=SENTENCE.encode("cp1251"))).text == SENTENCE


def test_a_bad_attachment_is_named_and_the_rest_is_read(tmp_path):
    scan, forwarded = pdf(picture()), mail()
    path = tmp_path / "a.eml"
    path.write_bytes(mail(scan__pdf=scan, b__eml=forwarded, c__txt=SENTENCE.encode()))
    bad = []
    assert [b.id for b in read(path, on_bad=bad.append)] == ["7@water.kz", "7@water.kz#3"]
    assert [str(error).partition(" is ")[0] for error in bad] == [
        f"{path}, attachment scan.pdf",
        f"{path}, attachment b.eml",
    ]
    with pytest.raises(BadInput, match=r"attachment scan\.pdf is a scanned PDF"):
        list(read(path))


def test_a_digest_in_a_mail_is_cut_and_attachments_are_numbered_on():
    digest = "".join(f"О воде {n} 13.04.2025\nСброс {n} м3/с. Источник: https://a.kz/{n}\n" for n in (1, 2, 3))
    assert [b.id[11:] for b in parse(mail(digest, a__txt=SENTENCE.encode()), "a.eml")] == ["1", "2", "3", "4"]


def test_a_mail_saved_under_another_name_is_known_by_its_head_and_a_text_is_not():
    assert one(mail(), "a.txt").title == "О сбросах воды"
    text = "From: Шульба\nTo: Семей\nSubject: 53 м3/с\n\nтекст"
    assert one(text.encode(), "a.txt").text == text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (mail(" "), "a.eml is an e-mail without text or an attachment that can be read."),
        (mail(" ", logo__png=b"\x89PNG"), "a.eml is an e-mail without text or an attachment that can be read."),
        (mail(a__txt=b"x" * 900)[:-200], "a.eml is an e-mail that has been cut off: its last part has no end."),
        (b"", "a.eml is empty."),
        (
            HEAD.encode() + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n\r\na\r\n" * 600 + b"--x--",
            "a.eml is an e-mail of over 500 parts, which nobody writes.",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(data, sentence):
    assert refusal(data) == sentence
