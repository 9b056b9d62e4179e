"""The sample season: data/releases.csv and its description, made from data/bulletins.

``python -m extract.record.season`` (or ``make data``) rebuilds both. The table is the one that
``python -m extract rows data/bulletins`` gives, without `extracted_at`, which would differ with
every rebuild, and without reviews, which only a store has; `extractor_version` says what read it.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from extract.bulletins.readers import read
from extract.figures import FLAGS, QUALIFIERS, QUANTITIES, REVIEWS, STATUSES
from extract.grammar import extract
from extract.record.series import cross_check
from extract.record.table import COLUMNS, MAY_BE_MISSING, READ_COLUMNS, table, write

DATA = Path(__file__).resolve().parents[2] / "data"
SEASON_COLUMNS = tuple(name for name in READ_COLUMNS if name != "extracted_at")

UNITS = ", ".join(f"{quantity} in {unit}" for quantity, unit in QUANTITIES.items())

LICENSES = [{"name": "not-stated", "title": "Not stated by the publishers of the bulletins"}]
"""The terms of the figures. A release is a fact, but whoever republishes the data should know that nobody said more."""

MEANING: dict[str, tuple[str, str]] = {
    "date": ("date", "Day the figure describes (the as-of day), never the day it was fetched."),
    "reservoir_id": ("string", "Id in reservoirs.csv; for a reservoir not listed there, derived from its name."),
    "reservoir": ("string", "Canonical name in Russian; an unlisted reservoir keeps its own name, in the nominative."),
    "region_code": ("string", "ISO 3166-2 code, as in regions.csv: the region the text states, else the registry's."),
    "region": ("string", "Name of the region in Russian."),
    "river": ("string", "River the reservoir stands on, from the registry."),
    "country": ("string", "ISO 3166-1 code of the country the dam stands in."),
    "quantity": ("string", "What was measured."),
    "value": ("number", f"The figure in the quantity's canonical unit: {UNITS}."),
    "unit": ("string", "Unit of `value`; m3/s is m³/s, mln_m3 is a million m³, percent is of full supply."),
    "status": ("string", "observed: measured that day; planned: announced or possible; past: named for comparison."),
    "qualifier": ("string", "How firmly the text says it."),
    "flags": ("list", f"What to know before relying on the row: {', '.join(FLAGS)}."),
    "value_as_printed": ("string", "The figure as the text prints it; empty where words say it, as in “no release”."),
    "unit_as_printed": ("string", "The unit as the text prints it; empty where the text leaves it out."),
    "bulletin_id": ("string", "The bulletin; D#2 is the second article of a digest page D."),
    "url": ("string", "Address of the bulletin."),
    "publisher": ("string", "Who published the bulletin."),
    "published": ("datetime", "When the bulletin was published, in UTC; a bare day begins at midnight in Almaty."),
    "quote": ("string", "The words the figure was read from: the characters `start` to `end` of the bulletin's text."),
    "start": ("integer", "Where the quote begins in the bulletin's text, in characters from 0."),
    "end": ("integer", "Where the quote ends: the first character behind it."),
    "extracted_at": ("datetime", "When the bulletin was read, in UTC."),
    "extractor_version": ("string", "Version of the extractor that read it."),
    "review": ("string", "What a person said of the row; machine: nobody yet. A rejected row is in no series."),
    "reviewed_by": ("string", "Who reviewed the row."),
    "reviewed_at": ("datetime", "When the row was reviewed, in UTC."),
    "review_reason": ("string", "Why it was corrected or rejected, in the reviewer's words."),
}
"""Column -> its type in Frictionless terms and what it means."""

MAY_BE_UNPRINTED = {"value_as_printed", "unit_as_printed"}
ALLOWED = {
    "quantity": list(QUANTITIES),
    "unit": sorted(set(QUANTITIES.values())),
    "status": list(STATUSES),
    "qualifier": list(QUALIFIERS),
    "review": list(REVIEWS),
}


def fields(columns: tuple[str, ...] = COLUMNS) -> list[dict[str, Any]]:
    """The columns of the tidy table as the fields of a Frictionless table schema."""
    return [_field(name) for name in columns]


def rebuild(data: Path = DATA, target: Path = DATA) -> None:
    """Write releases.csv and datapackage.json to `target`, from the bulletins and the description in `data`.

    The description says when the table was made, and keeps saying so as long as the table stays the same.
    """
    tidy = cross_check(table(extract(bulletin) for bulletin in read(data / "bulletins")))
    before = (data / "releases.csv").read_bytes()  # now: `target` may be the same folder
    write(tidy, target / "releases.csv", columns=SEASON_COLUMNS)
    package = json.loads((data / "datapackage.json").read_text("utf-8"))
    if (target / "releases.csv").read_bytes() != before:
        package["created"] = dt.datetime.now(dt.UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
    package["licenses"] = LICENSES
    package["sources"] = [{"title": name} for name in sorted(set(tidy["publisher"].dropna()))]
    for resource in package["resources"]:
        if resource["name"] == "releases":
            resource["schema"] = {"missingValues": [""], "fields": fields(SEASON_COLUMNS)}
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (target / "datapackage.json").write_text(text, encoding="utf-8")


def _field(name: str) -> dict[str, Any]:
    kind, meaning = MEANING[name]
    field: dict[str, Any] = {"name": name, "type": kind, "description": meaning}
    if kind == "list":
        field |= {"delimiter": "|", "itemType": "string"}
    constraints: dict[str, Any] = {"enum": ALLOWED[name]} if name in ALLOWED else {}
    if name not in MAY_BE_MISSING | MAY_BE_UNPRINTED and kind != "list":
        constraints["required"] = True
    return field | ({"constraints": constraints} if constraints else {})


if __name__ == "__main__":
    rebuild()
