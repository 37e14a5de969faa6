"""The survey of a class: its roll in, all numbers of the class report out."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from grader.overview import comparison, document, items, measures, resemblance
from grader.overview.examples import Examples
from grader.overview.masking import masked
from grader.overview.roll import ExerciseLine, Line, Roll
from grader.overview.texts import Texts

SOME = 20
"""Names that stand beside a number."""
ROBUST = 3.5
"""Robust deviations from which a value is an outlier: Iglewicz and Hoaglin (1993) recommend it."""
TWICE = 2.0
"""Times the median from which anybody cares: in a class of equals, a tenth of a second is many deviations."""
FEWEST_TIMES = 5
"""Times from which a median of deviations says something."""


@dataclass(frozen=True)
class Wish:
    """What else is to be in the report."""

    names: bool = False
    earlier: Roll | None = None
    examples: Examples = field(default_factory=Examples)
    texts: Texts = field(default_factory=Texts)


def survey(roll: Roll, wish: Wish) -> document.ClassReport:
    """All numbers; without names, students are called by numbers that are the same in each run on the same folder."""
    called = _callers(roll, wish)
    earlier = wish.earlier
    if not wish.names:
        roll, earlier = roll.shuffled(), earlier and earlier.shuffled()
    return document.ClassReport(
        schema=document.SCHEMA,
        assignment=roll.assignment,
        students=len(roll.lines),
        named=wish.names,
        basis=roll.basis,
        out_of=roll.out_of,
        waiting=roll.waiting,
        scores=scores(roll),
        exercises=items.exercises(roll),
        reliability=items.reliability(roll),
        checks=items.checks(roll),
        mistakes=mistakes(roll, wish.examples, called),
        unexplained=unexplained(roll),
        open=open_points(roll, called),
        refused=refused(roll, called),
        untold=untold(roll, called),
        times=times(roll, called),
        resemblance=resemblance.pairs(roll, wish.texts, called),
        comparison=None if earlier is None else comparison.compare(earlier, roll, called),
    )


def _callers(roll: Roll, wish: Wish) -> Callable[[str], str]:
    """What a student is called on the page."""
    if wish.names:
        return lambda student: student
    numbers = dict(roll.numbers)
    for line in sorted(wish.earlier.lines if wish.earlier else (), key=lambda line: line.seal):
        numbers.setdefault(line.student, len(numbers) + 1)
    return lambda student: f"student {numbers[student]}"


# ---------------------------------------------------------------- points


def scores(roll: Roll) -> document.Scores:
    """Of graded students; those with open points are counted apart, never as zeros."""
    totals = [points for line in roll.graded if (points := roll.points(line)) is not None]
    penalties = [standing.penalty for line in roll.graded if (standing := roll.standing(line)) and standing.penalty > 0]
    found = measures.spread(totals)
    return document.Scores(
        graded=len(totals),
        open=len(roll.lines) - len(totals),
        refused=sum(bool(line.refusal) for line in roll.graded),
        full=sum(total >= roll.out_of for total in totals),
        late=len(penalties),
        taken_off=math.fsum(penalties),
        spread=None if found is None else document.Spread.model_validate(found),
        bins=histogram(totals, roll.out_of),
    )


def histogram(totals: Sequence[float], out_of: float) -> tuple[document.Bin, ...]:
    """Columns of one width from 0 to all points, about twelve, with edges that people count in."""
    if out_of <= 0:
        return ()
    width = _width(out_of)
    columns = math.ceil(round(out_of / width, 9))
    counts = Counter(min(max(math.floor(round(total / width, 9)), 0), columns - 1) for total in totals)
    edges = [min(number * width, out_of) for number in range(columns + 1)]
    return tuple(document.Bin(low=edges[i], high=edges[i + 1], students=counts[i]) for i in range(columns))


def _width(out_of: float) -> float:
    """1, 2 or 5 times a power of ten, the least that makes no more than fifteen columns."""
    power = 10.0 ** math.floor(math.log10(out_of / 15))
    return next(step * power for step in (1, 2, 5, 10, 20) if out_of / (step * power) <= 15)


# ---------------------------------------------------------------- what went wrong


def mistakes(roll: Roll, examples: Examples, called: Callable[[str], str]) -> tuple[document.Mistake, ...]:
    """Known mistakes by how many made them."""
    made: dict[tuple[str, str], list[ExerciseLine]] = defaultdict(list)
    for line in roll.lines:
        for exercise in line.exercises:
            for mistake in exercise.mistakes:
                made[exercise.exercise, mistake.name].append(exercise)
    drawn = [
        document.Mistake(
            exercise=exercise,
            mistake=name,
            message=next(each.message for each in found[0].mistakes if each.name == name),
            students=len(found),
            lost=math.fsum(each.lost for each in found),
            example=examples.of(exercise, name, called),
        )
        for (exercise, name), found in made.items()
    ]
    return tuple(sorted(drawn, key=lambda each: (-each.students, -each.lost)))


def unexplained(roll: Roll) -> tuple[document.Unexplained, ...]:
    """Exercises that lost points without a named mistake, though something was there to be looked at."""
    found: dict[str, list[ExerciseLine]] = defaultdict(list)
    for line in roll.lines:
        for exercise in line.exercises:
            if exercise.found_in and exercise.checks and exercise.lost and not exercise.mistakes:
                found[exercise.exercise].append(exercise)
    drawn = [_unexplained(name, lines) for name, lines in found.items()]
    return tuple(sorted(drawn, key=lambda each: -each.students))


def _unexplained(name: str, lines: Sequence[ExerciseLine]) -> document.Unexplained:
    failed = Counter(each.check for line in lines for each in line.checks if each.verdict == "fail")
    return document.Unexplained(exercise=name, students=len(lines), checks=tuple(failed.most_common()))


# ---------------------------------------------------------------- what was not graded


def open_points(roll: Roll, called: Callable[[str], str]) -> tuple[document.Open, ...]:
    """Why points are open: by exercise and reason, faults of ours before questions that persons mark."""
    found: dict[tuple[bool, str, str], list[tuple[Line, float]]] = defaultdict(list)
    for line in roll.lines:
        for exercise in line.exercises:
            if exercise.ungraded > 0:
                why = "a person marks this" if exercise.waits else "; ".join(exercise.open_because[:3])
                found[exercise.waits, exercise.exercise, why].append((line, exercise.ungraded))
    drawn = [
        document.Open(
            exercise=exercise,
            why=why,
            person=person,
            students=len(each),
            points=math.fsum(points for _, points in each),
            who=tuple(called(line.student) for line, _ in each[:SOME]),
        )
        for (person, exercise, why), each in found.items()
    ]
    return tuple(sorted(drawn, key=lambda each: (each.person, -each.students)))


def refused(roll: Roll, called: Callable[[str], str]) -> tuple[document.Refused, ...]:
    """Why hand-ins could not be read; without the students' names in it, equal reasons are the same."""
    found = _grouped((line.refusal, line.student) for line in roll.lines)
    return tuple(document.Refused(why=why, students=len(who), who=tuple(map(called, who[:SOME]))) for why, who in found)


