"""Hand-ins that resemble each other: by rare mistakes that both made, and by text if it was compared.

Two who solve the same exercise write much the same text, all the more where a starter says how. But a mistake that two
of twelve hundred made, twice over in the same two hand-ins, is hard to come by alone. Neither proves anything.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations

from grader.model import NamedMistake
from grader.overview import document
from grader.overview.roll import Roll
from grader.overview.texts import Likeness, Texts

RARE = 0.02
"""Share of the class up to which a mistake is rare."""
FEWEST = 10
"""Students below whom nothing is rare."""
EXERCISES = 2
"""In how many exercises two share a rare mistake before it is told: one is common luck in a class of hundreds."""
MOST = 50
"""Pairs of either kind: who has to look at more has a problem that no list solves."""

Couple = tuple[str, str]


def pairs(roll: Roll, texts: Texts, called: Callable[[str], str]) -> document.Resemblance:
    """The pairs worth a look, those with the rarest shared mistakes first."""
    rare = max(2, math.floor(RARE * len(roll.lines))) if len(roll.lines) >= FEWEST else 0
    shared = {couple: found for couple, found in _shared(roll, rare).items() if len(found) >= EXERCISES}
    bits = {couple: _bits(found, len(roll.lines)) for couple, found in shared.items()}
    by_mistakes = sorted(bits, key=lambda couple: -bits[couple])[:MOST]
    alike = {_in_order(roll, each): each for each in texts.pairs}
    by_text = sorted(alike, key=lambda couple: -alike[couple].similarity)[:MOST]
    told = dict.fromkeys([*by_mistakes, *by_text])
    made = [_pair(couple, shared.get(couple, []), bits.get(couple, 0.0), alike.get(couple), called) for couple in told]
    return document.Resemblance(
        rare=rare,
        text=texts.how,
        left_out=tuple(f"{called(student)}: {why}" for student, why in texts.left_out),
        pairs=tuple(sorted(made, key=lambda each: (-each.bits, -(each.similarity or 0.0)))),
    )


def _shared(roll: Roll, rare: int) -> dict[Couple, list[document.Shared]]:
    """By couple, its rare mistakes: of one exercise the rarest alone, because the others come with it."""
    made: dict[tuple[str, str], list[str]] = defaultdict(list)
    words: dict[tuple[str, str], str] = {}
    for student, exercise, mistake in _mistakes(roll):
        made[exercise, mistake.name].append(student)
        words[exercise, mistake.name] = mistake.message
    found: dict[Couple, dict[str, document.Shared]] = defaultdict(dict)
    for (exercise, name), students in sorted(made.items(), key=lambda item: -len(item[1])):
        if 2 <= len(students) <= rare:
            message = words[exercise, name]
            told = document.Shared(exercise=exercise, mistake=name, message=message, students=len(students))
            for couple in combinations(students, 2):
                found[couple][exercise] = told
    return {couple: list(by_exercise.values()) for couple, by_exercise in found.items()}


def _mistakes(roll: Roll) -> Iterator[tuple[str, str, NamedMistake]]:
    for line in roll.lines:
        for exercise in line.exercises:
            for mistake in exercise.mistakes:
                yield line.student, exercise.exercise, mistake


def _in_order(roll: Roll, likeness: Likeness) -> Couple:
    """As the class is listed."""
    first, second = sorted((likeness.first, likeness.second), key=roll.places.__getitem__)
    return first, second


def _bits(shared: list[document.Shared], students: int) -> float:
    return sum(math.log2(students / each.students) for each in shared)


def _pair(
    couple: Couple,
    shared: list[document.Shared],
    bits: float,
    likeness: Likeness | None,
    called: Callable[[str], str],
) -> document.Pair:
    first, second = map(called, couple)
    return document.Pair(
        first=first,
        second=second,
        shared=tuple(sorted(shared, key=lambda each: each.students)),
        bits=bits,
        similarity=None if likeness is None else likeness.similarity,
        alike=None if likeness is None else likeness.alike,
    )
