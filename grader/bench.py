"""Everything that submissions to one assignment are graded with: exercises, drawn cases, rubric, expectations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from grader.assignment import Assignment
from grader.expect import ComputedExpectations, Expectations
from grader.model import BASE, Check, Drawn, Exercise, Run
from grader.rubric import Rubric


@dataclass(frozen=True, eq=False)
class Bench:
    """An assignment ready for a batch."""

    assignment: str
    exercises: tuple[Exercise, ...]
    cases: Mapping[str, tuple[Drawn, ...]]
    """By exercise name, visible ones first."""
    rubric: Rubric
    expectations: Expectations
    probes: str
    """Source text of the probes."""
    digest: str
    """Hash of everything of ours that can change a judgement."""

    def exercise(self, name: str) -> Exercise:
        """The exercise of this name."""
        return next(exercise for exercise in self.exercises if exercise.name == name)


def bench_for(assignment: Assignment, secret: bytes | None = None) -> Bench:
    """The bench for this assignment, every case drawn; `secret` replaces the course's, to try other seeds."""
    cases = {
        exercise.name: tuple(
            sorted(
                (assignment.draw(exercise, case, secret) for case in exercise.cases),
                key=lambda drawn: not drawn.visible,
            )
        )
        for exercise in assignment.exercises.values()
    }
    return Bench(
        assignment.name,
        tuple(assignment.exercises.values()),
        cases,
        _titled(assignment),
        ComputedExpectations(assignment),
        assignment.probes_text,
        assignment.digest,
    )


def _titled(assignment: Assignment) -> Rubric:
    """The rubric, where every exercise has a title."""
    sections = {
        name: section.model_copy(update={"title": section.title or assignment.exercises[name].title})
        for name, section in assignment.rubric.exercises.items()
    }
    return assignment.rubric.model_copy(update={"exercises": sections})


def concerns(check: Check, case: Drawn) -> bool:
    """Whether this check looks at this case."""
    return case.name in check.on if check.on else not case.reserved


def runs_for(exercise: Exercise, case: Drawn) -> dict[str, Run]:
    """Every run that this case wants, by label: its own inputs first, then what the checks ask for beside."""
    return dict(_wishes(exercise, case).runs)


def labels_of(exercise: Exercise, check: Check, case: Drawn) -> tuple[str, ...]:
    """The labels of the runs that this check asks for beside the base run, but for those of ours alone."""
    return _wishes(exercise, case).labels[check.key]


@dataclass(frozen=True, eq=False)
class _Wishes:
    """What the checks of one exercise ask for on one case."""

    runs: Mapping[str, Run]
    labels: Mapping[str, tuple[str, ...]]


_wished: WeakKeyDictionary[Drawn, WeakKeyDictionary[Exercise, _Wishes]] = WeakKeyDictionary()
"""The same for every student: drawn once, so that the very same runs are found again wherever they are kept."""


def _wishes(exercise: Exercise, case: Drawn) -> _Wishes:
    kept = _wished.setdefault(case, WeakKeyDictionary())
    if exercise not in kept:
        asked = {check.key: list(check.needs(case)) for check in exercise.checks if concerns(check, case)}
        runs = {BASE: Run(BASE, case.inputs, seed=case.seed)}
        for each in asked.values():
            for run in each:
                runs.setdefault(run.label, run)
        labels = {key: tuple(run.label for run in each if not run.ours_only) for key, each in asked.items()}
        kept[exercise] = _Wishes(runs, labels)
    return kept[exercise]
