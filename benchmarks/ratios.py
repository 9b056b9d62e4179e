"""Speeds measured in one run, and the table of their ratios."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Speeds:
    """Megabytes (UTF-8) a second, by name of what was measured; `sizes` by bytes of one text."""

    of: dict[str, float] = field(default_factory=dict)
    sizes: dict[int, float] = field(default_factory=dict)

    def report(self) -> Iterator[str]:
        """The lines of a Markdown table; what was not measured is left out."""
        yield "| measured | MB/s |"
        yield "|---|---|"
        for name, speed in self.of.items():
            yield f"| {name} | {speed:,.3g} |"
        for size, speed in sorted(self.sizes.items()):
            yield f"| whole way, texts of {size // 1000:,} kB | {speed:.3g} |"
        yield ""
        yield "| ratio | measured | goal | |"
        yield "|---|---|---|---|"
        for name, ratio, goal, most in self._ratios():
            reached = "met" if (ratio <= goal if most else ratio >= goal) else "missed"
            shown, wanted = (f"{r:.3g}" if most or r >= 1 else f"1/{1 / r:.3g}" for r in (ratio, goal))
            yield f"| {name} | {shown} | {'≤' if most else '≥'} {wanted} | {reached} |"

    def _ratios(self) -> Iterator[tuple[str, float, float, bool]]:
        """(what, the ratio, its goal, whether the goal is a bound from above)."""
        pairs = (
            ("whole way : yargy's fact parser", "whole way", "yargy", 25, False),
            ("whole way : bare re", "whole way", "bare re", 1 / 15, False),
            ("whole way : bare re, every unit", "whole way", "bare re, every unit", 1 / 15, False),
            ("str.count : news without water, language known", "str.count", "news, language known", 10, True),
            ("str.count : news without water, language not known", "str.count", "news, language not known", 10, True),
            ("a line of digits and units, 1 MB : 10 MB", "digits and units, 1 MB", "digits and units, 10 MB", 2, True),
            ("a line of letters, 1 MB : 10 MB", "letters, 1 MB", "letters, 10 MB", 2, True),
            ("a line of reservoirs, 1 MB : 10 MB", "reservoirs, 1 MB", "reservoirs, 10 MB", 2, True),
        )
        for name, above, below, goal, most in pairs:
            if above in self.of and below in self.of:
                yield name, self.of[above] / self.of[below], goal, most
        if len(self.sizes) > 1:
            yield (
                f"slowest : fastest byte, {min(self.sizes) // 1000:,} kB to {max(self.sizes) // 1000:,} kB",
                max(self.sizes.values()) / min(self.sizes.values()),
                2,
                True,
            )
