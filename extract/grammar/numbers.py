"""Numbers as printed: decimal marks, grouped thousands, magnitudes, numbers in words."""

from __future__ import annotations

import re

_GROUPED = {
    # in Russian and Kazakh the comma is the decimal mark and a space groups thousands
    False: r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?(?!\d|[.]\d)",
    # in English the comma groups thousands and the point is the decimal mark
    True: r"\d{1,3}(?:,\n?\d{3})+(?:\.\d+)?(?![\d])|\d{1,3}(?: \d{3})+(?:\.\d+)?(?!\d|[.]\d)",
}
_SIMPLE = {False: r"\d+(?:[.,]\d+)?(?:,\s\d{1,2}(?=\s?%))?", True: r"\d+(?:[.,]\d+)?"}
_GARBLED = r"\d+(?:[.,]\d+){2,}"

NUMBER = {
    comma: rf"(?!(?:{grouped})(?![.,]?\d)){_GARBLED}|{grouped}|{_SIMPLE[comma]}" for comma, grouped in _GROUPED.items()
}
"""Pattern of a printed number, by whether the comma groups thousands."""


def garbled(printed: str, *, comma_groups: bool) -> bool:
    """Whether a printed number has more marks than any number has: nobody can tell what was meant.

    >>> garbled("4.7541.7", comma_groups=True), garbled("1,250,000", comma_groups=True)
    (True, False)
    """
    marked = re.fullmatch(_GARBLED, printed) is not None
    return marked and re.fullmatch(_GROUPED[comma_groups], printed) is None


def value(printed: str, *, comma_groups: bool, billions: bool = False) -> float:
    """The number meant by a printed one.

    `billions` says that a magnitude of 10⁹ follows: “9,432 billion” is a decimal even in English,
    since no reservoir holds nine thousand cubic kilometres.

    >>> value("1 348", comma_groups=False), value("205,56", comma_groups=False)
    (1348.0, 205.56)
    >>> value("1,020.4", comma_groups=True), value("40,3", comma_groups=True)
    (1020.4, 40.3)
    >>> value("9,432", comma_groups=True, billions=True)
    9.432
    """
    digits = "".join(printed.split())
    if comma_groups:
        groups = digits.split(",")
        grouped = len(groups) > 1 and all(len(g.split(".")[0]) == 3 for g in groups[1:])
        digits = digits.replace(",", "." if not grouped or billions else "")
    else:
        digits = digits.replace(",", ".")
    whole, _, rest = digits.partition(".")
    return float(f"{whole}.{rest.replace('.', '') or '0'}")
