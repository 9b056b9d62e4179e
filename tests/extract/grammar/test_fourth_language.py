"""A language is one file of data: with Ukrainian added as one, Agyn reads it, and no other file knows."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]

UKRAINIAN = '''
"""Ukrainian, as much of it as one sentence needs."""

from dataclasses import replace

from extract.grammar.languages import Spelling
from extract.grammar.languages.ru import LANGUAGE as RUSSIAN

LANGUAGE = replace(
    RUSSIAN,
    code="uk",
    spelling=Spelling(
        alphabets=("Cyrl",),
        common_words={"Cyrl": r"\\\\b(?:з|із|та|що|на|від|води)\\\\b"},
        own_letters="іїєґ",
    ),
    lexicon={
        **RUSSIAN.lexicon,
        "cue_release": (r"скида\\\\w+",),
        "head_reservoir": (r"водосховищ\\\\w*",),
    },
    units={**RUSSIAN.units, "m3/s": (r"кубометр\\\\w*\\\\s+води\\\\s+на\\\\s+секунду",)},
    months={**RUSSIAN.months, 4: "квітня"},
    roles=(("from", "(?:з|із)", "", ""), *RUSSIAN.roles),
    nominative=((r"(?i)ського$", "ське"),),
    frames={**RUSSIAN.frames, "unknown": r"[а-яіїєґ]+ського(?=\\\\s+водосховищ)"},
    prefilter=("осховищ",),
)
'''.replace("\\\\", "\\")

TEXT = "12 квітня з Каховського водосховища скидають 2 500 кубометрів води на секунду."


def test_a_language_is_added_by_one_file(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "extract", tmp_path / "extract", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "data").mkdir()
    for table in ("reservoirs.csv", "regions.csv"):
        shutil.copy(ROOT / "data" / table, tmp_path / "data" / table)
    (tmp_path / "extract/grammar/languages/uk.py").write_text(UKRAINIAN, encoding="utf-8")
    code = (
        "import extract, json, sys\n"
        "read = extract.extract(extract.Bulletin(sys.argv[1], published='2025-04-13'))\n"
        "print(json.dumps([[str(r.date), r.reservoir, r.quantity, r.value, r.quote] for r in read.rows]))"
    )
    done = subprocess.run([sys.executable, "-c", code, TEXT], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [["2025-04-12", "Каховське", "release", 2500.0, TEXT.rstrip(".")]]
