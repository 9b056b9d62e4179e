"""Accuracy on annotated bulletins never falls: a drop below a floor fails, and floors only rise."""

from __future__ import annotations

import json

import pytest

from tests.quality.floors import FLOORS
from tests.quality.scoring import documents, fingerprint, score

STATED = json.loads(FLOORS.read_text("utf-8"))


@pytest.fixture(scope="module")
def measured() -> dict[str, dict[str, float]]:
    return {name: tally.figures() for name, tally in score(documents())[0].items()}


def test_the_floors_are_of_this_corpus() -> None:
    assert STATED["corpus"] == fingerprint(), "the corpus has changed: run python -m tests.quality.floors"


@pytest.mark.parametrize("name", sorted(STATED["floors"]))
def test_accuracy_is_not_below_its_floor(name: str, measured: dict[str, dict[str, float]]) -> None:
    below = {k: (measured[name][k], floor) for k, floor in STATED["floors"][name].items() if measured[name][k] < floor}
    assert not below, f"{name}: {below} (measured, floor); see python -m tests.quality.floors --list"
