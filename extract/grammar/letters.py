"""With which letters a pattern can begin: so that the scanner tries a word only on patterns that may fit.

A lexicon has hundreds of patterns and a word begins with few letters; sorting the patterns by
those letters makes one pass over a text several times as fast. Where a pattern's beginning is
beyond this small reader, it counts as possible for every word, which is slower but never wrong.
"""

from __future__ import annotations

SPACES = frozenset(filter(str.isspace, map(chr, range(0x3001))))
DIGITS = frozenset("0123456789")


def split_alternatives(pattern: str) -> list[str]:
    """A pattern cut at its outermost bars.

    >>> split_alternatives("ab|c(?:d|e)|[|]f")
    ['ab', 'c(?:d|e)', '[|]f']
    """
    parts, depth, start, at = [], 0, 0, 0
    while at < len(pattern):
        letter = pattern[at]
        if letter == "\\":
            at += 1
        elif letter == "[":
            at = _class_end(pattern, at)
        elif letter == "(":
            depth += 1
        elif letter == ")":
            depth -= 1
        elif letter == "|" and depth == 0:
            parts.append(pattern[start:at])
            start = at + 1
        at += 1
    return [*parts, pattern[start:]]


def heads(pattern: str, size: int) -> frozenset[str]:
    """What a match can begin with: strings of `size` letters, or shorter ones that anything may follow.

    An empty string stands for a match that may begin with anything.

    >>> sorted(heads("сброс|(?:вы)?пуск|[со]т", 3)), sorted(heads(r"\\w+ск", 3))
    (['вып', 'от', 'пус', 'сбр', 'ст'], [''])
    >>> sorted(heads(r"по(?:пуск)?\\b|у+ж|о\\S", 4))
    ['о', 'по', 'у']
    """
    found: set[str] = set()
    for alternative in split_alternatives(pattern):
        closed, whole = _sequence(alternative, size)
        found |= closed | whole
    return frozenset(head for head in found if not any(head[:n] in found for n in range(len(head))))


def _class_end(pattern: str, at: int) -> int:
    end = at + 1
    if pattern.startswith("^", end):
        end += 1
    end += 1  # a bracket that comes first is a member
    while pattern[end] != "]":
        end += 2 if pattern[end] == "\\" else 1
    return end


def _group_end(pattern: str, at: int) -> int:
    depth, end = 0, at
    while True:
        letter = pattern[end]
        if letter == "\\":
            end += 1
        elif letter == "[":
            end = _class_end(pattern, end)
        elif letter == "(":
            depth += 1
        elif letter == ")":
            depth -= 1
            if depth == 0:
                return end
        end += 1


def _repeated(pattern: str, at: int) -> tuple[bool, bool, int]:
    """(may the piece that ends at `at` be left out, may it come again, where the next piece begins)."""
    mark = pattern[at : at + 1]
    if mark == "{":
        end = pattern.index("}", at)
        count = pattern[at + 1 : end]
        optional, again = count.startswith(("0", ",")), count not in ("1", "0,1", ",1")
    elif mark and mark in "?*+":
        end, optional, again = at, mark != "+", mark != "?"
    else:
        return False, False, at
    return optional, again, end + (2 if pattern[end + 1 : end + 2] in ("?", "+") else 1)


def _sequence(alternative: str, size: int) -> tuple[set[str], set[str]]:
    """Heads of one alternative: (those beyond which anything may follow, those that are a whole match)."""
    closed: set[str] = set()
    growing = {""}
    at = 0
    while at < len(alternative) and growing:
        unknown_after, pieces, at = _piece(alternative, at, size)
        optional, again, at = _repeated(alternative, at)
        closed |= {(head + piece)[:size] for head in growing for piece in unknown_after}
        grown = {head + piece for head in growing for piece in pieces}
        closed |= {head[:size] for head in grown if again or len(head) >= size}
        left = set() if again else {head for head in grown if len(head) < size}
        growing = left | growing if optional else left
    return closed, growing


def _piece(alternative: str, at: int, size: int) -> tuple[set[str], set[str], int]:
    """The piece of a pattern at `at`: (its heads that anything may follow, those that are all of it, its end)."""
    letter = alternative[at]
    if letter == "(":
        end = _group_end(alternative, at) + 1
        inner = alternative[at + 1 : end - 1]
        if inner.startswith(("?!", "?=", "?<!", "?<=")):
            return set(), {""}, end  # looking around takes no letter
        if inner.startswith("?P<"):
            inner = inner[inner.index(">") + 1 :]
        elif inner.startswith("?:"):
            inner = inner[2:]
        elif inner.startswith("?"):
            return {""}, set(), end
        branches = [_sequence(branch, size) for branch in split_alternatives(inner)]
        return set().union(*(closed for closed, _ in branches)), set().union(*(whole for _, whole in branches)), end
    if letter == "[":
        end = _class_end(alternative, at)
        members = alternative[at + 1 : end]
        known = not (members.startswith("^") or "\\" in members or "-" in members[1:-1])
        return (set(), set(members), end + 1) if known else ({""}, set(), end + 1)
    if letter == "\\":
        escaped = alternative[at + 1]
        known = {"b": {""}, "B": {""}, "d": DIGITS, "s": SPACES}.get(escaped, set() if escaped.isalnum() else {escaped})
        return (set() if known else {""}), set(known), at + 2
    if letter in "^$":
        return set(), {""}, at + 1
    return ({""}, set(), at + 1) if letter == "." else (set(), {letter}, at + 1)
