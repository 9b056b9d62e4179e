"""An exported Telegram channel gives one bulletin per message."""

import json

import pytest

from extract import BadInput, read

PLAIN = {"id": 5, "type": "message", "date": "2025-04-13T09:30:00", "date_unixtime": "1744518600", "text": "Сброс 53"}
MIXED = PLAIN | {"id": 6, "text": ["Сброс ", {"type": "bold", "text": "53 м³/с"}, " с 13 апреля"]}
SERVICE = {"id": 7, "type": "service", "action": "pin_message", "text": "53"}
PICTURE = PLAIN | {"id": 8, "text": "", "photo": "photos/1.jpg"}


def export(*messages, **chat):
    return {"name": "Су ресурстары", "type": "public_channel", "id": 1234, **chat, "messages": list(messages)}


@pytest.fixture
def saved(tmp_path):
    def save(value):
        path = tmp_path / "result.json"
        path.write_text(json.dumps(value), "utf-8")
        return path

    return save


def test_one_bulletin_per_message_with_text(saved):
    first, second = read(saved(export(PLAIN, MIXED, SERVICE, PICTURE)))
    assert (first.id, first.publisher, first.url) == ("1234/5", "Су ресурстары", "https://t.me/c/1234/5")
    assert first.published.isoformat() == "2025-04-13T04:30:00+00:00"
    assert (second.id, second.text) == ("1234/6", "Сброс 53 м³/с с 13 апреля")


def test_an_export_of_all_chats_and_ids_that_stay(saved):
    chats = [export(PLAIN), export(PLAIN, id=99, type="personal_chat")]
    found = list(read(saved({"about": "…", "chats": {"list": chats}})))
    assert [(b.id, b.url) for b in found] == [("1234/5", "https://t.me/c/1234/5"), ("99/5", None)]
    assert list(read(saved(export(PLAIN)))) == found[:1]


def test_an_old_export_has_only_a_clock_without_a_zone(saved):
    old = {key: value for key, value in PLAIN.items() if key != "date_unixtime"}
    [bulletin] = read(saved(export(old)))
    assert (bulletin.id, bulletin.published.isoformat()) == ("1234/5", "2025-04-13T09:30:00+05:00")


@pytest.mark.parametrize(
    ("messages", "sentence"),
    [
        ([], "{} is a Telegram export without any text."),
        ([SERVICE, PICTURE], "{} is a Telegram export without any text."),
        ([PLAIN, 5], "{}, message 2, is not a JSON object."),
        ([PLAIN | {"id": None}], "{}, message 1, cannot be told from others: it or its channel has no “id”."),
        ([PLAIN | {"text": [5]}], "{}, message 1, has a “text” that is neither a text nor a list of texts."),
        ([PLAIN | {"date_unixtime": "x"}], "{}, message 1, has a “date_unixtime” that is no moment: x."),
        (
            [PLAIN | {"date_unixtime": None, "date": "весна"}],
            '{}, message 1, has a “published” that is no date such as 2025-04-13: "весна".',
        ),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(saved, messages, sentence):
    path = saved(export(*messages))
    with pytest.raises(BadInput) as refused:
        list(read(path))
    assert str(refused.value) == sentence.format(path)
