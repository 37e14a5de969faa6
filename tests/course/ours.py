"""Grades functions given by name, as if a student had written them: in this process, without a wall."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

from grader.assignment import Assignment
from grader.bench import Bench
from grader.conduct import Found
from grader.expect import perform_run
from grader.model import Exercise, ExerciseReport, Observation, Run, SourceFacts
from grader.sitting import Sitting
from grader.writeup import exercise_report


def graded_by(assignment: Assignment, bench: Bench) -> Callable[..., ExerciseReport]:
    """`grade("svm_loss_naive", svm_loss_naive=function)` gives the exercise's report."""

    def grade(name: str, **definitions: Any) -> ExerciseReport:
        student = SimpleNamespace(**definitions)

        class Ours:
            def observe(self, exercise: Exercise, runs: Sequence[Run]) -> list[Observation]:
                return [perform_run(getattr(assignment.probes, runs[0].probe or exercise.name), student, runs[0])]

        sitting = Sitting(bench, bench.exercise(name), Ours(), Found({}, (), SourceFacts()))
        for case in bench.cases[name]:
            sitting.run(case)
        assert not sitting.faults
        return exercise_report(bench, sitting)

    return grade
