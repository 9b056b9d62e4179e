"""Bytes of any kind to bulletins.

A source is a file, a folder (read recursively, in the order of the names), ``"-"`` for standard
input, or the bytes themselves. What a file holds is found by looking, its name only helps:

========== ================================================================================
text       the whole file is one bulletin
HTML       one bulletin: the article's text, title, publication day, address and publisher
JSON       one object or a list of objects with `text` and, each optional, `id`, `title`, `url`
           (or `source_url`), `published`, `language`, `publisher`, `retrieved`
JSON Lines one such object a line
PDF        one bulletin: the text layer as paragraphs and table rows (:mod:`extract.bulletins.pdf`)
DOCX       one bulletin: paragraphs and table rows in order (:mod:`extract.bulletins.docx`)
e-mail     the letter and each readable attachment, called ``ID#1``, … (:mod:`extract.bulletins.mail`)
Telegram   one bulletin per message of an exported channel (:mod:`extract.bulletins.telegram`)
WARC       one bulletin per page of a web archive, one after the other (:mod:`extract.bulletins.warc`)
========== ================================================================================

A digest page in any of them is cut into its articles (:mod:`extract.bulletins.digest`). A bulletin
without an id of its own is called after its file if it is the only one in it, else after its text.

A file is read whole or not at all, but for web archives, which are larger than memory. What cannot
be read raises :class:`BadInput` with one sentence that names it.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from extract.bulletins import documents, html, mail, moments, telegram, warc
from extract.bulletins.bulletin import Bulletin, text_hash
from extract.bulletins.digest import cut
from extract.bulletins.encoding import decode, require_words
from extract.errors import BadInput

SUFFIXES = frozenset({".txt", ".html", ".htm", ".json", ".jsonl", ".ndjson", ".eml", ".warc", *documents.READERS})
"""What is read in a folder."""

DOCUMENTS = frozenset({".doc", ".odt", ".rtf"})
"""What may be a bulletin in a folder but cannot be read: named, never passed over in silence as other files are."""

LARGEST = 256 * 1024**2  # bytes of one file: it is held in memory with its text and its bulletins
LARGEST_PAGE = 16 * 1024**2  # characters of HTML: no article needs more, and a hostile page costs time
LONGEST_ID = 500  # characters: it is a key in a database

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # NUL and half characters: JSON can write them, no database keeps them
_OVERLONG = "is JSON that cannot be read: a number is too long or it is nested too deep."


def read(source: str | Path | bytes, *, on_bad: Callable[[BadInput], None] | None = None) -> Iterator[Bulletin]:
    """The bulletins of `source`: a file, a folder, ``"-"`` (standard input) or bytes.

    Raises :class:`BadInput` at the first file that cannot be read. For a file in a folder, an attachment
    of an e-mail and a record of a web archive, `on_bad` is called with the error instead, if given: one
    bad file hides no other.

    >>> [bulletin] = read("Сброс из Шульбинского – 53 м³/с.".encode())
    >>> bulletin.text
    'Сброс из Шульбинского – 53 м³/с.'
    """
    if isinstance(source, bytes):
        yield from parse(source, "The input", on_bad=on_bad)
    elif str(source) == "-":
        yield from parse(sys.stdin.buffer.read(LARGEST + 1), "Standard input", on_bad=on_bad)
    elif Path(source).is_dir():
        for path, stem in _identified(files(source), Path(source)):
            try:
                yield from _read_file(path, stem, on_bad)
            except BadInput as bad:
                if on_bad is None:
                    raise
                on_bad(bad)
    else:
        yield from _read_file(Path(source), Path(source).stem, on_bad)


def files(folder: str | Path) -> list[Path]:
    """The files in `folder` and below that may hold bulletins, sorted. Raises :class:`BadInput` if there are none."""
    found = [
        path
        for path in Path(folder).rglob("*")
        if (path.suffix.lower() in SUFFIXES | DOCUMENTS or path.name.lower().endswith(warc.PACKED))
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]
    if not found:
        raise BadInput(f"{folder} holds nothing to read: no {', '.join(sorted(SUFFIXES))} file.")
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def parse(data: bytes, name: str, stem: str = "", on_bad: Callable[[BadInput], None] | None = None) -> list[Bulletin]:
    """The bulletins in the content of one file; `name` may end in a suffix and is what messages call it.

    Raises :class:`BadInput`; for an attachment, `on_bad` is called with it instead, if given.
    """
    if len(data) > LARGEST:
        raise BadInput(f"{name} is larger than {LARGEST // 1024**2} MB: divide it into smaller files.")
    if warc.begins(data[:4096]):
        raise BadInput(f"{name} is a web archive, which is read from a file only.")
    if mail.is_mail(data, name):
        return _letter(data, name, stem, on_bad)
    if document := documents.fields(data, name):
        entries = [(name, document)]
    else:
        entries = list(_entries(decode(data, name), name))
    bulletins = [_bulletin(entry) for _, entry in entries]
    for (where, _), bulletin in zip(entries, bulletins, strict=True):
        require_words(bulletin.text, where)
    if len(bulletins) == 1 and stem and not entries[0][1].get("id"):
        bulletins = [replace(bulletins[0], id=stem)]
    return [piece for bulletin in bulletins for piece in cut(bulletin)]


def parse_line(line: bytes, where: str) -> list[Bulletin]:
    """The bulletins in one line of JSON Lines, which messages call `where`. Raises :class:`BadInput`."""
    bulletin = _bulletin(_json_line(decode(line, where), where))
    require_words(bulletin.text, where)
    return cut(bulletin)


def _letter(data: bytes, name: str, stem: str, on_bad: Callable[[BadInput], None] | None) -> list[Bulletin]:
    """The bulletins of an e-mail: its own text, then its attachments, which know no other publisher and day."""
    letter = mail.letter(data, name)
    fields = letter.fields | {"published": moments.first([letter.fields["published"]])}
    fields = {key: _UNSTORABLE.sub("\ufffd", item) if isinstance(item, str) else item for key, item in fields.items()}
    own = replace(_bulletin(fields), id=fields["id"][:LONGEST_ID] or stem or text_hash(fields["text"]))
    require_words(own.text, name)
    found = cut(own) if own.text else []
    for number, (attached, content) in enumerate(letter.attachments, len(found) + 1 if len(found) > 1 else 1):
        if Path(attached).suffix.lower() not in SUFFIXES | DOCUMENTS:
            continue  # a picture, a signature
        where = f"{name}, attachment {attached}"
        try:
            if mail.is_mail(content, attached):
                raise BadInput(f"{where} is an e-mail within the e-mail: save it by itself.")
            pieces = parse(content, where, f"{own.id}#{number}")
        except BadInput as bad:
            if on_bad is None:
                raise
            on_bad(bad)
            continue
        known = {"publisher": own.publisher, "published": own.published}
        found += [
            replace(piece, **{key: getattr(piece, key) or value for key, value in known.items()}) for piece in pieces
        ]
    if not found:
        raise BadInput(f"{name} is an e-mail without text or an attachment that can be read.")
    return found


def _read_file(path: Path, stem: str, on_bad: Callable[[BadInput], None] | None) -> Iterable[Bulletin]:
    try:
        if warc.is_warc(path):
            return warc.bulletins(path, on_bad=on_bad)
        if path.stat().st_size > LARGEST:
            raise BadInput(f"{path} is larger than {LARGEST // 1024**2} MB: divide it into smaller files.")
        data = path.read_bytes()
    except FileNotFoundError:
        raise BadInput(f"{path} does not exist.") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise BadInput(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.") from None
    return parse(data, str(path), stem, on_bad)


def _identified(paths: list[Path], folder: Path) -> Iterator[tuple[Path, str]]:
    """Each path with the id of a single bulletin in it: the stem, or the path in the folder where stems collide."""
    stems = Counter(path.stem for path in paths)
    for path in paths:
        yield path, path.stem if stems[path.stem] == 1 else path.relative_to(folder).as_posix()


def _entries(text: str, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """(what to call it, fields) for each bulletin in a file's text."""
    suffix = Path(name).suffix.lower()
    opening = text.lstrip()[:1]
    if suffix in (".jsonl", ".ndjson"):
        yield from _json_lines(text, name)
    elif suffix == ".json" or (opening and opening in "{[" and _is_json(text)):
        yield from _json(text, name)
    elif opening == "{" and _is_json(text.strip().partition("\n")[0]):
        yield from _json_lines(text, name)
    elif html.LOOKS_LIKE.search(text[:5000]) and (opening == "<" or suffix in (".html", ".htm")):
        if len(text) > LARGEST_PAGE:
            raise BadInput(f"{name} is a page of more than {LARGEST_PAGE // 1024**2} MB, larger than any article.")
        fields = html.fields(text)
        if not fields["text"].strip():
            raise BadInput(f"{name} is a page without text: its content may be loaded by a script.")
        yield name, {**fields, "published": moments.first(fields["published"])}
    else:
        yield name, {"text": text}


