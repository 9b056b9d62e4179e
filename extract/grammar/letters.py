"""With which letters a pattern can begin: so that the scanner tries a word only on patterns that may fit.

A lexicon has hundreds of patterns and a word begins with one letter; sorting the patterns by
first letter makes one pass over a text several times as fast. Where a pattern's beginning is
beyond this small reader, it counts as possible for every letter, which is slower but never wrong.
"""

from __future__ import annotations

ANY = None
"""Stands for “may begin with anything”."""


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


def first_letters(pattern: str) -> frozenset[str] | None:
    """The letters that a match can begin with, or :data:`ANY`.

    >>> sorted(first_letters("сброс|(?:вы)?пуск")), first_letters(r"\\w+ск")
    (['в', 'п', 'с'], None)
    """
    found: set[str] = set()
    for alternative in split_alternatives(pattern):
        letters = _first(alternative)
        if letters is ANY:
            return ANY
        found |= letters
    return frozenset(found)


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


def _optional(pattern: str, at: int) -> bool:
    return pattern[at : at + 1] in ("?", "*") or pattern.startswith("{0", at)


def _first(alternative: str) -> set[str] | None:
    found: set[str] = set()
    at = 0
    while at < len(alternative):
        letter = alternative[at]
        if letter == "(":
            end = _group_end(alternative, at)
            if alternative.startswith(("(?!", "(?=", "(?<!", "(?<="), at):
                at = end + 1  # looking around takes no letter
                continue
            inner = alternative[at + 1 : end]
            if inner.startswith("?:"):
                inner = inner[2:]
            elif inner.startswith("?P<"):
                inner = inner[inner.index(">") + 1 :]
            elif inner.startswith("?"):
                return ANY
            letters = first_letters(inner)
            if letters is ANY:
                return ANY
            found |= letters
            empty = any(not part for part in split_alternatives(inner))
            if not empty and not _optional(alternative, end + 1):
                return found
            at = end + 1
            while at < len(alternative) and alternative[at] in "?*+":
                at += 1
            continue
        if letter == "[":
            end = _class_end(alternative, at)
            members = alternative[at + 1 : end]
            if members.startswith("^") or "\\" in members or "-" in members[1:-1]:
                return ANY
            found |= set(members)
            end += 1
        elif letter == "\\":
            escaped = alternative[at + 1]
            if escaped == "b":
                at += 2
                continue
            if escaped == "d":
                found |= set("0123456789")
            elif escaped.isalnum():
                return ANY
            else:
                found.add(escaped)
            end = at + 2
        elif letter in ".^$":
            return ANY
        else:
            found.add(letter)
            end = at + 1
        if not _optional(alternative, end):
            return found
        if alternative.startswith("{", end):
            end = alternative.index("}", end)
        at = end + 1
    return ANY  # everything in it may be left out
