"""Measure the corpus and raise the floors: `python -m tests.quality.floors [--list]`.

A floor is never lowered here. When a document is added and a figure falls, find the rule that is
missing; if the figure must fall, edit floors.json by hand and say why in the commit.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

from tests.quality.scoring import documents, fingerprint, score

FLOORS = Path(__file__).parent / "floors.json"


def main() -> None:
    """Print the figures, and raise the floors that they are above of."""
    tallies, notes = score(documents())
    if "--list" in sys.argv:
        print(*notes, sep="\n")
    old = json.loads(FLOORS.read_text("utf-8"))["floors"] if FLOORS.exists() else {}
    floors: dict[str, dict[str, float]] = {}
    print(f"{'':14}" + "".join(f"{name:>10}" for name in ("f1", "precision", "recall", "date", "region", "clean")))
    for name in sorted(tallies):
        figures = tallies[name].figures()
        print(f"{name:14}" + "".join(f"{value:10.4f}" for value in figures.values()))
        floors[name] = {k: max(math.floor(v * 1e4) / 1e4, old.get(name, {}).get(k, 0.0)) for k, v in figures.items()}
    FLOORS.write_text(json.dumps({"corpus": fingerprint(), "floors": floors}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
