"""What belongs to what: tokens and mentions in, figures with owner, quantity, status and day out.

The binder knows no language. It parts a sentence into one cell a figure (what stands to its left
and right up to the next clause), asks in order the cell, the list the figure continues, the
sentence, and the object in focus, and says for each figure why it is no row when it is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from extract.grammar import registry, units
from extract.grammar.languages import Language
from extract.grammar.mentions import Mention, Object
from extract.grammar.scanner import Number, Token
from extract.grammar.text import Folded, fold, fold_pattern

Item = Token | Mention
FLOWS = {"cue_release": "release", "cue_inflow": "inflow", "cue_flow": "flow"}
STATES = {"cue_storage": "storage", "cue_fill": "fill", "cue_level": "level", "cue_spill": "spill_height", "cue_tail": "tail"}
BLOCKS = {"cue_capacity": "capacity", "cue_norm": "norm", "cue_forecast": "forecast", "cue_total": "total_volume"}
SEPARATORS = ("comma", "conj", "open", "close", "colon", "stop")
NEAR = 60  # characters within which a word still speaks of a figure across a clause boundary


@dataclass(slots=True)
class Figure:
    """A number on its way to a row: `reason` is set as soon as it cannot be one."""

    token: Token
    left: list[Item]
    right: list[Item]
    sentence: int
    quantity: str | None = None
    value: float = 0.0
    owners: list[Object] = field(default_factory=list)
    owner_kind: str = "reservoir"
    logged: bool = False  # a line of a log, whose steps are all facts of their days
    follows: Figure | None = None  # the figure whose statement this one only continues
    group: list[Object] = field(default_factory=list)  # all whom a list of figures is about, in order
    status: str = "observed"
    qualifier: str = "exact"
    flags: set[str] = field(default_factory=set)
    reason: str | None = None
    detail: str = ""
    evidence: tuple[int, int] = (0, 0)
    counted: bool = True  # a flow figure (rate or volume), to be a row or to be set aside

    @property
    def number(self) -> Number:
        return self.token.payload  # type: ignore[return-value]

    def aside(self, reason: str, detail: str = "") -> None:
        """Give the reason why this figure is no row, the first one staying."""
        if self.reason is None:
            self.reason, self.detail = reason, detail


LONGEST = 300
"""Items after which a sentence is cut all the same: no clause reaches that far, and noise must not cost squares."""


@dataclass(slots=True)
class Sentence:
    """The items between two stops; `start` and `end` span its words in the folded text."""

    items: list[Item]
    index: int
    start: int
    end: int
    opens: bool = False  # stands first in its paragraph


def sentences(items: list[Item], size: int) -> list[Sentence]:
    """Items cut at stops; a `;` parts clauses only. `size` is the length of the text."""
    found: list[Sentence] = []
    current: list[Item] = []
    start, opens = 0, True
    for item in items:
        ends = isinstance(item, Token) and item.kind == "stop" and item.payload > 1
        if current and (ends or len(current) >= LONGEST):
            found.append(Sentence(current, len(found), start, item.start, opens))
            current, opens = [], False
        if ends:
            start, opens = item.end, opens or item.payload == 4
        else:
            current.append(item)
    if current:
        found.append(Sentence(current, len(found), start, size, opens))
    return found


class Binder:
    """Binds the figures of one text."""

    def __init__(self, spoken: Language, folded: Folded, body: list[Item], title: list[Item]) -> None:
        self.spoken, self.folded, self.text = spoken, folded, folded.text
        self.words = _words(spoken)
        self.sentences = sentences(body, len(folded.text))
        self.focus: list[Object] = []
        self.focus_of: dict[str, list[Object]] = {}  # the same by kind: “the reservoir” is not the regulator below it
        self.latest_two: list[Object] = []  # what “both” means
        self.recent: list[Object] = []  # all objects of the last sentence that named any: what “they” means
        self.topic: list[Object] = []  # whose figure was given last
        self.focus_kind = "reservoir"
        self.other_since = True  # a river or gauge was named after the reservoir in focus
        self.title_objects = [m for m in title if isinstance(m, Mention) and m.holds_water and m.objects]
        if self.title_objects:
            self._look_at(self.title_objects[-1])
        named = {o.ids or (o.printed,) for m in body if isinstance(m, Mention) and m.holds_water for o in m.objects}
        named |= {o.ids or (o.printed,) for m in self.title_objects for o in m.objects}
        self.sole = next((m for m in [*body, *title] if isinstance(m, Mention) and m.objects), None) if len(named) == 1 else None
        self.named_strongly = {
            i for m in [*body, *title] if isinstance(m, Mention) and m.objects and not m.bare for o in m.objects for i in o.ids
        }
        self.countries = _countries(spoken)
        self.last_rate: Figure | None = None
        self.last_cue: str | None = None
        self.listed_under_plan = False
        self.plan_above = False  # a heading says that the list below it is planned
        self.unit_above = False  # a heading gives the rate unit for the lines below it
        self.figures: list[Figure] = []

    # -- the walk ---------------------------------------------------------------------------------

    def bind(self) -> list[Figure]:
        """All figures of the text, each with an owner and a quantity or with a reason."""
        for sentence in self.sentences:
            self._sentence(sentence)
        return self.figures

    def _trusted(self, sentence: Sentence) -> list[Item]:
        """The items without bare names that are no reservoirs here: towns, rivers and people bear the same names."""
        items = sentence.items
        listed = self.last_rate is not None and self.last_rate.sentence >= sentence.index - 1 or any(
            isinstance(i, Mention) and i.objects and not i.bare for i in items)  # fmt: skip
        return [item for at, item in enumerate(items) if not self._doubtful(items, at, listed)]

    def _doubtful(self, items: list[Item], at: int, listed: bool) -> bool:
        item = items[at]
        if not (isinstance(item, Mention) and item.bare and item.ambiguous):
            return False
        known = any(ident in self.named_strongly for o in item.objects for ident in o.ids)
        following = items[at + 1] if at + 1 < len(items) else None
        heads_a_line = at == 0 and isinstance(following, Token) and following.kind == "colon"
        takes_a_number = listed and following is not None and _is_figure(following) and following.start - item.end < 4
        acts = isinstance(following, Token) and following.start - item.end < 12 and (
            following.kind == "cue_release" or (known and (following.kind in FLOWS or following.kind in STATES))
        )
        return not (
            heads_a_line
            or (item.role == "subject" and (takes_a_number or acts))
            or (known and item.role in ("from", "of"))
            or (listed and item.role in ("from", "about"))
        )

    def _sentence(self, sentence: Sentence) -> None:
        items = sentence.items = self._trusted(sentence)
        if not items:
            return
        if self.words["rate_unit"].search(self.text, sentence.start, sentence.end) and not any(
            _is_figure(i) and i.payload.unit for i in items
        ):
            self.unit_above = True
        elif any(_is_figure(i) and i.payload.unit in units.RATES for i in items):
            self.unit_above = False
        if sentence.opens and self.listed_under_plan:
            self.plan_above = self.listed_under_plan = False
        latest: dict[bool, Figure] = {}  # the figure before, within brackets and outside
        done = 0
        for place, left, right, inside in self._cells(items):
            previous = latest.get(inside) or latest.get(False)
            self._look(items[done:place], sentence)
            done = place
            figure = Figure(items[place], left, right, sentence.index)
            self._figure(figure, sentence, place, previous)
            if figure.quantity or figure.counted:
                self.figures.append(figure)
                latest[inside] = figure
        self._look(items[done:], sentence)
        if self.plan_above and latest:
            self.listed_under_plan = True
        if isinstance(items[-1], Token) and items[-1].kind == "colon" and _has(items, "mark_plan") and not latest:
            self.plan_above = True
        for item in items:
            if isinstance(item, Token) and item.kind in FLOWS and FLOWS[item.kind] != "flow":
                self.last_cue = FLOWS[item.kind]
        named = {o.ids or (o.printed,): o for i in items if isinstance(i, Mention) and i.holds_water and not i.gloss for o in i.objects}
        self.recent = list(named.values()) or self.recent
        self.latest_two = list({**{o.ids or (o.printed,): o for o in self.latest_two}, **named}.values())[-2:]

    def _cells(self, items: list[Item]) -> Iterator[tuple[int, list[Item], list[Item], bool]]:
        """(place of a figure, what speaks of it to its left, to its right, in brackets?), for each figure of a sentence.

        A bracket is a small sentence of its own: its figures see what stands before it, and the
        figures outside do not see what stands within.
        """
        depth, depths = 0, []
        for item in items:
            depth -= isinstance(item, Token) and item.kind == "close" and depth > 0
            depths.append(depth)
            depth += isinstance(item, Token) and item.kind == "open"
        if depth:  # a bracket that never closes encloses nothing
            depths = [0] * len(items)
        places = [i for i, item in enumerate(items) if _is_figure(item)]
        left_before: list[Item] = []
        for number, place in enumerate(places):
            level = depths[place]
            inside = level > 0
            before = next((p for p in reversed(places[:number]) if depths[p] == level or inside), -1)
            after = next((p for p in places[number + 1 :] if depths[p] == level or inside), len(items))
            if inside:
                gap, rest = items[before + 1 : place], items[place + 1 : after]
                end = next((k for k, i in enumerate(rest) if isinstance(i, Token) and i.kind == "close"), len(rest))
                rest, after = rest[:end], len(items) if end < len(rest) else after
            else:
                gap = [i for k, i in enumerate(items[before + 1 : place], before + 1) if depths[k] == 0 and not _bracket(i)]
                rest = [i for k, i in enumerate(items[place + 1 : after], place + 1) if depths[k] == 0 and not _bracket(i)]
            closed = max((k for k, i in enumerate(gap) if inside and isinstance(i, Token) and i.kind == "close"), default=None)
            if before < 0:
                left = gap
            elif inside:
                left = gap[(closed or 0) + bool(closed) :]  # “A (10 m³/s), B (0.5)”: each bracket speaks of what stands before it
            elif not self._has_separator(gap) and not any(isinstance(i, Mention) or i.kind in FLOWS or i.kind in STATES for i in gap):
                left = [*left_before, *gap]  # “поднялся на 97 см – до 902 см”, “с 945 до 750”: one subject for both
            else:
                left = self._part(gap)[1]
                if not left and not self._has_separator(gap):
                    left = gap
            right = rest if after == len(items) else self._part(rest)[0]
            left_before = left
            yield place, left, right, inside

    def _has_separator(self, gap: list[Item]) -> bool:
        return any(isinstance(i, Token) and i.kind in SEPARATORS for i in gap)

    def _part(self, gap: list[Item]) -> tuple[list[Item], list[Item]]:
        """The items between two figures: (those that speak of the first, those that speak of the second)."""
        cuts = [i for i, item in enumerate(gap) if isinstance(item, Token) and item.kind in SEPARATORS]
        if not cuts:
            meaningful = [i for i in gap if isinstance(i, Mention) or i.kind in FLOWS]
            if self.spoken.number_first and meaningful:
                return gap, []
            return [i for i in gap if isinstance(i, Token) and i.kind in ("mark_if", "mark_plan")], gap
        cut = cuts[0]
        if self.spoken.number_first:
            cut = next((c for c in cuts if any(isinstance(i, Mention) for i in gap[:c])), cut)
        return gap[:cut], gap[cut:]

    def _look(self, items: list[Item], sentence: Sentence) -> None:
        """Turn the focus to what was named, one mention after another."""
        for item in items:
            if isinstance(item, Mention) and item.kind in ("river", "gauge", "lake", "group", "land") and not item.gloss:
                self.other_since = True
            if isinstance(item, Mention) and item.holds_water and item.objects and not item.gloss:
                if not (item.objects[0].ids or item.objects[0].printed):
                    continue
                aimed_at = item.role == "to" and any(
                    isinstance(i, Mention) and i.objects and i.role == "from" and i.start < item.start for i in sentence.items)  # fmt: skip
                if not aimed_at:
                    self._look_at(item)

    def _look_at(self, mention: Mention) -> None:
        self.focus, self.focus_kind, self.other_since = mention.objects, mention.kind, False
        self.focus_of[mention.kind] = mention.objects

    # -- one figure ---------------------------------------------------------------------------------

    def _figure(self, figure: Figure, sentence: Sentence, place: int, previous: Figure | None) -> None:
        number = figure.number
        if number.unit is None and not number.range_from and _has(sentence.items, "mark_resp"):
            # “тиісінше 8 және 2 текше метр”: the unit stands behind the last of them
            number.unit = next((i.payload.unit for i in sentence.items[place + 1 :] if _is_figure(i) and i.payload.unit), None)
        kind = units.kind(number.unit)
        figure.value = number.value
        figure.evidence = self._evidence(figure, sentence)
        before = self.text[max(0, figure.token.start - 40) : figure.token.start]
        pair = self._pair(figure, sentence, place)
        if kind == "none" and pair and pair[0] == "first":
            kind = units.kind(pair[1].unit)
            number.unit = pair[1].unit
            if pair[1].magnitude != 1.0 and number.magnitude == 1.0:
                figure.value = number.value * pair[1].magnitude
        if kind == "rate" and number.magnitude >= 1e6 and number.unit == "m3/s":
            kind, number.unit = "volume", "m3"  # no river carries a million m³/s
            figure.flags.add("unit_repaired")
        figure.counted = kind in ("rate", "volume")
        self._qualify(figure, before)
        if kind == "none" or (kind == "volume" and number.unit == "m3"):
            kind = self._dropped_unit(figure, sentence, previous, kind, before)
        if kind == "other" or kind == "none":
            figure.counted = False
            return
        handler = {"rate": self._rate, "volume": self._volume, "percent": self._fill, "length": self._length}[kind]
        handler(figure, sentence, place, previous, before)
        if figure.quantity is None and figure.reason is None:
            figure.aside("no_quantity")
        self._pair_status(figure, pair)
        if figure.reason is None:
            self._status(figure, before)
            if previous is not None and previous.status == "planned" and self._continues(figure) and previous.sentence == figure.sentence:
                figure.status = "planned"
        if kind == "rate":
            figure.value *= units.RATES.get(number.unit or "m3/s", 1.0)
            if number.unit in ("m3/day", "m3/h"):
                figure.flags.add("from_daily_volume")
            self.last_rate = figure

    def _evidence(self, figure: Figure, sentence: Sentence) -> tuple[int, int]:
        """The clause that speaks of the figure: from the boundary before its cell to the one behind."""
        first = figure.left[0] if figure.left else figure.token
        opens = isinstance(first, Token) and first.kind in SEPARATORS
        begins = sentence.items[0] is first or first is figure.token and sentence.items[0] is figure.token
        start = first.end if opens else sentence.start if begins else first.start
        end = next((i.start for i in figure.right if isinstance(i, Token) and i.kind in SEPARATORS), None)
        if end is None:
            following = sentence.items.index(figure.right[-1] if figure.right else figure.token) + 1
            end = sentence.items[following].start if following < len(sentence.items) else sentence.end
        return min(start, figure.token.start), max(end, figure.token.end)

    def _qualify(self, figure: Figure, before: str) -> None:
        """Exact, about, over or up to, by the words right before or behind the number."""
        number, token = figure.number, figure.token
        ahead = next((k for k in ("up_to", "at_least", "approx") if self.words[f"qual_{k}"].search(before)), None)
        after = self.text[number.number_end : token.end + 30]
        behind = next((k for k in ("approx", "at_least", "up_to") if self.words[f"after_{k}"].match(after)), None)
        changed = any(isinstance(i, Token) and i.is_("chg_to") for i in (*figure.left, *figure.right))
        if behind == "up_to" and changed:
            behind = None  # “900 … дейін көбейді”: raised to 900, not up to it
        figure.qualifier = behind or ahead or ("approx" if number.tolerance or self._marked(figure, "mark_mean", reach=25) else "exact")
        if number.range_from or number.range_to:
            figure.qualifier = "at_least" if number.range_from else "up_to"

    def _pair(self, figure: Figure, sentence: Sentence, place: int) -> tuple[str, Number] | None:
        """Whether the figure is A or B of “from A to B” or of “A-B”, and the other number."""
        items = sentence.items
        if figure.number.range_from and place + 1 < len(items) and _is_figure(items[place + 1]):
            items[place + 1].payload.range_to = True
            if figure.number.unit is None:
                figure.number.unit = items[place + 1].payload.unit
                factor = items[place + 1].payload.magnitude
                figure.number.value *= factor if figure.number.magnitude == 1.0 else 1.0
                figure.value = figure.number.value
            return None
        if figure.number.range_to:
            return None
        following = next((k for k in range(place + 1, min(place + 4, len(items))) if _is_figure(items[k])), None)
        if following is not None and self._from_to(figure.token, items[following]):
            return "first", items[following].payload
        earlier = next((k for k in range(place - 1, max(place - 4, -1), -1) if _is_figure(items[k])), None)
        if earlier is not None and self._from_to(items[earlier], figure.token):
            return "second", items[earlier].payload
        return None

    def _from_to(self, first: Token, second: Token) -> bool:
        before = self.text[max(0, first.start - 25) : first.start]
        between = self.text[first.end : second.start]
        return bool(self.words["from_to"](before, self.text[first.start : first.end], between, self.text[second.start : second.end + 12]))

    def _pair_status(self, figure: Figure, pair: tuple[str, Number] | None) -> None:
        if pair is None or figure.reason:
            return
        change = any(isinstance(i, Token) and (i.is_("chg_to") or i.is_("cue_release")) for i in (*figure.left, *figure.right))
        weak = self.words["weak_from"].search(self.text[max(0, figure.token.start - 12) : figure.token.start])
        if pair[0] == "first":
            if change or not weak:
                figure.status = "past"
            else:
                figure.qualifier = "at_least"
        elif figure.qualifier == "up_to":
            figure.qualifier = "exact"

    # -- dropped units --------------------------------------------------------------------------------

    def _dropped_unit(self, figure: Figure, sentence: Sentence, previous: Figure | None, kind: str, before: str) -> str:
        """A rate whose time unit, or whole unit, was left out: in a list, or with “per second” said apart."""
        number = figure.number
        apart = self._apart(figure, sentence)
        if kind == "volume" and (apart == "rate_apart" and number.magnitude < 1e6 or apart == "day_apart" and self._cues(figure, FLOWS)):
            number.unit = "m3/day" if apart == "day_apart" else "m3/s"
            return "rate"
        if kind == "none" and apart == "day_apart" and number.magnitude >= 1e3:
            number.unit = "m3/day"
            return "rate"
        chain = (self.last_rate is not None and self.last_rate.sentence >= sentence.index - 2) or any(
            _is_figure(i) and i.payload.unit in units.RATES for i in sentence.items)  # fmt: skip
        cues = self._cues(figure, FLOWS)
        mention = self._adjacent(figure)
        if kind == "volume":
            rated = previous is not None and previous.quantity in ("release", "inflow", "flow") and previous.sentence == figure.sentence
            spoken_of = (
                any(FLOWS[c.kind] != "flow" or chain for c, _ in cues)
                or (mention and chain)
                or (rated and (_has(sentence.items, "mark_resp") or (_has(figure.left, "day") and _has((*figure.left, *figure.right), "chg_to"))))
            )
            if number.value <= 20_000 and number.magnitude == 1.0 and spoken_of and not self._nearest_block(figure):
                number.unit = "m3/s"
                figure.flags.add("unit_assumed")
                return "rate"
            return kind
        if kind == "none" and self._bare_continues(figure, previous, chain, mention, before):
            number.unit = "m3/s"
            figure.flags.add("unit_assumed")
            figure.counted = True
            return "rate"
        if kind == "none" and number.magnitude >= 1e6 and any(
            d < 40 and c.end <= figure.token.start for c, d in self._cues(figure, {"cue_storage": "storage"})
        ):
            number.unit = "m3"
            figure.counted = True
            return "volume"
        if kind == "none" and number.magnitude >= 1e6 and previous is not None and previous.quantity == "storage" and mention and previous.sentence == figure.sentence:
            number.unit = "m3"
            figure.counted = True
            return "volume"
        if kind == "none" and previous is not None and previous.quantity == "fill" and mention and previous.sentence == figure.sentence:
            return "percent"
        return kind

    def _apart(self, figure: Figure, sentence: Sentence) -> str | None:
        for items in (figure.left, figure.right):
            for item in items:
                if isinstance(item, Token) and item.kind in ("rate_apart", "day_apart"):
                    return item.kind
        if not self.spoken.verb_final:
            return None
        for item in sentence.items:  # “секундына 60 текше метр, … 2 текше метр”: said once for the list
            if isinstance(item, Token) and item.kind == "rate_apart" and item.start < figure.token.start:
                return item.kind
        return None

    def _bare_continues(self, figure: Figure, previous: Figure | None, chain: bool, mention: Mention | None, before: str) -> bool:
        """Whether a number without any unit goes on a list, a log or a statement of rates."""
        if figure.number.range_from and not mention:
            return False
        dated = _has(figure.left, "day") or _has(figure.left, "sameday") or _has(figure.left, "weekday")
        if self.unit_above and dated and self._close(figure):
            figure.logged = True
            return True  # a table whose unit stands in its heading: “2 апреля – 390”
        if not chain or (figure.number.word and not mention):
            return False
        if previous is not None and previous.quantity not in ("release", "inflow"):
            return False
        if mention is not None:
            return True
        told = any(c.end <= figure.token.start and d < (45 if previous else 14) for c, d in self._cues(figure, FLOWS))
        if told:
            return True
        cells = [i for i in (*figure.left, *figure.right[:3]) if isinstance(i, Token)]
        pronoun = _has(cells, "ana_one")
        if pronoun and (_has(cells, "chg_to") or (dated and previous is not None)):
            return True
        if previous is None:
            return False
        if self.words["was"].search(before) or self.words["is"].search(before):
            return True
        if self.words["to"].search(before) and _has(figure.left, "chg_to"):
            return True
        dated = dated or _has(figure.left, "mark_now")
        return (dated or _has(figure.right[:3], "day") or _has(figure.right[:3], "sameday")) and self._close(figure)

    def _close(self, figure: Figure) -> bool:
        """Nothing but a day and small words between the figure and its clause."""
        return all(
            isinstance(i, Token) and (i.kind in SEPARATORS or i.kind in ("day", "sameday", "relday", "clock", "mark_now", "mark_past", "weekday") or i.kind.startswith("qual"))
            for i in figure.left
        )

    def _adjacent(self, figure: Figure) -> Mention | None:
        """The mention that stands right at the number: “из Чаглинского – 1,5”, “20 from Samarkand”."""
        for item in reversed(figure.left):
            if isinstance(item, Mention):
                if item.holds_water and item.objects and not item.gloss and figure.token.start - item.end < 30:
                    return item
                break
            between = ("conj", "comma", "region", "mark_now", "mark_each", "mark_resp", "rate_apart", "colon", "open")
            if item.kind not in between and item.kind not in FLOWS and not item.kind.startswith("qual"):
                break
        for item in figure.right[:2]:
            if isinstance(item, Mention) and item.holds_water and item.objects and item.start - figure.token.end < 30 and item.role in ("from", "about", "of", "through"):
                return item
        return None

    # -- cues -----------------------------------------------------------------------------------------

    def _cues(self, figure: Figure, wanted: dict[str, str]) -> list[tuple[Token, float]]:
        """Cue words in the figure's cell, nearest first; each clause boundary in between costs."""
        found: list[tuple[Token, float]] = []
        penalty = 0.0
        for item in reversed(figure.left):
            if isinstance(item, Token):
                if item.kind in ("comma", "conj", "open", "colon"):
                    penalty += 25
                elif item.kind in wanted:
                    found.append((item, figure.token.start - item.end + penalty))
        penalty = 12.0 if not (self.spoken.verb_final or self.spoken.number_first) else 0.0
        for item in figure.right:
            if isinstance(item, Token):
                if item.kind in ("comma", "conj", "close", "colon", "open"):
                    penalty += 60 if self.spoken.verb_final or self.spoken.number_first else 150
                elif item.kind in wanted:
                    found.append((item, item.start - figure.token.end + penalty))
        return sorted(found, key=lambda pair: pair[1])

    def _nearest_block(self, figure: Figure) -> str | None:
        """Capacity, norm, forecast … that the figure is a figure of, unless a plain cue stands nearer."""
        blocks = self._cues(figure, BLOCKS)
        if not blocks:
            return None
        cues = self._cues(figure, {**FLOWS, **STATES})
        block, distance = blocks[0]
        own_clause = not any(
            isinstance(i, Token) and i.kind in ("comma", "conj", "open", "close") and block.end <= i.start and i.end <= figure.token.start
            for i in figure.left
        ) if block.start < figure.token.start else distance < NEAR  # fmt: skip
        free = BLOCKS[block.kind] == "capacity" and units.kind(figure.number.unit) == "volume" and distance < NEAR
        if cues and cues[0][1] < distance and not own_clause and not free:
            return None
        return BLOCKS[block.kind] if own_clause or distance < 1.5 * NEAR else None

    def _marked(self, figure: Figure, kind: str, *, reach: int = 400) -> bool:
        """Whether a marker stands in the figure's cell: anywhere before it, or behind it in the same clause."""
        for item in reversed(figure.left):
            if isinstance(item, Token) and item.is_(kind) and figure.token.start - item.end < reach:
                return True
            if isinstance(item, Token) and item.kind == "conj" and self.words["relative"].match(item.text) and kind != "mark_past":
                break  # what is planned in the main clause is not planned in the relative one
        for item in figure.right:
            if isinstance(item, Token) and item.kind in SEPARATORS:
                return False
            if isinstance(item, Token) and item.is_(kind) and item.start - figure.token.end < reach:
                return True
        return False

    # -- owners ---------------------------------------------------------------------------------------

    def _own(self, figure: Figure, sentence: Sentence, previous: Figure | None, prefer: tuple[str, ...]) -> None:
        """Find whose figure it is; sets `owners` or a reason."""
        left = [m for m in reversed(figure.left) if isinstance(m, Mention) and not m.gloss]
        right = [m for m in figure.right if isinstance(m, Mention) and not m.gloss]
        if self.spoken.number_first:
            beyond = next((i.start for i in figure.right if isinstance(i, Token) and i.kind in ("open", "close")), 10**9)
            right = [m for m in right if m.start < beyond]
        owner = self._choose(figure, left, right, prefer)
        if figure.reason:
            return
        if owner is None:
            owner = self._inherit(figure, sentence, previous, prefer)
        if figure.reason or owner is None:
            if figure.reason is None and not figure.owners:
                figure.aside("no_reservoir")
            return
        self._take(figure, owner)

    def _take(self, figure: Figure, owner: Mention) -> None:
        if owner.anaphor:
            if not self.focus:
                sole = self.sole
                if sole is None:
                    figure.aside("no_reservoir")
                    return
                figure.owners, figure.owner_kind = list(sole.objects), sole.kind
                return
            figure.owners, figure.owner_kind = list(self.focus), self.focus_kind
            if {owner.kind, self.focus_kind} == {"reservoir", "regulator"} and owner.kind in self.focus_of:
                figure.owners, figure.owner_kind = list(self.focus_of[owner.kind]), owner.kind
            if owner.plural and len(self.recent) > 1:
                figure.owners = list(self.recent)
            elif not owner.plural and len(figure.owners) > 1:
                figure.owners = figure.owners[-1:]
        else:
            figure.owners, figure.owner_kind = list(owner.objects), owner.kind
            if not any(o.ids or o.printed for o in owner.objects):
                figure.aside("other_object", owner.text)

    def _choose(self, figure: Figure, left: list[Mention], right: list[Mention], prefer: tuple[str, ...]) -> Mention | None:
        sides = (right, left) if self.spoken.number_first and any(m.role in prefer and m.holds_water for m in right) else (left, right)
        water = [m for side in sides for m in side if m.holds_water]
        fitting = [m for role in prefer for m in water if m.role == role]
        best = fitting[0] if fitting else None
        if best is None:
            avoided = "to" if "from" in prefer else "from"
            best = next((m for m in water if m.role != avoided), None)
        # an unnamed head right beside a named mention is the same thing said again
        if best is not None and best.anaphor:
            named = next((m for m in water if m.objects and m.role == best.role), None)
            best = named or best
        other = self._other(figure, left, right, best)
        if other is not None:
            reason = {"canal": "canal", "group": "no_reservoir", "pump": "other_object", "land": "no_reservoir"}.get(other.kind, "river")
            figure.aside(reason, other.text)
            return None
        return best

    def _other(self, figure: Figure, left: list[Mention], right: list[Mention], best: Mention | None) -> Mention | None:
        """Another kind of object that the figure belongs to rather than to a reservoir."""
        for mention in (*left, *right):
            if mention.holds_water or mention.gloss:
                continue
            if mention.kind == "group":
                if best is None or (best.anaphor and not best.role == "from") :
                    return mention
                if mention.end < figure.token.start and best.end < mention.start:
                    return mention
                continue
            if mention.kind == "gauge" and mention in left and (best is None or best.end < mention.start or best.anaphor):
                return mention
            if mention.kind == "canal" and (best is None or (mention in left and best.end < mention.start and mention.role != "to")):
                return mention
            if mention.kind == "pump" and best is None:
                return mention
            if best is None and mention.kind in ("river", "lake", "land"):
                if figure.quantity == "inflow" and mention.role == "from" and mention.kind != "land":
                    continue
                if figure.quantity == "release" and mention.kind == "river" and mention.role in ("to", "about", "subject", "from", "at") and mention in left and self._release_noun(figure):
                    continue
                if mention.kind == "land" and figure.quantity == "release" and mention in right:
                    continue
                return mention
        return None

    def _release_noun(self, figure: Figure) -> bool:
        cells = (*figure.left, *figure.right) if self.spoken.verb_final else figure.left
        return any(isinstance(i, Token) and i.kind == "cue_release" for i in cells)

    def _inherit(self, figure: Figure, sentence: Sentence, previous: Figure | None, prefer: tuple[str, ...]) -> Mention | None:
        """The owner from the list, the sentence or the focus."""
        if previous is not None and previous.owners and previous.reason is None:
            figure.owners, figure.owner_kind = list(previous.group or previous.owners), previous.owner_kind
            return None
        earlier = [m for m in sentence.items if isinstance(m, Mention) and m.end <= figure.token.start and not m.gloss]
        named = any(m.holds_water for m in earlier) or (self.focus and not self.other_since)
        if figure.quantity == "flow" and not named and not _has(figure.left, "ana_one"):
            figure.aside("river")  # a flow of which no dam is named is a river's
            return None
        if _has(figure.left, "ana_many"):
            here = {o.ids or (o.printed,): o for m in earlier if m.holds_water for o in m.objects}
            several = list(here.values()) if len(here) > 1 else self.recent if len(self.recent) > 1 else []
            if several:
                figure.owners = several
                return None
        for mention in reversed(earlier):
            if mention.holds_water and mention.objects:
                return mention
            if mention.kind in ("group", "gauge") or (mention.kind in ("canal",) and figure.quantity == "flow"):
                figure.aside("no_reservoir" if mention.kind == "group" else "river", mention.text)
                return None
        if self.focus:
            figure.owners, figure.owner_kind = list(self.focus), self.focus_kind
            many = any(isinstance(i, Token) and i.kind == "ana_many" for i in sentence.items)
            both = any(isinstance(i, Token) and i.kind == "ana_many" and self.words["both"].match(i.text) for i in sentence.items)
            if both and len(self.latest_two) == 2:
                figure.owners = list(self.latest_two)
            elif many and len(self.recent) > 1:
                figure.owners = list(self.recent)
            elif len(figure.owners) > 1 and not many:
                figure.owners = figure.owners[-1:]
            return None
        pointed = any(isinstance(i, Token) and i.is_("ana_one") for i in sentence.items)
        return self.sole if self.sole and (pointed or self.sole.end <= figure.token.start) else None

    # -- quantities -------------------------------------------------------------------------------------

    def _rate(self, figure: Figure, sentence: Sentence, place: int, previous: Figure | None, before: str) -> None:
        if self.words["by"].search(before) or self._marked(figure, "chg_by", reach=12):
            figure.quantity = self._flow(figure, sentence, previous)
            figure.aside("increment")
            return
        if self._marked(figure, "mark_if"):
            figure.quantity = self._flow(figure, sentence, previous)
            figure.aside("plan")
            return
        if previous is not None and previous.reason in ("forecast", "norm", "capacity", "plan", "river", "canal") and self._goes_on(figure):
            figure.quantity = previous.quantity
            figure.aside(previous.reason, previous.detail)
            return
        total = next((i for i in reversed(figure.left) if isinstance(i, Token) and i.kind == "cue_total"), None)
        if total and figure.token.start - total.end < 12 and previous is not None:
            figure.aside("sum")
            return
        quantity = figure.number.zero if figure.number.zero in ("release", "inflow") else self._flow(figure, sentence, previous)
        block = self._nearest_block(figure)
        if block and not (block == "total_volume"):
            figure.quantity = quantity
            figure.aside(block)
            return
        figure.quantity = quantity
        if quantity is None:
            return
        prefer = ("to", "at", "of", "about") if quantity == "inflow" else ("from", "through", "of", "at", "subject", "about")
        self._own(figure, sentence, previous, prefer)
        if figure.reason:
            return
        if quantity == "flow":
            figure.quantity = "release"
        if quantity == "inflow" and self._marked(figure, "mark_plan"):
            figure.aside("forecast")
        self._parts(figure)
        self._share(figure, sentence, previous)

    def _flow(self, figure: Figure, sentence: Sentence, previous: Figure | None) -> str | None:
        cues = self._cues(figure, FLOWS)
        source = [m for m in (*figure.left, *figure.right) if isinstance(m, Mention) and not m.gloss and m.holds_water]
        if cues:
            quantity = FLOWS[cues[0][0].kind]
            plain = next((c for c, d in cues if FLOWS[c.kind] != "flow" and d < NEAR), None)
            if quantity == "flow" and plain and (not source or abs(plain.start - cues[0][0].start) < 30):
                quantity = FLOWS[plain.kind]
            # the case of the reservoir outweighs the verb: water sent *to* it is its inflow
            if quantity == "release" and source and all(m.role == "to" for m in source) and not self._strong_release(figure):
                return "inflow"
            return quantity
        if any(m.role == "from" for m in source):
            figure.follows = previous if previous is not None and previous.quantity == "release" else None
            return "release"
        if self.spoken.verb_final:
            later = [i for i in sentence.items if isinstance(i, Token) and i.kind in FLOWS and i.start > figure.token.end]
            if later:
                quantity = FLOWS[later[0].kind]
                if source and all(m.role == "to" for m in source):
                    return "inflow"
                return quantity
        if previous is not None and previous.quantity in ("release", "inflow"):
            figure.follows = None if _has(figure.left, "ana_one") else previous
            return previous.quantity
        earlier = [i for i in sentence.items if isinstance(i, Token) and i.kind in FLOWS and i.end < figure.token.start]
        if earlier:
            return FLOWS[earlier[-1].kind]
        pronoun = any(isinstance(i, Token) and (i.is_("ana_one") or i.is_("ana_many")) for i in figure.left)
        if self._marked(figure, "cue_level", reach=NEAR) and not source and not pronoun:
            return None
        listed = self.unit_above and "unit_assumed" in figure.flags
        return self.last_cue if pronoun or listed or any(m.objects for m in source) else None

    def _strong_release(self, figure: Figure) -> bool:
        return any(isinstance(m, Mention) and m.role == "from" for m in (*figure.left, *figure.right)) or bool(self.spoken.frames.get("release_keeps"))

    def _parts(self, figure: Figure) -> None:
        """A share of a release sent to a canal or a lake is a part of the total, not the release."""
        if figure.quantity != "release":
            return
        mentions = [m for m in (*figure.left, *figure.right) if isinstance(m, Mention) and not m.gloss]
        source = any(m.holds_water and m.role in ("from", "through", "subject", "of", "at") for m in mentions)
        target = next((m for m in mentions if m.kind in ("canal", "lake") and m.role == "to"), None)
        if target is not None and not source:
            figure.aside("part_of_total", target.text)
        elif any(isinstance(i, Token) and i.is_("mark_part") and i.start < figure.token.start for i in self.sentences[figure.sentence].items):
            figure.aside("part_of_total")

    def _share(self, figure: Figure, sentence: Sentence, previous: Figure | None) -> None:
        """One printed figure for several reservoirs: each, in order, or shared."""
        if len(figure.owners) < 2:
            return
        figure.group = figure.owners
        if _has(sentence.items, "mark_resp"):
            order = sum(1 for f in self._recent_figures(figure.sentence) if f.quantity == figure.quantity)
            if order < len(figure.owners):
                figure.owners = [figure.owners[order]]
            return
        each = any(isinstance(i, Token) and i.kind == "mark_each" for i in (*figure.left, *figure.right)) or self.words["each_after"](
            self.text, figure.token.start, figure.token.end
        )
        if not each:
            figure.flags.add("shared_value")

    def _recent_figures(self, since: int) -> Iterator[Figure]:
        """The figures bound so far in the sentences from number `since` on, latest first."""
        for figure in reversed(self.figures):
            if figure.sentence < since:
                return
            yield figure

    def _volume(self, figure: Figure, sentence: Sentence, place: int, previous: Figure | None, before: str) -> None:
        block = self._nearest_block(figure)
        other = self._cues(figure, {"cue_other": "other"})
        if other and other[0][1] < 40:
            figure.aside("other_object", other[0][0].text)
            figure.value *= units.VOLUMES.get(figure.number.unit or "m3", 1e-6)
            return
        cues = self._cues(figure, {**FLOWS, "cue_storage": "storage", "cue_fill": "fill", "cue_level": "storage"})
        nearest = cues[0][0].kind if cues else None
        listed = previous is not None and previous.quantity == "storage" and previous.sentence == figure.sentence and self._adjacent(figure) is not None
        if self.words["by"].search(before) or self._marked(figure, "chg_by", reach=12):
            figure.aside("increment")
        elif self._marked(figure, "mark_if"):
            figure.aside("plan")
        elif block:
            figure.aside(block)
        elif self._marked(figure, "mark_mean", reach=NEAR):
            figure.aside("average")
        elif nearest in FLOWS and not (any(c.kind == "cue_storage" and d < 30 for c, d in cues) and figure.flags.isdisjoint({"unit_repaired"}) and not self._released(figure)):
            figure.aside("total_volume")
        elif nearest == "cue_fill" and self.words["capacity"].search(cues[0][0].text):
            figure.aside("capacity")
        elif nearest in ("cue_storage", "cue_fill") or (listed and nearest is None) or (nearest == "cue_level" and not any(c.kind in FLOWS for c, _ in cues)) or (previous is not None and previous.quantity in ("fill", "storage") and self._continues(figure)):
            if figure.value < 10_000:
                figure.aside("no_quantity")  # no reservoir holds so little: a unit or a magnitude was lost
                figure.value *= units.VOLUMES.get(figure.number.unit or "m3", 1e-6)
                return
            figure.quantity = "storage"
            self._own(figure, sentence, previous, ("at", "of", "subject", "about", "to"))
            if figure.reason is None:
                self._share(figure, sentence, previous)
                if len(figure.owners) > 1 and "shared_value" in figure.flags:
                    figure.aside("sum")
                entry = registry.reservoirs().get(figure.owners[0].ids[0]) if figure.owners and figure.owners[0].ids else None
                if entry and entry.kind == "hydro-complex":
                    figure.aside("other_object", entry.name_ru)  # a barrage holds no storage of its own
        elif nearest is None and figure.number.magnitude >= 1e6 and any(
            isinstance(m, Mention) and m.holds_water and m.objects and m.role == "at" and figure.token.start - m.end < 12 for m in figure.left
        ):  # “в Бадамском 44 млн кубометров”
            figure.quantity = "storage"
            self._own(figure, sentence, previous, ("at",))
        else:
            figure.aside("total_volume" if figure.number.magnitude >= 1e6 or figure.value > 1e5 else "no_quantity")
        figure.value *= units.VOLUMES.get(figure.number.unit or "m3", 1e-6)

    def _released(self, figure: Figure) -> bool:
        cues = self._cues(figure, FLOWS)
        return bool(cues) and FLOWS[cues[0][0].kind] in ("release", "inflow") and cues[0][1] < 40

    def _continues(self, figure: Figure) -> bool:
        return all(isinstance(i, Token) and i.kind in (*SEPARATORS, "qual_approx", "qual_at_least", "qual_up_to", "day") for i in figure.left)

    def _goes_on(self, figure: Figure) -> bool:
        """Whether nothing in the figure's cell starts a new statement."""
        return not any(
            isinstance(i, Mention) or i.kind in FLOWS or i.kind in STATES or i.is_("chg_to") or i.is_("mark_now")
            for i in (*figure.left, *figure.right)
        )

    def _fill(self, figure: Figure, sentence: Sentence, place: int, previous: Figure | None, before: str) -> None:
        figure.counted = False
        cues = self._cues(figure, {**STATES, **FLOWS})
        block = self._nearest_block(figure)
        if self._marked(figure, "chg_by", reach=12) or self._marked(figure, "mark_if") or self._marked(figure, "cue_other", reach=25):
            return
        if self._marked(figure, "mark_mean"):
            return
        filled = any(c.kind == "cue_fill" and d < 130 for c, d in cues) or (
            _has(sentence.items, "mark_resp") and _has(sentence.items, "cue_fill"))  # fmt: skip
        stored = any(c.kind == "cue_storage" and d < 90 for c, d in cues) and any(
            isinstance(i, Token) and i.is_("chg_to") for i in figure.left)  # fmt: skip
        again = previous is not None and previous.quantity in ("storage", "fill") and previous.reason is None and previous.sentence == figure.sentence
        part_of = self.words["of_capacity"].search(self.text[max(0, figure.token.start - 40) : figure.token.end + 34])
        share = part_of and ((again and previous is not None and previous.quantity == "storage") or (
            _has(figure.left, "cue_storage") and any(isinstance(i, Mention) and i.holds_water for i in sentence.items)))  # fmt: skip
        blocks = self._cues(figure, BLOCKS)
        nearer = bool(blocks) and any(c.kind == "cue_fill" and d < blocks[0][1] for c, d in cues)
        if block and not share and not (nearer and block == "capacity") and not (filled and block == "capacity" and self.words["of_capacity"].search(self.text[figure.token.end : figure.token.end + 30])):
            return
        alone = any(isinstance(i, Mention) and i.holds_water and i.objects for i in figure.left) and self._adjacent(figure) is not None and again
        dropped = any(isinstance(i, Token) and i.is_("chg_to") for i in figure.left) and any(
            isinstance(i, Mention) and i.holds_water for i in figure.left) and not cues  # fmt: skip
        heading = self._adjacent(figure) is not None and self._fill_before(sentence)
        at_the_end = self.spoken.verb_final and bool(self._adjacent(figure)) and any(
            isinstance(i, Token) and i.kind == "cue_fill" and i.start > figure.token.end for i in sentence.items)  # fmt: skip
        if not (filled or stored or share or (again and self._continues(figure)) or alone or dropped or heading or at_the_end):
            return
        if cues and cues[0][0].kind in ("cue_release", "cue_inflow") and not filled and not stored:
            return
        figure.quantity = "fill"
        self._own(figure, sentence, previous, ("at", "of", "subject", "about", "to", "from"))
        if figure.reason:
            figure.quantity = None
            return
        self._share(figure, sentence, previous)

    def _fill_before(self, sentence: Sentence) -> bool:
        """A heading such as “filled as follows:” in the sentence before, or a row of fills there."""
        for earlier in self.sentences[max(0, sentence.index - 1) : sentence.index]:
            if any(isinstance(i, Token) and i.kind == "cue_fill" for i in earlier.items) or any(
                f.quantity == "fill" and f.sentence == earlier.index for f in self._recent_figures(earlier.index)
            ):
                return True
        return False

    def _length(self, figure: Figure, sentence: Sentence, place: int, previous: Figure | None, before: str) -> None:
        figure.counted = False
        over = any(isinstance(i, Token) and i.kind == "cue_spill" for i in figure.left[-2:])  # “превысила гребень на 3 м”
        moved = _has(figure.left, "chg_to") or _has(figure.left, "chg_by")
        if self.words["each"].search(before) or (self.words["by"].search(before) and moved and not over) or self._marked(figure, "chg_by", reach=12) or self._marked(figure, "mark_if"):
            return
        if self.words["signed"].search(before) or self.words["length_by"].match(self.text, figure.token.end):
            return
        if self._nearest_block(figure) in ("capacity", "norm", "forecast"):
            return
        wanted = {"cue_level": "level", "cue_spill": "spill_height", "cue_tail": "tail"}
        cues = self._cues(figure, wanted)
        if not cues and _has(figure.left, "chg_to"):  # “уровень поднялся на 1,62 м и достиг 317,05 м”
            cues = [(i, 0.0) for i in reversed(sentence.items) if isinstance(i, Token) and i.kind in wanted and i.end < figure.token.start]
        if not cues:
            if not (previous is not None and previous.quantity == "spill_height" and self.words["was"].search(before)) and not self._spill_before(sentence, before):
                return
            quantity = "spill_height"
        else:
            quantity = STATES[cues[0][0].kind]
            if quantity == "level" and any(STATES[c.kind] == "tail" and abs(d - cues[0][1]) < 25 for c, d in cues):
                quantity = "tail"
            if quantity == "level" and any(STATES[c.kind] == "spill_height" for c, d in cues):
                quantity = "spill_height"
        if quantity == "tail":
            return
        mentions = [m for m in (*figure.left, *figure.right) if isinstance(m, Mention) and not m.gloss]
        pool = bool(figure.left) and bool(self.words["pool"].search(self.text[figure.left[0].start : figure.token.start]))
        direct = [m for m in mentions if m.holds_water]
        others = [m for m in mentions if m.kind in ("river", "gauge", "lake", "land")]
        if quantity == "level" and not pool:
            if not direct and others:
                return
            if direct and others and min(abs(figure.token.start - m.start) for m in others) < min(abs(figure.token.start - m.start) for m in direct):
                river_of_pool = all(m.kind == "river" and m.role in ("at", "about", "of") for m in others)
                if not river_of_pool:
                    return
            if not direct and not self.other_since and self.focus and cues and cues[0][1] < NEAR:
                pass  # a line or clause of its own under the name of the reservoir
            elif not direct and not (previous is not None and previous.quantity in ("level", "spill_height", "storage")) and not self._level_subject(sentence):
                return
        figure.quantity = quantity
        self._own(figure, sentence, previous, ("at", "of", "subject", "about", "through", "from"))
        if figure.reason:
            figure.quantity = None
            return
        value = figure.value * units.LENGTHS.get(figure.number.unit or "m", 1.0)
        if quantity == "spill_height" and value > 30:
            figure.quantity = quantity = "level"  # no crest is overtopped so far: the stage over the sea is meant
        if quantity == "level" and pool and figure.number.unit == "cm" and figure.value < 1000:
            value, _ = figure.value, figure.flags.add("unit_repaired")  # a pool level over the sea printed in “cm”
        figure.value = value

    def _spill_before(self, sentence: Sentence, before: str) -> bool:
        earlier = self.sentences[sentence.index - 1] if sentence.index else None
        return bool(earlier and self.words["was"].search(before) and any(f.quantity == "spill_height" for f in self._recent_figures(earlier.index)))

    def _level_subject(self, sentence: Sentence) -> bool:
        """The sentence speaks of the pool: its earlier part or the one before names a reservoir and no river."""
        mentions = [m for m in sentence.items if isinstance(m, Mention)]
        return any(m.holds_water for m in mentions) and not any(m.kind in ("river", "gauge") for m in mentions)

    # -- status -----------------------------------------------------------------------------------------

    def _status(self, figure: Figure, before: str) -> None:
        if figure.status == "past":
            return
        if self._marked(figure, "mark_plan") and not self._now_after_plan(figure) or self.plan_above:
            figure.status = "planned"
        elif self._past(figure):
            figure.status = "past"

    def _now_after_plan(self, figure: Figure) -> bool:
        """“обещают опорожнить …, сейчас оно занято на 64 %”: the plan ends where the present begins."""
        marks = [i.kind for i in figure.left if isinstance(i, Token) and (i.is_("mark_plan") or i.is_("mark_now"))]
        return bool(marks) and marks[-1] == "mark_now"

    def _past(self, figure: Figure) -> bool:
        now = self._marked(figure, "mark_now")
        sentence = self.sentences[figure.sentence]
        own_subject = any(isinstance(i, Token) and i.is_("ana_one") for i in figure.left)
        said_before = not own_subject and any(
            isinstance(i, Token) and i.is_("mark_past") and i.kind == "relday" and i.start < figure.token.start for i in sentence.items)  # fmt: skip
        in_force = any(isinstance(i, Token) and i.kind == "day" and i.payload.role == "since" for i in figure.left)
        return (self._marked(figure, "mark_past") and not in_force or said_before) and not now


