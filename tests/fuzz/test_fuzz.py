"""A short run of each fuzz target; `make fuzz` runs them for minutes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from extract.grammar.languages import LANGUAGES

pytest.importorskip("atheris", reason="atheris has no build for this machine")

RUNS = 600
HANG = 60
"""Seconds for one small text that no reading takes, however busy the machine."""


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_text_breaks_the_reader(code: str, tmp_path: Path) -> None:
    limits = [f"-runs={RUNS}", "-seed=1", f"-timeout={HANG}", f"-artifact_prefix={tmp_path}/"]
    run = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.target", code, *limits],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    assert f"Done {RUNS} runs" in run.stderr
