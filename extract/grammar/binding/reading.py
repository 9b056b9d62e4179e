"""A text being bound: its sentences, what it has said so far, and the figures found."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extract.grammar.binding.figure import Figure
from extract.grammar.binding.items import Item
from extract.grammar.binding.owners import Focus
from extract.grammar.binding.phrases import Phrases, phrases
from extract.grammar.binding.sentences import Sentence, sentences
from extract.grammar.languages import Language
from extract.grammar.text import Folded


@dataclass(slots=True)
class Reading:
    """The state of the walk through one text."""

    spoken: Language
    folded: Folded
    sentences: list[Sentence]
    focus: Focus
    phrases: Phrases
    figures: list[Figure] = field(default_factory=list)
    last_rate: Figure | None = None
    last_flow: str | None = None  # release or inflow, whichever word came last
    unit_above: bool = False  # a heading gives the rate unit for the lines below it
    plan_above: bool = False  # a heading says that the list below it is planned
    listed_under_plan: bool = False

    @classmethod
    def of(cls, spoken: Language, folded: Folded, body: list[Item], title: list[Item]) -> Reading:
        """A text before its first sentence."""
        return cls(spoken, folded, sentences(body, len(folded.text)), Focus.of(body, title), phrases(spoken))

    @property
    def text(self) -> str:
        """The folded text, which all positions of tokens point into."""
        return self.folded.text

    def just_before(self, token_start: int, size: int = 40) -> str:
        """The text right before a place."""
        return self.text[max(0, token_start - size) : token_start]

    def in_sentence(self, index: int, quantity: str) -> bool:
        """Whether sentence number `index` gave a figure of a quantity."""
        for figure in reversed(self.figures):
            if figure.sentence.index < index:
                return False
            if figure.sentence.index == index and figure.quantity == quantity:
                return True
        return False

    def search(self, pattern: re.Pattern[str], start: int, end: int) -> bool:
        """Whether a pattern occurs in the folded text between two places."""
        return bool(pattern.search(self.text, max(0, start), end))
