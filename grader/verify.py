"""The gate on a course: references earn everything, empty answers nothing, every mistake is caught and named.

A rubric that lets a known mistake through is a bug. References, mistakes and variants are graded by the very pipeline
that grades students, with our own patched code in the student's place; the starter goes through a sandbox like any
hand-in.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from grader.assignment import Assignment
from grader.bench import Bench, bench_for
from grader.conduct import Found
from grader.crew import spread
from grader.diagnose import same_everywhere
from grader.errors import CourseError
from grader.expect import perform_run
from grader.grade import Grading, grade
from grader.intake.entries import read_submission
from grader.model import (
    BASE,
    Exercise,
    ExerciseReport,
    Mistake,
    Observation,
    Patch,
    Run,
    SourceFacts,
    Status,
    Verdict,
)
from grader.rubric import line_of
from grader.sandbox.walls import Wall
from grader.sitting import Sitting
from grader.writeup import exercise_report


@dataclass(frozen=True)
class Item:
    """One demand on a course, and why it does not hold, if so."""

    exercise: str
    demand: str
    """reference, variant, mistake, empty answer, calls, starter."""
    subject: str
    fault: str = ""
    """One sentence if it does not hold; empty if it does."""
    file: Path | None = None
    line: int | None = None

    @property
    def ok(self) -> bool:
        """Whether the demand holds."""
        return not self.fault

    @property
    def place(self) -> str:
        """file:line, where known."""
        return "" if self.file is None else f"{self.file}:{self.line}" if self.line else str(self.file)


SLICE = 24
"""Changes to one exercise that make one task: small enough to share the work evenly between processes."""


@dataclass(frozen=True)
class Task:
    """A slice of the demands on one exercise."""

    exercise: str
    start: int
    stop: int


def verify(assignment: Assignment, wall: Wall, jobs: int = 1) -> Iterator[Item]:
    """Every demand on this assignment, with cases drawn from the course's own secret."""
    for items in spread(assignment, verify_slice, tasks_for(assignment), jobs):
        yield from items
    yield from starters(assignment, wall)


def tasks_for(assignment: Assignment) -> list[Task]:
    """The demands in slices, in the order in which they are told."""
    return [
        Task(exercise.name, start, start + SLICE)
        for exercise in assignment.exercises.values()
        for start in range(0, len(_demands(exercise)), SLICE)
    ]


def verify_slice(assignment: Assignment, task: Task) -> list[Item]:
    """These demands, which need no sandbox."""
    bench = bench_of(assignment)
    exercise = bench.exercise(task.exercise)
    gate = Gate(assignment, bench, exercise)
    return [demand(gate) for demand in _demands(exercise)[task.start : task.stop]]


def _demands(exercise: Exercise) -> list[Callable[[Gate], Item]]:
    """What is asked of one exercise, each to be asked of a gate."""
    return [
        Gate.reference,
        *(partial(Gate.variant, variant=variant) for variant in exercise.variants),
        *(partial(Gate.mistake, mistake=mistake) for mistake in exercise.mistakes),
        *(partial(Gate.empty_answer, name=name) for name in EMPTY_ANSWERS),
        *(partial(Gate.calls, names=names) for names in _calling(exercise)),
    ]


def _calling(exercise: Exercise) -> list[tuple[str, ...]]:
    """The exercises that are called in a way of their own where a mistake in them is carried through: each, and all."""
    first: dict[tuple[Patch, ...], str] = {}
    for name, calls in exercise.calling.items():
        first.setdefault(calls, name)
    names = tuple(name for calls, name in first.items() if calls)
    return [*((name,) for name in names), *([names] if len(names) > 1 else [])]


@lru_cache
def bench_of(assignment: Assignment) -> Bench:
    """The bench for this assignment; kept, so that expectations computed for one slice serve the next."""
    return bench_for(assignment)


