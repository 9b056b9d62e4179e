"""The few patterns that are looked for right before or right behind a number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extract.grammar.languages import Language
from extract.grammar.letters import heads
from extract.grammar.text import fold_pattern

_NEVER = "(?!)"
_LOOKAROUND = re.compile(r"\(\?[=!][^()]*\)")


@dataclass(frozen=True)
class Phrases:
    """Compiled patterns of a language; those named `*_before` end at a number, the others start behind it."""

    qualifier_before: re.Pattern[str]  # the group that matched is the qualifier
    qualifier_behind: re.Pattern[str]
    by_before: re.Pattern[str]  # “увеличен на”: a difference follows
    held_at: re.Pattern[str]  # in a unit: the case that makes “на” a place rather than a difference
    to_before: re.Pattern[str]
    is_before: re.Pattern[str]
    was_before: re.Pattern[str]
    each_before: re.Pattern[str]  # “по”: so much a time
    weak_from_before: re.Pattern[str]  # a “from” that opens a range rather than a change
    sign_before: re.Pattern[str]  # a plus or minus that makes a number a difference
    first_before: re.Pattern[str]
    first_behind: re.Pattern[str]
    first_ends: re.Pattern[str]
    second_before: re.Pattern[str]
    nothing: re.Pattern[str]  # between the ends of a change, but for “per second”
    second_ends: re.Pattern[str]
    denied_before: re.Pattern[str]  # “не 6400, а 640”
    reach_before: re.Pattern[str]  # “до” that sets a limit, where no verb of change makes it a new value
    to_first: re.Pattern[str]  # “to 50 from 600”: the new value stands first
    from_second: re.Pattern[str]
    length_moved: re.Pattern[str]  # behind a length: “-ге өсті”, it rose by so much
    each_unit: re.Pattern[str]
    not_each: re.Pattern[str]
    of_capacity: re.Pattern[str]
    relative: re.Pattern[str]
    both: re.Pattern[str]
    pool: re.Pattern[str]
    capacity_word: re.Pattern[str]
    rate_unit: re.Pattern[str]

    def from_to(self, before: str, first: str, between: str, second: str) -> bool:
        """Whether two numbers are the ends of one “from A to B”."""
        if self.second_before.fullmatch(between) and self.first_before.search(before):
            return True
        marked = self.first_behind.fullmatch(between) or (
            self.first_ends.search(first) and self.nothing.fullmatch(between)
        )
        return bool(marked and self.second_ends.match(second))

    def to_from(self, before: str, between: str) -> bool:
        """Whether two numbers are the ends of one “to B from A”."""
        return bool(self.to_first.search(before) and self.from_second.fullmatch(between))

    def each(self, text: str, start: int, end: int) -> bool:
        """Whether the case ending of the unit `text[start:end]` says “each” (-ден, but not before “more than”)."""
        return bool(self.each_unit.search(text, start, end)) and not self.not_each.match(text, end)


def _led(pattern: str) -> re.Pattern[str]:
    """A pattern that is looked for in whole sentences: where none of its first letters stands, nothing is tried."""
    letters = heads(pattern, 1)
    return re.compile(pattern if "" in letters else rf"(?=[{re.escape(''.join(sorted(letters)))}])(?:{pattern})")


@cache
def phrases(spoken: Language) -> Phrases:
    """The phrases of a language, compiled once."""
    frames = spoken.frames

    def folded(pattern: str) -> str:
        return fold_pattern(pattern or _NEVER, spoken.code)

    def frame(name: str) -> re.Pattern[str]:
        return re.compile(folded(frames.get(name, _NEVER)))

    def before(pattern: str, between: str = "") -> re.Pattern[str]:
        return re.compile(rf"(?:^|[^\w])(?:{folded(pattern)}){fold_pattern(between, spoken.code)}\s+$")

    kinds = ("up_to", "at_least", "approx")  # “не более” before “более”
    qualifiers = {k: _LOOKAROUND.sub("", "|".join(spoken.lexicon[f"qual_{k}"])) or _NEVER for k in kinds}
    small = rf"(?:(?:{folded('|'.join(qualifiers.values()))})\s+)?"
    after_from, after_to = folded(frames.get("after_from", "")), folded(frames.get("after_to", ""))
    was = rf"{folded(frames['was'])}(?:[\s–\-:]|{folded('|'.join(qualifiers.values()))}|\d{{1,2}}\s\w+\s)*$"
    return Phrases(
        qualifier_before=before("|".join(f"(?P<{k}>{p})" for k, p in qualifiers.items()), frames["qualified"]),
        qualifier_behind=re.compile(
            "|".join(f"(?P<{k}>{folded(frames.get(f'after_{k}', ''))})" for k in ("approx", "at_least", "up_to"))
        ),
        by_before=before(frames["step_by"]),
        held_at=frame("held_at"),
        to_before=before(frames["step_to"]),
        is_before=before(frames["is"]),
        was_before=re.compile(rf"(?:^|[^\w]){was}"),
        each_before=before(frames["each_before"]),
        weak_from_before=frame("weak_from"),
        sign_before=re.compile(r"\+\s?$|(?:^|[\s(:])[-–]$"),
        first_before=re.compile(rf"(?:^|[^\w]){folded(frames['step_from'])}\s+{small}$"),
        first_behind=re.compile(rf"\s?[–\-]?\s?{after_from}\s*$"),
        first_ends=re.compile(rf"{after_from}{fold_pattern(frames['qualified'], spoken.code)}$"),
        second_before=re.compile(rf"[\s.,]*(?:\w+\s+){{0,3}}?(?:[–\-]\s*)?{folded(frames['step_to'])}\s+{small}$"),
        nothing=re.compile(rf"{fold_pattern(frames['qualified'], spoken.code)}\s*"),
        second_ends=re.compile(rf".*{after_to}"),
        denied_before=before(frames.get("denied", _NEVER)),
        reach_before=before(frames.get("reach", _NEVER)),
        to_first=re.compile(rf"(?:^|[^\w]){folded(frames['step_to'])}\s+{small}$"),
        from_second=re.compile(rf"[\s.,]*(?:\w+\s+){{0,1}}?{folded(frames['step_from'])}\s+{small}$"),
        length_moved=frame("length_by"),
        each_unit=frame("each_unit"),
        not_each=frame("not_each"),
        of_capacity=frame("of_capacity"),
        relative=frame("relative"),
        both=frame("both"),
        pool=frame("pool"),
        capacity_word=frame("capacity_word"),
        rate_unit=_led("|".join(folded(spelling) for spelling in spoken.units["m3/s"])),
    )
