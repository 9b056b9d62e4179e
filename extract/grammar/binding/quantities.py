"""What a figure measures, by unit: a rate, a volume, a percentage or a length."""

from __future__ import annotations

from extract.grammar import registry, units
from extract.grammar.binding.figure import Figure
from extract.grammar.binding.items import BLOCKS, FLOWS, NEAR, SPOKEN, STATES, WHEN, has, is_token, mentions
from extract.grammar.binding.owners import own, share
from extract.grammar.binding.reading import Reading
from extract.grammar.mentions import Mention

PASSED_ON = ("forecast", "norm", "capacity", "plan", "river", "canal")
"""Reasons that hold for the next figure as well, where it says nothing new."""

RELEASED_FROM = ("from", "through", "of", "at", "subject", "about")
FLOWS_INTO = ("to", "at", "of", "about")
STANDS_IN = ("at", "of", "subject", "about", "to")
"""Roles of the owner, the likeliest first."""

LEAST_STORAGE = 0.01  # million m³: a smaller “storage” has lost its unit or magnitude
HIGHEST_SPILL = 30  # m above the crest: what is more is the stage over the sea
HIGHEST_CM = 1000  # a pool stage over the sea printed in “cm” is below this number, one really in cm is not


# -- rates ------------------------------------------------------------------------------------------


def rate(reading: Reading, figure: Figure) -> None:
    """A rate is a release or an inflow, unless it is a difference, a wish, a norm, a capacity or a sum."""
    previous = figure.previous
    if figure.is_difference():
        figure.quantity = _flow(reading, figure)
        figure.aside("increment")
    elif figure.marked("mark_if") or figure.phrases.denied_before.search(figure.before):
        figure.quantity = _flow(reading, figure)
        figure.aside("plan")
    elif previous is not None and previous.reason in PASSED_ON and figure.says_nothing_new():
        figure.quantity = previous.quantity
        figure.aside(previous.reason, previous.detail)
    elif previous is not None and _is_sum(figure):
        figure.aside("sum")
    else:
        said = figure.number.zero
        figure.quantity = said if said in ("release", "inflow") else _flow(reading, figure)
        source = figure.water()
        if said == "release" and source and all(m.role == "to" for m in source):
            figure.quantity = "inflow"  # nothing is sent *to* it
        block = figure.block()
        if block and block != "total_volume":
            figure.aside(block)
        elif figure.quantity:
            _owned_rate(reading, figure)


def _is_sum(figure: Figure) -> bool:
    total = next((i for i in reversed(figure.left) if is_token(i, "cue_total")), None)
    return total is not None and figure.token.start - total.end < 12


def _owned_rate(reading: Reading, figure: Figure) -> None:
    own(figure, reading.focus, FLOWS_INTO if figure.quantity == "inflow" else RELEASED_FROM)
    if figure.reason:
        return
    if figure.quantity == "flow":
        figure.quantity = "release"  # the flow of a dam is what it releases
    if figure.quantity == "inflow" and figure.marked("mark_plan"):
        figure.aside("forecast")
    if figure.quantity == "release":
        _part_of_a_release(figure)
    share(figure, reading.figures)


def _part_of_a_release(figure: Figure) -> None:
    """A share sent to a canal or a lake is a part of the total, not the release."""
    left, right = figure.mentioned
    found = [*reversed(left), *right]
    source = any(m.holds_water and m.role in ("from", "through", "subject", "of", "at") for m in found)
    target = next((m for m in found if m.kind in ("canal", "lake") and m.role == "to"), None)
    earlier = [i for i in figure.sentence.items if i.start < figure.token.start]
    if target is not None and not source:
        figure.aside("part_of_total", target.text)
    elif has(earlier, "mark_part"):
        figure.aside("part_of_total")