class Gate:
    """One exercise's demands, with our own code in the student's place."""

    def __init__(self, assignment: Assignment, bench: Bench, exercise: Exercise) -> None:
        self._assignment, self._bench, self._exercise = assignment, bench, exercise
        self._module = assignment.modules[exercise.name]
        self._accepts = bench.rubric.exercises[exercise.name].accepts

    def reference(self) -> Item:
        """The reference earns everything."""
        report = self._graded(self._patched(()))
        line = self._module.line_of(f"def {self._exercise.uses[0]}") or self._module.line_of(self._exercise.uses[0])
        return self._item("reference", "reference", _shortfall(report), line)

    def variant(self, variant: Mistake) -> Item:
        """Another right convention earns everything where the rubric accepts it, and not all where it does not."""
        report = self._graded(self._patched(variant.patches))
        line = self._module.line_of(f'"{variant.id}"')
        if variant.id in self._accepts:
            return self._item("variant", variant.id, _shortfall(report), line)
        fault = "" if _shortfall(report) else "it earns everything though the rubric does not accept it"
        return self._item("variant", variant.id, fault, line)

    def mistake(self, mistake: Mistake) -> Item:
        """A mistake fails some check, and is named: by its own name or that of one with the same numbers."""
        line = self._module.line_of(f'"{mistake.id}"')
        try:
            report = self._graded(self._patched(mistake.patches))
        except CourseError as error:
            return self._item("mistake", mistake.id, str(error), line)
        if not any(finding.verdict is Verdict.FAIL for finding in report.findings):
            return self._item("mistake", mistake.id, "no check catches this mistake", line)
        names = {named.name for named in report.mistakes}
        if not names and any(mistake.says in note for note in report.notes):
            return self._free(mistake, line)
        if not names:
            fault = "it is caught, but not named" if self._shows_in_numbers(mistake) else ""
            return self._item("mistake", mistake.id, fault, line)
        if names == {mistake.id} or (len(names) == 1 and names <= self.twins(mistake)):
            return self._item("mistake", mistake.id, "", line)
        return self._item("mistake", mistake.id, f"it is called {', '.join(sorted(names))}", line)

    def _free(self, mistake: Mistake, line: int | None) -> Item:
        """It is told and costs nothing: that must be meant, and be said in the rubric."""
        credit = self._bench.rubric.exercises[self._exercise.name].mistakes.get(mistake.id)
        if credit is not None and credit.credit == 1:
            return self._item("mistake", mistake.id, "", line)
        fault = "it costs no points: give some to a check that fails on it, or say in the rubric: credit = 1"
        item = self._item("mistake", mistake.id, fault, None)
        text = self._assignment.rubric_file.read_text(encoding="utf-8")
        return replace(item, file=self._assignment.rubric_file, line=line_of(text, (self._exercise.name, "points")))

    def calls(self, names: tuple[str, ...]) -> Item:
        """The reference earns everything, too, where it calls these other exercises' functions."""
        view = self._assignment.solution(self._exercise, upstream=dict.fromkeys(names, ()))
        report = self._graded(self._seen_of(view))
        return self._item("calls", " and ".join(names), _shortfall(report), self._module.line_of("follows="))

    def empty_answer(self, name: str) -> Item:
        """Zeros, ones and their like earn nothing."""
        report = self._graded(self._filled(EMPTY_ANSWERS[name]))
        earned = [finding for finding in report.findings if finding.earned > 0]
        message = f"{earned[0].check} on {earned[0].case} gives points for it" if earned else ""
        return self._item("empty answer", name, message, None)

    def told(self, patches: tuple[Patch, ...]) -> tuple[str, ...]:
        """The names by which our own code with these patches is explained, those that cost nothing included."""
        report = self._graded(self._patched(patches))
        free = (each.id for each in self._exercise.mistakes if any(each.says in note for note in report.notes))
        return tuple(named.name for named in report.mistakes) or tuple(islice(free, 1))

    def unmoved_by(self, patches: tuple[Patch, ...]) -> bool:
        """Whether the answers on all cases stay as they are with these patches."""
        view, name = self._assignment.solution(self._exercise, patches), self._exercise.name
        probe = getattr(self._assignment.probes, name)
        runs = {case.name: Run(BASE, case.inputs, seed=case.seed) for case in self._bench.cases[name]}
        mine = {case: perform_run(probe, view, run) for case, run in runs.items()}
        return same_everywhere(mine, self._base_runs(()))

    # ------------------------------------------------------------ grading our own code

    def _patched(self, patches: tuple[Patch, ...]) -> Callable[[Run], Observation]:
        return self._seen_of(self._assignment.solution(self._exercise, patches))

    def _seen_of(self, view: SimpleNamespace) -> Callable[[Run], Observation]:
        probes, name = self._assignment.probes, self._exercise.name
        return lambda run: perform_run(getattr(probes, run.probe or name), view, run)

    def _filled(self, fill: Callable[[np.ndarray], np.ndarray]) -> Callable[[Run], Observation]:
        right = self._patched(())

        def answer(run: Run) -> Observation:
            seen = right(run)
            return Observation(Status.OK, {key: fill(array) for key, array in seen.arrays.items()})

        return answer

    def _graded(self, implementation: Callable[[Run], Observation]) -> ExerciseReport:
        found = Found({}, (), SourceFacts())
        sitting = Sitting(self._bench, self._exercise, _Ours(implementation), found)
        for case in self._bench.cases[self._exercise.name]:
            sitting.run(case)
        return exercise_report(self._bench, sitting)

    def _base_runs(self, mistakes: tuple[str, ...]) -> dict[str, Observation]:
        expectations = self._bench.expectations
        cases = self._bench.cases[self._exercise.name]
        return {case.name: expectations.mistaken(self._exercise, case, "", mistakes) for case in cases}

    def _shows_in_numbers(self, mistake: Mistake) -> bool:
        """Whether the base runs differ at all; slowness, say, shows elsewhere and is named by its check."""
        return not same_everywhere(self._base_runs((mistake.id,)), self._base_runs(()))

    def twins(self, mistake: Mistake) -> set[str]:
        """Mistakes that give the same numbers on every case."""
        mine = self._base_runs((mistake.id,))
        others = (other.id for other in self._exercise.mistakes if other is not mistake)
        return {other for other in others if same_everywhere(mine, self._base_runs((other,)))}

    def _item(self, demand: str, subject: str, fault: str, line: int | None) -> Item:
        return Item(self._exercise.name, demand, subject, fault, self._module.path, line)


