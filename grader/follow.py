"""Follow-through: a mistake in a function that others call is charged once, where it was made.

An exercise says which others its function may call (`follows`). Where a known mistake was named in one of those, the
exercise is also judged by our own code with that very mistake made upstream: the mistake is carried through the
reference, on the host, and nothing of ours goes into the student's process. As with variants, the best counts, so a
student who does not call the wrong function is judged as ever, and a second mistake, made here, is still found and
named.

What cannot be named cannot be carried through: where the mistake upstream is unknown, both exercises lose their points.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from grader.bench import Bench
from grader.expect import followed, following
from grader.model import Exercise, ExerciseReport, NamedMistake

FOLLOWS = "follows"
"""Name of the cause that lies in another exercise."""


def conventions(bench: Bench, exercise: Exercise, reports: Mapping[str, ExerciseReport]) -> tuple[str, ...]:
    """Ways in which mistakes named upstream may show here: all of them together, and each exercise's alone."""
    made = {name: _known(bench, reports[name]) for name in upstream_of(bench, exercise) if name in reports}
    made = {name: ids for name, ids in made.items() if ids}
    together = [following(made)] if made else []
    return tuple(dict.fromkeys([*together, *(following({name: ids}) for name, ids in made.items())]))


def upstream_of(bench: Bench, exercise: Exercise) -> list[str]:
    """The exercises that this one follows, by however many steps, nearest first."""
    found: dict[str, None] = {}
    waiting = list(exercise.follows)
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = None
            waiting.extend(bench.exercise(name).follows)
    return list(found)


def in_order(bench: Bench, exercises: Iterable[Exercise]) -> list[Exercise]:
    """What others follow comes first."""
    return sorted(exercises, key=lambda exercise: len(upstream_of(bench, exercise)))


def cause(bench: Bench, convention: str) -> NamedMistake:
    """What is told of an exercise that is right but for what it calls; it costs nothing here."""
    told = [
        f"{name} ({mistake.says})"
        for name, ids in followed(convention).items()
        for mistake in bench.exercise(name).mistakes
        if mistake.id in ids
    ]
    return NamedMistake(FOLLOWS, f"this follows from {' and '.join(told)}, and is charged there alone", credit=1.0)


def _known(bench: Bench, report: ExerciseReport) -> list[str]:
    known = {mistake.id for mistake in bench.exercise(report.exercise).mistakes}
    return [named.name for named in report.mistakes if named.name in known]
