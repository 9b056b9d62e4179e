"""A text's sentences, and the cell of each figure in them: what speaks of it to its left and right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from extract.grammar import units
from extract.grammar.binding.items import FLOWS, SEPARATORS, STATES, Item, is_figure, is_token, kinds, parted
from extract.grammar.languages import Language
from extract.grammar.mentions import Mention

LONGEST = 300
"""Items after which a sentence is cut all the same: no clause reaches that far, and noise must not cost squares."""


@dataclass
class Sentence:
    """The items between two stops; `start` and `end` span its words in the folded text."""

    items: list[Item]
    index: int
    start: int
    end: int
    opens: bool = False  # stands first in its paragraph

    def __post_init__(self) -> None:
        self.said = kinds(self.items)  # categories of all its words and mentions

    @property
    def in_order(self) -> bool:
        """Whether it says “respectively”: its figures go with its names one by one."""
        return "mark_resp" in self.said

    @cached_property
    def gives_rates(self) -> bool:
        """Whether a figure in it has a unit of flow, whole or with “per second” said apart."""
        rates = units.RATES if self.per_second is None else (*units.RATES, "m3")
        return "figure" in self.said and any(is_figure(i) and i.payload.unit in rates for i in self.items)

    @cached_property
    def per_second(self) -> int | None:
        """Where it first says “per second” apart from a unit."""
        return (
            next((i.start for i in self.items if i.kind == "rate_apart"), None) if "rate_apart" in self.said else None
        )


def sentences(items: list[Item], size: int) -> list[Sentence]:
    """Items cut at stops; a `;` parts clauses only. `size` is the length of the text."""
    found: list[Sentence] = []
    current: list[Item] = []
    start, opens = 0, True
    for item in items:
        ends = item.kind == "stop" and item.payload > 1
        if current and (ends or len(current) >= LONGEST):
            found.append(Sentence(current, len(found), start, item.start, opens))
            current, opens, start = [], False, item.start
        if ends:
            start, opens = item.end, opens or item.payload == 4
        else:
            current.append(item)
    if current:
        found.append(Sentence(current, len(found), start, size, opens))
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands: its number among the sentence's items, its cell, and whether in brackets."""

    at: int
    left: list[Item]
    right: list[Item]
    bracketed: bool


def places(items: list[Item], spoken: Language) -> Iterator[Place]:
    """The figures of a sentence with their cells.

    A bracket is a small sentence of its own: its figures see what stands before it, and the
    figures outside do not see what stands within.
    """
    figures = [at for at, item in enumerate(items) if item.kind == "figure"]
    if not figures:
        return
    depths = _depths(items)
    left_before: list[Item] = []
    for number, at in enumerate(figures):
        inside = depths[at] > 0
        before = next((f for f in reversed(figures[:number]) if inside or depths[f] == 0), -1)
        after = next((f for f in figures[number + 1 :] if inside or depths[f] == 0), len(items))
        gap, rest = items[before + 1 : at], items[at + 1 : after]
        if inside:
            end = next((k for k, i in enumerate(rest) if is_token(i, "close")), None)
            if end is not None:
                rest, after = rest[:end], len(items)
        else:
            gap = [i for k, i in enumerate(gap, before + 1) if depths[k] == 0 and i.kind not in ("open", "close")]
            rest = [i for k, i in enumerate(rest, at + 1) if depths[k] == 0 and i.kind not in ("open", "close")]
        left = gap if before < 0 else _left(gap, left_before, inside, spoken)
        right = rest if after == len(items) else _part(rest, spoken)[0]
        left_before = left
        yield Place(at, left, right, inside)


def _depths(items: list[Item]) -> list[int]:
    """How many brackets each item stands in; a bracket that never closes encloses nothing."""
    depth, depths = 0, [0] * len(items)
    for at, item in enumerate(items):
        if item.kind == "close" and depth:
            depth -= 1
        depths[at] = depth
        if item.kind == "open":
            depth += 1
    return [0] * len(items) if depth else depths


def _left(gap: list[Item], left_before: list[Item], inside: bool, spoken: Language) -> list[Item]:
    """The left cell of a figure behind another one, `gap` being what stands between them."""
    if inside:  # “A (10 m³/s), B (0.5)”: each bracket speaks of what stands before it
        closed = max((k for k, i in enumerate(gap) if is_token(i, "close")), default=-1)
        return gap[closed + 1 :]
    says_nothing = not any(isinstance(i, Mention) or i.kind in FLOWS or i.kind in STATES for i in gap)
    if not parted(gap) and says_nothing:
        return [*left_before, *gap]  # “поднялся на 97 см – до 902 см”, “с 945 до 750”: one subject for both
    left = _part(gap, spoken)[1]
    return left if left or parted(gap) else gap


def _part(gap: list[Item], spoken: Language) -> tuple[list[Item], list[Item]]:
    """The items between two figures: (those that speak of the first, those that speak of the second)."""
    cuts = [k for k, item in enumerate(gap) if item.kind in SEPARATORS]
    if not cuts:
        if spoken.number_first and any(isinstance(i, Mention) or i.kind in FLOWS for i in gap):
            return gap, []
        return [i for i in gap if is_token(i, "mark_if", "mark_plan")], gap
    cut = cuts[0]
    if spoken.number_first:  # “53 m³/s are discharged from X, and 8 from Y”: what follows a figure names its owner
        named = (c for c in cuts if is_token(gap[c], "stop") or any(isinstance(i, Mention) for i in gap[:c]))
        cut = next(named, cut)
    return gap[:cut], gap[cut:]
