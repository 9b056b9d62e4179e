"""A Telegram channel as Telegram Desktop exports it (``result.json``): one bulletin per message.

The file is an object with the chat's `name`, `type`, `id` and `messages`, or one of all chats under
``chats.list``. A message's `text` is a string or a list of strings and entities (bold, link, …),
each with a `text` of its own. Service messages (someone joined, a picture was pinned) and messages
without text are passed over.

The moment is `date_unixtime`; where an old export has only `date`, that is the clock of the computer
which made the export, and is taken for Kazakhstan's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from extract.errors import BadInput


def is_export(value: Any) -> bool:
    """Whether a JSON value is an export of one chat or of several."""
    return isinstance(value, dict) and "text" not in value and bool(_chats(value))


def messages(value: dict[str, Any], name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """(what to call it, fields as in a JSON bulletin) for each message with text. Raises :class:`BadInput`."""
    found = False
    for chat in _chats(value):
        for number, message in enumerate(chat["messages"], 1):
            where = f"{name}, message {number},"
            if not isinstance(message, dict):
                raise BadInput(f"{where} is not a JSON object.")
            if message.get("type", "message") == "message" and (text := _text(message.get("text"), where)).strip():
                found = True
                yield where, _fields(chat, message, text, where)
    if not found:
        raise BadInput(f"{name} is a Telegram export without any text.")


def _chats(value: dict[str, Any]) -> list[dict[str, Any]]:
    several = value.get("chats")
    chats = several.get("list") if isinstance(several, dict) else [value]
    chats = chats if isinstance(chats, list) else []
    return [chat for chat in chats if isinstance(chat, dict) and isinstance(chat.get("messages"), list)]


def _fields(chat: dict[str, Any], message: dict[str, Any], text: str, where: str) -> dict[str, Any]:
    identity, channel = message.get("id"), chat.get("id") or chat.get("name")
    if isinstance(identity, bool) or not isinstance(identity, int | str) or not isinstance(channel, int | str):
        raise BadInput(f"{where} cannot be told from others: it or its channel has no “id”.")
    is_channel = "channel" in str(chat.get("type")) or "supergroup" in str(chat.get("type"))
    return {
        "text": text,
        "id": f"{channel}/{identity}",
        "url": f"https://t.me/c/{channel}/{identity}" if is_channel and isinstance(channel, int) else None,
        "publisher": chat.get("name"),
        "published": _moment(message, where),
    }


def _text(value: Any, where: str) -> str:
    pieces = value if isinstance(value, list) else [value or ""]
    texts = [piece.get("text") if isinstance(piece, dict) else piece for piece in pieces]
    if not all(isinstance(text, str) for text in texts):
        raise BadInput(f"{where} has a “text” that is neither a text nor a list of texts.")
    return "".join(texts)


def _moment(message: dict[str, Any], where: str) -> str | None:
    seconds = message.get("date_unixtime")
    if seconds is None:
        return message.get("date")
    try:
        return dt.datetime.fromtimestamp(int(seconds), dt.UTC).isoformat()
    except (ValueError, TypeError, OverflowError, OSError):
        raise BadInput(f"{where} has a “date_unixtime” that is no moment: {str(seconds)[:60]}.") from None
