"""The walk through a text, sentence by sentence and figure by figure."""

from __future__ import annotations

from extract.grammar import units
from extract.grammar.binding import dropped, quantities
from extract.grammar.binding.figure import Figure
from extract.grammar.binding.items import FLOWS, Item, is_figure, is_token
from extract.grammar.binding.owners import trusted
from extract.grammar.binding.reading import Reading
from extract.grammar.binding.sentences import Place, Sentence, places
from extract.grammar.languages import Language
from extract.grammar.scanner import Number, Token
from extract.grammar.text import Folded

MEASURES = {
    "rate": quantities.rate,
    "volume": quantities.volume,
    "percent": quantities.fill,
    "length": quantities.length,
}
"""Kind of unit -> what reads its figures."""

LARGEST_MAGNITUDE = 1e6
"""A rate of millions of m³/s is a volume with the wrong unit: no river carries so much."""

ROUNDING = 0.03
"""How far one release may differ from itself when it is told a second time in a rounder unit."""


def bind(spoken: Language, folded: Folded, body: list[Item], title: list[Item]) -> Reading:
    """Bind all figures of a text: each gets an owner and a quantity, or a reason why it is no row."""
    reading = Reading.of(spoken, folded, body, title)
    for sentence in reading.sentences:
        _sentence(reading, sentence)
    return reading


def _sentence(reading: Reading, sentence: Sentence) -> None:
    latest = reading.last_rate
    listing = latest is not None and latest.sentence.index >= sentence.index - 1
    items = sentence.items = trusted(sentence, reading.focus, listing)
    if not items:
        return
    _headings_before(reading, sentence)
    seen: dict[bool, Figure] = {}  # the figure before, within brackets and outside
    done = 0
    for place in places(items, reading.spoken):
        reading.focus.follow(items[done : place.at], sentence)
        done = place.at
        figure = _figure(reading, sentence, place, seen.get(place.bracketed) or seen.get(False))
        if figure.quantity or figure.counted:
            reading.figures.append(figure)
            seen[place.bracketed] = figure
    reading.focus.follow(items[done:], sentence)
    reading.focus.close(sentence)
    _headings_after(reading, sentence, found=bool(seen))
    if not sentence.said.isdisjoint(("cue_release", "cue_inflow")):
        reading.last_flow = next(FLOWS[i.kind] for i in reversed(items) if i.kind in ("cue_release", "cue_inflow"))


def _headings_before(reading: Reading, sentence: Sentence) -> None:
    """A rate unit without a number is a heading's; the first figure with a unit of its own ends its reach."""
    figures = "figure" in sentence.said
    measured = [i.payload.unit for i in sentence.items if is_figure(i) and i.payload.unit] if figures else []
    if not measured and reading.search(reading.phrases.rate_unit, sentence.start, sentence.end):
        reading.unit_above = True
    elif any(unit in units.RATES for unit in measured):
        reading.unit_above = False
    if sentence.opens and reading.listed_under_plan:
        reading.plan_above = reading.listed_under_plan = False


def _headings_after(reading: Reading, sentence: Sentence, *, found: bool) -> None:
    """“… установлены следующие режимы:” makes plans of the list below it."""
    if reading.plan_above and found:
        reading.listed_under_plan = True
    if is_token(sentence.items[-1], "colon") and "mark_plan" in sentence.said and not found:
        reading.plan_above = True


# -- one figure ---------------------------------------------------------------------------------------


def _figure(reading: Reading, sentence: Sentence, place: Place, previous: Figure | None) -> Figure:
    token = sentence.items[place.at]
    each = reading.phrases.each(reading.text, token.start, token.end)
    figure = Figure(token, place.left, place.right, sentence, previous, reading.just_before(token.start), each,
                    reading.spoken, reading.phrases)  # fmt: skip
    end = _pair(reading, figure, place.at)
    kind = _unit_kind(reading, figure, place.at, end)
    if kind in MEASURES and not figure.number.readable:
        figure.aside("bad_number")
    elif kind in MEASURES:
        MEASURES[kind](reading, figure)
        if figure.quantity is None:
            figure.aside("no_quantity")
        figure.qualifier = _qualifier(reading, figure)
        _status(reading, figure, end)
    else:
        figure.counted = False
    if figure.number.range_to and previous is not None and previous.number.range_from:
        _same_for_both_ends(previous, figure)
    if kind == "rate":
        figure.value *= units.RATES[figure.number.unit or "m3/s"]
        if figure.number.unit in ("m3/day", "m3/h"):
            figure.flags.add("from_daily_volume")
        if _same_again(previous, figure):
            figure.aside("repeated")
        reading.last_rate = figure
    return figure


