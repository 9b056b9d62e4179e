"""When and where: the day a figure describes, the region its text states, the one of two namesakes."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache, cached_property

from extract.grammar import registry
from extract.grammar.binding import Figure, Item, Reading, Sentence
from extract.grammar.dates import Day, calendar_day
from extract.grammar.languages import Language
from extract.grammar.mentions import Mention, Object
from extract.grammar.scanner import Token
from extract.grammar.text import fold

DAYS = ("day", "relday", "weekday", "sameday")
"""Kinds of tokens that name a day."""

TITLE_DAYS = 3  # a day in the headline is the as-of day if it lies this near to the publication


@dataclass(frozen=True, slots=True)
class Dated:
    """A calendar day and the flags that say how it was found."""

    day: dt.date | None
    flags: frozenset[str] = frozenset()


def _tokens(items: list[Item], *kinds: str) -> list[Token]:
    return [i for i in items if i.kind in kinds]  # type: ignore[misc]  # mentions have kinds of their own


def _in(sentence: Sentence, *kinds: str) -> list[Token]:
    return [] if sentence.said.isdisjoint(kinds) else _tokens(sentence.items, *kinds)


class Days:
    """The days of one text."""

    def __init__(self, reading: Reading, title: list[Item], published: dt.date | None) -> None:
        self.reading, self.published = reading, published
        self.base = published or self._dateline()
        self.title_day = self._title(title)
        self._years = [(t.start, t.payload.year) for s in reading.sentences for t in _in(s, "day") if t.payload.year]
        self._frames = self._as_of_frames()

    def _dateline(self) -> dt.date | None:
        """The first full date that stands in a line of its own, for a text of unknown publication."""
        for sentence in self.reading.sentences:
            if sentence.index > 12:
                break
            if any(i for i in _in(sentence, "figure") if i.payload.unit not in (None, "other")):
                continue
            for token in _in(sentence, "day"):
                if token.payload.year and token.payload.role in ("at", "asof"):
                    return token.payload.resolve(None)
        return None

    def _title(self, title: list[Item]) -> dt.date | None:
        for token in _tokens(title, "day"):
            day = token.payload.resolve(self.base)
            if day and (self.base is None or abs((day - self.base).days) <= TITLE_DAYS):
                return day
        return None

    def of(self, figure: Figure) -> Dated:
        """The day a figure describes: stated at it, in its sentence, by the as-of frame above, or by publication."""
        sentence = figure.sentence
        if figure.follows is not None and not (figure.says_left(*DAYS, "mark_now") or self._behind(figure)):
            return self.of(figure.follows)
        now = any(item.kind == "mark_now" for item in figure.left)
        own = None
        if not sentence.said.isdisjoint(DAYS):
            own = self._at(figure, sentence) or self._earlier(figure, sentence, now=now)
        if own is not None:
            return own
        carried = self._carried(sentence)
        if now and self.base:
            if carried and not self._is_old(carried):
                return carried
            return Dated(self.base, frozenset({"date_from_publication"}))
        if carried is not None:
            return carried
        if self.title_day:
            return Dated(self.title_day, frozenset({"year_inferred"}))
        return Dated(self.base, frozenset({"date_from_publication"} if self.base else ()))

    def lies_ahead(self, dated: Dated) -> bool:
        """Whether a day was still to come when the text was published: nothing is observed on it yet."""
        return self.published is not None and dated.day is not None and dated.day > self.published

    def _is_old(self, dated: Dated) -> bool:
        """Whether a day lies further back than the eve of the publication."""
        return self.base is not None and dated.day is not None and (self.base - dated.day).days > 1

    def _asof(self, sentence: Sentence) -> dt.date | None:
        carried = self._carried(sentence)
        return (carried.day if carried else None) or self.base

    def _at(self, figure: Figure, sentence: Sentence) -> Dated | None:
        """The day that stands at the figure itself."""
        planned = figure.status == "planned"
        inside = self._nearest(figure, [*_tokens(figure.left, *DAYS), *self._behind(figure)])
        for token in inside:
            found = self._read(token, figure, planned, sentence)
            if found is not None:
                return found
        return None

    def _earlier(self, figure: Figure, sentence: Sentence, *, now: bool) -> Dated | None:
        """The day that stands earlier in the sentence; “now” overrules all but an as-of day of the eve."""
        planned = figure.status == "planned"
        pronoun = any(t.kind == "ana_one" for t in figure.left)
        kinds = ("day",) if pronoun else ("day", "relday")
        earlier = [t for t in _in(sentence, *kinds) if t.end <= figure.token.start and not self._bracketed(t, sentence)]
        for token in reversed(earlier):
            if token.kind == "day" and token.payload.role in ("until", "since", "period") and not planned:
                continue
            if token in figure.left or (now and (token.kind != "day" or token.payload.role not in ("asof", "on"))):
                continue
            found = self._read(token, figure, planned, sentence)
            if found is not None and not (now and self._is_old(found)):
                return found
        return None

    def _behind(self, figure: Figure) -> list[Token]:
        """Day tokens behind the figure that no other figure claims: within its own cell."""
        found: list[Token] = []
        for item in figure.right if not figure.said.isdisjoint(DAYS) else ():
            if item.kind in ("close", "comma", "open", "stop"):
                break
            if item.kind in DAYS:
                found.append(item)
        return found

    @staticmethod
    def _nearest(figure: Figure, tokens: list[Token]) -> list[Token]:
        def distance(t: Token) -> int:
            return figure.token.start - t.end if t.start < figure.token.start else t.start - figure.token.end + 5

        return sorted(tokens, key=distance)

    @staticmethod
    def _bracketed(token: Token, sentence: Sentence) -> bool:
        opened = [i for i in _in(sentence, "open", "close") if i.end <= token.start]
        return bool(opened) and opened[-1].kind == "open"

    def _read(self, token: Token, figure: Figure, planned: bool, sentence: Sentence) -> Dated | None:
        asof = self._asof(sentence)
        if token.kind == "relday":
            offset = token.payload
            if asof is None:
                return None
            if offset <= -365:
                return Dated(_years(asof, -round(-offset / 365)))
            base = self.base if offset in (-1, 1) and self.base else asof
            return Dated((base or asof) + dt.timedelta(days=offset))
        if token.kind == "sameday":
            for earlier in reversed(self.reading.sentences[: sentence.index + 1]):
                for day in reversed(_tokens(earlier.items, "day")):
                    if day.end <= token.start:
                        return Dated(day.payload.resolve(self.base))
            return None
        if token.kind == "weekday":
            return Dated(_weekday(self.base, token.payload, ahead=planned)) if self.base else None
        day: Day = token.payload
        if day.role == "until" and not planned and not self._reached(day):
            return None
        closing = day.last is not None and not planned
        if closing and day.last and day.last[1] == day.month and day.last[0] - day.day == 1:
            closing = False  # one value over two days: the first is its day
        if closing and figure.quantity in ("release", "inflow") and figure.right and token in figure.right:
            closing = False
        found = day.resolve(self.base, closing=closing)
        if found is None:
            return None
        if not planned and self.base and found > self.base + dt.timedelta(days=1):
            told = self._year_told(token)
            if not day.year and told and told < self.base.year:
                return Dated(calendar_day(day.day, day.month, told), frozenset({"year_inferred"}))
            earlier = day.resolve(self.base, closing=False)
            if day.last and earlier and earlier <= self.base:
                found = earlier
            elif not day.year:
                return None if day.role != "asof" else Dated(_years(found, -1), frozenset({"year_inferred"}))
        return Dated(found, frozenset() if day.year else frozenset({"year_inferred"}))

    def _reached(self, day: Day) -> bool:
        """Whether a deadline lay before the publication: “by August 20 it had been drawn down to …”."""
        found = day.resolve(self.base)
        return found is not None and self.base is not None and found <= self.base

    def _year_told(self, token: Token) -> int | None:
        """The year last printed before a day that has none: a chronicle names it once."""
        return next((year for at, year in reversed(self._years) if at < token.start), None)

    def _carried(self, sentence: Sentence) -> Dated | None:
        """The latest “as of” frame in the sentences before, which holds until the next one."""
        return self._frames[sentence.index]

    def _as_of_frames(self) -> list[Dated | None]:
        """For each sentence, the as-of day that the sentences before it set."""
        frames: list[Dated | None] = []
        current: Dated | None = None
        for sentence in self.reading.sentences:
            frames.append(current)
            if "day" not in sentence.said:
                continue
            first = next((i.start for i in _in(sentence, "figure") if i.payload.unit), None)
            for token in _in(sentence, "day"):
                role = token.payload.role
                opens = role == "on" and sentence.items[0] is token
                if (role == "asof" or opens) and (first is None or token.start < first):
                    day = token.payload.resolve(self.base)
                    if day and self.base and not token.payload.year and day > self.base + dt.timedelta(days=1):
                        day = _years(day, -1)  # nothing is stated as of a day to come
                    if day:
                        current = Dated(day, frozenset() if token.payload.year else frozenset({"year_inferred"}))
                        break
        return frames


def _years(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def _weekday(base: dt.date, weekday: int, *, ahead: bool) -> dt.date:
    offset = (weekday - base.weekday()) % 7
    return base + dt.timedelta(days=offset if ahead else offset - 7 if offset else 0)


@cache
def countries(spoken: Language) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Country codes and how a text in a language names them, to tell a foreign namesake."""
    found = []
    for region in registry.regions().values():
        if region.is_country:
            stem = fold(region.name(spoken.code), spoken.code).text[:-1]
            found.append((region.code, re.compile(rf"(?<!\w){re.escape(stem)}")))
    return tuple(found)


