"""What the tests of the grammar share: tokens of a text by kind."""

from __future__ import annotations

from extract.grammar.languages import language
from extract.grammar.mentions import Mention, mentions
from extract.grammar.scanner import Number, Token, scanner
from extract.grammar.text import fold


def scan(text: str, code: str) -> list[Token]:
    return scanner(code).scan(fold(text, code))


def tokens(text: str, code: str, *kinds: str) -> list[Token]:
    return [token for token in scan(text, code) if token.kind in kinds]


def figures(text: str, code: str) -> list[Number]:
    return [token.payload for token in tokens(text, code, "figure")]


def found(text: str, code: str) -> list[Mention]:
    folded = fold(text, code)
    items = mentions(language(code)).find(folded, scanner(code).scan(folded))
    return [item for item in items if isinstance(item, Mention)]