def _same_again(previous: Figure | None, figure: Figure) -> bool:
    """“200 m³/s (17 million m³ a day)”: one release in two units, one of them rounded."""
    if previous is None or previous.reason or figure.reason or previous.quantity != figure.quantity:
        return False
    units_differ = previous.number.unit != figure.number.unit and figure.owners == previous.owners
    return units_differ and abs(previous.value - figure.value) <= ROUNDING * max(previous.value, figure.value)


def _unit_kind(reading: Reading, figure: Figure, at: int, end: tuple[str, Number] | None) -> str:
    """The kind of unit, after what was left out or misprinted is made good; sets the value."""
    number, items = figure.number, figure.sentence.items
    if number.unit is None and not number.range_from and figure.sentence.in_order:
        # “тиісінше 8 және 2 текше метр”: the unit stands behind the last of them
        number.unit = next((i.payload.unit for i in items[at + 1 :] if is_figure(i) and i.payload.unit), None)
    figure.value = number.value
    if number.unit is None and end and end[0] in ("first", "past"):
        number.unit = end[1].unit
        if number.magnitude == 1.0:
            figure.value *= end[1].magnitude
            number.magnitude = end[1].magnitude
    if number.unit == "m3/s" and number.magnitude >= LARGEST_MAGNITUDE:
        number.unit = "m3"
        figure.flags.add("unit_repaired")
    kind = units.kind(number.unit)
    figure.counted = kind in ("rate", "volume")
    if kind == "none" or number.unit == "m3":
        kind = dropped.unit_kind(reading, figure, kind)
    return kind


def _qualifier(reading: Reading, figure: Figure) -> str:
    """Exact, about, over or up to, by the words right before or behind the number."""
    number, phrases = figure.number, figure.phrases
    if number.range_from or number.range_to:
        return "at_least" if number.range_from else "up_to"
    behind = phrases.qualifier_behind.match(reading.text, number.number_end, figure.token.end + 30)
    if behind and not (behind.lastgroup == "up_to" and figure.says("chg_to")):
        return behind.lastgroup  # but “900 … дейін көбейді” is raised to 900, not up to it
    if ahead := phrases.qualifier_before.search(figure.before):
        return ahead.lastgroup
    if number.unit in units.RATES and phrases.reach_before.search(figure.before) and not figure.says("chg_to"):
        return "up_to"
    about = number.tolerance or figure.marked("mark_mean", reach=25)
    return "approx" if about else "exact"


# -- from A to B --------------------------------------------------------------------------------------


def _pair(reading: Reading, figure: Figure, at: int) -> tuple[str, Number] | None:
    """(`first` or `second`, the other number) of a “from A to B”; of “A-B” the unit is passed to A.

    `past` is A where it stands behind: “to B from A”.
    """
    items, number = figure.sentence.items, figure.number
    following = items[at + 1] if at + 1 < len(items) else None
    if number.range_from and following is not None and is_figure(following):
        upper = following.payload
        upper.range_to = True
        if number.unit is None:
            number.unit = upper.unit
            number.value *= upper.magnitude if number.magnitude == 1.0 else 1.0
        return None
    if number.range_to:
        return None
    later = next((i for i in items[at + 1 : at + 4] if is_figure(i)), None)
    if later is not None and _from_to(reading, figure.token, later):
        return "first", later.payload
    if later is not None and _to_from(reading, figure, figure.token, later):
        return "second", later.payload
    earlier = next((i for i in reversed(items[max(0, at - 3) : at]) if is_figure(i)), None)
    if earlier is not None and _from_to(reading, earlier, figure.token):
        return "second", earlier.payload
    if earlier is not None and _to_from(reading, figure, earlier, figure.token):
        return "past", earlier.payload
    return None


