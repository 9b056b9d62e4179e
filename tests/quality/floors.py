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


LANGUAGES = {"ru": "Russian", "kk": "Kazakh", "en": "English"}
README = Path(__file__).parents[2] / "README.md"


def accuracy_table(floors: dict[str, dict[str, float]]) -> str:
    """The floors as the README states them."""
    lines = ["| | release F1 | precision | day | region | clean | inflow F1 | state F1 |", "|---" * 8 + "|"]
    for code, name in LANGUAGES.items():
        release = floors[f"{code} release"]
        cells = [release[k] for k in ("f1", "precision", "date", "region", "clean")]
        cells += [floors[f"{code} inflow"]["f1"], floors[f"{code} state"]["f1"]]
        lines.append(f"| {name} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def state_in_readme(floors: dict[str, dict[str, float]]) -> None:
    """Put the table between its marks in the README."""
    before, rest = README.read_text("utf-8").split("<!-- accuracy -->\n")
    after = rest.split("<!-- /accuracy -->")[1]
    README.write_text(f"{before}<!-- accuracy -->\n{accuracy_table(floors)}<!-- /accuracy -->{after}", "utf-8")


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
    state_in_readme(floors)


if __name__ == "__main__":
    main()
