"""Which exercises may be called by which: the chain that leads up from one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from grader.model import Exercise


def upstream_of(exercises: Mapping[str, Exercise], exercise: Exercise) -> list[str]:
    """The exercises that this one follows, by however many steps, nearest first."""
    found: dict[str, None] = {}
    waiting = list(exercise.follows)
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = None
            waiting.extend(exercises[name].follows)
    return list(found)


def in_order(exercises: Mapping[str, Exercise], some: Iterable[Exercise]) -> list[Exercise]:
    """What others follow comes first."""
    return sorted(some, key=lambda exercise: len(upstream_of(exercises, exercise)))