def _same_for_both_ends(lower: Figure, upper: Figure) -> None:
    """What is said behind “A-B” holds for A as well: that it is planned, or why it is no row."""
    if lower.reason is None and upper.reason:
        lower.aside(upper.reason, upper.detail)
    elif lower.reason is None:
        lower.status = upper.status
    elif lower.reason in ("no_quantity", "no_reservoir") and upper.reason is None and _both_rates(lower, upper):
        # “700-750 m³/s are discharged from X”: what the figures are stands behind the second
        lower.reason, lower.quantity, lower.status = None, upper.quantity, upper.status
        lower.owners, lower.group, lower.follows = list(upper.owners), list(upper.group), upper


def _both_rates(lower: Figure, upper: Figure) -> bool:
    return lower.number.unit in units.RATES and upper.number.unit in units.RATES


def _from_to(reading: Reading, first: Token, second: Token) -> bool:
    text = reading.text
    return reading.phrases.from_to(
        reading.just_before(first.start, 25),
        text[first.start : first.end],
        text[first.end : second.start],
        text[second.start : second.end + 12],
    )


def _to_from(reading: Reading, figure: Figure, first: Token, second: Token) -> bool:
    """“reduced to 50 m³/s from 600”, where a verb of change stands before the first of them."""
    before = [i for i in figure.sentence.items if i.end <= first.start]
    changed = bool(before) and is_token(before[-1], "chg_to", "cue_storage", "cue_fill")  # “reduced to”
    between = reading.text[first.end : second.start]
    return changed and reading.phrases.to_from(reading.just_before(first.start, 25), between)


# -- observed, planned, past ----------------------------------------------------------------------------


def _status(reading: Reading, figure: Figure, end: tuple[str, Number] | None) -> None:
    if figure.reason:
        return
    if end and end[0] == "second" and figure.qualifier in ("up_to", "exact"):
        first = figure.previous_number()
        in_range = first is not None and _opens_a_range(reading, figure, first)
        figure.qualifier = "up_to" if in_range else "exact"
    if end and end[0] == "past":
        figure.status = "past"
    elif end and end[0] == "first":
        if _opens_a_range(reading, figure, figure.token):
            figure.qualifier = "at_least"
        else:
            figure.status = "past"
    if figure.status != "past":
        if reading.plan_above or (figure.marked("mark_plan") and not _present_after_plan(figure)):
            figure.status = "planned"
        elif _is_past(figure):
            figure.status = "past"
    previous = figure.previous
    if previous is not None and previous.status == "planned" and figure.continues():
        figure.status = "planned"


def _opens_a_range(reading: Reading, figure: Figure, first: Token) -> bool:
    """“от 100 до 150”, “between 100 and 150”: no change, where no verb tells of one."""
    weak = figure.phrases.weak_from_before.search(reading.just_before(first.start, 12))
    return bool(weak) and not figure.says("chg_to")


def _present_after_plan(figure: Figure) -> bool:
    """“обещают опорожнить …, сейчас оно занято на 64 %”: the plan ends where the present begins."""
    marks = [i for i in figure.left if is_token(i) and (i.is_("mark_plan") or i.is_("mark_now"))]
    return bool(marks) and marks[-1].kind == "mark_now"


def _is_past(figure: Figure) -> bool:
    """An earlier value: said so in its cell, or by an “a day earlier” at the head of the sentence."""
    if figure.marked("mark_now"):
        return False
    earlier = (i for i in figure.sentence.items if i.start < figure.token.start)
    told = not figure.says_left("ana_one") and any(is_token(i, "relday") and i.is_("mark_past") for i in earlier)
    in_force = any(is_token(i, "day") and i.payload.role == "since" for i in figure.left)
    return (told and not figure.dated()) or (figure.marked("mark_past") and not in_force)
