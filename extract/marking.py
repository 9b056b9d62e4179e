"""Cutting a bulletin's text into pieces to mark: evidence, other rows, what was set aside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a bulletin's text to mark. Of marks that overlap, the heaviest kind is seen."""

    start: int
    end: int
    kind: str  # "row" (a clause with a row), "aside", "evidence" (the clause asked for), "figure" (its number)
    why: str = ""


_WEIGHT = {"row": 0, "aside": 1, "evidence": 2, "figure": 3}


def pieces(text: str, marks: Iterable[Mark]) -> list[tuple[str, Mark | None]]:
    """The text in order, cut where marks begin and end; joined again it is the same text.

    >>> pieces("сброс 53 м³/с", [Mark(6, 8, "figure")])
    [('сброс ', None), ('53', Mark(start=6, end=8, kind='figure', why='')), (' м³/с', None)]
    """
    kept = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    edges = sorted({0, len(text), *(mark.start for mark in kept), *(mark.end for mark in kept)})
    cut: list[tuple[str, Mark | None]] = []
    for start, end in pairwise(edges):
        over = [mark for mark in kept if mark.start <= start and end <= mark.end]
        top = max(over, key=lambda mark: _WEIGHT[mark.kind], default=None)
        if cut and cut[-1][1] is top:
            cut[-1] = (cut[-1][0] + text[start:end], top)
        else:
            cut.append((text[start:end], top))
    return cut


def figure_within(quote: str, printed: str) -> tuple[int, int] | None:
    """Where the printed number stands in its quote, not as part of a longer number.

    >>> figure_within("из 153 м³/с стало 53 м³/с", "53")
    (18, 20)
    """
    at = quote.find(printed) if printed else -1
    while at >= 0:
        end = at + len(printed)
        inside = (at and quote[at - 1].isdigit()) or (end < len(quote) and quote[end].isdigit())
        if not inside:
            return at, end
        at = quote.find(printed, at + 1)
    return None
