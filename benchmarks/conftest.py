"""Collects the speeds that the benchmarks measure and prints them as ratios, beside the goals."""

from __future__ import annotations

import os

import pytest

from benchmarks.ratios import Speeds

SPEEDS = pytest.StashKey[Speeds]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[SPEEDS] = Speeds()
    if hasattr(os, "sched_setaffinity"):  # one core, and always the same
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


@pytest.fixture(scope="session")
def speeds(pytestconfig: pytest.Config) -> Speeds:
    """What is measured, by name; every benchmark adds its own."""
    return pytestconfig.stash[SPEEDS]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    terminalreporter.section("speed, as ratios of one run")
    for line in config.stash[SPEEDS].report():
        terminalreporter.write_line(line)
