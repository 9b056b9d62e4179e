"""Names as people type them find the registry's ids."""

import pytest

from extract import BadInput
from extract.record.names import identify


@pytest.mark.parametrize(
    ("kind", "name", "ids"),
    [
        ("reservoir", "astana", ["astana"]),
        ("reservoir", "Астанинское", ["astana"]),
        ("reservoir", "астанинское водохранилище", ["astana"]),
        ("reservoir", "Астана су қоймасы", ["astana"]),
        ("reservoir", "Astana Reservoir", ["astana"]),
        ("reservoir", "усть каменогорское", ["ust_kamenogorsk"]),
        ("reservoir", "Кировское", ["kirov_wko", "kirov_kg"]),  # two bear it: both are meant
        ("region", "KZ-11", ["KZ-11"]),
        ("region", "kz-11", ["KZ-11"]),
        ("region", "Акмолинская область", ["KZ-11"]),
        ("region", "Ақмола облысы", ["KZ-11"]),
        ("region", "Akmola region", ["KZ-11"]),
    ],
)
def test_ids_and_names_in_three_languages(kind, name, ids):
    assert identify(kind, [name]) == ids


def test_several_names_give_each_id_once():
    assert identify("reservoir", ["seleti", "Астанинское", "astana"]) == ["seleti", "astana"]


def test_an_unknown_name_is_refused_with_the_nearest_known():
    with pytest.raises(BadInput) as refused:
        identify("reservoir", ["Астонинское"])
    assert str(refused.value) == "No reservoir is called “Астонинское”: did you mean Астанинское (astana)?"
    with pytest.raises(BadInput, match=r"No region is called “Qqqqq”\."):
        identify("region", ["Qqqqq"])


def test_a_reservoir_outside_the_registry_is_found_if_it_is_on_record():
    assert identify("reservoir", ["безымянское"], lambda name: name == "безымянское") == ["безымянское"]
