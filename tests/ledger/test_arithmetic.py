"""Attempts, lateness, extensions, free days and overrides in any order come to what a small model of them says."""

from __future__ import annotations

import datetime as dt
import math
import tempfile
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from grader.examine import AskedCase, Core, Examined
from grader.ledger.book import Author, Ledger, Outcome
from grader.ledger.checkup import check
from grader.ledger.entries import enter_points
from grader.ledger.standings import Standings, standings
from grader.model import Finding, RunBlock, Submission, Verdict
from grader.rubric import AssignmentInfo, ExerciseRubric, LatePolicy, Rubric
from grader.writeup import outline

DUE = dt.datetime(2030, 1, 31, 20, tzinfo=dt.UTC)
HALF_DAYS = st.integers(-4, 14)
WHO = Author("Dr X", "so")
OUT_OF = {"one": Fraction(4), "two": Fraction(6)}


@dataclass
class Tried:
    """An attempt, as the model knows it."""

    number: int
    order: int
    late: int | None
    """Half days after the deadline; None if not known."""
    passed: dict[str, int]
    """Of two findings of each exercise."""
    set_to: dict[str, Fraction] = field(default_factory=dict)

    @property
    def earned(self) -> Fraction:
        if "" in self.set_to:
            return self.set_to[""]
        return sum(
            (self.set_to.get(name, OUT_OF[name] * Fraction(self.passed[name], 2)) for name in OUT_OF), Fraction(0)
        )


