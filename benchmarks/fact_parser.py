"""The peer: a yargy parser of the fact “reservoir, number, unit”, as its own documentation builds one.

It reads one construction, “(из) X-ского (водохранилища) … 15 кубометров воды в секунду”, with the
release word anywhere in between: no dates, no regions, no plans, no lists, no second language.
"""

from __future__ import annotations

from yargy import Parser, and_, not_, or_, rule
from yargy.interpretation import fact
from yargy.pipelines import morph_pipeline
from yargy.predicates import caseless, custom, dictionary, eq, gram, in_, in_caseless, normalized, type

Release = fact("Release", ["reservoir", "value", "unit"])

INTEGER = type("INT")
NUMBER = or_(rule(INTEGER), rule(INTEGER, INTEGER), rule(INTEGER, in_({",", "."}), INTEGER))
WATER = normalized("вода").optional()
CUBIC_METRE = or_(
    rule(normalized("кубометр"), WATER),
    rule(normalized("кубический"), normalized("метр"), WATER),
    rule(caseless("куб"), eq(".").optional(), or_(normalized("метр"), caseless("м")), WATER),
    rule(caseless("м³")),
    rule(caseless("м"), in_({"3", "³"})),
)
A_SECOND = or_(
    rule(caseless("в"), normalized("секунда")),
    rule(eq("/"), in_caseless({"с", "сек"}), eq(".").optional()),
)
NAME = and_(gram("ADJF"), custom(str.istitle))
HEAD = dictionary({"водохранилище", "гидроузел", "контррегулятор", "плотина"})
RELEASE = morph_pipeline(["сброс", "сбрасывать", "сбрасываться", "попуск", "пропуск", "выпускаться", "составлять"])
BETWEEN = or_(RELEASE, rule(not_(or_(INTEGER, in_({".", "\n"})))))

RULE = rule(
    caseless("из").optional(),
    NAME.interpretation(Release.reservoir),
    HEAD.optional(),
    BETWEEN.optional().repeatable(max=6),
    NUMBER.interpretation(Release.value),
    rule(CUBIC_METRE, A_SECOND).interpretation(Release.unit),
).interpretation(Release)


def parser() -> Parser:
    """The compiled parser."""
    return Parser(RULE)