class _Ours:
    """Stands where a submission's conduct stands, and observes our own code."""

    def __init__(self, implementation: Callable[[Run], Observation]) -> None:
        self._implementation = implementation

    def observe(self, exercise: Exercise, runs: Sequence[Run]) -> list[Observation]:  # noqa: ARG002 - of one exercise
        """The first run on our code."""
        return [self._implementation(runs[0])]


EMPTY_ANSWERS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "zeros": np.zeros_like,
    "ones": np.ones_like,
    "nan": lambda array: np.full(array.shape, math.nan),
    "infinity": lambda array: np.full(array.shape, math.inf),
}
"""What a program returns that computes nothing, in the right shapes."""


def groups(bench: Bench, exercise: Exercise) -> list[list[str]]:
    """Mistakes that give the same numbers on every case: they cannot be told apart; the first one's name is told."""
    expectations = bench.expectations
    grouped: list[tuple[dict[str, Observation], list[str]]] = []
    for mistake in exercise.mistakes:
        cases = bench.cases[exercise.name]
        runs = {case.name: expectations.mistaken(exercise, case, "", (mistake.id,)) for case in cases}
        for known, names in grouped:
            if same_everywhere(runs, known):
                names.append(mistake.id)
                break
        else:
            grouped.append((runs, [mistake.id]))
    return [names for _, names in grouped if len(names) > 1]


def _shortfall(report: ExerciseReport) -> str:
    """Why this is not everything; empty if it is."""
    for finding in report.findings:
        if finding.verdict is not Verdict.PASS:
            return f"{finding.check} on {finding.case}: {finding.message}"
    return ", ".join(mistake.message for mistake in report.mistakes)


def starters(assignment: Assignment, wall: Wall) -> Iterator[Item]:
    """The starters earn nothing, in every exercise."""
    bench = bench_of(assignment)
    for name in ("starter.py", "starter.ipynb"):
        path = assignment.folder / name
        if not path.exists():
            yield Item("", "starter", name, f"it is missing; make it by `grader starter {assignment.name}`", path)
            continue
        report = grade(Grading(bench, wall), read_submission(path, "starter"))
        for exercise in report.exercises:
            if exercise.findings:
                message = f"the starter earns {exercise.earned:g} points" if exercise.earned else ""
                yield Item(exercise.exercise, "starter", name, message, path)
