"""Whatever arrays a function returns, every check has a verdict on them: nothing breaks, and no points stay open."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest

from grader.bench import bench_for, concerns
from grader.catalog import Course, bundled_root
from grader.conduct import Found
from grader.diagnose import diagnose
from grader.judge import judge_case
from grader.model import BASE, Drawn, Exercise, Finding, Observation, Run, Seen, SourceFacts, Status, Verdict
from grader.sitting import Sitting

ASSIGNMENT = Course(bundled_root(), bundled=True).assignment("linear_classifiers")
BENCH = bench_for(ASSIGNMENT)
NOWHERE = Found({}, (), SourceFacts())


def odd_arrays(right: np.ndarray) -> Iterator[np.ndarray]:
    """Of other dtypes, with other numbers, of other shapes."""
    for dtype in ("bool", "int8", "uint64", "float16", "complex64"):
        yield np.ones(right.shape, dtype)
    for number in (2**64 - 1, -(2**63), np.nan, np.inf, -1e308, 5e-324, complex(np.nan, np.inf)):
        yield np.full(right.shape, number)
    for shape in ((), (0,), (0, 3), (1,) * 32, (*right.shape, 1), right.shape[::-1]):
        yield np.ones(shape)
        yield np.ones(shape, "complex128")


def telling_cases(exercise: Exercise) -> Iterator[Drawn]:
    """As many as it takes for every check to see one; but for those kept for one check each, which are large."""
    waiting = list(exercise.checks)
    for case in BENCH.cases[exercise.name]:
        concerned = [check for check in waiting if concerns(check, case)]
        waiting = [check for check in waiting if check not in concerned]
        if concerned and not case.reserved:
            yield case


@dataclass(frozen=True)
class Odd:
    """Answers as the reference does, but for one output of some runs."""

    exercise: Exercise
    case: Drawn
    output: str
    array: np.ndarray
    spoils_base: bool

    def observe(self, exercise: Exercise, runs: Sequence[Run]) -> list[Observation]:
        """The outcome of the first run."""
        run = runs[0]
        seen = BENCH.expectations.expected(self.exercise, self.case, [run])[run.label]
        spoilt = run.sweep is None and self.output in seen.arrays and self.spoils_base is (run.label == BASE)
        return [replace(seen, arrays={**seen.arrays, self.output: self.array}) if spoilt else seen]


@pytest.mark.parametrize("exercise", BENCH.exercises, ids=lambda exercise: exercise.name)
def test_no_array_breaks_a_check_or_leaves_points_open(exercise: Exercise) -> None:
    """Of any dtype, shape and numbers, in a case's own run or in the others."""
    for case in telling_cases(exercise):
        outputs = BENCH.expectations.expected(exercise, case, [Run(BASE, case.inputs, seed=case.seed)])[BASE].arrays
        for output, right in outputs.items():
            for array in odd_arrays(right):
                for spoils_base in (True, False):
                    judged(exercise, case, Odd(exercise, case, output, array, spoils_base=spoils_base))


def judged(exercise: Exercise, case: Drawn, odd: Odd) -> None:
    sitting = Sitting(BENCH, exercise, odd, NOWHERE)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        sitting.run(case)
        judgement = sitting.best()
    assert sitting.faults == [], (case.name, odd.output, odd.array.dtype, odd.array.shape)
    assert all(finding.verdict is not Verdict.UNGRADED for finding in judgement.findings)


class Breaking:
    """A check of a course that expects arrays of the right shape."""

    key, on = "breaking", ()

    def needs(self, case: Drawn) -> tuple[Run, ...]:
        return ()

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:
        raise ValueError(seen.base.arrays["dW"] @ np.ones(3))


@pytest.mark.parametrize("exercise", BENCH.exercises, ids=lambda exercise: exercise.name)
def test_no_array_breaks_the_search_for_a_cause(exercise: Exercise) -> None:
    """Of complex numbers, and with more dimensions than anything expected."""
    case = BENCH.cases[exercise.name][0]
    outputs = BENCH.expectations.expected(exercise, case, [Run(BASE, case.inputs, seed=case.seed)])[BASE].arrays
    for output, right in outputs.items():
        for array in (right * 1j, np.ones((1,) * 32)):
            sitting = Sitting(BENCH, exercise, Odd(exercise, case, output, array, spoils_base=True), NOWHERE)
            sitting.run(case)
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("error")
                diagnose(BENCH, exercise, sitting.best())


@pytest.mark.parametrize(
    ("array", "verdict"), [(np.ones(7), Verdict.FAIL), (np.ones((2, 3)) * 1j, Verdict.FAIL), (None, Verdict.UNGRADED)]
)
def test_a_broken_check_leaves_points_open_only_for_arrays_like_the_expected(
    array: np.ndarray | None, verdict: Verdict
) -> None:
    """Otherwise a shape that no check is prepared for would be worth more than a wrong answer."""
    exercise = replace(BENCH.exercise("l2_penalty"), checks=(Breaking(),))
    case, right = BENCH.cases["l2_penalty"][0], np.ones((2, 3))
    expected = Seen({BASE: Observation(Status.OK, {"dW": right})})
    seen = Seen({BASE: Observation(Status.OK, {"dW": right if array is None else array})})
    judgement = judge_case(exercise, case, seen, expected)
    assert [finding.verdict for finding in judgement.findings] == [verdict]
    assert judgement.faults
