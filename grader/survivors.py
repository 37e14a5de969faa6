"""Which small changes to our own solution does no check notice? Each is another right answer, or a hole in the checks.

Changes are judged as mistakes are over many seeds (`sampling`): by every check but the timed ones, on the course's own
cases, under the exercises' first convention. One that never ends counts as noticed: a student's would run out of time.
"""

from __future__ import annotations

import io
import signal
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from types import FrameType

import numpy as np

from grader.assignment import Assignment
from grader.errors import CourseError
from grader.model import Mistake
from grader.mutants import Mutant, mutants
from grader.reference import ReferenceModule
from grader.sampling import sampler_of
from grader.verify import Gate, bench_of

SECONDS = 20
"""After this a change is taken to run for ever: the course's own answers take well under one."""
SLICE = 16


@dataclass(frozen=True)
class Task:
    """Some changes to one file."""

    file: str
    start: int
    stop: int


@dataclass(frozen=True)
class Survivor:
    """A change that passes every check of every exercise that it touches."""

    exercises: tuple[str, ...]
    place: str
    """file:line"""
    before: str
    after: str
    moves: bool
    """Whether any answer on any case is another than the reference's, beyond rounding."""


@dataclass(frozen=True)
class Survey:
    """What came of one task."""

    tried: int
    survivors: tuple[Survivor, ...]


def tasks_for(assignment: Assignment) -> list[Task]:
    """The changes to all solutions of an assignment, in slices."""
    counts = {module.path.name: len(_mutants(assignment, module)) for module in _modules(assignment)}
    return [
        Task(file, start, min(start + SLICE, count))
        for file, count in counts.items()
        for start in range(0, count, SLICE)
    ]


def survey(assignment: Assignment, task: Task) -> Survey:
    """Which of these changes survive."""
    module = next(each for each in _modules(assignment) if each.path.name == task.file)
    some = list(_mutants(assignment, module).items())[task.start : task.stop]
    found = [_survivor(assignment, module, mutant, exercises) for mutant, exercises in some]
    return Survey(len(some), tuple(each for each in found if each))


def _modules(assignment: Assignment) -> list[ReferenceModule]:
    return list(dict.fromkeys(assignment.modules.values()))


def _mutants(assignment: Assignment, module: ReferenceModule) -> dict[Mutant, list[str]]:
    """Each change once, and the exercises that it may show in."""
    found: dict[Mutant, list[str]] = {}
    for name, exercise in assignment.exercises.items():
        if assignment.modules[name] is module:
            for mutant in mutants(module.text, exercise.uses):
                found.setdefault(mutant, []).append(name)
    return found


def _survivor(assignment: Assignment, module: ReferenceModule, mutant: Mutant, exercises: list[str]) -> Survivor | None:
    change = Mistake("mutant", "", mutant.patch.find, mutant.patch.replace)
    samplers = [sampler_of(assignment, name) for name in exercises]  # a fault of the course is told
    try:
        with _limited(), np.errstate(all="ignore"), redirect_stdout(io.StringIO()):
            if any(sampler.catches(change) for sampler in samplers):
                return None
            moves = any(_moves(assignment, name, change) for name in exercises)
    except (CourseError, _Overdue):
        return None
    return Survivor(tuple(exercises), f"{module.path}:{mutant.line}", mutant.before, mutant.after, moves)


def _moves(assignment: Assignment, name: str, change: Mistake) -> bool:
    bench = bench_of(assignment)
    return not Gate(assignment, bench, bench.exercise(name)).unmoved_by(change.patches)


class _Overdue(KeyboardInterrupt):
    """Time is up: of the kind that no run of ours may keep to itself."""


@contextmanager
def _limited() -> Iterator[None]:
    """Ends what takes too long; the time of day is not asked, but the processor's."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise _Overdue

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
