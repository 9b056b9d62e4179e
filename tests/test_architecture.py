"""One way through the house: data and imports go one way, and the public face is short."""

import subprocess
import sys
from pathlib import Path

import extract

ROOT = Path(__file__).parents[1]


def test_imports_run_downwards_only():
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_public_face_is_short_and_documented():
    assert list(extract.__all__) == sorted(extract.__all__)
    assert len(extract.__all__) <= 12
    for name in extract.__all__:
        assert getattr(extract, name).__doc__, f"extract.{name} has no docstring"
