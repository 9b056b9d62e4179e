"""Whose figure it may be: mentions of reservoirs and of all that is easily taken for one.

A mention is a name with its noun (“Кировского и Битикского водохранилищ”), a name alone where it
can be nothing else, a noun alone that stands for the one in focus, or an object of another kind
(canal, gauge, river, lake). Its grammatical role (from, to, at, of, through) is what decides
between release and inflow, so it is read here from preposition or case ending.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from extract.grammar import registry
from extract.grammar.languages import Language
from extract.grammar.scanner import Token
from extract.grammar.text import Folded, fold_pattern

HEADS = {"head_reservoir": "reservoir", "head_regulator": "regulator", "head_barrage": "barrage"}
OTHERS = {"obj_canal": "canal", "obj_gauge": "gauge", "obj_river": "river", "obj_lake": "lake", "obj_pump": "pump",
          "obj_land": "land", "group": "group"}  # fmt: skip
LONGEST_LIST = 24
"""Names that one noun may follow: more than any river has, and a page full of towns must not cost squares."""

NAMES = ("name", "noun", "unknown")
NOUNS = frozenset((*NAMES, "head_weak", *HEADS, *OTHERS))
"""Kinds of tokens that mentions are made of."""


MOST_IN_BRACKETS = 8
"""Names with a figure in brackets behind each, looked through for the noun behind the last."""


@dataclass(slots=True)
class Object:
    """One reservoir or reservoir-like object: registry candidates, or the printed name of an unknown one."""

    ids: tuple[str, ...]
    printed: str = ""
    region: str | None = None  # the region stated right at the name


@dataclass(slots=True)
class Mention:
    """A mention at `[start, end)` of the folded text; `objects` is empty for anaphors and other kinds."""

    start: int
    end: int
    kind: str
    role: str = "subject"
    objects: list[Object] = field(default_factory=list)
    anaphor: bool = False
    plural: bool = False
    gloss: bool = False
    bare: bool = False
    ambiguous: bool = False  # a bare name that towns, rivers or people bear as well
    text: str = ""

    @property
    def holds_water(self) -> bool:
        """Whether it can own a row: a reservoir, counter-regulator or barrage."""
        return self.kind in ("reservoir", "regulator", "barrage")


class Mentions:
    """Finds the mentions of one language."""

    def __init__(self, spoken: Language) -> None:
        code = spoken.code
        self.language = spoken
        self._names = registry.names(code)
        article = fold_pattern(spoken.frames["article"], code)
        roles = [(role, *(fold_pattern(part, code) for part in parts)) for role, *parts in spoken.roles]
        self._roles = [
            (role,
             re.compile(rf"(?:^|[^\w]){before}\s+{article}[\"(]?$") if before else None,
             re.compile(own) if own else None,
             re.compile(rf"\"?\s*{after}") if after else None)
            for role, before, own, after in roles
        ]  # fmt: skip
        # most mentions have none of the words of the roles before them: one pattern tells
        words = "|".join(before for _, before, _, _ in roles if before)
        self._any_role_before = re.compile(rf"(?:^|[^\w])(?:{words or '(?!)'})\s+{article}[\"(]?$")
        self._joiner = re.compile(rf'"?\s*(?:,|(?:,\s*)?(?:{fold_pattern(spoken.joiners, code)}))\s*(?:{article})"?')
        self._glue = re.compile(rf'"?\s*(?:{fold_pattern(spoken.frames["between"], code)})?\s*"?')
        self._plural = re.compile(fold_pattern(spoken.frames["plural"], code))
        self._nominative = [(re.compile(p), r) for p, r in spoken.nominative]
        self._never = re.compile(fold_pattern(spoken.frames["no_name"], code))
        self._bare = re.compile(fold_pattern(spoken.frames["bare_not"], code))
        self._power = re.compile(fold_pattern(spoken.frames["power_dam"], code))
        self._place = re.compile(rf"(?<!\w)(?:{fold_pattern(spoken.frames.get('place', '(?!)'), code)})\.\s?$")
        self._places = re.compile(fold_pattern(spoken.frames["places"], code))

    def find(self, folded: Folded, tokens: list[Token]) -> list[Token | Mention]:
        """The tokens, those that make up mentions replaced by them."""
        out: list[Token | Mention] = []
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if token.kind not in NOUNS:
                out.append(token)
                at += 1
            elif token.kind in NAMES:
                mention, at = self._named(folded, tokens, at, out)
                if (
                    mention
                    and len(out) > 1
                    and isinstance(out[-2], Mention)
                    and out[-2].kind == "group"
                    and out[-1].kind == "comma"
                ):
                    del out[-2:]  # “the two big reservoirs, A and B”: the names say which
                    mention.ambiguous = False
                out.append(mention or token)
            elif token.kind == "head_weak":
                at += 1  # “station”, “sea”: a dam or reservoir only behind its name
            elif token.kind in HEADS:
                mention, at = self._head(folded, tokens, at)
                out.append(mention)
            else:
                role = self._role(folded, token.start, token.end)
                out.append(Mention(token.start, token.end, OTHERS[token.kind], role, text=token.text))
                at += 1
        return self._glosses(folded, out)

    # -- names ---------------------------------------------------------------------------------

    def _named(
        self, folded: Folded, tokens: list[Token], at: int, out: list[Token | Mention]
    ) -> tuple[Mention | None, int]:
        chain, after = [tokens[at]], at + 1
        following = after
        while following < len(tokens) and len(chain) < LONGEST_LIST:
            skipped = following
            while skipped < len(tokens) and tokens[skipped].kind in ("comma", "conj"):
                skipped += 1
            if skipped == len(tokens) or tokens[skipped].kind not in NAMES:
                break
            if not self._joiner.fullmatch(folded.text, chain[-1].end, tokens[skipped].start):
                break
            chain.append(tokens[skipped])
            following = after = skipped + 1
        heads = (
            *HEADS,
            "head_weak",
            *(("obj_lake",) if chain[0].kind == "name" else ()),
        )  # “Обское море” is a reservoir
        head = tokens[after] if after < len(tokens) and tokens[after].kind in heads else None
        if head and not self._glue.fullmatch(folded.text, chain[-1].end, head.start):
            head = None
        if head is None and len(chain) == 1 and (shared := self._noun_behind_brackets(tokens, after)):
            objects = [o for t in chain if (o := self._object(folded, t, HEADS[shared.kind]))]
            if objects:
                start, end = chain[0].start, chain[0].end
                role = self._role(folded, shared.start, shared.end) if self.language.verb_final else "subject"
                if role == "subject":
                    role = self._role(folded, start, end)
                kind = HEADS[shared.kind]
                return Mention(start, end, kind, role, objects, text=folded.text[start:end]), after
        if head and len(chain) > 1 and not self._plural.search(head.text):
            # “из Актюбинского, из Каргалинского водохранилища”: the noun belongs to the last name only
            chain, after, head = chain[:1], at + 1, None
        apposition = bool(out) and isinstance(out[-2:][0], Mention) and out[-2:][0].kind == "group"
        if head is None and len(chain) > 1 and not apposition and not self._glued_list(chain):
            chain, after = chain[:1], at + 1
        kind = HEADS.get(head.kind, "reservoir" if head.kind == "obj_lake" else "barrage") if head else None
        objects = [o for t in chain if (o := self._object(folded, t, kind))]
        if not objects or len(objects) < len(chain):
            if len(chain) > 1:
                return None, at + 1
            if not objects:
                return None, at + 1
        start, end = chain[0].start, head.end if head else chain[-1].end
        if head is None and not self._may_stand_alone(folded, chain, objects):
            return None, at + 1
        own_kind = kind or self._kind_of(objects[0])
        if not objects[0].ids and kind in ("barrage", "regulator") and not self._power.search(head.text):
            objects = [Object((), "")]  # a barrage that the registry does not know is no reservoir
        like_a_place = chain[0].kind == "noun" and any(self._places.match(t.text.strip('"')) for t in chain)
        mention = Mention(
            start,
            end,
            own_kind,
            self._role(folded, start, end),
            objects,
            bare=head is None,
            plural=len(objects) > 1,
            text=folded.text[start:end],
            ambiguous=head is None and like_a_place,
        )
        return mention, after + (1 if head else 0)

    def _noun_behind_brackets(self, tokens: list[Token], at: int) -> Token | None:
        """The noun of “из Актюбинского (10 м³/с) и Каргалинского (0,5 м³/с) водохранилищ”, seen from a name in it."""
        for _ in range(MOST_IN_BRACKETS):
            closing = next((k for k in range(at, min(at + 5, len(tokens))) if tokens[k].kind == "close"), None)
            if closing is None or tokens[at].kind != "open" or tokens[at + 1].kind != "figure":
                return None
            at = closing + 1
            if at < len(tokens) and tokens[at].kind in HEADS and self._plural.search(tokens[at].text):
                return tokens[at]
            while at < len(tokens) and tokens[at].kind in ("comma", "conj"):
                at += 1
            if at + 1 >= len(tokens) or tokens[at].kind not in NAMES:
                return None
            at += 1
        return None

    def _glued_list(self, chain: list[Token]) -> bool:
        return all(t.kind == "name" or not self._places.match(t.text) for t in chain)

    def _kind_of(self, found: Object) -> str:
        kinds = {"counter-regulator": "regulator", "hydro-complex": "barrage"}
        entry = registry.reservoirs().get(found.ids[0]) if found.ids else None
        return kinds.get(entry.kind, "reservoir") if entry else "reservoir"

    def _object(self, folded: Folded, token: Token, kind: str | None) -> Object | None:
        if token.kind == "unknown":
            stem = token.text.strip('"')
            known, meanings = self._names.lookup(stem)
            if not meanings or len(registry.key(stem)) - len(known) > 1:
                return self._unknown(folded, token)
        else:
            _, meanings = token.payload
        if kind == "regulator":
            fitting = [m for m in meanings if m.kind == "regulator"]
        elif kind == "barrage":
            kinds = ("barrage", "reservoir", "regulator")  # a dam may be named for any of them, in this order
            fitting = next(
                (
                    f
                    for k in kinds
                    if (f := [m for m in meanings if m.kind == k and not (k == "regulator" and m.needs_head)])
                ),
                [],
            )
        elif kind == "reservoir":
            fitting = [m for m in meanings if m.kind != "regulator" or not m.needs_head] or list(meanings)
            fitting = [m for m in fitting if m.kind == "reservoir"] or fitting
        else:
            fitting = [m for m in meanings if not m.needs_head]
        if not fitting:
            return Object((), "") if kind == "regulator" else None
        return Object(tuple(dict.fromkeys(m.id for m in fitting)), token.text)

    def _unknown(self, folded: Folded, token: Token) -> Object | None:
        start, end = folded.place(token.start, token.end)
        printed = folded.original[start:end].strip(' "«»“”„')
        if self._never.match(token.text) or (not printed[:1].isupper() and '"' not in token.text):
            return None
        for pattern, replacement in self._nominative:
            changed = pattern.sub(replacement, printed)
            if changed != printed:
                printed = changed
                break
        return Object((), printed)

    def _may_stand_alone(self, folded: Folded, chain: list[Token], objects: list[Object]) -> bool:
        """A name without its noun: never before another noun, and not where it is a town or a person."""
        token = chain[-1]
        if chain[0].kind == "unknown":
            return False
        if self._bare.match(folded.text, token.end):
            return False
        if self._place.search(folded.text, max(0, chain[0].start - 6), chain[0].start):
            return False  # “в 5 км от г. Актобе”
        start, _ = folded.place(chain[0].start, token.end)
        return (
            folded.original[start : start + 1].isupper() or folded.origin is not None or not self.language.names_capital
        )

    # -- nouns without a name --------------------------------------------------------------------

    def _head(self, folded: Folded, tokens: list[Token], at: int) -> tuple[Mention, int]:
        head = tokens[at]
        kind, end, objects, after = HEADS[head.kind], head.end, [], at + 1
        if after < len(tokens) and tokens[after].kind in ("noun", "unknown"):
            gap = folded.text[head.end : tokens[after].start]
            if re.fullmatch(r'\s"?', gap) and (found := self._object(folded, tokens[after], kind)):
                named = (
                    '"' in gap
                    or tokens[after].kind == "unknown"
                    or not self._bare.match(folded.text, tokens[after].end)
                )
                if named and self.language.frames.get("name_behind") and self._capital(folded, tokens[after]):
                    objects, end, after = [found], tokens[after].end, after + 1
        mention = Mention(
            head.start,
            end,
            kind,
            self._role(folded, head.start, end),
            objects,
            anaphor=not objects,
            plural=bool(self._plural.search(head.text)),
            text=folded.text[head.start : end],
        )
        return mention, after

    @staticmethod
    def _capital(folded: Folded, token: Token) -> bool:
        """Whether a name is printed with a capital letter, in quotation marks or out of them."""
        return folded.original[slice(*folded.place(token.start, token.end))].lstrip(' "«“„')[:1].isupper()

    def _role(self, folded: Folded, start: int, end: int) -> str:
        text = folded.text
        before, own = text[max(0, start - 40) : start], text[start:end]
        led = self._any_role_before.search(before)
        for role, word_before, own_form, word_after in self._roles:
            if word_before and not (led and word_before.search(before)):
                continue
            if own_form and not own_form.fullmatch(own):
                continue
            if word_after and not word_after.match(text, end):
                continue
            return role
        return "subject"

    def _glosses(self, folded: Folded, items: list[Token | Mention]) -> list[Token | Mention]:
        """“водохранилища (Газалкентская ГЭС)”: a bracket behind a mention only explains it unless it gives a figure."""
        for at in range(len(items) - 2):
            opening, inside = items[at + 1], items[at + 2]
            if opening.kind != "open" or not isinstance(items[at], Mention):
                continue
            if not (isinstance(inside, Mention) and inside.holds_water):
                continue
            closing = next((k for k in range(at + 3, min(at + 6, len(items)))
                            if isinstance(items[k], Token) and items[k].kind == "close"), None)  # fmt: skip
            if closing is None or any(isinstance(i, Token) and i.kind == "figure" for i in items[at + 3 : closing]):
                continue
            owner = items[at]
            if owner.anaphor and inside.objects:
                owner.objects, owner.anaphor = inside.objects, False
            for k in range(at + 2, closing):
                if isinstance(items[k], Mention):
                    items[k].gloss = True
        return items


@cache
def mentions(spoken: Language) -> Mentions:
    """The mention finder of a language, compiled once."""
    return Mentions(spoken)