class Term(RuleBasedStateMachine):
    """One student in two assignments that share a budget of free days; the first is due a week before the second."""

    @initialize(
        per_day=st.sampled_from([0.0, 0.25]),
        points=st.sampled_from([0, 1]),
        grace=st.sampled_from([0, 12 * 60]),
        floor=st.sampled_from([0.0, 0.5]),
        most=st.sampled_from([None, 2]),
        free=st.integers(0, 3),
        which=st.sampled_from(["best", "last"]),
    )
    def begin(
        self, *, per_day: float, points: int, grace: int, floor: float, most: int | None, free: int, which: str
    ) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.ledger = Ledger(Path(self.folder.name) / "ledger.sqlite", write=True, make=True)
        self.late = LatePolicy(
            per_day=per_day,
            points_per_day=0 if per_day else points,
            grace_minutes=grace,
            floor=floor,
            most_days=most,
            free_days=free,
        )
        self.which = which
        sections = {name: ExerciseRubric(points={"check": float(points)}) for name, points in OUT_OF.items()}
        self.rubrics, self.due = {}, {"first": DUE, "second": DUE + dt.timedelta(days=7)}
        self.tried: dict[str, list[Tried]] = {"first": [], "second": []}
        self.moved: dict[str, int] = {"first": 0, "second": 0}
        with self.ledger.transaction():
            for name, due in self.due.items():
                info = AssignmentInfo(title=name, due=due, attempts=which)
                rubric = Rubric(assignment=info, late=self.late, exercises=sections)
                self.rubrics[name] = (rubric, self.ledger.use_rubric(name, rubric, WHO))

    def teardown(self) -> None:
        if hasattr(self, "ledger"):
            assert list(check(self.ledger)) == []
            self.ledger.close()
            self.folder.cleanup()

    @rule(
        assignment=st.sampled_from(["first", "second"]),
        late=st.none() | HALF_DAYS,
        one=st.integers(0, 2),
        two=st.integers(0, 2),
    )
    def hand_in(self, assignment: str, late: int | None, one: int, two: int) -> None:
        number = sum(map(len, self.tried.values()))
        received = None if late is None else (self.due[assignment] + late * dt.timedelta(hours=12)).isoformat()
        submission = Submission("ada", notes=(f"number {number}",), received=received)
        with self.ledger.transaction():
            attempt = self.ledger.attempt(assignment, submission, "ada")
            self._grade(assignment, attempt, {"one": one, "two": two})
        self.tried[assignment].append(Tried(attempt, number, late, {"one": one, "two": two}))

    def _grade(self, assignment: str, attempt: int, passed: dict[str, int]) -> None:
        rubric, number = self.rubrics[assignment]
        rows = []
        for name, count in passed.items():
            verdicts = [Verdict.PASS] * count + [Verdict.FAIL] * (2 - count)
            findings = tuple(Finding("check", f"case{i}", each, telling=True) for i, each in enumerate(verdicts))
            cases = (AskedCase("case0", visible=False), AskedCase("case1", visible=False))
            examined = Examined(Core(name, cases, {"": findings}))
            rows.append(self.ledger.row_for(examined, outline(examined.core, rubric.exercises[name]), "j", "s"))
        self.ledger.record(attempt, number, Outcome("graded", RunBlock("kernel", ()), tuple(rows), past_due=False), WHO)

    @precondition(lambda self: any(self.tried.values()))
    @rule(data=st.data(), points=st.none() | st.integers(0, 4))
    def override(self, data: st.DataObject, points: int | None) -> None:
        """Of an exercise, or of everything; none withdraws it."""
        assignment = data.draw(st.sampled_from([name for name, tried in self.tried.items() if tried]))
        tried = data.draw(st.sampled_from(self.tried[assignment]))
        exercise = data.draw(st.sampled_from(["one", "two", ""]))
        with self.ledger.transaction():
            enter_points(
                *(self.ledger, self.ledger.known("ada"), assignment),
                attempt=tried.number,
                exercise=exercise,
                points=points,
                base=None,
                author=WHO,
            )
        tried.set_to.pop(exercise, None)
        if points is not None:
            tried.set_to[exercise] = Fraction(points)

    @precondition(lambda self: any(self.tried.values()))
    @rule(data=st.data(), one=st.integers(0, 2), two=st.integers(0, 2))
    def regrade(self, data: st.DataObject, one: int, two: int) -> None:
        assignment = data.draw(st.sampled_from([name for name, tried in self.tried.items() if tried]))
        tried = data.draw(st.sampled_from(self.tried[assignment]))
        tried.passed = {"one": one, "two": two}
        with self.ledger.transaction():
            self._grade(assignment, tried.number, tried.passed)

    @rule(assignment=st.sampled_from(["first", "second"]), days=st.integers(0, 3))
    def extend(self, assignment: str, days: int) -> None:
        with self.ledger.transaction():
            student = self.ledger.student("ada")
            self.ledger.add(
                "extensions", student=student, assignment=assignment, due=None, days=float(days), **WHO.row()
            )
        self.moved[assignment] = days

    @invariant()
    def it_comes_to_what_the_model_says(self) -> None:
        if not hasattr(self, "ledger"):
            return
        left = self.late.free_days
        for assignment in ("first", "second"):
            found = standings(self.ledger, assignment)
            if not self.tried[assignment]:
                assert found == []
                continue
            final, raw, charged, used = self._model(assignment, left)
            left -= used
            (one,) = found
            assert one.raw == pytest.approx(float(raw))
            assert one.final == pytest.approx(float(final))
            assert one.late_days == charged
            assert one.report is not None
            assert one.report.earned == pytest.approx(float(raw))
            outlined = Standings(self.ledger, assignment, outlines=True).everybody()[0].standing
            assert (outlined.raw, outlined.penalty, outlined.comments) == (one.raw, one.penalty, one.comments)

    def _model(self, assignment: str, left: int) -> tuple[Fraction, Fraction, int, int]:
        """Final points, raw points, days charged and free days used of the attempt that counts."""
        several = []
        for tried in self.tried[assignment]:
            days = self._days(tried.late, self.moved[assignment])
            raw = tried.earned
            if self.late.most_days is not None and days > self.late.most_days:
                several.append((Fraction(0), raw, days, 0, tried))
                continue
            free = min(left, days)
            price = (days - free) * (raw * Fraction(self.late.per_day) + Fraction(self.late.points_per_day))
            final = max(raw - price, raw * Fraction(self.late.floor), Fraction(0))
            several.append((final, raw, days - free, free, tried))
        # Attempts without a time count as handed in when they were first graded: before any of 2030.
        several.sort(key=lambda each: (each[4].late is not None, each[4].late or 0, each[4].order))
        chosen = several[-1]
        if self.which == "best":
            best = [each for each in several if each[0] == max(one[0] for one in several)]
            fewest = [each for each in best if each[3] == min(one[3] for one in best)]
            chosen = fewest[-1]
        return chosen[:4]

    def _days(self, late: int | None, moved: int) -> int:
        if late is None:
            return 0
        after = Fraction(late, 2) - moved
        return math.ceil(after) if after > Fraction(int(self.late.grace_minutes), 24 * 60) else 0


TestTerm = Term.TestCase
TestTerm.settings = settings(max_examples=40, stateful_step_count=15, deadline=None)