def _flow(reading: Reading, figure: Figure) -> str | None:
    """`release`, `inflow`, `flow` (a release at a dam, a river's flow elsewhere) or None if nothing says which."""
    cues = figure.cues(FLOWS)
    source = figure.water()
    only_into = bool(source) and all(m.role == "to" for m in source)
    if cues:
        nearest = cues[0][0]
        quantity = FLOWS[nearest.kind]
        plain = next((c for c, d in cues if FLOWS[c.kind] != "flow" and d < NEAR), None)
        if quantity == "flow" and plain and (not source or abs(plain.start - nearest.start) < 30):
            quantity = FLOWS[plain.kind]
        # the case of the reservoir outweighs the verb: water sent *to* it is its inflow
        return "inflow" if quantity == "release" and only_into else quantity
    previous = figure.previous
    if any(m.role == "from" for m in source):
        figure.follows = previous if figure.after("release") else None
        return "release"
    words = [i for i in figure.sentence.items if is_token(i) and i.kind in FLOWS]
    later = [i for i in words if i.start > figure.token.end]
    if figure.spoken.verb_final and later:
        return "inflow" if only_into else FLOWS[later[0].kind]
    if previous is not None and previous.quantity in ("release", "inflow"):
        figure.follows = None if figure.says_left("ana_one") else previous
        return previous.quantity
    earlier = [i for i in words if i.end < figure.token.start]
    if earlier:
        return FLOWS[earlier[-1].kind]
    pronoun = figure.says_left("ana_one", "ana_many")
    if figure.marked("cue_level", reach=NEAR) and not source and not pronoun:
        return None
    listed = reading.unit_above and "unit_assumed" in figure.flags
    days = [i.payload for i in figure.left if is_token(i, "day")]
    one_day = any(day.last is None and day.role in ("at", "on", "asof") for day in days)  # a period is a schedule's
    dated = one_day and figure.stands_alone() and not reading.focus.other_since
    listed = listed or (dated and previous is None)  # “Сброс из Ириклинского:”, and below “3 апреля – 790 м³/с”
    return reading.last_flow if pronoun or listed or any(m.objects for m in source) else None


# -- volumes ----------------------------------------------------------------------------------------


def volume(reading: Reading, figure: Figure) -> None:
    """A volume is a reservoir's storage only where the text says that it is held there."""
    _volume(reading, figure)
    figure.value *= units.VOLUMES[figure.number.unit or "m3"]


def _volume(reading: Reading, figure: Figure) -> None:
    other = figure.cues({"cue_other": "other"})
    block = figure.block()
    if other and other[0][1] < 40:
        figure.aside("other_object", other[0][0].text)
    elif figure.is_difference():
        figure.aside("increment")
    elif figure.marked("mark_if"):
        figure.aside("plan")
    elif block:
        figure.aside(block)
    elif figure.marked("mark_mean", reach=NEAR):
        figure.aside("average")
    else:
        _stored(reading, figure)


def _stored(reading: Reading, figure: Figure) -> None:
    cues = figure.cues((*FLOWS, "cue_storage", "cue_fill", "cue_level"))
    nearest = cues[0][0] if cues else None
    kind = nearest.kind if nearest else None
    if kind in FLOWS and not _held_after_all(figure, cues):
        figure.aside("total_volume")
    elif nearest is not None and kind == "cue_fill" and figure.phrases.capacity_word.search(nearest.text):
        figure.aside("capacity")
    elif kind in ("cue_storage", "cue_fill") or _storage_by_context(figure, kind, cues):
        if _millions(figure) < LEAST_STORAGE:
            figure.aside("no_quantity")
            return
        _storage_of(reading, figure)
    elif nearest is None and _millions(figure) >= 1 and _stands_in(figure):
        _storage_of(reading, figure)
    else:
        figure.aside("total_volume" if _millions(figure) > 0.1 else "no_quantity")


def _millions(figure: Figure) -> float:
    """The printed volume in million m³."""
    return figure.value * units.VOLUMES[figure.number.unit or "m3"]


def _stands_in(figure: Figure) -> bool:
    """“в Бадамском сейчас 44 млн кубометров”: no verb at all, only the place, and perhaps the day."""
    for item in reversed(figure.left):
        if isinstance(item, Mention):
            return item.holds_water and bool(item.objects) and item.role == "at"
        if not (item.kind in WHEN or item.kind.startswith("qual")):
            return False
    return False


def _held_after_all(figure: Figure, cues: list) -> bool:
    """A word of flow stands nearest, but one of storage stands near and no flow right at the number."""
    flows = figure.cues(FLOWS)
    released = FLOWS[flows[0][0].kind] in ("release", "inflow") and flows[0][1] < 40
    stored = any(c.kind == "cue_storage" and d < 30 for c, d in cues)
    return stored and not released and "unit_repaired" not in figure.flags


