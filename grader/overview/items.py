"""Items: how hard each exercise and check is, and whether it tells those who can from those who cannot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from grader.model import Verdict
from grader.overview import document, measures
from grader.overview.roll import CheckLine, Line, Roll

FEWEST = 10
"""Students below whom no reliability is given: its interval would span everything."""


@dataclass
class _Tally:
    """One check over the class."""

    verdicts: Counter[Verdict]
    right: list[float]
    """1 or 0 for each student who is graded and has a pass or a fail."""
    rest: list[float]


def exercises(roll: Roll) -> tuple[document.Exercise, ...]:
    """Every counted exercise, in the order of the course."""
    totals = {line.student: roll.total(line) for line in roll.tried}
    return tuple(_exercise(roll, name, totals) for name in roll.counted)


def _exercise(roll: Roll, name: str, totals: dict[str, float]) -> document.Exercise:
    told = [(each, totals[line.student]) for line in roll.tried if (each := line.exercise(name)) is not None]
    earned = [each.earned for each, _ in told]
    out_of = max((each.out_of for each, _ in told), default=0.0)
    shares = [each.earned / each.out_of for each, _ in told if each.out_of > 0]
    return document.Exercise(
        exercise=name,
        out_of=out_of,
        students=len(told),
        full=sum(each.lost == 0 for each, _ in told),
        none=sum(each.earned <= 0 < each.out_of for each, _ in told),
        missing=sum(not each.found_in for each, _ in told),
        difficulty=float(np.mean(shares)) if shares else None,
        discrimination=discrimination(earned, [total - each.earned for each, total in told]),
    )


def checks(roll: Roll) -> tuple[document.Check, ...]:
    """Every check, the highest failure rate first; of equal ones the one that more students failed."""
    tallies: dict[tuple[str, str], _Tally] = {}
    tried = {line.student for line in roll.tried}
    for line in roll.lines:
        total = roll.total(line)
        for exercise in line.exercises:
            for check in exercise.checks:
                tally = tallies.setdefault((exercise.exercise, check.check), _Tally(Counter(), [], []))
                _count(tally, check, total, graded=line.student in tried)
    made = [_check(*key, tally) for key, tally in tallies.items()]
    return tuple(sorted(made, key=lambda each: (-(each.rate or 0.0), -each.failed)))


def _count(tally: _Tally, check: CheckLine, total: float, *, graded: bool) -> None:
    tally.verdicts[check.verdict] += 1
    if graded and check.verdict in (Verdict.PASS, Verdict.FAIL):
        tally.right.append(float(check.verdict is Verdict.PASS))
        tally.rest.append(total - check.earned)


def _check(exercise: str, check: str, tally: _Tally) -> document.Check:
    passed, failed = tally.verdicts[Verdict.PASS], tally.verdicts[Verdict.FAIL]
    return document.Check(
        exercise=exercise,
        check=check,
        passed=passed,
        failed=failed,
        skipped=tally.verdicts[Verdict.SKIP],
        open=tally.verdicts[Verdict.UNGRADED],
        rate=failed / (passed + failed) if passed + failed else None,
        interval=_range(measures.share_interval(failed, passed + failed)),
        discrimination=discrimination(tally.right, tally.rest),
    )


def discrimination(item: Sequence[float], rest: Sequence[float]) -> document.Discrimination:
    """The correlation with its interval, and what may be said of it: nothing, where the interval holds 0."""
    r = measures.correlation(item, rest)
    if r is None:
        return document.Discrimination(r=None, interval=None, reading="undefined", why=_why_undefined(item))
    interval = measures.correlation_interval(r, len(item))
    reading: document.Reading = "unclear"
    if interval is not None and interval.low > 0:
        reading = "separates"
    elif interval is not None and interval.high < 0:
        reading = "against"
    return document.Discrimination(r=r, interval=_range(interval), reading=reading, why="")


def _why_undefined(item: Sequence[float]) -> str:
    if len(item) < 3:
        return f"{len(item)} graded: three at least are needed" if item else "nobody is graded"
    return "all have the same here" if np.ptp(np.asarray(item)) < 1e-6 else "all have the same in the rest"


def reliability(roll: Roll) -> document.Reliability:
    """Alpha over exercises, of students whose report speaks of all of them."""
    rows = [[_points(line, name) for name in roll.counted] for line in roll.tried]
    points = np.array([row for row in rows if None not in row], dtype=float).reshape(-1, len(roll.counted))
    n, k = points.shape
    why = ""
    if k < 2:
        why = "there is only one exercise" if k else "there are no exercises"
    elif n < FEWEST:
        why = f"{n} graded: {FEWEST} at least are needed to say anything"
    value = measures.alpha(points) if not why else None
    if value is None and not why:
        why = "all have the same total"
    interval = None if value is None else measures.alpha_interval(value, n, k)
    return document.Reliability(alpha=value, interval=_range(interval), items=k, students=n, why=why)


def _points(line: Line, name: str) -> float | None:
    found = line.exercise(name)
    return None if found is None else found.earned


def _range(interval: measures.Interval | None) -> document.Range | None:
    return None if interval is None else document.Range(low=interval.low, high=interval.high)
