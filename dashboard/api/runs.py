"""What refreshes have brought."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from dashboard.api.answers import Part
from dashboard.api.asking import Asked, Paging, place, whole
from dashboard.api.reading import Reading
from dashboard.api.resource import Table
from dashboard.api.tables import Field
from extract.record.runs import SourceRun, all_runs

_ALWAYS = {"constraints": {"required": True}}
FIELDS: list[Field] = [
    {"name": "number", "type": "integer", "description": "Number of the visit, higher for later ones.", **_ALWAYS},
    {"name": "source", "type": "string", "description": "Name of the source in sources.toml.", **_ALWAYS},
    {"name": "started", "type": "datetime", "description": "When the visit began, in UTC.", **_ALWAYS},
    {"name": "ended", "type": "datetime", "description": "When it ended; nothing while it goes on or if it broke off."},
    {"name": "new", "type": "integer", "description": "New bulletins.", **_ALWAYS},
    {"name": "unchanged", "type": "integer", "description": "Bulletins known already.", **_ALWAYS},
    {"name": "corrected", "type": "integer", "description": "Bulletins that now say something else.", **_ALWAYS},
    {
        "name": "without_releases",
        "type": "integer",
        "description": "New and corrected bulletins in which no release was read.",
        **_ALWAYS,
    },
    {"name": "rows", "type": "integer", "description": "Figures added.", **_ALWAYS},
    {"name": "failed", "type": "string", "description": "Why the visit ended early, in a sentence."},
    {"name": "passed_over", "type": "integer", "description": "Documents that could not be read.", **_ALWAYS},
]


def refresh_runs(reading: Reading) -> Table:
    """Visits to sources, the latest first."""

    def fetch(asked: Asked, _filters: Paging, most: int | None) -> Part:
        after = place(asked.cursor, whole)
        before = after[0] if after is not None else None
        if most is None:
            return Part(_all(reading))
        found = all_runs(reading.store, before=before, most=most + 1)
        return Part([_frame(found[:most])], [found[most - 1][0]] if len(found) > most else None)

    return Table(
        "refresh-runs",
        "What refreshes have brought",
        "One row is one visit to one source, the latest first.",
        Paging,
        FIELDS,
        fetch,
        {
            "number": 12,
            "source": "ministry",
            "started": "2025-04-13T04:00:00Z",
            "ended": "2025-04-13T04:00:21Z",
            "new": 3,
            "unchanged": 0,
            "corrected": 1,
            "without_releases": 1,
            "rows": 17,
            "failed": None,
            "passed_over": 0,
        },
    )


def _all(reading: Reading) -> Iterator[pd.DataFrame]:
    before = None
    while found := all_runs(reading.store, before=before, most=1000):
        yield _frame(found)
        before = found[-1][0]


def _frame(found: list[tuple[int, SourceRun]]) -> pd.DataFrame:
    """Visits as a table. What of a document's name stands in `passed_over` stays in the office."""
    counts = ("new", "unchanged", "corrected", "without_releases", "rows")
    return pd.DataFrame(
        {
            "number": pd.Series([number for number, _ in found], dtype="int64"),
            "source": pd.Series([run.source for _, run in found], dtype="str"),
            "started": pd.to_datetime(pd.Series([run.started for _, run in found]), utc=True),
            "ended": pd.to_datetime(pd.Series([run.ended for _, run in found], dtype=object), utc=True),
            **{name: pd.Series([getattr(run, name) for _, run in found], dtype="int64") for name in counts},
            "failed": pd.Series([run.failed for _, run in found], dtype="str"),
            "passed_over": pd.Series([len(run.passed_over) for _, run in found], dtype="int64"),
        }
    )[[field["name"] for field in FIELDS]]