def _storage_by_context(figure: Figure, kind: str | None, cues: list) -> bool:
    listed = figure.after("storage") and figure.adjacent() is not None
    as_level = kind == "cue_level" and not any(c.kind in FLOWS for c, _ in cues)  # “уровень воды — 5 млрд куб. м”
    words = (i for i in figure.sentence.items if is_token(i, "cue_storage") and i.end < figure.token.start)
    goes_on = figure.previous_number() is not None and figure.phrases.is_before.search(figure.before)
    if kind is None and goes_on and any(words):
        return True  # “запасы приросли на 18 млн и составляют 4 905 млн”
    return (listed and kind is None) or as_level or (figure.after("fill", "storage") and figure.continues())


def _storage_of(reading: Reading, figure: Figure) -> None:
    figure.quantity = "storage"
    own(figure, reading.focus, STANDS_IN)
    if figure.reason:
        return
    share(figure, reading.figures)
    if len(figure.owners) > 1 and "shared_value" in figure.flags:
        figure.aside("sum")
    entry = registry.reservoirs().get(figure.owners[0].ids[0]) if figure.owners[0].ids else None
    if entry and entry.kind == "hydro-complex":
        figure.aside("other_object", entry.name_ru)  # a barrage holds no storage of its own


# -- percentages ------------------------------------------------------------------------------------


def fill(reading: Reading, figure: Figure) -> None:
    """A percentage is a fill where words of filling, or of volume brought to it, speak of a reservoir."""
    figure.counted = False
    strange = figure.moved_by() or figure.marked("mark_if") or figure.marked("cue_other", reach=25)
    if strange or figure.marked("mark_mean") or not _says_fill(reading, figure):
        return
    figure.quantity = "fill"
    own(figure, reading.focus, (*STANDS_IN, "from"))
    if figure.reason:
        figure.quantity = None
    else:
        share(figure, reading.figures)


def _says_fill(reading: Reading, figure: Figure) -> bool:
    sentence, phrases = figure.sentence, figure.phrases
    cues = figure.cues(SPOKEN)
    changed = figure.says_left("chg_to")
    in_order = sentence.in_order and has(sentence.items, "cue_fill")
    filled = in_order or any(c.kind == "cue_fill" and d < 130 for c, d in cues)
    stored = changed and any(c.kind == "cue_storage" and d < 90 for c, d in cues)
    again = figure.after("storage", "fill") and figure.previous is not None and figure.previous.reason is None
    share_of_capacity = reading.search(phrases.of_capacity, figure.token.start - 40, figure.token.end + 34) and (
        (again and figure.after("storage"))
        or (figure.says_left("cue_storage") and any(m.holds_water for m in mentions(sentence.items)))
    )
    if not share_of_capacity and _blocked(reading, figure, cues, filled):
        return False
    adjacent = figure.adjacent()
    named = any(m.holds_water for m in figure.mentioned[0])
    at_the_end = adjacent is not None and figure.spoken.verb_final and any(
        is_token(i, "cue_fill") and i.start > figure.token.end for i in sentence.items
    )  # fmt: skip
    says = (
        filled
        or stored
        or share_of_capacity
        or (again and figure.continues())
        or (again and adjacent is not None and any(m.objects for m in figure.mentioned[0]))
        or (changed and named and not cues)
        or (adjacent is not None and _fill_above(reading, figure))
        or at_the_end
    )
    full = named and not cues and reading.search(phrases.of_capacity, figure.token.end, figure.token.end + 20)
    says = says or (full and not figure.marked("mark_plan"))
    flows = bool(cues) and cues[0][0].kind in ("cue_release", "cue_inflow") and not filled and not stored
    return says and not flows


def _blocked(reading: Reading, figure: Figure, cues: list, filled: bool) -> bool:
    block = figure.block()
    if not block:
        return False
    if block != "capacity":
        return True
    blocks = figure.cues(BLOCKS)
    nearer = any(c.kind == "cue_fill" and d < blocks[0][1] for c, d in cues)
    of_capacity = filled and reading.search(figure.phrases.of_capacity, figure.token.end, figure.token.end + 30)
    return not (nearer or of_capacity)


def _fill_above(reading: Reading, figure: Figure) -> bool:
    """A heading such as “filled as follows:” in the sentence before, or a row of fills there."""
    index = figure.sentence.index - 1
    return index >= 0 and (has(reading.sentences[index].items, "cue_fill") or reading.in_sentence(index, "fill"))


# -- lengths ----------------------------------------------------------------------------------------


