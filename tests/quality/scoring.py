"""How well bulletins are read: rows held against annotations, per language and group of quantities.

A row is right when bulletin, reservoir and value (to 0.5 %) agree with an annotated, observed row of
the same quantity; of the right rows, `date` and `region` say how many have those right too. Rows that
agree with an optional annotation count neither way, and a fact said twice counts once. `clean` is the
share of bulletins without any annotated row of the group that give none. CORPUS.md tells the format.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from extract import Bulletin, Observation, extract
from extract.grammar import registry

CORPUS = Path(__file__).parent / "corpus"
GROUPS = {
    "release": "release",
    "inflow": "inflow",
    **dict.fromkeys(("storage", "fill", "level", "spill_height"), "state"),
}
FACTORS = {
    "m3/s": 1.0, "m3/day": 1 / 86_400, "mln_m3/day": 1e6 / 86_400,
    "mln_m3": 1.0, "bln_m3": 1e3, "km3": 1e3, "percent": 1.0, "m": 1.0, "cm": 0.01,
}  # fmt: skip
"""Annotated unit -> factor to the quantity's canonical unit."""


@dataclass(frozen=True)
class Fact:
    """An annotated figure in canonical units; `ids` are the reservoirs its name may mean."""

    ids: frozenset[str]
    quantity: str
    value: float
    date: str | None
    regions: frozenset[str]
    quote: str

    def agrees(self, row: Observation) -> bool:
        near = abs(row.value - self.value) <= max(0.005 * max(abs(row.value), abs(self.value)), 1e-9)
        named = {row.reservoir_id, registry.key(row.reservoir.casefold())} & self.ids
        return row.quantity == self.quantity and near and bool(named)


@dataclass
class Tally:
    """Counts of one language and group."""

    counts: Counter[str] = field(default_factory=Counter)

    def ratio(self, part: str, whole: str) -> float:
        return self.counts[part] / self.counts[whole] if self.counts[whole] else 1.0

    def figures(self) -> dict[str, float]:
        """The figures that have floors, each between 0 and 1."""
        both = self.counts["gold"] + self.counts["predicted"]
        return {
            "f1": 2 * self.counts["right"] / both if both else 1.0,
            "precision": self.ratio("right", "predicted"),
            "recall": self.ratio("right", "gold"),
            "date": self.ratio("date_right", "dated"),
            "region": self.ratio("region_right", "placed"),
            "clean": self.ratio("clean", "negatives"),
        }


def documents(folder: Path = CORPUS) -> list[dict]:
    """All annotated documents, by id."""
    return [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]


def fingerprint(folder: Path = CORPUS) -> str:
    """Changes whenever a document of the corpus does."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.json")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def bulletin(document: dict) -> Bulletin:
    """The document as its reader would have it, without the annotations."""
    return Bulletin(document["text"], document["title"], document.get("source_url"), None, document["published"],
                    document["language"], document["id"])  # fmt: skip


def facts(rows: Iterable[dict]) -> list[Fact]:
    """Annotated rows as facts; figures without a number, or of units that no quantity has, are left out."""
    found = []
    for row in rows:
        if row.get("value") is None or row["unit"] not in FACTORS:
            continue
        name, region = row["reservoir"], row.get("region")
        ids = {*registry.find(name), registry.key(name.casefold())}
        regions = registry.find(region, "regions") if region else []
        value = row["value"] * FACTORS[row["unit"]]
        found.append(Fact(frozenset(ids), row["quantity"], value, row["date"], frozenset(regions), row["quote"]))
    return found


def score(corpus: Iterable[dict]) -> tuple[dict[str, Tally], list[str]]:
    """(“ru release” … -> tally, what was missed or false in words)."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    notes: list[str] = []
    for document in corpus:
        rows = extract(bulletin(document)).rows
        language = document["language"].split("-")[0]
        observed = facts(r for r in document["rows"] if r["status"] == "observed")
        optional = facts(document["optional_rows"])
        for group in ("release", "inflow", "state"):
            wanted = [f for f in observed if GROUPS[f.quantity] == group]
            mine = [r for r in rows if r.status == "observed" and GROUPS[r.quantity] == group]
            got = list({(r.reservoir_id, r.quantity, r.value, r.date): r for r in mine}.values())
            _match(tallies[f"{language} {group}"].counts, document["id"], wanted, optional, got, notes)
    return tallies, notes


def _match(
    counts: Counter[str], name: str, wanted: list[Fact], optional: list[Fact], got: list[Observation], notes: list[str]
) -> None:
    left = list(got)
    for fact in wanted:
        fitting = [row for row in left if fact.agrees(row)]
        counts["gold"] += 1
        if not fitting:
            notes.append(f"missed {name}: {fact.quantity} {fact.value:g} «{fact.quote}»")
            continue
        row = max(fitting, key=lambda r: (str(r.date) == fact.date, r.region_code in fact.regions))
        left.remove(row)
        counts["right"] += 1
        if fact.date:
            counts["dated"] += 1
            counts["date_right"] += str(row.date) == fact.date
            if str(row.date) != fact.date:
                notes.append(f"day    {name}: {row.reservoir} {row.value:g}: {row.date}, not {fact.date}")
        if fact.regions:
            counts["placed"] += 1
            counts["region_right"] += row.region_code in fact.regions
            if row.region_code not in fact.regions:
                notes.append(f"region {name}: {row.reservoir} {row.value:g}: {row.region}")
    false = [row for row in left if not any(fact.agrees(row) for fact in optional)]
    notes += [f"false  {name}: {row.reservoir} {row.quantity} {row.value:g} «{row.quote}»" for row in false]
    counts["predicted"] += len(got) - len(left) + len(false)
    if not wanted:
        counts["negatives"] += 1
        counts["clean"] += not false
