"""Whose figure it is: the reservoir in its cell, in the list it continues, in its sentence, or in focus."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from extract.grammar.binding.figure import Figure
from extract.grammar.binding.items import (
    FLOWS,
    SEPARATORS,
    STATES,
    Item,
    distinct,
    has,
    identity,
    is_figure,
    is_token,
    mentions,
)
from extract.grammar.binding.sentences import Sentence
from extract.grammar.mentions import Mention, Object

ASIDE = {"canal": "canal", "group": "no_reservoir", "pump": "other_object", "land": "no_reservoir"}
"""Kind of another object -> the reason its figures are set aside for; the rest are waters: `river`."""


@dataclass(slots=True)
class Focus:
    """What the text speaks of at a moment: what a pronoun or a bare noun means there."""

    objects: list[Object] = field(default_factory=list)
    kind: str = "reservoir"
    by_kind: dict[str, list[Object]] = field(default_factory=dict)  # “the reservoir” is not the regulator below it
    recent: list[Object] = field(default_factory=list)  # all of the last sentence that named any: “they”
    latest_two: list[Object] = field(default_factory=list)  # “both”
    other_since: bool = True  # a river or gauge was named after the reservoir in focus
    sole: Mention | None = None  # the only reservoir of the whole text
    unnamed: bool = False  # the text speaks of a regulator that it does not name
    known: frozenset[str] = frozenset()  # ids that the text names with their noun

    @classmethod
    def of(cls, body: Iterable[Item], title: Iterable[Item]) -> Focus:
        """The focus at the start of a text: the last reservoir that the title names."""
        body, title = list(body), list(title)
        named = [m for m in (*body, *title) if isinstance(m, Mention) and m.objects and not (m.bare and m.ambiguous)]
        water = [m for m in named if m.holds_water]
        focus = cls(known=frozenset(i for m in named if not m.bare for o in m.objects for i in o.ids))
        if len({identity(o) for m in water for o in m.objects}) == 1:
            focus.sole = next((m for m in named if not m.bare), named[0])
        headline = [m for m in title if isinstance(m, Mention) and m.holds_water and m.objects]
        if headline:
            focus.turn_to(headline[-1])
        return focus

    def turn_to(self, mention: Mention) -> None:
        self.objects, self.kind, self.other_since, self.unnamed = mention.objects, mention.kind, False, False
        self.by_kind[mention.kind] = mention.objects

    def follow(self, items: Iterable[Item], sentence: Sentence) -> None:
        """Turn to what the items name, one mention after another."""
        for mention in mentions(items):
            if mention.kind in ("river", "gauge", "lake", "group", "land"):
                self.other_since = True
                continue
            known = bool(mention.objects) and identity(mention.objects[0]) != ("",)
            if mention.kind == "regulator" and not known and "regulator" not in self.by_kind:
                self.objects, self.unnamed = [], True
            elif mention.anaphor and mention.role == "subject" and self._turns_back(mention):
                self.objects, self.kind = self.by_kind[mention.kind], mention.kind
            elif mention.holds_water and known:
                aimed_at = mention.role == "to" and any(
                    isinstance(i, Mention) and i.objects and i.role == "from" and i.start < mention.start
                    for i in sentence.items
                )
                if not aimed_at:
                    self.turn_to(mention)

    def _turns_back(self, mention: Mention) -> bool:
        """“The regulator …” when the reservoir was spoken of last, and the other way round."""
        return {mention.kind, self.kind} == {"reservoir", "regulator"} and mention.kind in self.by_kind

    def close(self, sentence: Sentence) -> None:
        """Remember, at the end of a sentence, all that it named."""
        named = distinct(o for m in mentions(sentence.items) if m.holds_water for o in m.objects)
        self.recent = named or self.recent
        self.latest_two = distinct([*self.latest_two, *named])[-2:]


def trusted(sentence: Sentence, focus: Focus, listing: bool) -> list[Item]:
    """The items without bare names that are no reservoirs here: towns, rivers and people bear the same names.

    `listing` says that the sentence before gave rates, so that a name with a number goes on a list.
    """
    items = sentence.items
    named = [i for i in items if type(i) is Mention]
    if not any(m.bare and m.ambiguous for m in named):
        return items
    listing = listing or any(m.objects and not m.bare for m in named)
    return [item for at, item in enumerate(items) if not _doubtful(items, at, focus, listing)]


def _doubtful(items: list[Item], at: int, focus: Focus, listing: bool) -> bool:
    item = items[at]
    if not (isinstance(item, Mention) and item.bare and item.ambiguous):
        return False
    known = any(ident in focus.known for o in item.objects for ident in o.ids)
    following = items[at + 1] if at + 1 < len(items) else None
    heads_a_line = at == 0 and following is not None and is_token(following, "colon")
    gap = following.start - item.end if following is not None else 0
    told = listing or any(is_token(i, "cue_release") for i in items[:at])
    takes_a_number = told and following is not None and is_figure(following) and gap < 4
    acts = following is not None and is_token(following) and gap < 12 and (
        following.kind == "cue_release" or (known and (following.kind in FLOWS or following.kind in STATES))
    )  # fmt: skip
    return not (
        heads_a_line
        or (item.role == "subject" and (takes_a_number or acts))
        or (known and item.role in ("from", "of"))
        or (listing and item.role in ("from", "about"))
    )


def own(figure: Figure, focus: Focus, prefer: tuple[str, ...]) -> None:
    """Find whose figure it is, preferring mentions in certain roles; sets `owners` or a reason."""
    left, right = figure.mentioned
    if figure.spoken.number_first:
        beyond = next((i.start for i in figure.right if is_token(i, "open", "close")), None)
        right = [m for m in right if beyond is None or m.start < beyond]
    owner = None if _they(figure) else _in_cell(figure, left, right, prefer)
    if owner is None and figure.reason is None:
        owner = _inherited(figure, focus)
    if owner is not None and figure.reason is None:
        _take(figure, focus, owner)
    elif figure.reason is None and not figure.owners:
        figure.aside("no_reservoir")


def _they(figure: Figure) -> bool:
    """Whether “they” or “both” stands between the last name and the figure."""
    last = next((i for i in reversed(figure.left) if isinstance(i, Mention) or i.kind == "ana_many"), None)
    return last is not None and is_token(last, "ana_many")


def _in_cell(figure: Figure, left: list[Mention], right: list[Mention], prefer: tuple[str, ...]) -> Mention | None:
    first_right = figure.spoken.number_first and any(m.role in prefer and m.holds_water for m in right)
    water = [m for m in ((*right, *left) if first_right else (*left, *right)) if m.holds_water]
    best = next((m for role in prefer for m in water if m.role == role), None)
    if best is None:
        avoided = "to" if "from" in prefer else "from"
        best = next((m for m in water if m.role != avoided), None)
    if best is not None and best.anaphor:  # an unnamed noun beside a name is the same thing said again
        best = next((m for m in water if m.objects and m.role == best.role), best)
    other = _other(figure, left, right, best)
    if other is not None:
        figure.aside(ASIDE.get(other.kind, "river"), other.text)
        return None
    return best


def _other(figure: Figure, left: list[Mention], right: list[Mention], best: Mention | None) -> Mention | None:
    """Another kind of object that the figure belongs to rather than to a reservoir."""
    clause = next((i.start for i in figure.right if i.kind in SEPARATORS), None)
    here = [m for m in right if clause is None or m.start < clause]
    for mention in (*left, *here):
        if mention.holds_water:
            continue
        before = mention.end <= figure.token.start
        nearer = best is None or (before and best.end < mention.start)
        if mention.kind == "group":
            if nearer or (best is not None and best.anaphor and best.role != "from"):
                return mention
        elif mention.kind == "gauge":
            if before and (best is None or best.end < mention.start or best.anaphor):
                return mention
        elif mention.kind == "canal":
            if best is None or (nearer and mention.role != "to"):
                return mention
        elif best is None and not _only_on_the_way(figure, mention, before):
            return mention
    return None


def _only_on_the_way(figure: Figure, mention: Mention, before: bool) -> bool:
    """Whether a river or a land is only where the water goes or comes from, not whose figure it is."""
    if mention.kind == "pump":
        return figure.quantity == "release" and mention.role == "through"
    if figure.quantity == "inflow":
        return mention.role == "from" and mention.kind != "land"
    if figure.quantity != "release":
        return False
    if mention.kind == "land":
        return not before or (figure.spoken.verb_final and mention.role == "to")
    if mention.kind != "river":
        return False
    if mention.role == "to":
        return figure.says("cue_release")
    if figure.spoken.number_first and not before:  # “270 m³/s are let out for the fields in the Chirchik valley”
        return any(is_token(i, "cue_release") and i.end < mention.start for i in figure.right)
    verb = figure.says("cue_release") if figure.spoken.verb_final else figure.says_left("cue_release")
    return before and verb and mention.role in ("about", "subject", "from", "at")


def _inherited(figure: Figure, focus: Focus) -> Mention | None:
    """The owner from the list, the sentence or the focus; sets `owners`, or returns the mention to take."""
    previous = figure.previous
    if previous is not None and previous.owners and previous.reason is None:
        figure.owners = list(previous.group or previous.owners)
        return None
    items = figure.sentence.items
    earlier = [m for m in mentions(items) if m.end <= figure.token.start]
    named = any(m.holds_water for m in earlier) or (focus.objects and not focus.other_since)
    if figure.quantity == "flow" and not named and not figure.says_left("ana_one"):
        figure.aside("river")  # a flow of which no dam is named is a river's
        return None
    if figure.says_left("ana_many"):
        here = distinct(o for m in earlier if m.holds_water for o in m.objects)
        several = here if len(here) > 1 else focus.recent
        if len(several) > 1:
            figure.owners = list(several)
            return None
    for mention in reversed(earlier):
        if mention.holds_water and mention.objects:
            return mention
        if mention.kind in ("group", "gauge") or (mention.kind == "canal" and figure.quantity == "flow"):
            figure.aside("no_reservoir" if mention.kind == "group" else "river", mention.text)
            return None
    if focus.objects:
        figure.owners = _meant(figure, focus)
        return None
    sole = focus.sole
    told = sole is not None and not focus.unnamed and (has(items, "ana_one") or sole.end <= figure.token.start)
    return sole if told else None


def _meant(figure: Figure, focus: Focus) -> list[Object]:
    """What the focus stands for here: one object, or several where “they” or “both” is said."""
    many = [i for i in figure.sentence.items if is_token(i, "ana_many")]
    if any(figure.phrases.both.match(i.text) for i in many) and len(focus.latest_two) == 2:
        return list(focus.latest_two)
    if many:
        return list(focus.recent if len(focus.recent) > 1 else focus.objects)
    return focus.objects[-1:]


def _take(figure: Figure, focus: Focus, owner: Mention) -> None:
    if not owner.anaphor:
        figure.owners = list(owner.objects)
        if not any(o.ids or o.printed for o in owner.objects):
            figure.aside("other_object", owner.text)
        return
    if not focus.objects:
        sole = focus.sole
        if sole is not None and focus.unnamed and (owner.kind == "regulator" or sole.end > figure.token.start):
            sole = None
        if sole is None:
            figure.aside("no_reservoir")
        else:
            figure.owners = list(sole.objects)
        return
    figure.owners = list(focus.objects)
    if {owner.kind, focus.kind} == {"reservoir", "regulator"} and owner.kind in focus.by_kind:
        figure.owners = list(focus.by_kind[owner.kind])
    if owner.plural and len(focus.recent) > 1:
        figure.owners = list(focus.recent)
    elif not owner.plural:
        figure.owners = figure.owners[-1:]


def share(figure: Figure, figures: list[Figure]) -> None:
    """One printed figure for several reservoirs: each, in the order of the names, or shared."""
    if len(figure.owners) < 2:
        before = figure.previous
        unknown = before is not None and before.reason == "no_reservoir" and figure.says_nothing_new()
        if figure.sentence.in_order and (figure.says_left("ana_many") or unknown):
            figure.aside("no_reservoir")  # “they … respectively”, and only one of them is known
        return
    figure.group = figure.owners
    near = (i for i in figure.left[-2:] if is_token(i, "cue_total"))
    if any(i.end > figure.token.start - 12 for i in near) or any(
        is_token(i, "mark_total") and i.end <= figure.token.start for i in figure.sentence.items
    ):
        figure.aside("sum")
        return
    if figure.sentence.in_order:
        before = 0
        for earlier in reversed(figures):
            if earlier.sentence is not figure.sentence:
                break
            before += earlier.quantity == figure.quantity
        if before < len(figure.owners):
            figure.owners = [figure.owners[before]]
        return
    if not figure.says("mark_each") and not figure.each_by_case:
        figure.flags.add("shared_value")