def length(reading: Reading, figure: Figure) -> None:
    """A length is a pool's stage or the height of the water over the crest, never a river's stage or a change."""
    figure.counted = False
    if _is_change(reading, figure) or figure.block() in ("capacity", "norm", "forecast"):
        return
    quantity, near = _measured(reading, figure)
    if quantity is None or quantity == "tail":
        return
    start = figure.left[0].start if figure.left else figure.token.start
    over_the_sea = reading.search(figure.phrases.pool, start, figure.token.start)
    if quantity == "level" and not over_the_sea and not _of_a_pool(reading, figure, near):
        return
    figure.quantity = quantity
    own(figure, reading.focus, ("at", "of", "subject", "about", "through", "from"))
    if figure.reason:
        figure.quantity = None
        return
    metres = figure.value * units.LENGTHS[figure.number.unit or "m"]
    if quantity == "spill_height" and metres > HIGHEST_SPILL:
        figure.quantity = quantity = "level"
    if quantity == "level" and over_the_sea and figure.number.unit == "cm" and figure.value < HIGHEST_CM:
        metres = figure.value
        figure.flags.add("unit_repaired")
    figure.value = metres


def _is_change(reading: Reading, figure: Figure) -> bool:
    phrases, before = figure.phrases, figure.before
    over_the_crest = any(is_token(i, "cue_spill") for i in figure.left[-2:])  # “превысила гребень на 3 м”
    moved = figure.says_left("chg_to", "chg_by")
    return bool(
        figure.marked("cue_other", reach=25)
        or phrases.each_before.search(before)
        or (phrases.by_before.search(before) and moved and not over_the_crest)
        or figure.moved_by()
        or figure.marked("mark_if")
        or phrases.sign_before.search(before)
        or phrases.length_moved.match(reading.text, figure.token.end)
    )


def _measured(reading: Reading, figure: Figure) -> tuple[str | None, bool]:
    """(`level`, `spill_height`, `tail` or None, whether the word for it stands near)."""
    wanted = {k: STATES[k] for k in ("cue_level", "cue_spill", "cue_tail")}
    cues = figure.cues(wanted)
    previous = figure.previous_number()
    stepped = previous is not None and figure.phrases.to_before.search(figure.before)
    moved = stepped or figure.says_left("chg_to") or figure.phrases.is_before.search(figure.before)
    if not cues and moved:  # “уровень поднялся на 1,62 м и достиг 317,05 м”, “… и составляет 142 см”
        words = [i for i in figure.sentence.items if is_token(i, *wanted) and i.end < figure.token.start]
        cues = [(word, 0.0) for word in reversed(words)]
    if not cues:
        above = figure.sentence.index > 0 and reading.in_sentence(figure.sentence.index - 1, "spill_height")
        was = figure.phrases.was_before.search(figure.before)
        if figure.adjacent() is not None and reading.in_sentence(figure.sentence.index, "level"):
            return "level", True  # a list: “отметка Павловского – 133,15 м, Юмагузинского – 246,8 м”
        return ("spill_height" if was and (above or figure.after("spill_height")) else None), False
    word, distance = cues[0]
    quantity = STATES[word.kind]
    if quantity == "level":
        if any(c.kind == "cue_tail" and abs(d - distance) < 25 for c, d in cues):
            quantity = "tail"
        if any(c.kind == "cue_spill" for c, _ in cues):
            quantity = "spill_height"
    return quantity, distance < NEAR


def _of_a_pool(reading: Reading, figure: Figure, near: bool) -> bool:
    """Whether a stage is a reservoir's: it, and no river nearer by, is named, or the text is about it here."""
    found = [m for side in figure.mentioned for m in side]
    direct = [m for m in found if m.holds_water]
    others = [m for m in found if m.kind in ("river", "gauge", "lake", "land")]

    def distance(mention: Mention) -> int:
        return abs(figure.token.start - mention.start)

    if direct:
        nearer = others and min(map(distance, others)) < min(map(distance, direct))
        return not nearer or all(m.kind == "river" and m.role in ("at", "about", "of") for m in others)
    if others:
        return False
    if near and reading.focus.objects and not reading.focus.other_since:
        return True  # a line or clause of its own under the name of the reservoir
    in_sentence = mentions(figure.sentence.items)
    rivers = any(m.kind in ("river", "gauge") for m in in_sentence)
    speaks_of_it = any(m.holds_water for m in in_sentence) and not rivers
    return speaks_of_it or figure.after("level", "spill_height", "storage")
