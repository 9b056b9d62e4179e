"""The registry: known reservoirs and regions, and every way a text may name them.

Source of the tables and of each row: `data/SOURCES.md`.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extract.grammar.languages import Language, language
from extract.grammar.text import fold, fold_pattern, script

DATA = Path(__file__).resolve().parents[2] / "data"


@dataclass(frozen=True, slots=True)
class Reservoir:
    """One row of `reservoirs.csv`; `max_discharge` in m³/s, None where not known."""

    id: str
    name_ru: str
    name_kk: str
    name_en: str
    aliases: tuple[str, ...]
    kind: str
    country: str
    region_code: str
    river: str
    max_discharge: float | None

    def name(self, language: str = "ru") -> str:
        """The canonical name in a language, the Russian one where the registry has no other."""
        return getattr(self, f"name_{language}", "") or self.name_ru


@dataclass(frozen=True, slots=True)
class Region:
    """One row of `regions.csv`: an oblast, a city of its rank, or a country (two-letter code)."""

    code: str
    name_ru: str
    name_kk: str
    name_en: str
    aliases: tuple[str, ...]
    country: str

    def name(self, language: str = "ru") -> str:
        """The canonical name in a language, the Russian one where the registry has no other."""
        return getattr(self, f"name_{language}", "") or self.name_ru

    @property
    def is_country(self) -> bool:
        return len(self.code) == 2


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle)


@cache
def reservoirs() -> dict[str, Reservoir]:
    """All reservoirs by id."""
    return {
        row["id"]: Reservoir(
            id=row["id"], name_ru=row["name_ru"], name_kk=row["name_kk"], name_en=row["name_en"],
            aliases=tuple(filter(None, row["aliases"].split("|"))), kind=row["kind"], country=row["country"],
            region_code=row["region_code"], river=row["river"],
            max_discharge=float(row["max_discharge_m3s"]) if row["max_discharge_m3s"] else None,
        )
        for row in _rows(DATA / "reservoirs.csv")
    }  # fmt: skip


@cache
def regions() -> dict[str, Region]:
    """All regions and countries by ISO 3166 code."""
    return {
        row["code"]: Region(
            row["code"], row["name_ru"], row["name_kk"], row["name_en"],
            tuple(filter(None, row["aliases"].split("|"))), row["country"],
        )
        for row in _rows(DATA / "regions.csv")
    }  # fmt: skip


_GAPS = re.compile(r'[\s\-–".,]+')


def key(name: str) -> str:
    """A name without spaces, hyphens and quotes, for looking up.

    >>> key("верхне – тобольск") == key("верхнетобольск")
    True
    """
    return _GAPS.sub("", name)


@dataclass(frozen=True, slots=True)
class Name:
    """A stem by which a text may call a reservoir, and the nouns it may stand before."""

    id: str
    kind: str  # reservoir | regulator | barrage
    needs_head: bool


def _spellings(reservoir: Reservoir, spoken: Language) -> Iterator[str]:
    """The names of a reservoir that are written in the alphabets of a language."""
    first, *others = spoken.spelling.alphabets
    alphabets = (first, *(a for a in others if a != "Latn"))  # Latin names in the registry are English
    for name in [reservoir.name(spoken.code), reservoir.name_ru, reservoir.name_kk, *reservoir.aliases]:
        name = re.sub(r"\(.*?\)", "", name).strip()
        if name and script(name) in alphabets:
            yield name


@dataclass(frozen=True, slots=True)
class NameIndex:
    """The names of one language: patterns for the scanner, and folded key -> what it may mean."""

    adjectives: dict[str, tuple[Name, ...]]
    nouns: dict[str, tuple[Name, ...]]
    adjective_patterns: tuple[str, ...]
    noun_patterns: tuple[str, ...]

    def lookup(self, text: str) -> tuple[str, tuple[Name, ...]]:
        """(key of the longest stem that `text` begins with, its meanings)."""
        whole = key(text)
        for size in range(len(whole), 2, -1):
            found = self.adjectives.get(whole[:size]) or self.nouns.get(whole[:size])
            if found:
                return whole[:size], found
        return whole, ()


@cache
def names(code: str) -> NameIndex:
    """All names by which texts in a language may call the reservoirs of the registry."""
    spoken = language(code)

    def frame(name: str) -> str:
        return fold_pattern(spoken.frames.get(name, "(?!)"), code)

    nouns = frame("registry_head")
    head = re.compile(rf"^(?:{nouns})\s+|\s+(?:{nouns})$")
    regulator, barrage, adjective_ending, noun_ending = (
        re.compile(frame(f"registry_{part}")) for part in ("regulator", "barrage", "adjective", "noun")
    )
    tables: tuple[dict[str, list[Name]], dict[str, list[Name]]] = (defaultdict(list), defaultdict(list))
    spellings: tuple[set[str], set[str]] = (set(), set())
    for reservoir in reservoirs().values():
        own_kind = {"counter-regulator": "regulator", "hydro-complex": "barrage"}.get(reservoir.kind, "reservoir")
        for spelling in _spellings(reservoir, spoken):
            folded = fold(spelling, code).text
            found = head.search(folded)
            bare = head.sub("", folded).strip(' "')
            if len(bare) < 3:
                continue
            kind = own_kind
            if found and regulator.search(found[0]):
                kind = "regulator"
            elif found and own_kind == "reservoir" and barrage.search(found[0]):
                kind = "barrage"
            stem = adjective_ending.sub("", bare)
            table = 0 if stem != bare else 1
            bare = stem if table == 0 else noun_ending.sub("", bare)
            tables[table][key(bare)].append(Name(reservoir.id, kind, bool(found) and own_kind != "reservoir"))
            spellings[table].add(re.sub(r"[\s\-–]+", "-", bare))
    found_adjectives, found_nouns = ({stem: tuple(dict.fromkeys(f)) for stem, f in t.items()} for t in tables)
    return NameIndex(found_adjectives, found_nouns, trie(spellings[0]), trie(spellings[1]))


def trie(words: Iterable[str]) -> tuple[str, ...]:
    """Patterns for many literals, one a first letter, tried letter by letter; a hyphen stands for any gap.

    >>> trie(["нура", "нуринск", "шар"])
    ('н(?:у(?:р(?:а|и(?:н(?:с(?:к))))))', 'ш(?:а(?:р))')
    """
    root: dict = {}
    for word in words:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}

    def pattern(node: dict) -> str:
        branches = [
            (r"[\s\-–]{1,3}" if letter == "-" else re.escape(letter)) + pattern(child)
            for letter, child in sorted(node.items())
            if letter
        ]
        if not branches:
            return ""
        body = f"(?:{'|'.join(branches)})"
        return body + "?" if "" in node else body

    return tuple(re.escape(letter) + pattern(child) for letter, child in sorted(root.items()) if letter)


def find(name: str, table: str = "reservoirs") -> list[str]:
    """Ids (codes) whose id or any name, in any language, is `name`; empty when none is.

    >>> find("Вячеславское"), find("Abai region", "regions")
    (['astana'], ['KZ-10'])
    """
    entries = reservoirs() if table == "reservoirs" else regions()
    wanted = key(name.casefold())
    return [
        ident
        for ident, entry in entries.items()
        if wanted
        and wanted in {key(n.casefold()) for n in (ident, entry.name_ru, entry.name_kk, entry.name_en, *entry.aliases)}
    ]
