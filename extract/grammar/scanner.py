"""One compiled pass over a folded text: figures, names, regions, days, cue words and stops.

Everything a language knows comes from its module of data; the scanner only joins the patterns of
all categories into one alternation, reads numbers and days, and tells a full stop that ends a
sentence from one that ends an abbreviation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

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


_PIECES = re.compile(
    r"([a-zа-я]+|[^\W\d_]+)"  # words; the letters of every day first, being faster
    r"|(\d+|[\"№+%])"
    r"|[,()\[\]:;!?…]|\.+|\n\s*|[•●▪⦁](?=\s)|(?<!\S)\*(?=\s)|[\U0001F300-\U0001FAFF\u2600-\u27bf]"  # marks
)
"""What a text is made of: a token may begin where one of these does. Group 1 is a word, 2 a number or sign."""

_PAYLOADS = ("number", "glued", "word", "day", "relday", "weekday", "name", "noun", "region", "unknown")
"""Kinds of which a token says more than that they stand there, or that need a second look."""

_MARK_KINDS = {",": "comma", "(": "open", "[": "open", ")": "close", "]": "close", ":": "colon"}
_LONGEST_SHORT = 6  # letters: a longer word before a full stop is no abbreviation
_INITIAL = re.compile(r"(?<!\w)\w$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DASH = re.compile(r"\s?[–\-]")
_BEFORE_UNIT = re.compile(r"(?:\s?[–\-]\s?(?=%|\d)|\s){0,2}")

HEAD = 3
"""Letters by which patterns are sorted: a fourth would sort little more."""

LONG_HEAD = 10
"""Letters by which it is told whether any pattern can begin with a word at all."""

MOST = 50_000
"""Words and heads remembered: far more than a language has, and noise must not fill the memory."""


class _Fitting(dict[str, re.Pattern[str]]):
    """First letters of a piece of text -> the patterns that may begin so, in order; compiled when first met."""

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
        if len(self) < MOST:
            self[letters] = found
        return found

    def _joined(self, head: str) -> re.Pattern[str]:
        groups: dict[int, list[str]] = {}
        for n, alternative, begins in self._alternatives:
            if any(head[:size] in begins for size in range(len(head) + 1)):
                groups.setdefault(n, []).append(alternative)
        return re.compile("|".join(f"(?P<k{n}>{'|'.join(found)})" for n, found in groups.items()) or "(?!)")


class _Beginnings(dict[str, bool]):
    """Word -> whether any pattern can begin with it: most words begin none, and need not be tried."""

    def __init__(self, patterns: list[str]) -> None:
        begins = {head for pattern in patterns for a in split_alternatives(pattern) for head in heads(a, LONG_HEAD)}
        self._begins = frozenset(begins)
        # “на ” of “на сегодня”: a word that ends where the head goes on with something else than a letter
        self._whole = frozenset(h[:at] for h in begins for at in range(1, len(h)) if not h[at].isalpha())

    def __missing__(self, word: str) -> bool:
        found = word in self._whole or any(word[:size] in self._begins for size in range(min(len(word), LONG_HEAD) + 1))
        if len(self) < MOST:
            self[word] = found
        return found


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
        self._magnitude = lru_cache(maxsize=1024)(self._factor)
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
        self._plain = {group: (kind.split("+")[0], tuple(kind.split("+")[1:])) for group, kind in self._kinds.items()
                       if kind not in _PAYLOADS and not kind.startswith("zero")}  # fmt: skip
        patterns = [fold_pattern(pattern, code) for _, pattern in parts]
        self._fitting, self._beginnings = _Fitting(patterns), _Beginnings(patterns)
        # a name that the registry does not know, in capitals or quotation marks before a noun for a reservoir: it
        # may begin with any letters, so it is tried by itself, and last
        self._unknown = re.compile(fold_pattern(spoken.frames["unknown"], code))
        self._year_before = re.compile(fold_pattern(spoken.frames["year_before"], code))
        place = fold_pattern(spoken.frames.get("place", "(?!)"), code)
        self._place = re.compile(rf"(?<!\w)(?<!\d\s)(?:{place})$")
        self._abbreviation = re.compile(rf"(?<!\w)(?:{fold_pattern(spoken.abbreviations, code)})$")

    def scan(self, folded: Folded) -> list[Token]:
        """The tokens of a text, in order, never overlapping."""
        text, tokens, at = folded.text, [], 0
        fitting, beginnings, plain = self._fitting, self._beginnings, self._plain
        printed = folded.printed
        for piece in _PIECES.finditer(text):
            start, end = piece.span()
            if start < at:
                continue
            token = None
            if (shape := piece.lastindex) is None:
                token = self._mark(folded, text, start, end)
            else:
                if shape == 2 or beginnings[piece[1]]:
                    found = fitting[text[start : start + HEAD]].match(text, start)
                    if found is not None and (end := found.end()) > start:
                        if (known := plain.get(found.lastgroup)) is not None:
                            token = Token(known[0], start, end, found[0], None, known[1])
                        else:
                            token = self._token(text, start, end, self._kinds[found.lastgroup], tokens)
                        if token is None:
                            continue
                if token is None and (printed[start].isupper() or text[start] == '"'):
                    found = self._unknown.match(text, start)
                    token = Token("unknown", start, found.end(), found[0]) if found else None
            if token is not None:
                tokens.append(token)
                at = token.end
        return tokens

    def _token(self, text: str, start: int, end: int, kind: str, before: list[Token]) -> Token | None:
        if kind in ("number", "glued"):
            return self._read_figure(text, start)
        if kind == "word":
            return self._read_word(text, start, end)
        phrase, payload = text[start:end], None
        if kind == "day":
            payload = self.dates.read(text, start, end)
            if payload is None:
                return None
            if payload.month == 0:
                payload = self._same_month(payload, before)
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
        if (kind := _MARK_KINDS.get(mark)) is not None:
            return Token(kind, start, end, mark)
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
        if end < len(text) and unfinished and (folded.wrapped or folded.printed[end].islower()):
            return None
        wrapped_number = end < len(text) and text[end].isdigit() and start and text[start - 1].isalpha()
        if wrapped_number and start - (text.rfind("\n", 0, start) + 1) > 60:
            return None
        return Token("stop", start, end, "\n", 3)

    def _ends_sentence(self, folded: Folded, text: str, start: int, end: int) -> bool:
        rest = text[end : end + 3]
        following = rest.lstrip(' "“)')[:1]
        if not following:
            return not rest or rest[0].isspace()
        place = end + rest.index(following)
        glued = not rest[0].isspace()
        before = text[max(0, start - 12) : start]
        if glued and not (
            following.isalpha() and folded.printed[place].isupper() and text[place + 1 : place + 2].isalpha()
        ):
            lost_space = following.isdigit() and before[-3:].isalpha() and len(before) > 3  # “полно.42 кубометра”
            return following in "–•\n" or (lost_space and not self._abbreviation.search(before))
        if folded.printed[place].islower():
            return False
        if len(before) > _LONGEST_SHORT and before[-_LONGEST_SHORT - 1 :].isalpha():
            return True
        if _INITIAL.search(before) and start >= 1 and folded.printed[start - 1].isupper():
            return False  # an initial
        if self._place.search(before):
            return False  # “у г. Актобе”
        return not ((glued or following.isdigit()) and self._abbreviation.search(before))

    def _read_word(self, text: str, start: int, end: int) -> Token:
        """A number said in a word."""
        spoken, said = self.language, text[start:end]
        amount = spoken.number_words.get(re.sub(r"\s+", " ", said))
        if amount is None:
            amount = next(v for w, v in spoken.number_words.items() if fold_pattern(w, spoken.code) == said)
        magnitude, number_end = 1.0, end
        if scaled := self._scale.match(text, end):
            magnitude, number_end = self._magnitude(scaled["g"]), scaled.end()
        number = Number(amount * magnitude, None, number_end, number_end, magnitude, word=True)
        return self._measured(text, start, number)

    def _read_figure(self, text: str, start: int) -> Token | None:
        """A number in digits, with its magnitude and unit; the first number of a range has neither."""
        found = self._figure.match(text, start)
        if found is None:
            return None
        printed, tolerance, scale, then, then_scale = found.group("n", "pm", "g", "n2", "g2")
        number_end = found.end()
        groups = self.language.comma_groups
        if scale is None and printed.isdecimal():
            number = Number(float(printed), None, number_end, number_end, tolerance=bool(tolerance))
        else:
            magnitude = self._magnitude(scale)
            amount = value(printed, comma_groups=groups, billions=magnitude == 1e9) * magnitude
            if then and (then_scale or (len(then) == 3 and then.isdecimal())):
                # “2 млрд 200”: the second magnitude left out is one step smaller
                second = self._magnitude(then_scale) if then_scale else magnitude / 1e3
                amount += value(then, comma_groups=groups) * second
            elif then:
                number_end = found.end("g")
            number = Number(amount, None, number_end, number_end, magnitude, tolerance=bool(tolerance),
                            readable=not garbled(printed, comma_groups=groups))  # fmt: skip
        if number.magnitude == 1.0 and _DASH.match(text, number_end) and (
            between := self._range.match(text, number_end)
        ):  # fmt: skip
            following = self._figure.match(text, between.end())
            if following and (self._unit(text, following.end()) or following["g"]):
                number.range_from, number.tolerance, number.readable = True, False, True
                return Token("figure", start, number_end, text[start:number_end], number)
        return self._measured(text, start, number)

    def _measured(self, text: str, start: int, number: Number) -> Token:
        """The token of a number that ends at `number.number_end`, with the unit behind it, if there is one."""
        number_end = number.number_end
        measured = self._unit(text, number_end)
        if measured is None:
            if text[number_end - 1] == ".":
                number_end -= 1  # “1,6 млрд.” at the end of a sentence
                number.number_end = number.unit_start = number_end
            may_be_year = number.magnitude == 1.0 and number_end - start == 4 and _YEAR.match(text, start)
            if may_be_year and self._year_before.search(text, max(0, start - 8), start):
                return Token("year", start, number_end, text[start:number_end])
            return Token("figure", start, number_end, text[start:number_end], number)
        number.unit = self._unit_codes[measured.lastgroup]
        number.unit_start, finish = measured.span()
        if number.unit == "m" and (more := self._then_cm.match(text, finish)):
            number.value += float(more[1]) / 100
            finish = more.end()
        return Token("figure", start, finish, text[start:finish], number)

    def _unit(self, text: str, at: int) -> re.Match[str] | None:
        """The unit behind a number that ends at `at`."""
        gap, letter = text[at : at + 1], text[at + 1 : at + 2]
        begins = at + 1 if gap == " " and letter.isalpha() else _BEFORE_UNIT.match(text, at).end()
        return self._units[text[begins : begins + HEAD]].match(text, begins)

    def _factor(self, phrase: str | None) -> float:
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
        for spelling in (region.name(code), *region.aliases):
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
