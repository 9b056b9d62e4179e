"""Whatever a bulletin may say, through the public `extract`: each construction with what must be read in it."""

from __future__ import annotations

import pytest

from extract.grammar.languages import LANGUAGES
from tests.extract.grammar.cases import Case, cases, differences


def _parameters() -> list:
    return [
        pytest.param(
            language,
            case,
            id=f"{language}: {case.about}",
            marks=[pytest.mark.xfail(strict=True, reason=case.wrong)] if case.wrong else [],
        )
        for language in LANGUAGES
        for case in cases(language)
    ]


@pytest.mark.parametrize(("language", "case"), _parameters())
def test_construction(language: str, case: Case) -> None:
    result = case.read(language)
    assert not differences(case, result), f"{case.text}\n{result.rows}\n{result.set_aside}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_construction_has_a_name_of_its_own(language: str) -> None:
    names = [case.about for case in cases(language)]
    assert sorted({name for name in names if names.count(name) > 1}) == []
    assert len(names) > 100
