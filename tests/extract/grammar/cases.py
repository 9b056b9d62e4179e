"""How a construction and what must be read in it are written down, one sentence or two each.

`constructions.ru.txt`, `wordings.ru.txt` and their fellows hold cases, parted by blank lines, a mark before each line:

    # a class of constructions
    : what the case is about
    @ day of publication where it is not 2025-04-13, or “unknown”
    ^ title
    > text, line by line
    = a row
    - a figure set aside
    ! what comes out today instead: a known defect, strictly expected to fail

A row is written “id quantity value [status] [day]”: observed and dated by the publication unless
said; `~approx` asks for a qualifier, `+shared_value` for a flag, `-flag` for its absence, `@KZ-11`
for a region. A figure set aside is written “30 plan”: its number as printed and the reason, or
several that would all be right, as in “30 plan|past”. Any other row or figure is one too many.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from extract import Bulletin, Observation, Result, extract
from extract.figures import FLAGS, QUALIFIERS, QUANTITIES, REASONS, STATUSES

PUBLISHED = "2025-04-13"


@dataclass(frozen=True)
class Case:
    """A text with all that may be read in it: its rows, and its figures set aside."""

    about: str
    text: str
    rows: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    published: str | None = PUBLISHED
    title: str = ""
    wrong: str = ""  # what comes out today instead, for a known defect

    def read(self, language: str) -> Result:
        return extract(Bulletin(self.text, self.title, published=self.published, language=language))


def cases(language: str) -> list[Case]:
    """All cases of a language."""
    found = []
    for name in ("constructions", "wordings"):
        blocks = (Path(__file__).parent / f"{name}.{language}.txt").read_text("utf-8").split("\n\n")
        found += [_case(block.strip().split("\n")) for block in blocks[1:] if not block.lstrip().startswith("#")]
    return found


def _case(lines: list[str]) -> Case:
    said: dict[str, list[str]] = {}
    for line in lines:
        assert line[0] in ":@^>=-!", line
        said.setdefault(line[0], []).append(line[2:])
    day = said.get("@", [PUBLISHED])[0]
    return Case(said[":"][0], "\n".join(said[">"]), tuple(said.get("=", ())), tuple(said.get("-", ())),
                None if day == "unknown" else day, said.get("^", [""])[0], said.get("!", [""])[0])  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One expected row, as its words say."""

    fact: tuple[str, str, float, str, str]
    qualifier: str | None = None
    region: str | None = None
    present: frozenset[str] = field(default=frozenset())
    absent: frozenset[str] = field(default=frozenset())

    @classmethod
    def of(cls, words: str, published: str | None) -> Row:
        """Read the row's words.

        >>> Row.of("astana release 53 planned 2025-04-14 ~approx", None).fact
        ('astana', 'release', 53.0, 'planned', '2025-04-14')
        """
        ident, quantity, value, *rest = words.split()
        assert quantity in QUANTITIES, words
        status, day, marks = "observed", published or "", []
        for word in rest:
            if word in STATUSES:
                status = word
            elif word[0].isdigit():
                day = dt.date.fromisoformat(word).isoformat()
            else:
                marks.append(word)
        said = {sign: {m[1:] for m in marks if m[0] == sign} for sign in "~@+-"}
        assert {m[0] for m in marks} <= set("~@+-"), words
        assert said["+"] | said["-"] <= set(FLAGS), words
        assert said["~"] <= set(QUALIFIERS), words
        return cls((ident, quantity, float(value), status, day), next(iter(said["~"]), None),
                   next(iter(said["@"]), None), frozenset(said["+"]), frozenset(said["-"]))  # fmt: skip


def fact(row: Observation) -> tuple[str, str, float, str, str]:
    return row.reservoir_id, row.quantity, row.value, row.status, row.date.isoformat()


def aside(words: str) -> tuple[str, frozenset[str]]:
    """“30 plan|past” as (number, reasons); the number may hold spaces: “1 250 river”."""
    number, _, reasons = words.rpartition(" ")
    allowed = frozenset(reasons.split("|"))
    assert allowed <= set(REASONS), words
    return number, allowed


def differences(case: Case, result: Result) -> list[str]:
    """What is missing, too much or different, in words; empty when all is as it must be."""
    wanted = [Row.of(words, case.published) for words in case.rows]
    left = list(result.rows)
    told: list[str] = []
    for row in wanted:
        found = next((r for r in left if fact(r) == row.fact), None)
        if found is None:
            told.append(f"missing {row.fact}")
            continue
        left.remove(found)
        if row.qualifier and found.qualifier != row.qualifier:
            told.append(f"{row.fact}: {found.qualifier}, not {row.qualifier}")
        if row.region and found.region_code != row.region:
            told.append(f"{row.fact}: region {found.region_code}, not {row.region}")
        if not row.present <= set(found.flags) or row.absent & set(found.flags):
            told.append(f"{row.fact}: flags {sorted(found.flags)}")
    told += [f"too much {fact(r)}" for r in left]
    remaining = list(result.set_aside)
    for words in case.aside:
        number, reasons = aside(words)
        figure = next((s for s in remaining if s.quote.startswith(number)), None)
        if figure is None:
            told.append(f"not set aside: {words}")
            continue
        remaining.remove(figure)
        if figure.reason not in reasons:
            told.append(f"set aside as {figure.reason}, not {words}")
    return told + [f"set aside, not foreseen: {s.quote} {s.reason}" for s in remaining]
