"""Units left out: “из Селетинского — 300”, “секундына 60 текше метр, … 2 текше метр”, a log under a heading."""

from __future__ import annotations

from extract.grammar.binding.figure import Figure
from extract.grammar.binding.items import FLOWS, STATES, has, is_token
from extract.grammar.binding.reading import Reading
from extract.grammar.mentions import Mention

LARGEST_RATE = 20_000  # m³/s: more than any dam of the region lets go
MOST_FILLED = 200  # percent: a reservoir far over its full supply level; what is more is no share
_SAID_AT_ONCE = 14  # characters between a word of flow that opens a sentence and its bare number
_SAID_IN_A_LIST = 45
_RIGHT_BEHIND = 3


def unit_kind(reading: Reading, figure: Figure, kind: str) -> str:
    """What kind of unit was meant, where m³ stands without a time or a number without any unit.

    `kind` is `volume` or `none`; the answer may be `rate`, `volume` or `percent` instead, with
    `number.unit` set and the flag `unit_assumed` where only the context tells.
    """
    number, previous = figure.number, figure.previous
    apart = _said_apart(figure)
    if kind == "volume" and (
        (apart == "rate_apart" and number.magnitude < 1e6) or (apart == "day_apart" and figure.cues(FLOWS))
    ):
        number.unit = "m3/day" if apart == "day_apart" else "m3/s"
        return "rate"
    if kind == "none" and apart == "day_apart" and number.magnitude >= 1e3:
        number.unit = "m3/day"
        return "rate"
    listing = _listing(reading, figure)
    mention = figure.adjacent()
    if kind == "volume":
        return _assume_rate(figure) if _time_dropped(reading, figure, mention, listing) else kind
    if _bare_rate(reading, figure, mention, listing):
        return _assume_rate(figure)
    if number.magnitude >= 1e6 and _bare_volume(reading, figure, mention):
        number.unit = "m3"
        figure.counted = True
        return "volume"
    share = number.value <= MOST_FILLED and previous is not None and previous.quantity == "fill"
    return "percent" if share and mention else kind


def _assume_rate(figure: Figure) -> str:
    figure.number.unit = "m3/s"
    figure.flags.add("unit_assumed")
    figure.counted = True
    return "rate"


def _said_apart(figure: Figure) -> str | None:
    """“per second” or “per day” said apart from the unit, in the cell or once for the whole list."""
    if figure.says("rate_apart", "day_apart"):
        return next((i.kind for i in figure.cell if is_token(i, "rate_apart", "day_apart")), None)
    first = figure.sentence.per_second
    return "rate_apart" if figure.spoken.verb_final and first is not None and first < figure.token.start else None


def _listing(reading: Reading, figure: Figure) -> bool:
    """Whether rates are being listed here: in this sentence or in the two before it."""
    latest = reading.last_rate
    recently = latest is not None and latest.sentence.index >= figure.sentence.index - 2
    return recently or figure.sentence.gives_rates


def _time_dropped(reading: Reading, figure: Figure, mention: Mention | None, listing: bool) -> bool:
    number = figure.number
    if number.value > LARGEST_RATE or number.magnitude != 1.0 or figure.block():
        return False
    told = listing or (reading.last_flow == "release" and bool(reading.focus.objects))
    if any(FLOWS[c.kind] != "flow" or told for c, _ in figure.cues(FLOWS)) or (mention and listing):
        return True
    next_step = figure.says_left("day") and figure.says("chg_to")
    return figure.after("release", "inflow", "flow") and (figure.sentence.in_order or next_step)


def _bare_rate(reading: Reading, figure: Figure, mention: Mention | None, listing: bool) -> bool:
    """Whether a number without any unit goes on a list, a log or a statement of rates."""
    number, previous, phrases = figure.number, figure.previous, figure.phrases
    if (number.range_from and not mention) or phrases.denied_before.search(figure.before):
        return False
    if reading.unit_above and figure.dated() and figure.stands_alone():
        figure.logged = True  # a table whose unit stands in its heading: “2 апреля – 390”
        return True
    if reading.unit_above and mention is not None and not number.word:
        return True  # “сброс (м³/с): Астанинское – 104, Селетинское – 77,3”
    if not listing or (number.word and not mention):
        return False
    at_once = any(c.kind == "cue_release" and c.end <= figure.token.start and d < _RIGHT_BEHIND
                  for c, d in figure.cues(FLOWS))  # fmt: skip
    if previous is not None and previous.quantity not in ("release", "inflow", *((None,) if at_once else ())):
        return False
    if figure.cues(STATES) and not figure.cues(FLOWS):
        return False
    if mention is not None:
        return True
    if any(is_token(i, "rate_apart") and i.end <= figure.token.start < i.end + _SAID_AT_ONCE for i in figure.left):
        return True  # “секундына 350, … 105 текше метр”
    if previous is not None and previous.reason == "increment" and phrases.to_before.search(figure.before):
        return True  # “увеличили на 20 м³/с – до 73”
    reach = _SAID_IN_A_LIST if previous else _SAID_AT_ONCE
    if any(c.end <= figure.token.start and d < reach for c, d in figure.cues(FLOWS)):
        return True
    goes_on = previous is not None and figure.spoken.number_first and all(i.kind == "conj" for i in figure.left)
    if goes_on and any(d < _RIGHT_BEHIND for _, d in figure.cues(FLOWS)):
        return True  # “610 cubic meters flowed in every second and 340 flowed out”
    nearby = (*figure.left, *figure.right[:3])
    if has(nearby, "ana_one") and (has(nearby, "chg_to") or (figure.dated() and previous is not None)):
        return True
    if previous is None:
        return False
    if phrases.was_before.search(figure.before) or phrases.is_before.search(figure.before):
        return True
    if phrases.to_before.search(figure.before) and figure.says_left("chg_to"):
        return True
    dated = figure.dated() or figure.says_left("mark_now") or has(figure.right[:3], "day", "sameday")
    return dated and figure.stands_alone()


def _bare_volume(reading: Reading, figure: Figure, mention: Mention | None) -> bool:
    """“накоплено около 1,1 миллиарда”, “в Коксарайском – 1,6 млрд”."""
    told = any(d < 40 and c.end <= figure.token.start for c, d in figure.cues({"cue_storage": "storage"}))
    return told or (mention is not None and reading.in_sentence(figure.sentence.index, "storage"))
