"""How often is a right answer failed, how often is a mistake missed? Measured over many secrets, with margins.

A *right form* is the reference, or a variant that the rubric accepts, computed in another way that a right submission
might take: from arrays laid out the other way in memory (numpy and BLAS then sum in another order), in float32, with
another number of BLAS threads. It is judged against the reference as it stands. A *mistake* is caught if some check
fails on some case. Timings are left out, and mistakes that show in nothing else: they say nothing of numbers.

A *margin* is the largest deviation that a comparison found, in units of its tolerance: right answers should stay far
below 1, and mistakes far above. Where a mistake is caught by a check that compares no numbers it has none.

No failure in n trials bounds the rate: with 95 % confidence it is below 3/n (the rule of three: (1 - p)ⁿ = 0.05).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from types import SimpleNamespace

import numpy as np

from grader.assignment import Assignment
from grader.bench import concerns, runs_for
from grader.checks import Close, Gradient
from grader.expect import perform_run
from grader.judge import judge_case
from grader.model import (
    BASE,
    Case,
    Check,
    Drawn,
    Exercise,
    Finding,
    Inputs,
    Mistake,
    Observation,
    Patch,
    Run,
    Seen,
    Status,
    Verdict,
)
from grader.seeds import seed_of
from grader.sitting import ROUNDS

CLEAR = 1e3
"""Times the tolerance: who is that far off is caught, and the other cases need not be asked."""

FORMS = ("another memory layout", "float32", "two BLAS threads")
"""Taken in turn, seed by seed."""


@dataclass(frozen=True)
class Tally:
    """What came of one subject over a range of seeds."""

    exercise: str
    demand: str
    """reference, variant or mistake."""
    subject: str
    tried: int = 0
    failed: int = 0
    """Right answers that failed; mistakes that no check caught."""
    margin: float = math.nan
    """The worst: the largest of right answers, the smallest of mistakes; nan if no numbers were compared."""
    fault: str = ""
    """What happened in the first trial that failed."""

    def __add__(self, other: Tally) -> Tally:
        """Both ranges together."""
        worst = np.fmax if self.demand != "mistake" else np.fmin
        margin = float(worst(self.margin, other.margin))
        tried, failed = self.tried + other.tried, self.failed + other.failed
        return replace(self, tried=tried, failed=failed, margin=margin, fault=self.fault or other.fault)

    @property
    def bound(self) -> float:
        """With 95 % confidence the rate is below this, if nothing failed: the rule of three."""
        return 3.0 / self.tried if self.tried else 1.0


class Sampler:
    """One exercise, judged over and over with cases drawn from other secrets."""

    def __init__(self, assignment: Assignment, exercise: Exercise) -> None:
        self._assignment, self._full = assignment, exercise
        self._accepts = assignment.rubric.exercises[exercise.name].accepts
        self._views: dict[tuple[Patch, ...], SimpleNamespace] = {}
        own = [self._drawn(case, 0) for case in exercise.cases]
        checks = tuple(check for check in exercise.checks if not any(_timed(check, case) for case in own))
        self._exercise = replace(exercise, checks=checks)
        self._own = {case.name: case for case in own}
        self._drawn_anew = not all(self._equals_own(self._drawn(case, 1)) for case in exercise.cases)
        """Whether any inputs are others with another secret; where none are, the code itself may draw."""

    def subjects(self) -> Iterator[tuple[str, str]]:
        """Demand and subject of everything that can be tried."""
        yield "reference", "reference"
        yield from (("variant", variant.id) for variant in self._full.variants if variant.id in self._accepts)
        yield from (("mistake", mistake.id) for mistake in self._full.mistakes)

    def sample(self, demand: str, subject: str, seeds: Iterable[int]) -> Tally:
        """One subject over these seeds; seed 0 is the course's own secret."""
        tally = Tally(self._full.name, demand, subject)
        change = next((each for each in (*self._full.mistakes, *self._full.variants) if each.id == subject), None)
        trial = self._wrong if demand == "mistake" else self._right
        with np.errstate(all="ignore"):
            if demand == "mistake" and self._shows_in_time_alone(change):
                return tally
            for seed in seeds:
                ok, margin, fault = trial(change, seed)
                tally += replace(tally, tried=1, failed=not ok, margin=margin, fault="" if ok else fault)
        return tally

    def catches(self, change: Mistake) -> bool:
        """Whether some check fails on this change, on the course's own cases."""
        return self._wrong(change, 0)[0]

    # ------------------------------------------------------------ trials: whether it went as it should, margin, fault

    def _right(self, variant: Mistake | None, seed: int) -> tuple[bool, float, str]:
        """A right form earns everything."""
        form = FORMS[seed % len(FORMS)]
        patches = variant.patches if variant else ()
        margins = [math.nan]
        for case, checks in self._trials(seed, form):
            for finding in self._judged(case, checks, patches, patches, form):
                margins.append(finding.margin)
                if finding.verdict is not Verdict.PASS:
                    fault = f"seed {seed}, {form}: {finding.check} on {case.name}: {finding.message}"
                    return False, _largest(margins), fault
        return True, _largest(margins), ""

    def _shows_in_time_alone(self, mistake: Mistake | None) -> bool:
        """Whether this mistake is caught by a timing, or by nothing; which of the two, the other demands tell."""
        timed = len(self._exercise.checks) < len(self._full.checks)
        return timed and not self._wrong(mistake, 0)[0]

    def _wrong(self, mistake: Mistake | None, seed: int) -> tuple[bool, float, str]:
        """Caught by the cases that are drawn anew, or else by those that are given; cheap comparisons come first."""
        assert mistake is not None
        margins, caught = [math.nan], False
        for given, cheap in product((False, True), (True, False)):
            for case, checks in self._trials(seed, "", given=given):
                some = tuple(check for check in checks if isinstance(check, Close) is cheap)
                findings = self._judged(case, some, mistake.patches, (), "") if some else ()
                margins += [finding.margin for finding in findings]
                caught = caught or any(finding.verdict is Verdict.FAIL for finding in findings)
                if caught and _largest(margins) > CLEAR:
                    return True, _largest(margins), ""
            if caught:
                break
        return caught, _largest(margins), f"seed {seed}: no check catches it"

    def _trials(self, seed: int, form: str, *, given: bool = False) -> Iterator[tuple[Drawn, tuple[Check, ...]]]:
        """The cases that this seed draws anew, or else those `given`, each with the checks that look at it."""
        for case in self._exercise.cases:
            drawn = self._drawn(case, seed)
            checks = tuple(check for check in self._exercise.checks if concerns(check, drawn))
            if form == "float32":
                fits = not drawn.reserved and drawn.tolerance is None
                checks = tuple(check for check in checks if fits and isinstance(check, Close | Gradient))
                drawn = replace(drawn, inputs=_narrowed(drawn.inputs))
            same = bool(seed) and form != "float32" and self._drawn_anew and self._equals_own(drawn)
            if checks and same is given:
                yield drawn, checks

    def _judged(
        self, case: Drawn, checks: tuple[Check, ...], theirs: tuple[Patch, ...], ours: tuple[Patch, ...], form: str
    ) -> tuple[Finding, ...]:
        """What these checks say of one implementation of ours by another."""
        exercise = replace(self._exercise, checks=checks)
        wanted, seen, expected = runs_for(exercise, case), {}, {}
        for turn in range(ROUNDS):
            for run in wanted.values():
                if run.label not in seen and not run.ours_only:
                    seen[run.label] = self._run(theirs, run, form)
                    expected[run.label] = seen[run.label]
                if not run.theirs_only and (theirs != ours or form or run.label not in expected):
                    expected[run.label] = self._run(ours, run, "")
                if seen[BASE].status is not Status.OK:
                    break
            judged = judge_case(exercise, case, Seen(seen), Seen(expected), last=turn == ROUNDS - 1)
            wanted = {run.label: run for run in judged.wanted}
            if not wanted:
                break
        return judged.findings

    def _run(self, patches: tuple[Patch, ...], run: Run, form: str) -> Observation:
        if patches not in self._views:
            self._views[patches] = self._assignment.solution(self._full, patches)
        given = replace(run, inputs=_turned(run.inputs)) if form else run
        probe = getattr(self._assignment.probes, run.probe or self._full.name)
        return perform_run(probe, self._views[patches], given, threads=2 if form == "two BLAS threads" else 1)

    def _equals_own(self, case: Drawn) -> bool:
        """Whether it has the inputs that it has with the course's own secret."""
        return _equal(case.inputs, self._own[case.name].inputs)

    def _drawn(self, case: Case, seed: int) -> Drawn:
        return self._assignment.draw(self._full, case, secret_of(self._assignment, seed))


