"""Units as printed and the canonical unit of each quantity."""

from __future__ import annotations

SECONDS_A_DAY = 86_400

RATES = {"m3/s": 1.0, "m3/day": 1 / SECONDS_A_DAY, "m3/h": 1 / 3600}
"""Unit of flow -> factor to m³/s."""

VOLUMES = {"m3": 1e-6, "km3": 1e3}
"""Unit of volume -> factor to million m³."""

LENGTHS = {"m": 1.0, "cm": 0.01}
"""Unit of length -> factor to metres."""


def kind(unit: str | None) -> str:
    """`rate`, `volume`, `percent`, `length`, `other`, or `none` for a bare number."""
    if unit is None:
        return "none"
    if unit in RATES:
        return "rate"
    if unit in VOLUMES:
        return "volume"
    if unit in LENGTHS:
        return "length"
    return unit if unit == "percent" else "other"
