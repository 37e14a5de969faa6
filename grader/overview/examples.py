"""Example lines: for each frequent mistake, the line that its hand-ins share and right ones lack.

Nobody marks where in a function a mistake stands. But those who made it tend to have written the same line, and those
who have it right have not: that line is shown, with its neighbours, from the hand-in of one of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from grader.model import Submission
from grader.overview import document
from grader.overview.masking import masked
from grader.overview.roll import Roll
from grader.overview.source import CodeLine, body

MISTAKES = 40
"""The most frequent ones get an example: nobody reads more."""
HAND_INS = 150
"""Of each side that are looked at: enough to tell which line is typical."""
AROUND = 3
"""Lines before and after the marked one."""
SHORTEST = 6
"""Characters without blanks below which a line (`else:`) says nothing."""

Key = tuple[str, str]


@dataclass(frozen=True)
class Found:
    """An example, and whose it is."""

    student: str
    lines: tuple[CodeLine, ...]
    marked: int | None
    having: int
    looked_at: int


@dataclass(frozen=True)
class Examples:
    """Examples by exercise and mistake."""

    found: dict[Key, Found] = field(default_factory=dict)

    def of(self, exercise: str, mistake: str, called: Callable[[str], str]) -> document.Example | None:
        """The example; where students are called by another name, theirs is taken out of the lines, too."""
        found = self.found.get((exercise, mistake))
        if found is None:
            return None
        hide = called(found.student) != found.student
        margin = min(len(line.text) - len(line.text.lstrip()) for line in found.lines)
        lines = ((line.number, line.text[margin:]) for line in found.lines)
        shown = ((number, masked(text, found.student) if hide else text) for number, text in lines)
        return document.Example(
            student=called(found.student),
            lines=tuple(document.CodeLine(number=number, text=text) for number, text in shown),
            marked=found.marked,
            having=found.having,
            looked_at=found.looked_at,
        )


@dataclass
class _Side:
    """Functions of one exercise with the same outcome."""

    bodies: dict[str, tuple[CodeLine, ...]] = field(default_factory=dict)

    def shares(self) -> dict[str, float]:
        """By line without blanks, the share of the functions that have it."""
        seen = Counter(line for lines in self.bodies.values() for line in {each.bare for each in lines})
        return {line: count / len(self.bodies) for line, count in seen.items()}


def gather(roll: Roll, submissions: Iterable[Submission]) -> Examples:
    """Examples from the hand-ins, read one at a time."""
    wanted = _wanted(roll)
    wrong: dict[Key, _Side] = defaultdict(_Side)
    right: dict[str, _Side] = defaultdict(_Side)
    lines = {line.student: line for line in roll.lines}
    for submission in submissions:
        for exercise in lines[submission.student].exercises if submission.student in lines else ():
            keys = [key for each in exercise.mistakes if (key := (exercise.exercise, each.name)) in wanted]
            sides = [wrong[key] for key in keys]
            if not exercise.mistakes and not exercise.lost and not exercise.ungraded:
                sides = [right[exercise.exercise]]
            if any(len(side.bodies) < HAND_INS for side in sides):
                _note(sides, submission, exercise.found_in)
    made = {key: _example(side, right[key[0]]) for key, side in wrong.items()}
    return Examples({key: found for key, found in made.items() if found is not None})


def _wanted(roll: Roll) -> set[Key]:
    counts = Counter(
        (each.exercise, mistake.name) for line in roll.lines for each in line.exercises for mistake in each.mistakes
    )
    return {key for key, _ in counts.most_common(MISTAKES)}


def _note(sides: list[_Side], submission: Submission, found_in: str) -> None:
    lines = body(submission, found_in)
    for side in sides:
        if lines and len(side.bodies) < HAND_INS:
            side.bodies[submission.student] = lines


def _example(wrong: _Side, right: _Side) -> Found | None:
    """From a hand-in with the most typical line, of those whose lines do not tell their author if there is one."""
    if not wrong.bodies:
        return None
    here, there = wrong.shares(), right.shares()
    told = {line: share - there.get(line, 0.0) for line, share in here.items() if len(line) >= SHORTEST}
    typical = max(told, key=lambda line: (told[line], len(line)), default=None)
    if typical is None or told[typical] <= 0:
        typical = None
    owners = [student for student, lines in wrong.bodies.items() if typical in {None, *(each.bare for each in lines)}]
    quiet = (each for each in owners if not _tells(each, wrong.bodies[each]))
    student = next(quiet, owners[0])
    lines, at = _cut(wrong.bodies[student], typical)
    return Found(student, lines, at, len(owners) if typical else 0, len(wrong.bodies))


def _tells(student: str, lines: tuple[CodeLine, ...]) -> bool:
    return any(masked(line.text, student) != line.text for line in lines)


def _cut(lines: tuple[CodeLine, ...], typical: str | None) -> tuple[tuple[CodeLine, ...], int | None]:
    """The typical line with its neighbours, and its index among them; without one, the first lines."""
    if typical is None:
        return lines[: 2 * AROUND + 1], None
    at = next(row for row, line in enumerate(lines) if line.bare == typical)
    start = max(at - AROUND, 0)
    return lines[start : at + AROUND + 1], at - start