@dataclass(frozen=True)
class Task:
    """One subject over a range of seeds."""

    exercise: str
    demand: str
    subject: str
    start: int
    stop: int


STRETCH = 250
"""Seeds of one task: some seconds' work."""


def tasks_for(assignment: Assignment, seeds: range, demands: Iterable[str], only: str = "") -> list[Task]:
    """The work of sampling these demands (reference, variant, mistake) over these seeds; of one exercise `only`."""
    return [
        Task(name, demand, subject, start, min(start + STRETCH, seeds.stop))
        for name in ([only] if only else assignment.exercises)
        for demand, subject in sampler_of(assignment, name).subjects()
        if demand in demands
        for start in seeds[::STRETCH]
    ]


def sample(assignment: Assignment, task: Task) -> Tally:
    """What came of one task."""
    sampler = sampler_of(assignment, task.exercise)
    return sampler.sample(task.demand, task.subject, range(task.start, task.stop))


@lru_cache
def sampler_of(assignment: Assignment, exercise: str) -> Sampler:
    """The sampler of this exercise; kept."""
    return Sampler(assignment, assignment.exercises[exercise])


def secret_of(assignment: Assignment, seed: int) -> bytes:
    """The course's own secret for seed 0, and another one for every other."""
    own = assignment.secret
    return seed_of(own, "verify", str(seed)).to_bytes(8, "big") if seed else own


def _timed(check: Check, case: Drawn) -> bool:
    return concerns(check, case) and any(run.timed for run in check.needs(case))


def _largest(margins: Sequence[float]) -> float:
    return float(np.fmax.reduce(np.array(margins)))


def _turned(inputs: Inputs) -> dict[str, object]:
    """The same values, laid out in memory the other way round."""
    return {
        name: np.array(value, order="F") if isinstance(value, np.ndarray) else value for name, value in inputs.items()
    }


def _narrowed(inputs: Inputs) -> dict[str, object]:
    """The same in float32."""
    return {name: value.astype(np.float32) if _is_wide(value) else value for name, value in inputs.items()}


def _is_wide(value: object) -> bool:
    return isinstance(value, np.ndarray) and value.dtype == np.float64


def _equal(one: Inputs, two: Mapping[str, object]) -> bool:
    return all(np.array_equal(value, two[name]) for name, value in one.items())  # type: ignore[arg-type]
