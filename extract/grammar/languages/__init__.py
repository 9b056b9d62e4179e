"""The languages: one module each, all data. What a category means is said here, once.

A lexicon maps categories to regular expressions over folded text (see
:mod:`extract.grammar.text`). Adding a language is adding a module: no other file knows a language
by name. Where the registry has a column of names for it, such as `name_uz`, those are its names.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

LANGUAGES = tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))
"""Codes (ISO 639-1) of the languages there are: the names of the modules here."""

CATEGORIES = {
    # what a figure measures
    "cue_release": "water let out of a reservoir",
    "cue_inflow": "water coming into it",
    "cue_flow": "flow: a release at a dam, a river's flow at a gauge",
    "cue_storage": "volume of water held",
    "cue_fill": "percent of full supply",
    "cue_level": "stage of the pool",
    "cue_spill": "height of the water above the crest",
    "cue_tail": "the tail water below the dam, which is not the pool",
    "cue_capacity": "what could be held, taken or passed: design, free, dead volume, throughput",
    "cue_norm": "long-term mean, norm, safe or danger limit",
    "cue_forecast": "what is foreseen to come",
    "cue_total": "a sum over a period",
    "cue_other": "counts, works, money, depth of ice: a measure of something else",
    # change
    "chg_to": "a verb of change: the number after “to” is the new value",
    "chg_by": "an increment: the number is a difference",
    # whose figure it is
    "head_reservoir": "noun for a reservoir or its dam, which may take a name or stand for the one in focus",
    "head_regulator": "noun for a counter-regulator",
    "head_barrage": "noun for a barrage, hydro-complex or power station",
    "head_weak": "noun that is a reservoir or dam only right behind a name: station, sea",
    "obj_canal": "canal, intake, headworks",
    "obj_gauge": "gauging post",
    "obj_river": "river",
    "obj_lake": "lake or sea",
    "obj_pump": "pump, plant, unit",
    "obj_land": "country, oblast border, town: a place water comes to or from",
    "ana_one": "a pronoun for the object in focus",
    "ana_many": "a pronoun for the objects in focus",
    "group": "a counted group of unnamed reservoirs",
    # how it stands
    "mark_plan": "planned, requested, allowed, going to be",
    "mark_past": "an earlier value",
    "mark_now": "the value in force",
    "mark_if": "hypothetical, denied or only wished for",
    "mark_mean": "a mean over several objects or a period",
    "mark_each": "the figure holds for each of several",
    "mark_resp": "several figures, in the order of the names",
    "mark_part": "a share of a total",
    "mark_total": "one figure for several taken together",
    "zero_release": "no release, said in words",
    "zero_inflow": "no inflow, said in words",
    "zero": "none, of what the cue before it tells",
    "rate_apart": "per second, said apart from the unit",
    "day_apart": "per day, said apart from the unit",
    "qual_approx": "about",
    "qual_at_least": "over",
    "qual_up_to": "under, up to",
}


@dataclass(frozen=True, eq=False)
class Spelling:
    """How a language is printed, and the one spelling that its lexicon is matched in."""

    alphabets: tuple[str, ...]  # of Cyrl, Latn, Arab: the lexicon's own first, texts in the others are turned into it
    common_words: Mapping[str, str]  # alphabet -> pattern of its commonest words, by which a text is known
    own_letters: str = ""  # letters that tell it from other languages of its first alphabet
    merged: Mapping[str, str] = field(default_factory=dict)  # letters that writers mix up -> the one for all of them
    # further alphabet -> its letters or groups of letters, perhaps with what may not follow -> own letters
    transliteration: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @cached_property
    def merging(self) -> dict[int, str]:
        """`merged` as :meth:`str.translate` takes it."""
        return str.maketrans(dict(self.merged))


@dataclass(frozen=True, eq=False)
class Language:
    """One language as data. Patterns are written in ordinary spelling and folded on loading."""

    code: str
    spelling: Spelling
    lexicon: Mapping[str, tuple[str, ...]]
    units: Mapping[str, tuple[str, ...]]  # unit code -> spellings
    magnitudes: Mapping[str, float]  # spelling -> factor
    number_words: Mapping[str, float]
    months: Mapping[int, str]  # month -> pattern of all its forms
    ordinals: Mapping[str, int]  # word for a day's number -> number; compound ones add up
    dates: tuple[str, ...]  # date phrases; <M> stands for a month, <O> for an ordinal
    date_roles: tuple[tuple[str, str, str], ...]  # (role, what stands before, what stands behind)
    relative_days: Mapping[str, int]  # “yesterday” -> -1, counted from the publication
    weekdays: tuple[str, ...]  # Monday first
    roles: tuple[tuple[str, str, str, str], ...]  # (role of a mention, word before it, its own form, word behind)
    nominative: tuple[tuple[str, str], ...]  # an unknown name as printed -> its nominative
    frames: Mapping[str, str]  # single patterns with a fixed name
    conjunctions: str  # words that part clauses
    joiners: str  # words that join names
    abbreviations: str  # before a full stop that ends no sentence
    prefilter: tuple[str, ...]  # a text with none of these holds no figure
    comma_groups: bool = False  # 1,348 is one thousand three hundred and forty-eight
    verb_final: bool = False  # the verb stands behind its figures
    number_first: bool = False  # “53 m³/s are released from X”
    names_capital: bool = True  # a name without its noun is one only if it is printed with a capital

    @property
    def ordinal_pattern(self) -> str:
        """Any ordinal of the language, simple or compound."""
        one = "|".join(self.ordinals) or "(?!)"
        return rf"(?:{one})(?:\s+(?:{one}))?"

    def __hash__(self) -> int:
        return hash(self.code)


@cache
def language(code: str) -> Language:
    """The language with that ISO 639-1 code."""
    return importlib.import_module(f"{__name__}.{code}").LANGUAGE
