"""What the ledger holds, judged by the course as it is now: as little as possible is done again, and all is compared.

Points, credits, hints, deadlines: arithmetic. Checks, tolerances, mistakes, conventions: judged from what was recorded.
Probes, cases, seeds, limits, packages: the runs that were never made are made. All of it for changed exercises alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from grader.batch.register import Plan, Register
from grader.grade import Examination, Task
from grader.ledger.adjusted import base_of
from grader.ledger.book import Outcome
from grader.ledger.standings import Decision, Standings
from grader.model import Submission
from grader.report.points import rounded, shown

Spread = Callable[[Iterable[Task]], Iterator[Examination]]
"""Examines tasks, in any order."""


@dataclass(frozen=True)
class Change:
    """One student, before and after."""

    student: str
    shown: str
    """What the student is called where everybody may look."""
    before: float
    after: float
    """Points after penalties; of what is graded so far."""
    is_open: bool
    """Whether points are open afterwards."""
    exercises: tuple[tuple[str, float, float], ...]
    """Those whose points differ, with both."""

    @property
    def difference(self) -> int | float:
        """What is gained."""
        return rounded(self.after - self.before)


@dataclass
class Regraded:
    """What came of it."""

    changes: list[Change] = field(default_factory=list)
    """Everybody's, sorted by name."""
    how: Counter[str] = field(default_factory=Counter)
    """Hand-ins that were rescored, rejudged, graded (run again), or unchanged."""
    failed: list[str] = field(default_factory=list)
    """Hand-ins that could not be regraded; what was said of them before still holds."""
    to_look_at: list[str] = field(default_factory=list)
    """Overrides of points that are others now."""
    faults: list[str] = field(default_factory=list)
    """Tracebacks of faults of ours."""


def regrade(register: Register, before: Iterable[Decision], spread: Spread) -> Regraded:
    """Every hand-in that may count, and what came of it beside what was there `before`."""
    done = Regraded()
    shared: dict[tuple[str, str], list[int]] = {}
    for row in register.standings.attempts():
        shared.setdefault((row["handed_in_by"], row["content"]), []).append(row["id"])
    waiting: dict[str, list[list[int]]] = {}

    def tasks() -> Iterator[Task]:
        for attempts in shared.values():
            plan = register.plan(attempts[-1])
            outcome = None if plan.unchanged else register.rescored(plan)
            if plan.unchanged:
                done.how["unchanged"] += 1
            elif outcome is not None:
                done.how["rescored"] += 1
                _record(register, attempts, outcome)
            else:
                task = _task(register, plan)
                waiting.setdefault(task.submission.digest, []).append(attempts)
                yield task

    for found in spread(tasks()):
        attempts = waiting[found.submission.digest].pop()
        done.faults.extend(register.faults(found))
        if any(each.core.is_open for each in found.exercises):
            done.failed.append(register.shown(found.submission.student))
            continue
        done.how[found.how] += 1
        with register.ledger.transaction():
            _record(register, attempts, register.outcome(found))
    after = list(Standings(register.ledger, register.assignment, outlines=True).everybody())
    done.changes = list(_compared(before, after, register.shown))
    done.to_look_at = [said for each in after for said in _moved_bases(register, each)]
    return done


def _record(register: Register, attempts: Iterable[int], outcome: Outcome) -> None:
    with register.ledger.transaction():
        for attempt in attempts:
            register.record(attempt, outcome)


def _task(register: Register, plan: Plan) -> Task:
    submission, kept = register.ledger.submission(plan.attempt), register.kept(plan)
    if submission is not None:
        return Task(submission, kept)
    name = register.ledger.value(
        "SELECT name FROM students JOIN attempts ON student = students.id WHERE attempts.id = ?", plan.attempt
    )
    return Task(Submission(name, notes=(f"attempt {plan.attempt}",)), kept, lost=True)


def _compared(before: Iterable[Decision], after: Iterable[Decision], shown: Callable[[str], str]) -> Iterator[Change]:
    earlier = {each.standing.student: each for each in before}
    for each in after:
        standing = each.standing
        was = earlier.get(standing.student, each)
        old, new = _by_exercise(was), _by_exercise(each)
        moved = tuple(
            (name, old.get(name, 0.0), new.get(name, 0.0))
            for name in dict.fromkeys((*old, *new))
            if rounded(old.get(name, 0.0)) != rounded(new.get(name, 0.0))
        )
        name = standing.student
        yield Change(name, shown(name), _so_far(was), _so_far(each), standing.raw is None, moved)


def _by_exercise(decision: Decision) -> dict[str, float]:
    report = decision.standing.report
    return {} if report is None else {each.exercise: each.earned for each in report.exercises}


def _so_far(decision: Decision) -> float:
    standing = decision.standing
    earned = (standing.raw or 0.0) if standing.report is None else standing.report.earned
    return max(0.0, earned - standing.penalty)


def _moved_bases(register: Register, decision: Decision) -> Iterator[str]:
    """Overrides that replaced other points than ours are now: they stay, and somebody should look."""
    given = [each for each in decision.overrides if each.base is not None]
    if not given or decision.attempt is None:
        return
    report, student = register.standings.own(decision.attempt), register.shown(decision.standing.student)
    for each in given:
        try:
            base, _ = base_of(report, each.exercise, each.check)
        except KeyError:
            yield f"{student}, {each.target}: set by {each.author}, and there no more"
            continue
        if rounded(base) != rounded(each.base or 0.0):
            yield (
                f"{student}, {each.target}: set to {shown(each.points)} by {each.author} when "
                f"it was {shown(each.base or 0.0)}; without that it would be {shown(base)} now"
            )
