"""Asking tokens and mentions: the small questions that all rules are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeGuard

from extract.grammar.mentions import Mention, Object
from extract.grammar.scanner import Token

Item = Token | Mention

FLOWS = {"cue_release": "release", "cue_inflow": "inflow", "cue_flow": "flow"}
STATES = {
    "cue_storage": "storage",
    "cue_fill": "fill",
    "cue_level": "level",
    "cue_spill": "spill_height",
    "cue_tail": "tail",
}
SPOKEN = {**FLOWS, **STATES}
BLOCKS = {"cue_capacity": "capacity", "cue_norm": "norm", "cue_forecast": "forecast", "cue_total": "total_volume"}
CUES = frozenset((*SPOKEN, *BLOCKS, "cue_other"))
"""Cue category -> quantity, or the reason for which its figures are no rows; `SPOKEN` are those of a quantity."""

SEPARATORS = frozenset(("comma", "conj", "open", "close", "colon", "stop"))
"""Tokens at which one clause ends and the next begins."""

WHEN = ("day", "sameday", "relday", "weekday", "clock", "mark_now")
"""Tokens that only say when."""

NEAR = 60
"""Characters within which a word still speaks of a figure across a clause boundary."""


def is_token(item: Item, *kinds: str) -> TypeGuard[Token]:
    """Whether an item is a token of one of the kinds (of any kind, if none is given)."""
    return item.kind in kinds if kinds else type(item) is Token


def is_figure(item: Item) -> TypeGuard[Token]:
    return item.kind == "figure"


def has(items: Iterable[Item], *categories: str) -> bool:
    """Whether a word of one of the categories stands among the items."""
    for item in items:
        if type(item) is Token and (item.kind in categories or (item.also and any(c in categories for c in item.also))):
            return True
    return False


def kinds(items: Iterable[Item]) -> set[str]:
    """All categories of the words among the items, and the kinds of the mentions."""
    found = set()
    for item in items:
        found.add(item.kind)
        if type(item) is Token and item.also:
            found.update(item.also)
    return found


def mentions(items: Iterable[Item]) -> list[Mention]:
    """The mentions among the items, those left out that only explain another."""
    return [i for i in items if type(i) is Mention and not i.gloss]


def identity(found: Object) -> tuple[str, ...]:
    """What makes two mentioned objects the same."""
    return found.ids or (found.printed,)


def distinct(found: Iterable[Object]) -> list[Object]:
    """The objects, each once, in order."""
    return list({identity(o): o for o in found}.values())


def parted(items: Sequence[Item]) -> bool:
    """Whether a clause ends among the items."""
    for item in items:  # noqa: SIM110 - asked of every figure, and a loop takes half the time of a generator
        if item.kind in SEPARATORS:
            return True
    return False
