"""Grading as a recipe: what another process has to be told to give the same reports as this one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Self

from grader.assignment import Assignment
from grader.batch.executor import Executor, Lost, Recipe, Work
from grader.bench import bench_for
from grader.catalog import Course, bundled_root, is_course
from grader.errors import InfrastructureError, UsageError
from grader.grade import Examination, Grading, Task, examine
from grader.sandbox.limits import Limits
from grader.sandbox.session import Job, Session
from grader.sandbox.walls import Wall, choose
from grader.stamps import stamps_of


@dataclass(frozen=True)
class Here:
    """The recipe of the process that has everything already; it does not travel."""

    grading: Grading

    def open(self, _secret: bytes) -> AbstractContextManager[Work[Task, Examination]]:
        """What is open stays open."""
        return nullcontext(partial(examine, self.grading))


@dataclass(frozen=True)
class Elsewhere:
    """The recipe for other machines, from which each of their processes builds a bench and a wall of its own."""

    course: Path | None
    """None for the bundled course, which every installation has in a place of its own."""
    assignment: str
    digest: str
    """Of the course with its secret: a machine on which it is another one would grade otherwise."""
    wall: str
    isolation: str = "submission"
    runtime: str | None = None
    limits: Limits = field(default_factory=Limits)

    @contextmanager
    def open(self, secret: bytes) -> Iterator[Work[Task, Examination]]:
        """Builds both; UsageError or WallError if the same work cannot be done here."""
        assignment = self._course().assignment(self.assignment).keyed(secret)
        if assignment.digest != self.digest:
            raise UsageError(
                f"{assignment.root} holds another {self.assignment} than the course of whoever asks: "
                "copy the course there again, or let both see the same folder"
            )
        with choose(self.wall, course=assignment.root, isolation=self.isolation, runtime=self.runtime) as wall:
            yield partial(examine, grading_of(assignment, wall, self.limits))

    def _course(self) -> Course:
        if self.course is None:
            return Course(bundled_root(), bundled=True)
        if not is_course(self.course):
            raise UsageError(f"there is no course at {self.course}: copy it there, or let both see the same folder")
        return Course(self.course)


def elsewhere(assignment: Assignment, wall: str, isolation: str, runtime: str | None) -> Elsewhere:
    """The recipe for what would be done here, with a wall of this name."""
    course = None if assignment.bundled else assignment.root
    return Elsewhere(course, assignment.name, assignment.digest, wall, isolation, runtime)


def grading_of(assignment: Assignment, wall: Wall, limits: Limits) -> Grading:
    """What a class is graded with, recordings included."""
    bench = bench_for(assignment)
    return Grading(bench, wall, limits, stamps_of(assignment, bench, limits))


class NoWall:
    """The wall of a process that leaves all work to others: nothing can be run behind it."""

    layers: tuple[str, ...] = ()
    missing_layers: tuple[str, ...] = ()
    advice = ""

    def __init__(self, name: str) -> None:
        self.name = name

    def open(self, _job: Job, _limits: Limits) -> Session:
        """Never."""
        raise InfrastructureError("submissions are graded elsewhere, not in this process")

    def close(self) -> None:
        """There is nothing to close."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def examinations(
    executor: Executor,
    recipe: Recipe[Task, Examination],
    grading: Grading,
    tasks: Iterable[Task],
    secret: bytes = b"",
) -> Iterator[Examination]:
    """What was found out of each, as it is done; where nothing was, every point stays open, and it is said why."""
    for task, result in executor.map(recipe, tasks, secret):
        yield _given_up(grading, task, result) if isinstance(result, Lost) else result


def _given_up(grading: Grading, task: Task, lost: Lost) -> Examination:
    found = examine(grading, Task(replace(task.submission, fault=lost.why)))
    note = f"Not graded, for a person to look at: {lost.why}."
    noted = tuple(replace(each, notes=(note,)) for each in found.exercises)
    fault = f"{task.submission.student}: {lost.why}\n{lost.trace}"
    return replace(found, submission=task.submission, exercises=noted, faults=(fault,))