def _is_json(text: str) -> bool:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) or (isinstance(value, list) and all(isinstance(item, dict) for item in value))


def _json(text: str, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and _is_json(text.strip().partition("\n")[0]):
            yield from _json_lines(text, name)
            return
        raise BadInput(f"{name} is broken JSON: {error.msg} at line {error.lineno}, column {error.colno}.") from None
    except (ValueError, RecursionError):  # a number of thousands of digits, or brackets nested thousands deep
        raise BadInput(f"{name} {_OVERLONG}") from None
    if telegram.is_export(value):
        yield from ((where, _object(fields, where)) for where, fields in telegram.messages(value, name))
    elif isinstance(value, list):
        if not value:
            raise BadInput(f"{name} holds no bulletins: its list is empty.")
        for number, item in enumerate(value, 1):
            yield f"{name}, item {number},", _object(item, f"{name}, item {number},")
    else:
        yield name, _object(value, name)


def _json_lines(text: str, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            where = f"{name}, line {number},"
            yield where, _json_line(line, where)


def _json_line(line: str, where: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadInput(f"{where} is broken JSON: {error.msg} at column {error.colno}.") from None
    except (ValueError, RecursionError):
        raise BadInput(f"{where} {_OVERLONG}") from None
    return _object(value, where)


def _object(value: Any, where: str) -> dict[str, Any]:
    """The bulletin's fields in a JSON object, checked; raises :class:`BadInput`."""
    if not isinstance(value, dict):
        raise BadInput(f"{where} is not a JSON object with the bulletin's “text”.")
    text = value.get("text")
    if not isinstance(text, str):
        raise BadInput(f"{where} has no “text”.")
    if not text.strip():
        raise BadInput(f"{where} has an empty “text”.")
    identity = value.get("id")
    if identity is not None and (isinstance(identity, bool) or not isinstance(identity, str | int)):
        raise BadInput(f"{where} has an “id” that is neither a text nor a whole number.")
    if len(str(identity)) > LONGEST_ID:
        raise BadInput(f"{where} has an “id” of more than {LONGEST_ID} characters.")
    plain = {"title": value.get("title"), "url": value.get("url") or value.get("source_url")}
    plain |= {key: value.get(key) for key in ("language", "publisher")}
    for key, item in plain.items():
        if item is not None and not isinstance(item, str):
            raise BadInput(f"{where} has a “{key}” that is not a text.")
    fields = {"text": text, "id": "" if identity is None else str(identity), **plain}
    fields = {key: _UNSTORABLE.sub("\ufffd", item) if isinstance(item, str) else item for key, item in fields.items()}
    return fields | {key: _moment(value.get(key), f"{where} has a “{key}”") for key in ("published", "retrieved")}


def _bulletin(entry: dict[str, Any]) -> Bulletin:
    return Bulletin(**{key: value for key, value in entry.items() if value is not None})


def _moment(printed: Any, complaint: str) -> dt.datetime | None:
    """A printed day or moment (ISO, 13.04.2025, or as in e-mail) as an aware datetime; raises :class:`BadInput`."""
    if printed is None or printed == "":
        return None
    moment = moments.parsed(printed) if isinstance(printed, str) else None
    if moment is None:
        raise BadInput(
            f"{complaint} that is no date such as 2025-04-13: {json.dumps(printed, ensure_ascii=False)[:60]}."
        )
    return moment
