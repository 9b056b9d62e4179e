"""Whose figure it may be: names with their nouns, lists of names, roles, and what is no reservoir."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.grammar import registry
from extract.grammar.languages import LANGUAGES
from tests.extract.grammar.reading import found, scan
from tests.extract.grammar.test_scanner import SENTENCES

ADJECTIVES = [r for r in registry.reservoirs().values() if r.name_ru.endswith("ское") and r.kind == "reservoir"]


def ids(text: str, code: str) -> list[tuple[str, ...]]:
    return [o.ids for mention in found(text, code) if mention.holds_water for o in mention.objects]


@pytest.mark.parametrize("reservoir", ADJECTIVES, ids=lambda r: r.id)
@pytest.mark.parametrize(
    ("ending", "noun"),
    [
        ("ское", "водохранилище"),
        ("ского", "водохранилища"),
        ("скому", "водохранилищу"),
        ("ском", "водохранилище"),
        ("ским", "водохранилищем"),
    ],
)
def test_a_russian_name_in_every_case(reservoir, ending, noun):
    [mention] = found(f"{reservoir.name_ru[:-4]}{ending} {noun}", "ru")
    assert reservoir.id in mention.objects[0].ids
    assert (mention.kind, mention.anaphor, mention.bare) == ("reservoir", False, False)


@pytest.mark.parametrize("suffix", ["", "нан", "на", "нда", "ның", "ндағы"])
@pytest.mark.parametrize("ident", ["astana", "shulba", "karatomar", "verkhne_tobol", "kengir", "intumak"])
def test_a_kazakh_name_in_every_case(ident, suffix):
    [mention] = found(f"{registry.reservoirs()[ident].name_kk} су қоймасы{suffix} толды", "kk")
    assert ident in mention.objects[0].ids


@pytest.mark.parametrize("noun", ["reservoir", "water reservoir", "Reservoir", "dam", "hydroelectric complex"])
def test_an_english_name_with_its_nouns(noun):
    [mention] = found(f"from the Shulba {noun} come", "en")
    assert mention.objects[0].ids == ("shulba",)


@pytest.mark.parametrize(
    ("text", "code", "role"),
    [
        ("из Астанинского водохранилища", "ru", "from"),
        ("с Астанинского водохранилища", "ru", "from"),
        ("в Астанинское водохранилище", "ru", "to"),
        ("к Астанинскому водохранилищу", "ru", "to"),
        ("в Астанинском водохранилище", "ru", "at"),
        ("на Астанинском водохранилище", "ru", "at"),
        ("через Шульбинскую ГЭС", "ru", "through"),
        ("по Астанинскому водохранилищу", "ru", "about"),
        ("Астанинское водохранилище сбрасывает", "ru", "subject"),
        ("из самого Астанинского водохранилища", "ru", "from"),
        ("Шардара су қоймасынан", "kk", "from"),
        ("Шардара су қоймасына", "kk", "to"),
        ("Шардара су қоймасында", "kk", "at"),
        ("Шардара су қоймасының", "kk", "of"),
        ("Шардара су қоймасы арқылы", "kk", "through"),
        ("Шардара су қоймасы", "kk", "subject"),
        ("Shardara sý qoımasynan", "kk", "from"),
        ("Shardara su qoymasyna", "kk", "to"),
        ("شاردارا سۋ قويماسىنان", "kk", "from"),
        ("from the Shulba reservoir", "en", "from"),
        ("out of the Shulba reservoir", "en", "from"),
        ("into the Shulba reservoir", "en", "to"),
        ("to the Shulba reservoir", "en", "to"),
        ("at the Shulba reservoir", "en", "at"),
        ("of the Shulba reservoir", "en", "of"),
        ("through the Shulba dam", "en", "through"),
        ("The Shulba reservoir releases", "en", "subject"),
    ],
)
def test_the_role_is_told_by_preposition_or_case(text, code, role):
    [mention] = found(text, code)
    assert mention.role == role


@pytest.mark.parametrize(
    ("text", "code", "names"),
    [
        ("Кировского и Битикского водохранилищ", "ru", ["kirov_wko", "bitik"]),
        ("Битикского, Пятимарского и Дунгулукского водохранилищ", "ru", ["bitik", "pyatimar", "dunguluk"]),
        ("Актюбинского, Каргалинского, Саздинского водохранилищ", "ru", ["aktobe", "kargaly", "sazdy"]),
        ("Бітік және Пятимар су қоймаларынан", "kk", ["bitik", "pyatimar"]),
        ("Бітік мен Пятимар су қоймалары", "kk", ["bitik", "pyatimar"]),
        ("Бітік, Пятимар су қоймаларында", "kk", ["bitik", "pyatimar"]),
        ("the Bitik and Pyatimar reservoirs", "en", ["bitik", "pyatimar"]),
        ("the Bitik, Pyatimar and Dunguluk reservoirs", "en", ["bitik", "pyatimar", "dunguluk"]),
    ],
)
def test_names_joined_before_one_noun(text, code, names):
    [mention] = found(text, code)
    assert mention.plural
    assert [next(n for n in names if n in o.ids) for o in mention.objects] == names


def test_a_noun_in_the_singular_belongs_to_the_last_name_only():
    assert [m.text for m in found("из Актюбинского, из Каргалинского водохранилища", "ru") if not m.bare] == [
        "каргалинского водохранилища"
    ]


@pytest.mark.parametrize(
    ("text", "code", "kind", "printed"),
    [
        ("из Тестовского водохранилища", "ru", "reservoir", "Тестовское"),
        ("в Тестовском водохранилище", "ru", "reservoir", "Тестовское"),
        ("из водохранилища «Тест»", "ru", "reservoir", "Тест"),
        ("Сынақ су қоймасынан", "kk", "reservoir", "Сынақ"),
        ("«Сынақ» су қоймасынан", "kk", "reservoir", "Сынақ"),
        ("from the Testovo reservoir", "en", "reservoir", "Testovo"),
    ],
)
def test_an_unknown_reservoir_gets_its_nominative(text, code, kind, printed):
    [mention] = found(text, code)
    assert (mention.kind, mention.objects[0].ids, mention.objects[0].printed) == (kind, (), printed)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("астана", "ru"),
        ("Шардаринский район", "ru"),
        ("в Сергеевском районе", "ru"),
        ("Астана қаласында", "kk"),
        ("Абай облысында", "kk"),
        ("Astana city", "en"),
        ("the city of Kapshagay region", "en"),
        ("Kirov district", "en"),
    ],
)
def test_towns_districts_and_people_are_no_reservoirs(text, code):
    assert ids(text, code) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [("в Астане", "ru"), ("в Петропавловске", "ru"), ("город Актобе", "ru"), ("Шардарада", "kk"), ("in Astana", "en")],
)
def test_a_bare_town_name_is_never_sure(text, code):
    assert all(m.bare for m in found(text, code) if m.objects)


@pytest.mark.parametrize(
    ("text", "code", "kind"),
    [
        ("на Астанинском контррегуляторе", "ru", "regulator"),
        ("на Есильском контррегуляторе", "ru", "regulator"),
        ("на Ириклинском гидроузле", "ru", "barrage"),
        ("Бухтарминская ГЭС", "ru", "barrage"),
        ("по каналу", "ru", "canal"),
        ("на гидропосту", "ru", "gauge"),
        ("в реке", "ru", "river"),
        ("озеро Балхаш", "ru", "lake"),
        ("пять водохранилищ", "ru", "group"),
        ("Астана контрреттегішінен", "kk", "regulator"),
        ("Петропавл гидроторабынан", "kk", "barrage"),
        ("каналға", "kk", "canal"),
        ("гидробекетінде", "kk", "gauge"),
        ("өзеніне", "kk", "river"),
        ("екі ірі су қоймасы", "kk", "group"),
        ("the Astana counter-regulator", "en", "regulator"),
        ("the canal", "en", "canal"),
        ("at the gauging post", "en", "gauge"),
        ("three large reservoirs", "en", "group"),
    ],
)
def test_what_stands_next_to_reservoirs_is_of_its_own_kind(text, code, kind):
    assert found(text, code)[0].kind == kind


def test_the_counter_regulator_is_never_its_reservoir():
    assert ids("на Астанинском контррегуляторе", "ru") == [("astana_counter_regulator",)]
    assert ids("из Астанинского водохранилища", "ru") == [("astana",)]
    assert ids("Астана контрреттегішінен", "kk") == [("astana_counter_regulator",)]
    assert ids("from the Astana counter-regulator", "en") == [("astana_counter_regulator",)]


def test_a_barrage_that_nobody_knows_is_no_reservoir():
    [mention] = found("на Тестовском контррегуляторе", "ru")
    assert (mention.kind, mention.objects[0].ids, mention.objects[0].printed) == ("regulator", (), "")


@pytest.mark.parametrize(
    ("text", "code"), [("из водохранилища", "ru"), ("су қоймасынан", "kk"), ("from the reservoir", "en")]
)
def test_a_noun_alone_stands_for_the_one_in_focus(text, code):
    [mention] = found(text, code)
    assert mention.anaphor
    assert mention.objects == []
    assert mention.role == "from"


def test_a_bracket_behind_a_name_only_explains_it():
    first, second = found("Чарвакского водохранилища (Газалкентская ГЭС) хватает", "ru")
    assert (first.gloss, second.gloss) == (False, True)


def test_a_bracket_with_a_figure_explains_nothing():
    assert not any(m.gloss for m in found("Актюбинского (10 м³/с) водохранилища", "ru"))


@settings(max_examples=50)
@given(st.data())
@pytest.mark.parametrize("code", LANGUAGES)
def test_mentions_replace_tokens_in_order(code, data):
    text = " ".join(data.draw(st.lists(st.sampled_from(SENTENCES[code]), min_size=1, max_size=5)))
    mentions = found(text, code)
    assert all(before.end <= after.start for before, after in itertools.pairwise(mentions))
    edges = {token.start for token in scan(text, code)}
    assert {mention.start for mention in mentions} <= edges
    for mention in mentions:
        assert all(o.ids or mention.holds_water for o in mention.objects)
        assert all(ident in registry.reservoirs() for o in mention.objects for ident in o.ids)
