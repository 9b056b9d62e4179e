"""Names of reservoirs and regions in the language of the page, from the registry.

A reservoir that the registry does not know keeps the name its bulletin gave it.
"""

from __future__ import annotations

from collections.abc import Callable

from extract.grammar.registry import regions, reservoirs


def reservoir_name(language: str) -> Callable[[str, str | None], str]:
    """A function from a reservoir's id, and its recorded name, to its name in the language.

    >>> reservoir_name("en")("shulba", "Шульбинское"), reservoir_name("en")("x-1", "Безымянное")
    ('Shulba', 'Безымянное')
    """
    known = reservoirs()
    return lambda key, recorded: known[key].name(language) if key in known else recorded or key


def region_name(language: str) -> Callable[[str | None, str | None], str | None]:
    """A function from a region's code, and its recorded name, to its name in the language.

    >>> region_name("kk")("KZ-11", "Акмолинская область")
    'Ақмола облысы'
    """
    known = regions()
    return lambda code, recorded: known[code].name(language) if code in known else recorded
