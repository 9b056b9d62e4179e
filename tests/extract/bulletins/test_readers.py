"""Files, folders, standard input and bytes to bulletins; bad input in one sentence."""

import io
import json
import time

import pytest

import extract
from extract import BadInput, read
from extract.bulletins.readers import LARGEST

TEXT = "По состоянию на 13 апреля из Астанинского водохранилища сбрасывается 53 кубометра воды в секунду."
OBJECT = {"id": "b1", "title": "О воде", "text": TEXT, "url": "https://a.kz/1", "language": "ru"}
OBJECT["published"] = "2025-04-13"
DIGEST = "".join(f"О воде {n} 13.04.2025\nСброс {n} м3/с. Источник: https://a.kz/{n}\n" for n in (1, 2, 3))
OVERLONG = "{} is JSON that cannot be read: a number is too long or it is nested too deep."


def saved(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refusal(source):
    with pytest.raises(BadInput) as refused:
        list(read(source))
    sentence = str(refused.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def test_a_text_file_is_one_bulletin_called_after_the_file(tmp_path):
    [bulletin] = read(saved(tmp_path / "2025-04-13.txt", TEXT + "\r\n"))
    assert (bulletin.id, bulletin.text, bulletin.published) == ("2025-04-13", TEXT + "\r\n", None)
    assert list(read(str(tmp_path / "2025-04-13.txt"))) == [bulletin]


def test_bytes_and_standard_input_are_called_after_their_text(monkeypatch):
    [of_bytes] = read(TEXT.encode())
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    [of_stdin] = read("-")
    assert of_bytes == of_stdin == extract.Bulletin(TEXT)


@pytest.mark.parametrize("name", ["a.json", "a.txt", "a.jsonl"])
def test_one_json_object(tmp_path, name):
    [bulletin] = read(saved(tmp_path / name, json.dumps(OBJECT)))
    assert (bulletin.id, bulletin.title, bulletin.url, bulletin.language) == ("b1", "О воде", "https://a.kz/1", "ru")
    assert bulletin.published_day.isoformat() == "2025-04-13"


def test_source_url_counts_as_url_and_the_file_gives_a_missing_id(tmp_path):
    [bulletin] = read(saved(tmp_path / "bulletin.json", json.dumps({"text": TEXT, "source_url": "https://a.kz/2"})))
    assert (bulletin.id, bulletin.url) == ("bulletin", "https://a.kz/2")


def test_a_list_and_lines_of_objects(tmp_path):
    objects = [OBJECT, {"text": "Другой текст", "id": 7}, {"text": "Третий", "title": None}]
    as_list = list(read(saved(tmp_path / "a.json", json.dumps(objects, indent=1))))
    lines = "\n".join(map(json.dumps, objects)) + "\n\n"
    assert [b.id for b in as_list][:2] == ["b1", "7"]
    for name in ("a.jsonl", "b.ndjson", "c.json", "d.txt"):
        assert list(read(saved(tmp_path / name, lines))) == as_list


@pytest.mark.parametrize(
    ("published", "iso"),
    [
        ("2025-04-13", "2025-04-13T00:00:00+05:00"),
        ("2025-04-13T09:30:00Z", "2025-04-13T09:30:00+00:00"),
        ("2025-04-13 09:30", "2025-04-13T09:30:00+05:00"),
        ("13.04.2025", "2025-04-13T00:00:00+05:00"),
        ("13.04.2025 9:30", "2025-04-13T09:30:00+05:00"),
        ("Sun, 13 Apr 2025 09:30:00 +0500", "2025-04-13T09:30:00+05:00"),
    ],
)
def test_forms_of_the_publication_day(published, iso):
    [bulletin] = read(json.dumps(OBJECT | {"published": published}).encode())
    assert bulletin.published.isoformat() == iso


@pytest.mark.parametrize("name", ["a.txt", "a.json", "a.jsonl", "a.html"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1251", "koi8-r"])
def test_every_format_is_read_in_every_encoding(tmp_path, name, encoding):
    content = {
        "a.txt": TEXT,
        "a.json": json.dumps({"text": TEXT}, ensure_ascii=False, indent=1),
        "a.jsonl": json.dumps({"text": TEXT}, ensure_ascii=False),
        "a.html": f"<html><body><p>{TEXT}</p></body></html>",
    }[name]
    [bulletin] = read(saved(tmp_path / name, content.encode(encoding)))
    assert (bulletin.id, bulletin.text) == ("a", TEXT)


def test_a_digest_is_cut_in_every_format(tmp_path):
    as_page = "<html><body>" + "".join(f"<p>{line}</p>" for line in DIGEST.splitlines())
    for name, content in [("d.txt", DIGEST), ("d.html", as_page), ("d.json", json.dumps({"text": DIGEST}))]:
        assert [b.id for b in read(saved(tmp_path / name, content))] == ["d#1", "d#2", "d#3"]


def test_half_characters_and_nul_written_in_json_are_replaced(tmp_path):
    [bulletin] = read(saved(tmp_path / "a.json", r'{"text": "a\ud800b\u0000c \ud83c\udf0a"}'))
    assert bulletin.text == "a\ufffdb\ufffdc 🌊"


def test_a_text_that_merely_begins_like_json_or_html_is_text():
    for text in ("[Видео] Сброс 53", "{x} < 5", "<Астана> Сброс 53", "5 < 7 и <p>"):
        assert [b.text for b in read(text.encode())] == [text]


def test_a_folder_is_read_recursively_in_order_of_names(tmp_path):
    for name in ("b.txt", "a.txt", "2024/c.html", ".hidden/d.txt", "notes.md"):
        saved(tmp_path / name, f"<html><body><p>Сброс {name}" if name.endswith("html") else f"Сброс {name}")
    assert [b.id for b in read(tmp_path)] == ["c", "a", "b"]


def test_a_document_in_a_folder_is_named_and_not_passed_over_in_silence(tmp_path):
    saved(tmp_path / "a.txt", TEXT)
    saved(tmp_path / "b.doc", b"\xd0\xcf\x11\xe0")
    saved(tmp_path / "c.pdf", b"%PDF-1.4")
    bad = []
    assert [b.id for b in read(tmp_path, on_bad=bad.append)] == ["a"]
    assert [str(error).split(" is ")[0] for error in bad] == [str(tmp_path / "b.doc"), str(tmp_path / "c.pdf")]


def test_equal_names_in_a_folder_give_different_ids(tmp_path):
    for name in ("2024/ru/april.txt", "2025/ru/april.txt", "april.html"):
        saved(tmp_path / name, f"Сброс {name}")
    assert [b.id for b in read(tmp_path)] == ["2024/ru/april.txt", "2025/ru/april.txt", "april.html"]


def test_one_bad_file_hides_no_other(tmp_path):
    saved(tmp_path / "a.txt", TEXT)
    saved(tmp_path / "b.txt", b"%PDF-1.4")
    saved(tmp_path / "c.json", '[{"text": "good"}, {"no": "text"}]')
    saved(tmp_path / "d.txt", TEXT)
    bad = []
    assert [b.id for b in read(tmp_path, on_bad=bad.append)] == ["a", "d"]
    assert [str(error).partition(" ")[0] for error in bad] == [str(tmp_path / "b.txt"), str(tmp_path / "c.json,")]
    with pytest.raises(BadInput, match=r"b\.txt is a PDF"):
        list(read(tmp_path))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.txt", "", "{} is empty."),
        ("a.txt", b"%PDF-1.4 x", "{} is a PDF, not what its ending says: give it the ending .pdf."),
        ("a.json", '{"text": "a"', "{} is broken JSON: Expecting ',' delimiter at line 1, column 13."),
        ("a.json", '{\n"text": a}', "{} is broken JSON: Expecting value at line 2, column 9."),
        ("a.json", "[]", "{} holds no bulletins: its list is empty."),
        ("a.json", "[" * 100_000, OVERLONG),
        ("a.json", '{"text": "a", "id": ' + "9" * 5000 + "}", OVERLONG),
        ("a.json", "5", "{} is not a JSON object with the bulletin's “text”."),
        ("a.json", '{"title": "a"}', "{} has no “text”."),
        ("a.json", '{"text": 5}', "{} has no “text”."),
        ("a.json", '[{"text": "a"}, {"text": " "}]', "{}, item 2, has an empty “text”."),
        ("a.json", '{"text": "a", "id": [1]}', "{} has an “id” that is neither a text nor a whole number."),
        ("a.json", json.dumps({"text": "a", "id": "x" * 501}), "{} has an “id” of more than 500 characters."),
        ("a.json", '{"text": "a", "url": 5}', "{} has a “url” that is not a text."),
        (
            "a.json",
            '{"text": "a", "published": "весна"}',
            '{} has a “published” that is no date such as 2025-04-13: "весна".',
        ),
        (
            "a.json",
            '{"text": "a", "published": "0001-01-01"}',
            '{} has a “published” that is no date such as 2025-04-13: "0001-01-01".',
        ),
        (
            "a.json",
            '{"text": "a", "published": 20250413}',
            "{} has a “published” that is no date such as 2025-04-13: 20250413.",
        ),
        ("a.jsonl", '{"text": "a"}\n{"text": "b"', "{}, line 2, is broken JSON: Expecting ',' delimiter at column 13."),
        (
            "a.html",
            "<html><body><script>x</script></body>",
            "{} is a page without text: its content may be loaded by a script.",
        ),
    ],
)
def test_bad_content_is_named_in_one_sentence(tmp_path, name, content, sentence):
    path = saved(tmp_path / name, content)
    assert refusal(path) == sentence.format(path)


def test_missing_and_empty_places_are_named(tmp_path):
    assert refusal(tmp_path / "no.txt") == f"{tmp_path / 'no.txt'} does not exist."
    assert "holds nothing to read" in refusal(tmp_path)
    assert refusal(b"") == "The input is empty."
    assert "cannot be read" in refusal("a\0b")


def test_noise_of_fifty_megabytes_is_refused_quickly(tmp_path):
    started = time.monotonic()
    assert "is not text" in refusal(saved(tmp_path / "a.txt", b"x7" * 25_000_000))
    assert time.monotonic() - started < 10


def test_a_file_larger_than_memory_allows_is_refused_unread(tmp_path):
    path = tmp_path / "huge.jsonl"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)  # sparse: takes no space
    assert refusal(path) == f"{path} is larger than 256 MB: divide it into smaller files."
