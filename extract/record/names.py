"""Names of reservoirs and regions, as people type them, to the registry's ids and codes."""

from __future__ import annotations

import csv
import difflib
import functools
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from extract.errors import BadInput

DATA = Path(__file__).resolve().parents[2] / "data"
REGISTRIES = {"reservoir": ("reservoirs.csv", "id"), "region": ("regions.csv", "code")}
"""What is looked up -> its file in data/ and the column of its ids."""

_GENERIC = re.compile(r"\b(?:водохранилище|су қоймасы|reservoir)\b")


def identify(kind: str, names: Iterable[str], is_id: Callable[[str], bool] = lambda name: False) -> list[str]:
    """The ids of what `names` call a "reservoir" or "region": an id, a code, or a name in Russian, Kazakh or English.

    A name that several bear gives all of them. `is_id` is asked about a name the registry does not
    know (a store has reservoirs that the registry has not). Raises :class:`BadInput` for an unknown
    name and says which known one is near.

    >>> identify("reservoir", ["Астанинское водохранилище", "seleti"])
    ['astana', 'seleti']
    >>> identify("region", ["Ақмола облысы"])
    ['KZ-11']
    """
    registry = _registry(kind)
    found: list[str] = []
    for name in names:
        bearers = registry.get(_fold(name)) or ({name: name} if is_id(name) else {})
        if not bearers:
            near = difflib.get_close_matches(_fold(name), registry, n=1)
            hint = ", ".join(f"{known} ({identity})" for identity, known in registry[near[0]].items()) if near else ""
            raise BadInput(f"No {kind} is called “{name}”{f': did you mean {hint}?' if hint else '.'}")
        found += [identity for identity in bearers if identity not in found]
    return found


@functools.cache
def _registry(kind: str) -> dict[str, dict[str, str]]:
    """Folded name -> {id: Russian name} of all that bear it, from the registry in data/."""
    file, key = REGISTRIES[kind]
    names: dict[str, dict[str, str]] = {}
    with (DATA / file).open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            spellings = [row[key], row["name_ru"], row["name_kk"], row["name_en"], *row["aliases"].split("|")]
            for folded in {_fold(spelling) for spelling in spellings} - {""}:
                names.setdefault(folded, {})[row[key]] = row["name_ru"]
    return names


def _fold(name: str) -> str:
    """One spelling for comparison: case, ё, quotes, spaces, hyphens and the word “reservoir” do not count."""
    return re.sub(r"[\W_]+", "", _GENERIC.sub("", name.casefold().replace("ё", "е")))
