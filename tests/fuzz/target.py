"""One fuzz target a language: `python -m tests.fuzz.target ru -max_total_time=60` (libFuzzer's options follow).

The fuzzer's bytes choose pieces of the language (constructions, names, numbers, units, marks) and
raw letters between them, so that it gets past the first word; each text must be read without an
error and accounted for to the last figure. What it finds is written to `crash-…` beside it.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["extract.grammar"]):
    from extract import Bulletin, extract
    from extract.grammar import registry
    from extract.grammar.languages import language
    from extract.grammar.text import script

from tests.extract.grammar.cases import cases
from tests.quality.test_accounting import faults

MARKS = [". ", ", ", "; ", ": ", " – ", " (", ") ", "\n", "\n\n", "«", "»", "\u00a0", "\u00ad", "-", "…", "/", "%", "№"]
NUMBERS = ["53", "0,5", "1 250", "1,250", "2025", "8:00", "31", "1e9", "99999999999", "±", "³", "0", "٣"]


def pieces(code: str) -> list[str]:
    """What texts of a language are made of."""
    spoken = language(code)
    names = [name for entry in registry.reservoirs().values() if (name := getattr(entry, f"name_{code}"))]
    texts = [case.text for case in cases(code) if code == "en" or script(case.text) == "Cyrl"]  # scripts do not mix
    words = [word for text in texts for word in text.split()]
    return [*MARKS, *NUMBERS, *names, *spoken.number_words, *texts, *dict.fromkeys(words)]


def main() -> None:
    """Fuzz until libFuzzer's own limits say stop."""
    code = sys.argv.pop(1)
    stock = pieces(code)

    def one(data: bytes) -> None:
        given = atheris.FuzzedDataProvider(data)
        text = ""
        while given.remaining_bytes() and len(text) < 4000:
            raw = given.ConsumeIntInRange(0, 7) == 0
            text += given.ConsumeUnicodeNoSurrogates(6) if raw else stock[given.ConsumeIntInRange(0, len(stock) - 1)]
            text += " " if given.ConsumeBool() else ""
        told = code if given.ConsumeBool() else None
        found = faults(extract(Bulletin(text, published="2025-04-13", language=told)))
        if found:
            raise AssertionError(f"{found[:3]} in {text!r}")

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
