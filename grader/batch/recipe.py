"""Grading as a recipe: what another process has to be told to give the same reports as this one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from grader.assignment import Assignment
from grader.batch.executor import Lost, Work
from grader.bench import bench_for
from grader.catalog import Course, bundled_root, is_course
from grader.errors import InfrastructureError, UsageError
from grader.grade import Grading, grade
from grader.marks import Marks
from grader.model import Report, Submission
from grader.sandbox.limits import Limits
from grader.sandbox.session import Job, Session
from grader.sandbox.walls import choose


@dataclass(frozen=True)
class Graded:
    """What came of one submission."""

    report: Report
    faults: tuple[str, ...] = ()
    """Tracebacks of faults of ours: for the log, never for a report."""
    kept: bool = False
    """Whether an earlier run made it."""


@dataclass(frozen=True)
class Here:
    """The recipe of the process that has everything already; it does not travel."""

    grading: Grading

    def open(self, _secret: bytes) -> AbstractContextManager[Work[Submission, Graded]]:
        """What is open stays open."""
        return nullcontext(_work(self.grading))


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
    marks: Marks = field(default_factory=dict)

    @contextmanager
    def open(self, secret: bytes) -> Iterator[Work[Submission, Graded]]:
        """Builds both; UsageError or WallError if the same work cannot be done here."""
        assignment = self._course().assignment(self.assignment).keyed(secret)
        if assignment.digest != self.digest:
            raise UsageError(
                f"{assignment.root} holds another {self.assignment} than the course of whoever asks: "
                "copy the course there again, or let both see the same folder"
            )
        with choose(self.wall, course=assignment.root, isolation=self.isolation, runtime=self.runtime) as wall:
            yield _work(Grading(bench_for(assignment), wall, self.limits, self.marks))

    def _course(self) -> Course:
        if self.course is None:
            return Course(bundled_root(), bundled=True)
        if not is_course(self.course):
            raise UsageError(f"there is no course at {self.course}: copy it there, or let both see the same folder")
        return Course(self.course)


def elsewhere(assignment: Assignment, wall: str, isolation: str, runtime: str | None, grading: Grading) -> Elsewhere:
    """The recipe for what `grading` would do here."""
    course = None if assignment.bundled else assignment.root
    digest, limits, marks = assignment.digest, grading.limits, grading.marks
    return Elsewhere(course, assignment.name, digest, wall, isolation, runtime, limits, marks)


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


def report_of(grading: Grading, submission: Submission, result: Graded | Lost) -> Report:
    """The report that came, or one with all points open which says why none did."""
    if isinstance(result, Graded):
        grading.faults.extend(result.faults)
        return result.report
    grading.faults.append(f"{submission.student}: {result.why}\n{result.trace}")
    report = grade(replace(grading, faults=[]), replace(submission, fault=result.why))
    return replace(report, notes=(*report.notes, f"Not graded, for a person to look at: {result.why}."))


def _work(grading: Grading) -> Work[Submission, Graded]:
    def work(submission: Submission) -> Graded:
        faults: list[str] = []
        return Graded(grade(replace(grading, faults=faults), submission), tuple(faults))

    return work
