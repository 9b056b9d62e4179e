"""One compiled pass over a folded text: figures, names, regions, days, cue words and stops.

Everything a language knows comes from its module of data; the scanner only joins the patterns of
all categories into one alternation, reads numbers and days, and tells a full stop that ends a
sentence from one that ends an abbreviation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from extract.grammar import registry
from extract.grammar.dates import Day, date_grammar
from extract.grammar.languages import Language, language
from extract.grammar.letters import heads, split_alternatives
from extract.grammar.numbers import NUMBER, garbled, value
from extract.grammar.text import Folded, fold, fold_pattern


@dataclass(slots=True)
class Token:
    """A piece of the folded text `[start, end)`; `kind` is a lexicon category or one of the scanner's own.

    The scanner's own kinds: `figure` (payload :class:`Number`), `name` and `noun` (payload: key and
    meanings), `region` (payload: code, or None for a list of regions), `day` (payload :class:`Day`),
    `relday` (payload: days from publication), `weekday`, `year`, `comma`, `conj`, `open`, `close`,
    `colon`, `stop` (payload 1 clause, 2 sentence, 3 line, 4 paragraph).
    """

    kind: str
    start: int
    end: int
    text: str
    payload: object = None
    also: tuple[str, ...] = ()  # further categories of the same word: “увеличат” is change and plan

    def is_(self, kind: str) -> bool:
        """Whether the word belongs to a category."""
        return self.kind == kind or kind in self.also


@dataclass(slots=True)
class Number:
    """A printed number: `value` with magnitudes multiplied out, in `unit` (None for a bare number)."""

    value: float
    unit: str | None
    number_end: int
    unit_start: int
    magnitude: float = 1.0
    range_from: bool = False  # “A” of “A-B”
    range_to: bool = False
    tolerance: bool = False  # N±d
    word: bool = False
    readable: bool = True
    zero: str = ""  # nought said in words: “release”, “inflow”, or “yes” where a cue word tells which


_PICTURES = frozenset(map(chr, (*range(0x1F300, 0x1FB00), *range(0x2600, 0x27C0))))
_MARKS = frozenset(",()[]:;!?….\n•●▪⦁*") | _PICTURES
_PIECES = re.compile(
    r"[a-zа-я]+|[^\W\d_]+|\d+|[\"№+%]"  # words, numbers; the letters of every day first, being faster
    r"|[,()\[\]:;!?…]|\.+|\n\s*|[•●▪⦁](?=\s)|(?<!\S)\*(?=\s)|[\U0001F300-\U0001FAFF\u2600-\u27bf]"  # marks
)
"""What a text is made of: a token may begin where one of these does."""

_PAYLOADS = ("number", "glued", "word", "day", "relday", "weekday", "name", "noun", "region", "unknown")
"""Kinds of which a token says more than that they stand there, or that need a second look."""

_MARK_KINDS = {",": "comma", "(": "open", "[": "open", ")": "close", "]": "close", ":": "colon"}
_INITIAL = re.compile(r"(?<!\w)\w$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BEFORE_UNIT = re.compile(r"(?:\s?[–\-]\s?(?=%|\d)|\s){0,2}")

HEAD = 3
"""Letters by which patterns are sorted: a fourth would sort little more."""


class _Fitting(dict[str, re.Pattern[str]]):
    """First letters of a piece of text -> the patterns that may begin so, in order; compiled when first met."""

    MOST = 50_000  # heads remembered: far more than a language has, and noise must not fill the memory

    def __init__(self, patterns: list[str]) -> None:
        self._alternatives = [
            (n, a, heads(a, HEAD)) for n, pattern in enumerate(patterns) for a in split_alternatives(pattern) if a
        ]
        self._heads = {"", *(head for _, _, begins in self._alternatives for head in begins)}
        self._compiled: dict[str, re.Pattern[str]] = {}

    def __missing__(self, letters: str) -> re.Pattern[str]:
        head = next(letters[:size] for size in range(len(letters), -1, -1) if letters[:size] in self._heads)
        found = self._compiled.get(head)
        if found is None:
            found = self._compiled[head] = self._joined(head)
        if len(self) < self.MOST:
            self[letters] = found
        return found

    def _joined(self, head: str) -> re.Pattern[str]:
        groups: dict[int, list[str]] = {}
        for n, alternative, begins in self._alternatives:
            if any(head[:size] in begins for size in range(len(head) + 1)):
                groups.setdefault(n, []).append(alternative)
        return re.compile("|".join(f"(?P<k{n}>{'|'.join(found)})" for n, found in groups.items()) or "(?!)")


class Scanner:
    """The scanner of one language."""

    def __init__(self, spoken: Language) -> None:
        self.language = spoken
        code = spoken.code
        self.names = registry.names(code)
        self.dates = date_grammar(spoken)
        self._relative = [
            (re.compile(fold_pattern(p.lstrip("!"), code)), n, p.startswith("!"))
            for p, n in spoken.relative_days.items()
        ]
        self._weekdays = [re.compile(fold_pattern(p, code)) for p in spoken.weekdays]
        self._region_keys, region_pattern = _regions(spoken)
        self._region_noun = re.compile(fold_pattern(spoken.frames["region_noun"], code))
        self._regions_plural = re.compile(fold_pattern(spoken.frames["regions_plural"], code))
        number = NUMBER[spoken.comma_groups]
        magnitudes = "|".join(spoken.magnitudes)
        units = [(unit, fold_pattern(s, code)) for unit, spellings in spoken.units.items() for s in spellings]
        self._unit_codes = {f"k{n}": unit for n, (unit, _) in enumerate(units)}
        self._units = _Fitting([spelling for _, spelling in units])
        self._figure = re.compile(
            rf"(?P<n>{number})(?P<pm>\s?(?:±|\+/?–|\+/?-)\s?(?:{number})?)?"
            + fold_pattern(rf"(?:\s?(?P<g>{magnitudes})\b\.?", code)
            + fold_pattern(rf"(?:\s?(?P<n2>{number})\s?(?P<g2>{magnitudes})?\b\.?)?)?", code)
        )
        self._scale = re.compile(fold_pattern(rf"\s(?P<g>{magnitudes})\b", code))
        self._range = re.compile(rf"\s?[–\-]\s?(?={number})")
        then_cm = rf"\s+(?:{spoken.frames['and']}\s+)?(\d+)\s?(?:{'|'.join(spoken.units['cm'])})"
        self._then_cm = re.compile(fold_pattern(then_cm, code))
        self._magnitudes = [(re.compile(fold_pattern(p, code) + r"\.?"), f) for p, f in spoken.magnitudes.items()]
        words = "|".join(spoken.number_words) or "(?!)"
        relative = [a for p in spoken.relative_days for a in split_alternatives(p.lstrip("!"))]
        measured = "|".join([s for u in ("m3/s", "m3", "m") for s in spoken.units[u]] + list(spoken.magnitudes))
        parts = [
            ("clock", r"\d{1,2}:\d\d(?::\d\d)?|" + spoken.frames["clock"]),
            ("day", self.dates.pattern),
            ("sameday", spoken.frames["same_day"]),
            ("relday", "|".join(f"{a}(?!\\w)" for a in relative)),
            ("weekday", "|".join(rf"{a}\b" for p in spoken.weekdays for a in split_alternatives(p))),
            ("year", spoken.frames["year"]),
            ("number", rf"(?<![\w№])(?<![\d№]\.)(?<!\d,)(?:{NUMBER[spoken.comma_groups]})"),
            ("glued", rf"(?<=[a-zа-я])\d+(?:[.,]\d+)?(?=\s?(?:{'|'.join(spoken.units['m3/s'])}))"),
            ("word", "|".join(rf"{word}(?=\s+(?:{measured})|\s*[,.;])" for word in split_alternatives(words))),
            ("region", region_pattern),
            *[(category, "|".join(patterns)) for category, patterns in spoken.lexicon.items()],
            ("name", "|".join(rf"{name}(?:{spoken.frames['adjective']})\b" for name in self.names.adjective_patterns)),
            ("noun", "|".join(rf"{name}(?:{spoken.frames['noun']})\b" for name in self.names.noun_patterns)),
            ("unknown", spoken.frames["unknown"]),
            ("conj", "|".join(rf"{a}\b" for a in split_alternatives(spoken.conjunctions))),
        ]  # fmt: skip
        order = ("clock", "day", "sameday", "relday", "weekday", "year", "number", "glued", "word", "region", "name",
                 "noun")  # fmt: skip
        # the more specific words are tried before plain cues: those of two categories, then what blocks a reading
        special = ("cue_capacity", "cue_norm", "cue_total", "mark_if", "group", "chg_by")
        ranks = {
            kind: (0, order.index(kind)) if kind in order
            else (1, 0 if "+" in kind or kind.startswith("zero") else 1 if kind in special else 2)
            for kind, _ in parts
        }  # fmt: skip
        parts.sort(key=lambda part: ranks[part[0]])
        self._kinds = {f"k{n}": kind for n, (kind, _) in enumerate(parts)}
        self._plain = {kind: (kind.split("+")[0], tuple(kind.split("+")[1:])) for kind, _ in parts
                       if kind not in _PAYLOADS and not kind.startswith("zero")}  # fmt: skip
        self._fitting = _Fitting([fold_pattern(pattern, code) for _, pattern in parts])
        self._year_before = re.compile(fold_pattern(spoken.frames["year_before"], code))
        place = fold_pattern(spoken.frames.get("place", "(?!)"), code)
        self._place = re.compile(rf"(?<!\w)(?<!\d\s)(?:{place})$")
        self._abbreviation = re.compile(rf"(?<!\w)(?:{fold_pattern(spoken.abbreviations, code)})$")

    def scan(self, folded: Folded) -> list[Token]:
        """The tokens of a text, in order, never overlapping."""
        text, tokens, at = folded.text, [], 0
        fitting = self._fitting
        for piece in _PIECES.finditer(text):
            start = piece.start()
            if start < at:
                continue
            if text[start] in _MARKS:
                token = self._mark(folded, text, start, piece.end())
            else:
                found = fitting[text[start : start + HEAD]].match(text, start)
                token = self._token(folded, text, found) if found and found.end() > start else None
            if token is not None:
                if token.kind == "day" and token.payload.month == 0:
                    token.payload = self._same_month(token.payload, tokens)
                tokens.append(token)
                at = token.end
        return tokens

    def _token(self, folded: Folded, text: str, found: re.Match[str]) -> Token | None:
        start, end = found.start(), found.end()
        kind = self._kinds[found.lastgroup]
        if kind in self._plain:
            category, also = self._plain[kind]
            return Token(category, start, end, text[start:end], None, also)
        if kind in ("number", "glued", "word"):
            return self._read_figure(text, start, end, word=kind == "word")
        phrase, payload = text[start:end], None
        if kind == "day":
            payload = self.dates.read(text, start, end)
            if payload is None:
                return None
        elif kind == "relday":
            payload, past = next((n, past) for p, n, past in self._relative if p.match(phrase))
            return Token(kind, start, end, phrase, payload, ("mark_past",) if past else ())
        elif kind == "weekday":
            payload = next(i for i, p in enumerate(self._weekdays) if p.match(phrase))
        elif kind in ("name", "noun"):
            payload = self.names.lookup(phrase)
            if not payload[1]:
                return None
        elif kind == "region":
            payload = self._region(phrase)
        elif kind == "unknown" and not (_original(folded, start).isupper() or phrase.startswith('"')):
            return None
        elif kind.startswith("zero"):
            payload = Number(0.0, "m3/s", end, end, zero=kind.partition("_")[2] or "yes")
            kind = "figure"
        return Token(kind, start, end, phrase, payload)

    @staticmethod
    def _same_month(day: Day, tokens: list[Token]) -> Day:
        """“сәуірдің 12-сінде …, 13-інде …”: the month of the day before; without one, no day at all."""
        earlier = next((t.payload for t in reversed(tokens) if t.kind == "day"), None)
        return replace(day, month=earlier.month, year=earlier.year) if earlier else replace(day, month=1, day=0)

    def _mark(self, folded: Folded, text: str, start: int, end: int) -> Token | None:
        mark = text[start]
        if mark in _MARK_KINDS:
            return Token(_MARK_KINDS[mark], start, end, mark)
        if mark == ";":
            return Token("stop", start, end, mark, 1)
        if mark == "\n":
            return self._line_break(folded, text, start, end)
        if mark == ".":
            return Token("stop", start, end, mark, 2) if self._ends_sentence(folded, text, start, end) else None
        if mark in "!?…":
            return Token("stop", start, end, mark, 2)
        return Token("stop", start, end, mark, 3)

    def _line_break(self, folded: Folded, text: str, start: int, end: int) -> Token | None:
        """A line that goes on in lower case was only wrapped; a blank line parts paragraphs."""
        if text.count("\n", start, end) > 1:
            return Token("stop", start, end, "\n", 4)
        unfinished = bool(start) and text[start - 1] not in ".!?:;"
        if end < len(text) and unfinished and (folded.wrapped or _original(folded, end).islower()):
            return None
        wrapped_number = end < len(text) and text[end].isdigit() and start and text[start - 1].isalpha()
        if wrapped_number and start - (text.rfind("\n", 0, start) + 1) > 60:
            return None
        return Token("stop", start, end, "\n", 3)

    def _ends_sentence(self, folded: Folded, text: str, start: int, end: int) -> bool:
        before = text[max(0, start - 12) : start]
        rest = text[end : end + 3]
        following = rest.lstrip(' "“)')[:1]
        if not following:
            return not rest or rest[0].isspace()
        place = end + rest.index(following)
        glued = not rest[:1].isspace()
        word_follows = (
            following.isalpha() and _original(folded, place).isupper() and text[place + 1 : place + 2].isalpha()
        )
        if glued and not word_follows:
            lost_space = following.isdigit() and before[-3:].isalpha() and len(before) > 3  # “полно.42 кубометра”
            return following in "–•\n" or (lost_space and not self._abbreviation.search(before))
        if _original(folded, place).islower():
            return False
        if _INITIAL.search(before) and start >= 1 and _original(folded, start - 1).isupper():
            return False  # an initial
        if self._place.search(before):
            return False  # “у г. Актобе”
        return not (self._abbreviation.search(before) and (glued or following.isdigit()))

    def _read_figure(self, text: str, start: int, end: int, *, word: bool) -> Token | None:
        spoken = self.language
        if word:
            number = spoken.number_words.get(re.sub(r"\s+", " ", text[start:end]))
            if number is None:
                said = text[start:end]
                number = next(v for w, v in spoken.number_words.items() if fold_pattern(w, spoken.code) == said)
            amount, number_end, magnitude, tolerance, readable = number, end, 1.0, False, True
            if scaled := self._scale.match(text, end):
                magnitude, number_end = self._magnitude(scaled["g"]), scaled.end()
                amount *= magnitude
        else:
            found = self._figure.match(text, start)
            if found is None:
                return None
            magnitude = self._magnitude(found["g"])
            second = self._magnitude(found["g2"]) if found["g2"] else (magnitude / 1e3 if found["n2"] else 0.0)
            number_end = found.end()
            if found["n2"] and not found["g2"] and not self._short_second(text, found):
                second, number_end = 0.0, found.end("g")
            groups = spoken.comma_groups
            amount = value(found["n"], comma_groups=groups, billions=magnitude == 1e9) * magnitude
            if found["n2"] and second:
                amount += value(found["n2"], comma_groups=groups) * second
            tolerance = bool(found["pm"])
            readable = not garbled(found["n"], comma_groups=groups)
        between = self._range.match(text, number_end)
        if between and magnitude == 1.0 and not word:
            following = self._figure.match(text, between.end())
            if following and (self._unit(text, following.end()) or following["g"]):
                return Token("figure", start, number_end, text[start:number_end],
                             Number(amount, None, number_end, number_end, range_from=True))  # fmt: skip
        measured = self._unit(text, number_end)
        if measured is None and text[number_end - 1] == ".":
            number_end -= 1  # “1,6 млрд.” at the end of a sentence
        unit, unit_start, finish = None, number_end, number_end
        if measured:
            unit = self._unit_codes[measured.lastgroup]
            unit_start, finish = measured.span()
            if unit == "m" and (more := self._then_cm.match(text, finish)):
                amount += float(more[1]) / 100
                finish = more.end()
        may_be_year = unit is None and magnitude == 1.0 and _YEAR.fullmatch(text, start, number_end)
        if may_be_year and self._year_before.search(text, max(0, start - 8), start):
            return Token("year", start, number_end, text[start:number_end])
        number = Number(
            amount, unit, number_end, unit_start, magnitude, tolerance=tolerance, word=word, readable=readable
        )
        return Token("figure", start, finish, text[start:finish], number)

    def _unit(self, text: str, at: int) -> re.Match[str] | None:
        """The unit behind a number that ends at `at`."""
        begins = _BEFORE_UNIT.match(text, at).end()
        return self._units[text[begins : begins + HEAD]].match(text, begins)

    def _short_second(self, text: str, found: re.Match[str]) -> bool:
        """“2 млрд 200”: the second magnitude left out, one step smaller."""
        return found["g2"] is None and len(found["n2"]) == 3 and found["n2"].isdigit()

    def _magnitude(self, phrase: str | None) -> float:
        if not phrase:
            return 1.0
        return next(factor for pattern, factor in self._magnitudes if pattern.fullmatch(phrase))

    def _region(self, phrase: str) -> str | None:
        if self._regions_plural.search(phrase):
            return None
        whole = registry.key(self._region_noun.sub(" ", phrase))
        for size in range(len(whole), 1, -1):
            if whole[:size] in self._region_keys:
                return self._region_keys[whole[:size]]
        return None


def _original(folded: Folded, at: int) -> str:
    return folded.original[folded.origin[at] if folded.origin is not None else at]


def _regions(spoken: Language) -> tuple[dict[str, str], str]:
    """(folded key -> code, pattern) of the oblasts, cities left out: they are not a reservoir's region."""
    code = spoken.code
    noun = re.compile(fold_pattern(spoken.frames["region_noun"], code))
    stems: dict[str, str] = {}
    bare: set[str] = set()
    named: set[str] = set()
    for region in registry.regions().values():
        if region.is_country or region.code in ("KZ-71", "KZ-75", "KZ-79"):
            continue
        own = {"ru": region.name_ru, "kk": region.name_kk, "en": region.name_en}[code]
        for spelling in (own, *region.aliases):
            folded = fold(spelling, code).text.strip() if spelling else ""
            if not folded or not re.search(spoken.frames["letters"], folded):
                continue
            stem = re.sub(spoken.frames["region_ending"], "", noun.sub(" ", folded).strip())
            if len(registry.key(stem)) < 2:
                continue
            stems[registry.key(stem)] = region.code
            has_noun = bool(noun.search(folded))
            spelled = re.sub(r"[\s\-–]+", "-", stem)
            # a bare one-word name is a city as well; only compass names and abbreviations stand alone
            if not has_noun and (re.search(spoken.frames["region_alone"], folded)):
                bare.add(spelled)
            named.add(spelled)
    slots = {"<R>": registry.trie(named), "<B>": registry.trie(bare)}
    pattern = []
    for alternative in split_alternatives(spoken.frames["region"]):
        slot = next((s for s in slots if s in alternative), "<R>")
        # a slot in front is written out letter by letter, so that the scanner can sort by first letter
        heads = slots[slot] if alternative.startswith(slot) else (f"(?:{'|'.join(slots[slot])})",)
        pattern += [alternative.replace(slot, head) for head in heads]
    return stems, "|".join(pattern)


@cache
def scanner(code: str) -> Scanner:
    """The scanner of a language, compiled once."""
    return Scanner(language(code))
