"""The list of sources: a TOML file to :class:`Source` objects, every slip named in one sentence.

One ``[[source]]`` table per source; `name` and `kind` always, and as the kind needs it `url` or
`path`. A relative `path` starts at the file's own folder. ``contact = "…"`` above the first source
is added to the user agent, so that an office can write to whoever asks it.
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from extract.errors import BadInput

DEFAULT = Path(__file__).resolve().parents[3] / "data" / "sources.toml"
LONGEST_PAUSE = 3600.0  # seconds between two requests: more is a slip of the pen

ONLINE = ("gov.kz", "feed", "list", "page")
LOCAL = ("folder", "jsonl", "warc")
KINDS = (*ONLINE, *LOCAL)
OF_KIND = {"gov.kz": {"project", "languages"}, "list": {"link"}, "feed": {"follow"}}
"""The keys that only one kind has."""
ANYWHERE = {"name", "kind", "publisher"}
WHEN_ONLINE = {"url", "pause", "allow_private"}


@dataclass(frozen=True, slots=True)
class Source:
    """A place that bulletins come from.

    `pause` is in seconds between two requests to one host. `link` is the pattern that the addresses
    of a list page's articles match; `follow` says that a feed's entries are read from the pages they
    link to; `publisher` names the publisher where the source itself does not.
    """

    name: str
    kind: str
    url: str = ""
    path: Path | None = None
    project: str = ""
    languages: tuple[str, ...] = ("ru",)
    link: str = ""
    follow: bool = False
    publisher: str | None = None
    pause: float = 1.0
    allow_private: bool = False
    contact: str = ""


def load(path: str | Path | None = None) -> list[Source]:
    """The sources in `path`, or else in the file that `AGYN_SOURCES` names, or else in data/sources.toml.

    Raises :class:`BadInput` with a sentence that names the file, the source and the key.
    """
    path = Path(path or os.environ.get("AGYN_SOURCES") or DEFAULT)
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise BadInput(f"{path} does not exist: it should list the sources.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} is no TOML file: {error}.") from None
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}.") from None
    _require_keys(content, {"source", "contact"}, str(path))
    tables = content.get("source", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise BadInput(f"{path} should list each source under [[source]].")
    if not tables:
        raise BadInput(f"{path} lists no source: each begins with [[source]].")
    contact = _text(content, "contact", str(path))
    sources = [_source(table, f"{path}, source {number}", path.parent) for number, table in enumerate(tables, 1)]
    names = [source.name for source in sources]
    for name in names:
        if names.count(name) > 1:
            raise BadInput(f"{path} lists two sources with the name “{name}”.")
    return [_with(source, contact=contact) for source in sources]


def chosen(sources: Sequence[Source], names: Sequence[str]) -> list[Source]:
    """The sources with these names, in their order in the file; all of them without names."""
    known = [source.name for source in sources]
    for name in names:
        if name not in known:
            raise BadInput(f"No source is called “{name}”: there is {', '.join(known)}.")
    return [source for source in sources if not names or source.name in names]


def _source(table: dict[str, Any], where: str, folder: Path) -> Source:
    name = _text(table, "name", where)
    if not name:
        raise BadInput(f"{where} has no “name”.")
    where = f"{where} (“{name}”)"
    kind = _text(table, "kind", where)
    if kind not in KINDS:
        raise BadInput(f"{where} should have a “kind” out of {', '.join(KINDS)}.")
    online = WHEN_ONLINE if kind in ONLINE else {"path"}
    _require_keys(table, ANYWHERE | online | OF_KIND.get(kind, set()), where)
    needed = {"gov.kz": ("url", "project"), "list": ("url", "link"), **dict.fromkeys(LOCAL, ("path",))}
    for key in needed.get(kind, ("url",)):
        if not _text(table, key, where):
            raise BadInput(f"{where} has no “{key}”, which a source of the kind {kind} needs.")
    path = _text(table, "path", where)
    return Source(
        name=name,
        kind=kind,
        url=_address(_text(table, "url", where), where),
        path=folder / path if path else None,
        project=_slug(_text(table, "project", where), where),
        languages=_languages(table.get("languages", ["ru"]), where),
        link=_pattern(_text(table, "link", where), where),
        follow=_switch(table, "follow", where),
        publisher=_text(table, "publisher", where) or None,
        pause=_pause(table.get("pause", 1.0), where),
        allow_private=_switch(table, "allow_private", where),
    )


def _with(source: Source, **changes: Any) -> Source:
    return Source(**{name: getattr(source, name) for name in source.__dataclass_fields__} | changes)


def _require_keys(table: dict[str, Any], allowed: set[str], where: str) -> None:
    for key in table:
        if key not in allowed:
            near = difflib.get_close_matches(key, allowed, 1)
            advice = f"did you mean “{near[0]}”?" if near else f"it may have {', '.join(sorted(allowed))}."
            raise BadInput(f"{where} has an unknown key “{key}”: {advice}")


def _text(table: dict[str, Any], key: str, where: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise BadInput(f"{where} should have a “{key}” in quotation marks.")
    return value.strip()


def _switch(table: dict[str, Any], key: str, where: str) -> bool:
    value = table.get(key, False)
    if not isinstance(value, bool):
        raise BadInput(f"{where} should have a “{key}” that is true or false.")
    return value


def _pause(value: Any, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LONGEST_PAUSE:
        raise BadInput(f"{where} should have a “pause” of 0 to {LONGEST_PAUSE:.0f} seconds.")
    return float(value)


def _languages(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(str(one) in ("ru", "kk", "en") for one in value):
        raise BadInput(f'{where} should have “languages” out of ru, kk and en, such as ["ru", "kk"].')
    return tuple(dict.fromkeys(value))


def _slug(value: str, where: str) -> str:
    if value and not re.fullmatch(r"[\w-]+", value, re.ASCII):
        raise BadInput(f"{where} should have a “project” of letters, digits and hyphens, such as water.")
    return value


def _address(url: str, where: str) -> str:
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_web = False
    if url and not is_web:
        raise BadInput(f"{where} should have a “url” that begins with https:// or http://.")
    return url


def _pattern(link: str, where: str) -> str:
    try:
        re.compile(link)
    except re.error as error:
        raise BadInput(f"{where} has a “link” that is no regular expression: {error}.") from None
    return link