@cache
def river_words(river: str) -> tuple[re.Pattern[str], ...]:
    """Patterns for the names of a registry river, such as “Есиль (Ишим)”, in texts folded as Russian."""
    stems = [word[:-1] if word[-1] in "аьйяы" else word for word in re.findall(r"\w{4,}", fold(river, "ru").text)]
    return tuple(re.compile(rf"(?<!\w){stem}\w{{0,3}}\b") for stem in stems)


@dataclass(frozen=True, slots=True)
class Placed:
    """A reservoir decided upon, and the region to print for it."""

    reservoir_id: str | None
    region_code: str | None
    flags: frozenset[str] = frozenset()


class Places:
    """Which reservoir a name means here, and which region the text gives it."""

    def __init__(self, reading: Reading, title: list[Item]) -> None:
        self.reading = reading
        self.title_regions = [t.payload for t in _tokens(title, "region") if t.payload]
        self.all_regions = set(self.title_regions) | {
            t.payload for s in reading.sentences for t in _in(s, "region") if t.payload
        }
        self._before = self._regions_before()

    @cached_property
    def countries(self) -> set[str]:
        """Codes of the countries that the text names."""
        return {code for code, pattern in countries(self.reading.spoken) if pattern.search(self.reading.text)}

    def _regions_before(self) -> list[tuple[str, ...]]:
        """For each sentence, the regions named in the sentences before it, the latest first, each once."""
        found: list[tuple[str, ...]] = []
        current: tuple[str, ...] = ()
        for sentence in self.reading.sentences:
            found.append(current)
            for token in _in(sentence, "region"):
                if token.payload:
                    current = (token.payload, *(c for c in current if c != token.payload))
        return found

    @cached_property
    def _company(self) -> set[str]:
        """Ids of all reservoirs that the text names beyond doubt."""
        mentions = (m for s in self.reading.sentences for m in s.items if isinstance(m, Mention))
        return {o.ids[0] for m in mentions for o in m.objects if len(o.ids) == 1}

    def of(self, figure: Figure, found: Object) -> Placed:
        """Decide between namesakes by region, country and company, and take the region the text states."""
        near, attached = self._near(figure)
        ident, flags = self._decide(found, near)
        entry = registry.reservoirs().get(ident or "")
        home = entry.region_code if entry else None
        if attached and attached != home and home and near[:1] == [attached]:
            return Placed(ident, attached, flags | {"region_conflict"})
        if home and home in near:
            return Placed(ident, home, flags)
        if home:
            return Placed(ident, home, flags | {"region_from_registry"})
        return Placed(ident, attached or (near[0] if near else None), flags)

    def _near(self, figure: Figure) -> tuple[list[str], str | None]:
        """Region codes from the nearest outwards, and the one that stands right at the name or opens the clause."""
        sentence = figure.sentence
        cell = [
            t.payload
            for t in (*reversed(_tokens(figure.left, "region")), *_tokens(figure.right, "region"))
            if t.payload
        ]
        earlier = [t.payload for t in reversed(_in(sentence, "region")) if t.payload and t.end <= figure.token.start]
        return [*cell, *earlier, *self._before[sentence.index], *self.title_regions], self._attached(figure)

    def _attached(self, figure: Figure) -> str | None:
        items = [*figure.left, *figure.right]
        for at, item in enumerate(items):
            if isinstance(item, Mention) and item.holds_water and item.objects:
                following = items[at + 1] if at + 1 < len(items) else None
                if (
                    isinstance(following, Token)
                    and following.kind == "region"
                    and following.start - item.end < 6
                    and following.payload
                ):
                    return following.payload
        return None

    def _decide(self, found: Object, near: list[str]) -> tuple[str | None, frozenset[str]]:
        if len(found.ids) <= 1:
            return (found.ids[0] if found.ids else None), frozenset()
        entries = [registry.reservoirs()[i] for i in found.ids]
        for code in near:
            for entry in entries:
                if entry.region_code == code:
                    return entry.id, frozenset()
        by_river = [e for e in entries if e.river and any(p.search(self.reading.text) for p in river_words(e.river))]
        if len(by_river) == 1 and not any(e.region_code in self.all_regions for e in entries):
            return by_river[0].id, frozenset()
        foreign = [
            e
            for e in entries
            if e.country != "KZ" and (e.country in self.countries or e.region_code in self.all_regions)
        ]
        if foreign and not any(e.region_code in self.all_regions for e in entries if e.country == "KZ"):
            return foreign[0].id, frozenset()
        regions = {registry.reservoirs()[i].region_code for i in self._company}
        basins = {registry.reservoirs()[i].river for i in self._company}
        by_company = [e for e in entries if e.region_code in regions] or [e for e in entries if e.river in basins]
        if len(by_company) == 1:
            return by_company[0].id, frozenset()
        return entries[0].id, frozenset({"ambiguous_reservoir"})
