"""Give points in place of the grader's: for an exercise, a check, a written question or all, with name and reason.

The points stay through every regrading, until they are withdrawn or overridden again; nothing of it is erased.
"""

from __future__ import annotations

import argparse
import math

from grader.commands import options as shared
from grader.errors import UsageError
from grader.ledger.adjusted import base_of
from grader.ledger.book import Author, Ledger
from grader.ledger.entries import WHOLE, enter_points, overrides
from grader.ledger.standings import Standings
from grader.report.points import shown

ALL = "all"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("student", metavar="STUDENT")
    parser.add_argument("exercise", metavar="EXERCISE", help=f"an exercise, EXERCISE.CHECK, a question, or `{ALL}`")
    parser.add_argument("points", metavar="POINTS", nargs="?", help="the points that count instead")
    parser.add_argument("--withdraw", action="store_true", help="the grader's own points count again")
    shared.add_author(parser)
    shared.add_ledger(parser)


def run(options: argparse.Namespace) -> int:
    """Enters it, and says what was and what is."""
    if (options.points is None) is not options.withdraw:
        raise UsageError("give the points, or --withdraw")
    with Ledger(shared.ledger_of(options), write=True) as ledger:
        assignment = shared.assignment_in(ledger, options)
        with ledger.transaction():
            print(_enter(ledger, assignment, options))
    return 0


def _enter(ledger: Ledger, assignment: str, options: argparse.Namespace) -> str:
    standings = Standings(ledger, assignment)
    student = ledger.known(options.student)
    exercise, _, check = (WHOLE, "", "") if options.exercise == ALL else options.exercise.partition(".")
    decision = standings.of(student, options.student)
    written = standings.rubric.written.get(exercise)
    attempt = None if written else decision.attempt
    base, out_of = None, standings.rubric.out_of
    if written is not None:
        out_of = written.points
    elif attempt is not None:
        base, out_of = _base(standings, attempt, exercise, check, options.exercise)
    elif exercise:
        raise UsageError(f"{options.student} has handed in nothing; only `{ALL}` or a written question can be set")
    points = None if options.withdraw else _points(options.points, out_of)
    held = [each for each in overrides(ledger, student, assignment) if each.attempt == attempt]
    if options.withdraw and not any((each.exercise, each.check) == (exercise, check) for each in held):
        raise UsageError(f"nothing is overridden there: {options.student}, {options.exercise}")
    enter_points(
        *(ledger, student, assignment),
        attempt=attempt,
        exercise=exercise,
        check=check,
        points=points,
        base=base,
        author=Author(options.by, options.why),
    )
    after = standings.of(student, options.student).standing
    total = "still open" if after.final is None else f"{shown(after.final)} of {shown(after.out_of)}"
    return f"{options.student}, {options.exercise}: {_change(base, points)}; in all {total}"


def _change(base: float | None, points: float | None) -> str:
    was = "" if base is None else f" (the grader's: {shown(base)})"
    return f"withdrawn{was}" if points is None else f"set to {shown(points)}{was}"


def _base(standings: Standings, attempt: int, exercise: str, check: str, given: str) -> tuple[float, float]:
    report = standings.own(attempt)
    try:
        return base_of(report, exercise, check)
    except KeyError:
        found = next((each for each in report.exercises if each.exercise == exercise), None)
        if found is None:
            known = ", ".join(each.exercise for each in report.exercises)
        else:
            known = ", ".join(dict.fromkeys(f"{exercise}.{each.check}" for each in found.findings))
        raise UsageError(f"there is no {given!r} in this report; it has {known}, and `{ALL}`") from None


def _points(text: str, out_of: float) -> float:
    try:
        points = float(text)
    except ValueError:
        points = math.nan
    if not 0 <= points <= out_of + 1e-6:
        raise UsageError(f"{text!r}: give a number of points from 0 to {shown(out_of)}")
    return points
