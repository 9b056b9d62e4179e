"""Bytes to text: what is text is read as written, what is none is refused by name."""

import pytest

from extract import BadInput
from extract.bulletins.encoding import decode, require_words

RUSSIAN = "По состоянию на 13 апреля из Астанинского водохранилища сбрасывается 53 кубометра. № 5 «Шульба»"
KAZAKH = "Астана су қоймасынан секундына 53 текше метр су жіберілуде, Ұлытау облысы, Өскемен, Ғабит, Һ."
ENGLISH = "Releases of 53 m³/s – “today”, 12 °C at the café"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1251", "kz1048"])
def test_russian_is_read_in_every_encoding_offices_use(encoding):
    assert decode(RUSSIAN.encode(encoding), "a.txt") == RUSSIAN


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866"])
@pytest.mark.parametrize("case", [str, str.upper, str.title])
def test_old_encodings_are_told_apart_in_any_case(encoding, case):
    text = case(RUSSIAN.partition("№")[0])
    assert decode(text.encode(encoding), "a.txt") == text


def test_kazakh_letters_of_windows_are_read():
    assert decode(KAZAKH.encode("kz1048"), "a.txt") == KAZAKH


def test_english_windows_text_keeps_its_cubic_metres():
    assert decode(ENGLISH.encode("cp1252"), "a.txt") == ENGLISH


def test_line_ends_are_kept_as_written():
    assert decode(b"a\r\nb\rc\n", "a.txt") == "a\r\nb\rc\n"


def test_utf8_cut_off_within_a_letter_stays_utf8():
    whole = (RUSSIAN * 3).encode()
    assert decode(whole[:-1] + b"\xd0", "a.txt").startswith(RUSSIAN)
    assert decode(whole[1:], "a.txt").endswith(RUSSIAN)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "a.txt is empty."),
        (b" \r\n\t", "a.txt is empty."),
        (b"\xef\xbb\xbf \n", "a.txt is empty."),
        (b"%PDF-1.7\n%\xe2\xe3", "a.txt is a PDF, not text: save it as text or HTML first."),
        (b"\x1f\x8b\x08", "a.txt is a gzip archive, not text: save it as text or HTML first."),
        (b"abc\x00\x01\x02" * 50, "a.txt is binary data, not text."),
        (bytes(range(1, 32)) * 50, "a.txt is binary data, not text."),
        (bytes(range(128, 256)) * 50, "a.txt is in an encoding that cannot be recognised: save it as UTF-8."),
    ],
)
def test_what_is_no_text_is_named_in_one_sentence(data, sentence):
    with pytest.raises(BadInput) as refused:
        decode(data, "a.txt")
    assert str(refused.value) == sentence


def test_a_million_characters_without_a_space_are_no_text():
    require_words("слово " * 600_000, "a.txt")
    with pytest.raises(BadInput, match=r"a\.txt is not text"):
        require_words("слово " + "x" * 1_000_001, "a.txt")


def test_a_text_longer_than_any_bulletin_is_refused():
    with pytest.raises(BadInput, match=r"a\.txt is one text of 6 million characters, longer than any bulletin"):
        require_words("слово " * 1_000_000, "a.txt")
