"""A figure on its way to a row, and what its cell says of it."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from operator import itemgetter

from extract.grammar import units
from extract.grammar.binding.items import (
    BLOCKS,
    CUES,
    FLOWS,
    NEAR,
    SEPARATORS,
    SPOKEN,
    STATES,
    WHEN,
    Item,
    is_figure,
    is_token,
    kinds,
    mentions,
)
from extract.grammar.binding.phrases import Phrases
from extract.grammar.binding.sentences import Sentence
from extract.grammar.languages import Language
from extract.grammar.mentions import Mention, Object
from extract.grammar.scanner import Number, Token

_LEFT_BOUNDARY = 25  # characters that a clause boundary before the figure counts for
_CLAUSE = frozenset(("comma", "conj", "open", "close", "colon"))
_CLAUSE_BEFORE = _CLAUSE - {"close"}
_QUALIFIERS = frozenset(("qual_approx", "qual_at_least", "qual_up_to"))
_SMALL = _QUALIFIERS.union(
    FLOWS, ("conj", "comma", "colon", "open", "region", "mark_now", "mark_each", "mark_resp", "rate_apart")
)
"""What may stand between a name and its number."""


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
    counted: bool = True  # a flow figure (rate or volume), to be a row or to be set aside
    said_left: set[str] = field(init=False)  # categories of all that stands before it in its cell
    said: set[str] = field(init=False)  # … in its whole cell: most rules ask for words that are not there
    _cell: tuple[Item, ...] | None = None  # what has been asked for once is kept
    _mentioned: tuple[list[Mention], list[Mention]] | None = None
    _cues: list[tuple[Token, float]] | None = None

    def __post_init__(self) -> None:
        self.said_left = kinds(self.left)
        self.said = self.said_left | kinds(self.right) if self.right else self.said_left

    @property
    def number(self) -> Number:
        return self.token.payload  # type: ignore[return-value]

    @property
    def cell(self) -> tuple[Item, ...]:
        if self._cell is None:
            self._cell = (*self.left, *self.right)
        return self._cell

    @property
    def mentioned(self) -> tuple[list[Mention], list[Mention]]:
        """The mentions before it, the nearest first, and those behind it."""
        if self._mentioned is None:
            self._mentioned = mentions(reversed(self.left)), mentions(self.right)
        return self._mentioned

    @property
    def evidence(self) -> tuple[int, int]:
        """The clause that speaks of it, in the folded text: from the boundary before its cell to the one behind."""
        sentence, token = self.sentence, self.token
        first = self.left[0] if self.left else token
        opening = sentence.start if first is sentence.items[0] else first.start
        start = first.end if first.kind in SEPARATORS else opening
        end = next((i.start for i in self.right if i.kind in SEPARATORS), None)
        if end is None:
            last = self.right[-1] if self.right else token
            following = next((i.start for i in sentence.items if i.start >= last.end), None)
            end = sentence.end if following is None else following
        return min(start, token.start), max(end, token.end)

    def says(self, *categories: str) -> bool:
        """Whether a word of one of the categories stands in the cell."""
        return not self.said.isdisjoint(categories)

    def says_left(self, *categories: str) -> bool:
        """Whether a word of one of the categories stands before it in the cell."""
        return not self.said_left.isdisjoint(categories)

    def aside(self, reason: str, detail: str = "") -> None:
        """Give the reason why this figure is no row, the first one staying."""
        if self.reason is None:
            self.reason, self.detail = reason, detail

    def cues(self, wanted: Container[str]) -> list[tuple[Token, float]]:
        """Cue words in the cell with their distance, nearest first; each clause boundary in between costs."""
        if self.said.isdisjoint(CUES):
            return []
        if self._cues is None:
            self._cues = self._all_cues()
        return [cue for cue in self._cues if cue[0].kind in wanted]

    def _all_cues(self) -> list[tuple[Token, float]]:
        found: list[tuple[Token, float]] = []
        start, end = self.token.start, self.token.end
        penalty = 0.0
        for item in reversed(self.left):
            kind = item.kind
            if kind in CUES:
                found.append((item, start - item.end + penalty))
            elif kind in _CLAUSE_BEFORE:
                penalty += _LEFT_BOUNDARY
        # where the verb stands behind its figures as a rule, a cue behind is as good as one before
        behind = self.spoken.verb_final or self.spoken.number_first
        penalty = 0.0 if behind else 12.0
        for item in self.right:
            kind = item.kind
            if kind in CUES:
                found.append((item, item.start - end + penalty))
            elif kind in _CLAUSE:
                penalty += 60 if behind else 150
        return sorted(found, key=itemgetter(1))

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
        cues = self.cues(SPOKEN)
        if cues and cues[0][1] < distance and not own_clause and not free_space:
            return None
        return BLOCKS[word.kind] if own_clause or distance < 1.5 * NEAR else None

    def marked(self, category: str, *, reach: int = 400) -> bool:
        """Whether a marker stands in the cell: anywhere before the figure, or behind it in the same clause."""
        if category not in self.said:
            return False
        for item in reversed(self.left):
            if not is_token(item):
                continue
            if item.is_(category) and self.token.start - item.end < reach:
                return True
            if (
                item.kind == "conj"
                and self.phrases.relative.match(item.text)
                and category not in ("mark_past", "mark_if")
            ):
                break  # what is planned in the main clause is not planned in the relative one
        return self.marked_behind(category, reach=reach)

    def moved_by(self) -> bool:
        """Whether a word of difference (“by”, “another”) stands right at the number, no other number between."""
        before = self.previous_number()
        first = before.end if before is not None else 0
        near = any(
            is_token(i) and i.is_("chg_by") and i.start >= first and self.token.start - i.end < 12 for i in self.left
        )
        return near or self.marked_behind("chg_by", reach=12)

    def marked_behind(self, category: str, *, reach: int) -> bool:
        """Whether a marker stands behind the figure in the same clause."""
        for item in self.right:
            if item.kind in SEPARATORS:
                return False
            if is_token(item) and item.is_(category) and item.start - self.token.end < reach:
                return True
        return False

    def previous_number(self) -> Token | None:
        """The number that stands before it in the sentence, whatever became of it."""
        return next((i for i in reversed(self.sentence.items) if is_figure(i) and i.end <= self.token.start), None)

    def water(self) -> list[Mention]:
        """Mentions in the cell that can own a row."""
        left, right = self.mentioned
        return [m for m in (*reversed(left), *right) if m.holds_water]

    def adjacent(self) -> Mention | None:
        """The reservoir that stands right at the number: “из Чаглинского – 1,5”, “20 from Samarkand”."""
        for item in reversed(self.left):
            if type(item) is Mention:
                near = self.token.start - item.end < 30
                if near and item.holds_water and item.objects and not item.gloss:
                    return item
                break
            if item.kind not in _SMALL:
                break
        for item in self.right[:2]:
            if type(item) is Mention and item.holds_water and item.objects and item.start - self.token.end < 30:
                return item if item.role in ("from", "about", "of", "through") else None
        return None

    def stands_alone(self) -> bool:
        """Whether nothing but a day and small words stands between the figure and its clause's start."""
        small = {*SEPARATORS, *WHEN, *_QUALIFIERS, "mark_past"}
        return all(i.kind in small for i in self.left)

    def continues(self) -> bool:
        """Whether it goes on the statement before: “до 300 млн кубометров или до 73 %”."""
        return all(i.kind in SEPARATORS or i.kind in _QUALIFIERS or i.kind == "day" for i in self.left)

    def says_nothing_new(self) -> bool:
        """Whether nothing in the cell starts a new statement."""
        return not (
            self.says("chg_to", "mark_now")
            or any(type(i) is Mention or i.kind in FLOWS or i.kind in STATES for i in self.cell)
        )

    def after(self, quantity: str, *more: str) -> bool:
        """Whether the figure before it in the same sentence is of one of the quantities."""
        return self.previous is not None and self.previous.quantity in (quantity, *more)

    def is_difference(self) -> bool:
        """Whether it is an increment: “на 150”, “another 8 %”, “тағы 300”, but not “держатся на 150 кубометрах”."""
        held_at = self.phrases.held_at.search(self.token.text)
        return bool(self.phrases.by_before.search(self.before) and not held_at) or self.moved_by()

    def dated(self) -> bool:
        """Whether a day stands before it in its cell."""
        return self.says_left("day", "sameday", "weekday")
