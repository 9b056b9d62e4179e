"""The colours of reservoirs.

A figure always carries the light theme's colours. The style sheet names the same eight and gives
each its dark-theme twin, so a figure is the same bytes in both themes and never flashes the wrong
ones; `tests/dashboard/test_palette.py` holds the two files together.
"""

from __future__ import annotations

from collections.abc import Sequence

SERIES = ("#0f6292", "#b3441e", "#2e7548", "#7a4a9e", "#8a6100", "#a8326e", "#12757a", "#4a4fc0")
"""Eight hues that keep apart for colour-blind eyes and reach 4.5 : 1 on white, for lines and names."""

CONTEXT = "#c3cad2"
INK, MUTED, GRID, PAPER = "#17212b", "#596673", "#e6eaee", "#ffffff"


def colours(shown: Sequence[str], order: Sequence[str], leading: Sequence[str] = ()) -> dict[str, str]:
    """A colour for each shown reservoir, as steady as eight colours allow.

    `order` ranks all reservoirs of the record: the first eight own a colour each, whatever is shown
    beside them. A lesser one wants the colour of its rank and takes the next free one; `leading`
    (the eight of the view's days, whatever its filters) choose before the others, so that a filter
    recolours none of them. More than eight share from the start again.

    >>> colours(["b", "a"], ["a", "b", "c"]) == {"a": SERIES[0], "b": SERIES[1]}
    True
    """
    rank = {name: place for place, name in enumerate(order)}
    by_rank = sorted({*shown, *leading}, key=lambda name: (rank.get(name, len(rank)), name))
    held = _slots([name for name in by_rank if name in leading], rank, {})
    held = {name: slot for name, slot in held.items() if name in shown}
    held = _slots([name for name in by_rank if name in shown and name not in held], rank, held)
    return {name: SERIES[held[name]] for name in shown}


def _slots(names: Sequence[str], rank: dict[str, int], held: dict[str, int]) -> dict[str, int]:
    """Colours by number: those held already, and for each name the wanted or the next free one."""
    held = dict(held)
    free = [slot for slot in range(len(SERIES)) if slot not in held.values()]
    for name in names:
        free = free or list(range(len(SERIES)))
        wanted = rank.get(name, 0) % len(SERIES)
        held[name] = min(free, key=lambda slot: (slot - wanted) % len(SERIES))
        free.remove(held[name])
    return held