def _is_figure(item: Item) -> bool:
    return isinstance(item, Token) and item.kind == "figure"


def _has(items: Iterable[Item], kind: str) -> bool:
    return any(isinstance(i, Token) and i.is_(kind) for i in items)


def _bracket(item: Item) -> bool:
    return isinstance(item, Token) and item.kind in ("open", "close")


@cache
def _words(spoken: Language) -> dict:
    """The few patterns that are looked for right before or behind a number."""
    code = spoken.code
    frames = spoken.frames

    def before(pattern: str, between: str = "") -> re.Pattern[str]:
        return re.compile(rf"(?:^|[^\w])(?:{fold_pattern(pattern or '(?!)', code)}){fold_pattern(between, code)}\s+$")

    def behind(pattern: str) -> re.Pattern[str]:
        return re.compile(fold_pattern(pattern or "(?!)", code))

    qualifiers = {k: "|".join(spoken.lexicon[f"qual_{k}"]) for k in ("approx", "at_least", "up_to")}
    qualifiers = {k: re.sub(r"\(\?[=!][^()]*\)", "", p) for k, p in qualifiers.items()}
    any_qualifier = fold_pattern("|".join(qualifiers.values()), code)
    step_from = fold_pattern(frames["step_from"], code)
    step_to = fold_pattern(frames["step_to"], code)
    after_from = fold_pattern(frames.get("after_from", "(?!)"), code)
    after_to = fold_pattern(frames.get("after_to", "(?!)"), code)
    first_before = re.compile(rf"(?:^|[^\w]){step_from}\s+(?:(?:{any_qualifier})\s+)?$")
    first_after = re.compile(rf"\s?[–\-]?\s?{after_from}\s*$")
    to_between = re.compile(rf"[\s.,]*(?:\w+\s+){{0,3}}?(?:[–\-]\s*)?{step_to}\s+(?:(?:{any_qualifier})\s+)?$")
    to_behind = re.compile(rf".*{after_to}")
    ends_from = re.compile(rf"{after_from}$")

    def from_to(text_before: str, first: str, between: str, second: str) -> bool:
        if first_before.search(text_before) and to_between.fullmatch(between):
            return True
        marked = first_after.fullmatch(between) or (ends_from.search(first) and re.fullmatch(r"\s*", between))
        return bool(marked and to_behind.match(second))

    each = behind(frames.get("each_unit", "(?!)"))
    not_each = behind(frames.get("not_each", "(?!)"))

    def each_after(text: str, start: int, end: int) -> bool:
        return bool(each.search(text, start, end)) and not not_each.match(text, end)

    return {
        **{f"qual_{k}": before(p, frames["qualified"]) for k, p in qualifiers.items()},
        **{f"after_{k}": behind(frames.get(f"after_{k}", "")) for k in qualifiers},
        "by": before(frames["step_by"]),
        "to": before(frames["step_to"]),
        "is": before(frames["is"]),
        "relative": behind(frames["relative"]),
        "both": behind(frames["both"]),
        "each": before(frames["each_before"]),
        "was": re.compile(rf"(?:^|[^\w]){fold_pattern(frames['was'], code)}(?:[\s–\-:]|{any_qualifier}|\d{{1,2}}\s\w+\s)*$"),
        "weak_from": re.compile(fold_pattern(frames.get("weak_from", "(?!)"), code)),
        "of_capacity": re.compile(fold_pattern(frames.get("of_capacity", "(?!)"), code)),
        "pool": re.compile(fold_pattern(frames["pool"], code)),
        "from_to": from_to,
        "length_by": re.compile(fold_pattern(frames.get("length_by", "(?!)"), code)),
        "capacity": re.compile(fold_pattern(frames.get("capacity_word", "(?!)"), code)),
        "signed": re.compile(r"\+\s?$|(?:^|[\s(:])[-–]$"),
        "each_after": each_after,
        "rate_unit": re.compile("|".join(fold_pattern(s, code) for s in spoken.units["m3/s"])),
    }


@cache
def _countries(spoken: Language) -> list[tuple[str, re.Pattern[str]]]:
    """Country codes and how a text names them, to tell a foreign namesake."""
    found = []
    for region in registry.regions().values():
        if region.is_country:
            own = {"ru": region.name_ru, "kk": region.name_kk, "en": region.name_en}[spoken.code]
            stem = fold(own, spoken.code).text[:-1] or own
            found.append((region.code, re.compile(rf"(?<!\w){re.escape(stem)}")))
    return found
