"""A figure on its way to a row, and what its cell says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from extract.grammar import units
from extract.grammar.binding.items import BLOCKS, FLOWS, NEAR, SEPARATORS, STATES, WHEN, Item, has, is_token, mentions
from extract.grammar.binding.phrases import Phrases
from extract.grammar.binding.sentences import Sentence
from extract.grammar.languages import Language
from extract.grammar.mentions import Mention, Object
from extract.grammar.scanner import Number, Token

_LEFT_BOUNDARY = 25  # characters that a clause boundary before the figure counts for
_CLAUSE = ("comma", "conj", "open", "close", "colon")


@dataclass(slots=True)
class Figure:
    """A number with its cell; `reason` is set as soon as it cannot be a row.

    `value` is in the printed unit until its quantity is known, then in the canonical one.
    """

    token: Token
    left: list[Item]
    right: list[Item]
    sentence: Sentence
    previous: Figure | None  # the figure before it in the sentence
    before: str  # the text right before the number
    each_by_case: bool  # the unit's case ending says “each”
    spoken: Language
    phrases: Phrases
    quantity: str | None = None
    value: float = 0.0
    owners: list[Object] = field(default_factory=list)
    group: list[Object] = field(default_factory=list)  # all whom a list of figures is about, in order
    follows: Figure | None = None  # the figure whose statement this one only continues
    logged: bool = False  # a line of a log, whose steps are all facts of their days
    status: str = "observed"
    qualifier: str = "exact"
    flags: set[str] = field(default_factory=set)
    reason: str | None = None
    detail: str = ""
    evidence: tuple[int, int] = (0, 0)
    counted: bool = True  # a flow figure (rate or volume), to be a row or to be set aside

    @property
    def number(self) -> Number:
        return self.token.payload  # type: ignore[return-value]

    @property
    def cell(self) -> tuple[Item, ...]:
        return (*self.left, *self.right)

    def aside(self, reason: str, detail: str = "") -> None:
        """Give the reason why this figure is no row, the first one staying."""
        if self.reason is None:
            self.reason, self.detail = reason, detail

    def cues(self, wanted: Mapping[str, str]) -> list[tuple[Token, float]]:
        """Cue words in the cell with their distance, nearest first; each clause boundary in between costs."""
        found: list[tuple[Token, float]] = []
        start, end = self.token.start, self.token.end
        penalty = 0.0
        for item in reversed(self.left):
            if is_token(item, "comma", "conj", "open", "colon"):
                penalty += _LEFT_BOUNDARY
            elif is_token(item) and item.kind in wanted:
                found.append((item, start - item.end + penalty))
        # where the verb stands behind its figures as a rule, a cue behind is as good as one before
        behind = self.spoken.verb_final or self.spoken.number_first
        penalty = 0.0 if behind else 12.0
        for item in self.right:
            if is_token(item, *_CLAUSE):
                penalty += 60 if behind else 150
            elif is_token(item) and item.kind in wanted:
                found.append((item, item.start - end + penalty))
        return sorted(found, key=lambda pair: pair[1])

    def block(self) -> str | None:
        """Capacity, norm, forecast … that this is a figure of, unless a plain cue stands nearer."""
        blocks = self.cues(BLOCKS)
        if not blocks:
            return None
        word, distance = blocks[0]
        if word.start < self.token.start:
            own_clause = not any(
                is_token(i, "comma", "conj", "open", "close") and word.end <= i.start and i.end <= self.token.start
                for i in self.left
            )
        else:
            own_clause = distance < NEAR
        free_space = word.kind == "cue_capacity" and units.kind(self.number.unit) == "volume" and distance < NEAR
        cues = self.cues({**FLOWS, **STATES})
        if cues and cues[0][1] < distance and not own_clause and not free_space:
            return None
        return BLOCKS[word.kind] if own_clause or distance < 1.5 * NEAR else None

    def marked(self, category: str, *, reach: int = 400) -> bool:
        """Whether a marker stands in the cell: anywhere before the figure, or behind it in the same clause."""
        for item in reversed(self.left):
            if not is_token(item):
                continue
            if item.is_(category) and self.token.start - item.end < reach:
                return True
            if item.kind == "conj" and self.phrases.relative.match(item.text) and category != "mark_past":
                break  # what is planned in the main clause is not planned in the relative one
        for item in self.right:
            if is_token(item, *SEPARATORS):
                return False
            if is_token(item) and item.is_(category) and item.start - self.token.end < reach:
                return True
        return False

    def water(self) -> list[Mention]:
        """Mentions in the cell that can own a row."""
        return [m for m in mentions(self.cell) if m.holds_water]

    def adjacent(self) -> Mention | None:
        """The reservoir that stands right at the number: “из Чаглинского – 1,5”, “20 from Samarkand”."""
        small = ("conj", "comma", "colon", "open", "region", "mark_now", "mark_each", "mark_resp", "rate_apart")
        for item in reversed(self.left):
            if isinstance(item, Mention):
                near = self.token.start - item.end < 30
                if near and item.holds_water and item.objects and not item.gloss:
                    return item
                break
            if item.kind not in small and item.kind not in FLOWS and not item.kind.startswith("qual"):
                break
        for item in self.right[:2]:
            if isinstance(item, Mention) and item.holds_water and item.objects and item.start - self.token.end < 30:
                return item if item.role in ("from", "about", "of", "through") else None
        return None

    def stands_alone(self) -> bool:
        """Whether nothing but a day and small words stands between the figure and its clause's start."""
        small = (*SEPARATORS, *WHEN, "mark_past")
        return all(is_token(i) and (i.kind in small or i.kind.startswith("qual")) for i in self.left)

    def continues(self) -> bool:
        """Whether it goes on the statement before: “до 300 млн кубометров или до 73 %”."""
        return all(is_token(i, *SEPARATORS, "qual_approx", "qual_at_least", "qual_up_to", "day") for i in self.left)

    def says_nothing_new(self) -> bool:
        """Whether nothing in the cell starts a new statement."""
        return not any(
            isinstance(i, Mention) or i.kind in FLOWS or i.kind in STATES or i.is_("chg_to") or i.is_("mark_now")
            for i in self.cell
        )

    def after(self, quantity: str, *more: str) -> bool:
        """Whether the figure before it in the same sentence is of one of the quantities."""
        return self.previous is not None and self.previous.quantity in (quantity, *more)

    def is_difference(self) -> bool:
        """Whether it is an increment: “на 150”, “another 8 %”, “тағы 300”, but not “держатся на 150 кубометрах”."""
        held_at = self.phrases.held_at.search(self.token.text)
        return bool(self.phrases.by_before.search(self.before) and not held_at) or self.marked("chg_by", reach=12)

    def dated(self) -> bool:
        """Whether a day stands before it in its cell."""
        return has(self.left, "day", "sameday", "weekday")
