"""The state of a page and its address: one codec for all pages, their CSV and, later, their API.

>>> view, notices = decode("?region=KZ-11&since=2025-04-01&until=2025-04-30")
>>> view.regions, view.since.isoformat(), notices
(('KZ-11',), '2025-04-01', [])
>>> encode(view)
'?region=KZ-11&since=2025-04-01&until=2025-04-30'
>>> encode(View())
''
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from enum import Enum
from urllib.parse import parse_qsl, urlencode

LANGUAGES = ("ru", "kk", "en")
THEMES = ("light", "dark")
QUANTITIES = ("release", "inflow", "storage", "fill", "level", "spill_height")
SCALES = ("log",)
YES = "1"


class Section(Enum):
    """The pages, each with its path: the one place that knows them."""

    RELEASES = "/"
    MAP = "/map"
    RESERVOIR = "/reservoir"
    CASCADES = "/cascades"
    SEASONS = "/seasons"
    BULLETINS = "/bulletins"
    UPDATE = "/update"

    @property
    def path(self) -> str:
        return self.value

    @property
    def key(self) -> str:
        """The section's name in keys of words and in `data-page`."""
        return self.name.lower()

    @classmethod
    def at(cls, path: str | None) -> Section:
        """The section of a path; the first one where the path is none of ours.

        >>> Section.at("/bulletins").key, Section.at("/bulletins/").key, Section.at(None).key
        ('bulletins', 'bulletins', 'releases')
        """
        known = {section.path: section for section in cls}
        return known.get((path or "/").rstrip("/") or "/", cls.RELEASES)


ALL_DAYS = "all"
"""The value of `days` that asks for the whole record; a year asks for that year's flood season."""

_REGION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_YEAR = re.compile(r"(19|20)\d\d")
_LONGEST = 120
"""No id of a reservoir or bulletin is longer; a longer one in an address is noise."""

_MOST = 200
"""As many regions or reservoirs an address may name; more is noise too."""


@dataclass(frozen=True, slots=True)
class View:
    """What a page shows. Every default is left out of the address.

    `days` is "" (the page chooses: the latest flood season), "all" or a year; it is empty when
    `since` or `until` are set; `basin` counts where years are compared. `scale` is "" (from zero) or
    "log"; `planned` asks for plans beside what was observed, `inflow` for a single reservoir's
    inflow beside its release. `language` and `theme` are None until a reader chooses them: the
    browser's own preference then decides. `bulletin` and `at` name the open evidence: the
    bulletin's id and where in its text the figure's words begin.
    """

    quantity: str = "release"
    regions: tuple[str, ...] = ()
    reservoirs: tuple[str, ...] = ()
    basin: str = ""
    days: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    scale: str = ""
    planned: bool = False
    inflow: bool = False
    language: str | None = None
    theme: str | None = None
    bulletin: str | None = None
    at: int | None = None

    def filters(self) -> View:
        """The same view without what does not choose rows: language, theme, open evidence."""
        return replace(self, language=None, theme=None, bulletin=None, at=None)


    def carried(self) -> View:
        """The same view as other pages take it over: without the open evidence."""
        return replace(self, bulletin=None, at=None)


def href(section: Section, view: View) -> str:
    """The address of a section in a view, as a link within the site.

    >>> href(Section.BULLETINS, View(language="kk"))
    '/bulletins?lang=kk'
    """
    return section.path + encode(view)


def encode(view: View) -> str:
    """The query string of a view, with a leading "?", or "" for the default view."""
    pairs: list[tuple[str, str]] = []
    if view.quantity != "release":
        pairs.append(("quantity", view.quantity))
    pairs += [("region", code) for code in view.regions]
    pairs += [("reservoir", name) for name in view.reservoirs]
    single = {
        "basin": view.basin,
        "days": view.days,
        "since": view.since and view.since.isoformat(),
        "until": view.until and view.until.isoformat(),
        "scale": view.scale,
        "planned": YES if view.planned else "",
        "inflow": YES if view.inflow else "",
        "lang": view.language,
        "theme": view.theme,
        "bulletin": view.bulletin,
        "at": None if view.at is None else str(view.at),
    }
    pairs += [(key, value) for key, value in single.items() if value]
    return "?" + urlencode(pairs) if pairs else ""


def decode(search: str | None) -> tuple[View, list[tuple[str, str]]]:
    """The view an address asks for, and what in it made no sense as (key, value) pairs.

    Nonsense never fails: that one wish is dropped and named. Keys that are not ours, such as those
    which newsletters append to links, are passed over without a word.

    >>> decode("?quantity=gold&utm_source=letter")
    (View(quantity='release', regions=(), reservoirs=(), basin='', days='', since=None, until=None, scale='', \
planned=False, inflow=False, language=None, theme=None, bulletin=None, at=None), [('quantity', 'gold')])
    """
    notices: list[tuple[str, str]] = []
    wishes: dict[str, list[str]] = {}
    for key, value in parse_qsl((search or "").removeprefix("?"), max_num_fields=None):
        wishes.setdefault(key, []).append(value)

    def one(key: str, read) -> object | None:
        values = wishes.get(key, [])[-1:]
        if not values:
            return None
        understood = read(values[0])
        if understood is None:
            notices.append((key, values[0]))
        return understood

    def many(key: str, read) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for value in wishes.get(key, [])[:_MOST]:
            if read(value) is None:
                notices.append((key, value))
            else:
                found[value] = None
        return tuple(found)

    since, until = one("since", _day), one("until", _day)
    if since and until and since > until:
        notices.append(("since", since.isoformat()))
        since = until = None
    days = one("days", lambda text: text if text == ALL_DAYS or _YEAR.fullmatch(text) else None) or ""
    bulletin = one("bulletin", _id)
    return (
        View(
            quantity=one("quantity", _among(QUANTITIES)) or "release",
            regions=many("region", lambda text: text if _REGION.fullmatch(text) else None),
            reservoirs=many("reservoir", _id),
            basin=one("basin", _id) or "",
            days="" if since or until else days,
            since=since,
            until=until,
            scale=one("scale", _among(SCALES)) or "",
            planned=one("planned", _among((YES,))) is not None,
            inflow=one("inflow", _among((YES,))) is not None,
            language=one("lang", _among(LANGUAGES)),
            theme=one("theme", _among(THEMES)),
            bulletin=bulletin,
            at=one("at", _position) if bulletin else None,
        ),
        notices,
    )


def _among(allowed: tuple[str, ...]):
    return lambda text: text if text in allowed else None


def _id(text: str) -> str | None:
    return text if 0 < len(text) <= _LONGEST and text.isprintable() else None


def _position(text: str) -> int | None:
    # isascii as well: isdigit alone lets superscripts through, which int() refuses.
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _day(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if len(text) == 10 else None