def untold(roll: Roll, called: Callable[[str], str]) -> tuple[document.Untold, ...]:
    """Why something of somebody is not known."""
    found = _grouped((_untold(roll, line), line.student) for line in roll.lines)
    return tuple(document.Untold(why=why, students=len(who), who=tuple(map(called, who[:SOME]))) for why, who in found)


def _untold(roll: Roll, line: Line) -> str:
    if line.untold or roll.basis == "reports" or roll.points(line) is not None:
        return line.untold
    if roll.standing(line) is None:
        return "The ledger knows nothing of them: grade them again, or take their folders away."
    another = "Points of another hand-in of theirs are open, and it may turn out to be the better one."
    return "" if roll.open_points(line) else another


def _grouped(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """Students by reason, most of them first; without their names in it, equal reasons are the same."""
    groups: dict[str, list[str]] = defaultdict(list)
    for why, student in pairs:
        if why:
            groups[masked(why, student)].append(student)
    return sorted(groups.items(), key=lambda group: -len(group[1]))


# ---------------------------------------------------------------- time


def times(roll: Roll, called: Callable[[str], str]) -> document.Times:
    """Hand-ins that took far longer than the class: a hint at loops without end, or at a machine that was busy."""
    lines = [line for line in roll.lines if not line.refusal and line.seconds > 0]
    seconds = [line.seconds for line in lines]
    found = measures.spread(seconds)
    if found is None or len(lines) < FEWEST_TIMES:
        spread = None if found is None else document.Spread.model_validate(found)
        return document.Times(spread=spread, slow=(), why=f"{len(lines)} timed: {FEWEST_TIMES} at least are needed")
    slow = [
        document.Slow(student=called(line.student), seconds=line.seconds, deviations=z)
        for line, z in zip(lines, measures.slowness(seconds), strict=True)
        if z > ROBUST and line.seconds > TWICE * found.median
    ]
    ordered = tuple(sorted(slow, key=lambda each: -each.seconds))
    return document.Times(spread=document.Spread.model_validate(found), slow=ordered, why="")
