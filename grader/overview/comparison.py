"""A class beside an earlier run of it: who gained and who lost, and which checks did it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from grader.model import Verdict
from grader.overview import document
from grader.overview.roll import Line, Roll

DECIDED = (Verdict.PASS, Verdict.FAIL)


def compare(earlier: Roll, now: Roll, called: Callable[[str], str]) -> document.Comparison:
    """Every student and every check of either run. Points are None while they are open.

    They are the gradebook's only if both runs have one: points before and after penalties are not to be compared.
    """
    if earlier.basis != now.basis:
        earlier, now = earlier.as_reported(), now.as_reported()
    before, after = _totals(earlier), _totals(now)
    students = [_change(name, before, after, called) for name in {**after, **before}]
    both = [each for each in students if each.before is not None and each.after is not None]
    return document.Comparison(
        basis=now.basis,
        earlier_students=len(before),
        earlier_out_of=earlier.out_of,
        mean_before=float(np.mean([each.before for each in both])) if both else None,
        mean_after=float(np.mean([each.after for each in both])) if both else None,
        students=tuple(sorted(students, key=_order)),
        checks=_checks(earlier, now),
    )


def _totals(roll: Roll) -> dict[str, float | None]:
    return {line.student: roll.points(line) for line in roll.lines}


def _change(
    student: str, before: Mapping[str, float | None], after: Mapping[str, float | None], called: Callable[[str], str]
) -> document.Change:
    old, new = before.get(student), after.get(student)
    return document.Change(
        student=called(student),
        before=old,
        after=new,
        change=_kind(student not in before, student not in after, old, new),
    )


def _kind(
    is_new: bool,  # noqa: FBT001 - the two facts are all that it is about
    is_gone: bool,  # noqa: FBT001
    old: float | None,
    new: float | None,
) -> document.ChangeKind:
    if is_new or is_gone:
        return "new" if is_new else "gone"
    if old is None or new is None:
        return "still open" if old is new else ("now graded" if old is None else "now open")
    if abs(new - old) < 1e-6:
        return "same"
    return "gained" if new > old else "lost"


def _order(change: document.Change) -> tuple[int, float]:
    """Losses first, the largest at the top: these are the ones that somebody will ask about."""
    kinds = ("lost", "now open", "gone", "gained", "now graded", "new", "still open", "same")
    difference = (change.after or 0.0) - (change.before or 0.0)
    return kinds.index(change.change), difference if change.change == "lost" else -difference


def _checks(earlier: Roll, now: Roll) -> tuple[document.CheckChange, ...]:
    old, new = _verdicts(earlier), _verdicts(now)
    made = []
    for key in {**old, **new}:
        pairs = [(old[key][name], new[key][name]) for name in old.get(key, {}) if name in new.get(key, {})]
        passed = sum(pair == (Verdict.FAIL, Verdict.PASS) for pair in pairs)
        failed = sum(pair == (Verdict.PASS, Verdict.FAIL) for pair in pairs)
        kind: document.CheckChangeKind = "changed" if passed or failed else "same"
        if key not in old or key not in new:
            kind = "new" if key not in old else "gone"
        exercise, check = key
        made.append(
            document.CheckChange(exercise=exercise, check=check, now_passed=passed, now_failed=failed, change=kind)
        )
    return tuple(sorted(made, key=lambda each: (each.change == "same", -each.now_failed, -each.now_passed)))


def _verdicts(roll: Roll) -> dict[tuple[str, str], dict[str, Verdict]]:
    """By check, then by student, where it was decided."""
    found: dict[tuple[str, str], dict[str, Verdict]] = {}
    for line in roll.lines:
        _note(found, line)
    return found


def _note(found: dict[tuple[str, str], dict[str, Verdict]], line: Line) -> None:
    for exercise in line.exercises:
        for check in exercise.checks:
            by_student = found.setdefault((exercise.exercise, check.check), {})
            if check.verdict in DECIDED:
                by_student[line.student] = check.verdict
