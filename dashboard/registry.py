"""What the registry tells of a reservoir beside its names: water, place, size, and who stands above and below.

Where the columns come from, and how sure they are, is in `data/SOURCES.md`.
"""

from __future__ import annotations

import csv
import functools
import json
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "data"
_TRANSLATIONS = Path(__file__).parent / "translations"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of `reservoirs.csv`. `capacity` is in million m³; `point` is (latitude, longitude).

    `at_dam` is False where the point is only that of the nearby town `near`.
    """

    id: str
    names: dict[str, str]
    kind: str
    is_operating: bool
    region_code: str
    river: str
    basin: str
    below: str | None
    capacity: float | None
    year: str
    point: tuple[float, float] | None
    at_dam: bool
    near: str
    sources: tuple[str, ...]


@functools.cache
def entries() -> dict[str, Entry]:
    """All reservoirs of the registry by id."""
    with (DATA / "reservoirs.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: _entry(row) for row in csv.DictReader(file)}


def _entry(row: dict[str, str]) -> Entry:
    dam, town = _point(row["lat"], row["lon"]), _point(row["near_lat"], row["near_lon"])
    return Entry(
        id=row["id"],
        names={language: row[f"name_{language}"] or row["name_ru"] for language in ("ru", "kk", "en")},
        kind=row["kind"],
        is_operating=row["status"] == "operating",
        region_code=row["region_code"],
        river=row["river"],
        basin=row["basin"],
        below=row["upstream_of"] or None,
        capacity=float(row["capacity_mln_m3"]) if row["capacity_mln_m3"] else None,
        year=row["year_built"],
        point=dam or town,
        at_dam=dam is not None,
        near=row["near_place"],
        sources=tuple(part.strip() for part in row["source_url"].split("|") if part.strip()),
    )


def _point(latitude: str, longitude: str) -> tuple[float, float] | None:
    return (float(latitude), float(longitude)) if latitude and longitude else None


def cascade(identity: str) -> tuple[str, ...]:
    """The reservoirs whose water passes this one or that this one's water passes, in the order of the flow.

    One that stands alone, or that the registry does not know, is a cascade of itself.

    >>> cascade("ust_kamenogorsk")
    ('bukhtarma', 'ust_kamenogorsk', 'shulba')
    """
    return next((chain for chain in cascades() if identity in chain), (identity,))


@functools.cache
def cascades() -> tuple[tuple[str, ...], ...]:
    """All cascades of two and more that stand, each in the order of the flow, the longest first."""
    known = {name: entry for name, entry in entries().items() if entry.is_operating}
    joined: dict[str, set[str]] = {name: {name} for name in known}
    for name, entry in known.items():
        if entry.below in known and joined[name] is not joined[entry.below]:
            joined[name] |= joined[entry.below]
            for member in joined[name]:
                joined[member] = joined[name]
    chains = {frozenset(members) for members in joined.values() if len(members) > 1}
    return tuple(sorted((_in_flow_order(chain) for chain in chains), key=lambda chain: (-len(chain), chain)))


def _in_flow_order(members: frozenset[str]) -> tuple[str, ...]:
    """Upstream first: whoever has more dams still below comes earlier."""
    known = entries()

    def to_go(name: str, passed: tuple[str, ...] = ()) -> int:
        below = known[name].below
        return 1 + to_go(below, (*passed, name)) if below in members and below not in passed else 0

    return tuple(sorted(members, key=lambda name: (-to_go(name), name)))


@functools.cache
def _translated(names: str) -> dict[str, dict[str, str]]:
    return json.loads((_TRANSLATIONS / f"{names}.json").read_text(encoding="utf-8"))


def basin(name: str, language: str) -> str:
    """A basin in a language, as it stands before the word “basin”.

    >>> basin("Урал", "ru"), basin("Есильский", "en")
    ('Уральский', 'Esil')
    """
    return _translated("waters").get(f"{name} basin", {}).get(language) or water(name, language)


@functools.cache
def basins() -> dict[str, str]:
    """The basins as addresses call them -> their names in the registry.

    >>> basins()["esil"]
    'Есильский'
    """
    names = sorted({entry.basin for entry in entries().values() if entry.basin})
    return {basin(name, "en").lower().replace(" ", "-"): name for name in names}


def water(name: str, language: str) -> str:
    """A river or basin in a language; its Russian name, as the registry has it, where no other is known.

    >>> water("Есиль (Ишим)", "kk"), water("Нура", "en")
    ('Есіл', 'Nura')
    """
    return _translated("waters").get(name, {}).get(language, name)


def town(name: str, language: str) -> str:
    """A town near a dam in a language; its Russian name, as the registry has it, where no other is known.

    >>> town("Уральск", "kk")
    'Орал'
    """
    return _translated("towns").get(name, {}).get(language, name)
