"""The roll of a class: of each report only what a look at the whole class needs, so that thousands fit in memory."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from sys import intern
from typing import Literal, TypeAlias

from grader.errors import UsageError
from grader.model import ExerciseReport, GradedFinding, NamedMistake, Report, Standing, Verdict
from grader.report import json
from grader.report.outcome import waits_for_a_person
from grader.report.points import rounded

LONGEST = 500
"""Characters of a sentence that are kept."""
NOWHERE = "Only the ledger knows them: there is no report in this folder, which `grader regrade` would write."
NOTHING_HANDED_IN = "Nothing was handed in; a person gave the points."

Basis: TypeAlias = Literal["gradebook", "reports"]


@dataclass(frozen=True)
class Unread:
    """A report that lies there and cannot be read: numbers of a class must not lack somebody unsaid."""

    student: str
    """As the folder is called."""
    why: str
    """What is wrong, and what to do; without the name."""


def reports_of(out: Path) -> Iterator[Report | Unread]:
    """The reports of a class that was graded into this folder, one at a time, sorted by name.

    Raises UsageError if there are none, or none that can be read.
    """
    if not out.is_dir():
        raise UsageError(f"{out} is no folder: name the one that `grader grade … -o` wrote")
    paths = sorted(out.glob("*/report.json"))
    if not paths:
        raise UsageError(f"{out} holds no reports: name the folder that `grader grade … -o` wrote")
    unread = []
    for path in paths:
        try:
            report = json.read(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, UsageError) as error:
            unread.append(f"{path}: {_problem(error)}")
            yield Unread(path.parent.name, f"{_problem(error)} Grade again, and it is made anew.")
        else:
            yield report
    if len(unread) == len(paths):
        raise UsageError(f"{unread[0]} Grade this student again, or take the folder away.")


def _problem(error: Exception) -> str:
    """What is wrong with a report, without its place, which tells the student's name."""
    if isinstance(error, UsageError):
        return str(error)
    return f"It cannot be read: {error.strerror}." if isinstance(error, OSError) else "It is not UTF-8 text."


@dataclass(frozen=True, slots=True)
class CheckLine:
    """What became of one check in one student's exercise, all its cases together."""

    check: str
    verdict: Verdict
    """fail if any case failed, else ungraded if any is open, else pass if any passed, else skip."""
    earned: float
    out_of: float


@dataclass(frozen=True, slots=True)
class ExerciseLine:
    """One student's exercise."""

    exercise: str
    earned: float
    out_of: float
    ungraded: float
    waits: bool
    """Its open points wait for a person."""
    found_in: str
    mistakes: tuple[NamedMistake, ...]
    checks: tuple[CheckLine, ...]
    open_because: tuple[str, ...]
    """What is said of its ungraded findings, each sentence once."""

    @property
    def lost(self) -> float:
        """Points decided against the student."""
        return max(float(rounded(self.out_of - self.earned - self.ungraded)), 0.0)


@dataclass(frozen=True, slots=True)
class Line:
    """One student."""

    student: str
    seal: str
    """Orders students without telling their names to anybody who has the class list alone."""
    refusal: str
    seconds: float
    exercises: tuple[ExerciseLine, ...]
    untold: str = ""
    """Why there is no report to be read; then there are no exercises."""
    here: bool = True
    """Whether a report lies in the folder; else the ledger alone knows of the student."""

    def exercise(self, name: str) -> ExerciseLine | None:
        """What is known of this exercise; None if the report does not speak of it."""
        return next((each for each in self.exercises if each.exercise == name), None)


@dataclass(frozen=True)
class Roll:
    """The class, in the order in which it is to be listed."""

    assignment: str
    lines: tuple[Line, ...]
    gradebook: Mapping[str, Standing] | None = None
    """What everybody has by the ledger, by the names of the reports; None where the reports' points are told."""

    @cached_property
    def basis(self) -> Basis:
        """Whose points these are."""
        return "reports" if self.gradebook is None else "gradebook"

    def standing(self, line: Line) -> Standing | None:
        """What the gradebook has of this student; None if that is nothing."""
        return (self.gradebook or {}).get(line.student)

    def points(self, line: Line) -> float | None:
        """What this student has; None while that is open, or not known."""
        if self.gradebook is not None:
            standing = self.standing(line)
            found = None if standing is None else standing.final
        else:
            found = None if line.untold or self.open_points(line) else self.total(line)
        return None if found is None else float(rounded(found))

    @cached_property
    def exercises(self) -> tuple[str, ...]:
        """All exercises, in the order of the first report that names them."""
        return tuple(dict.fromkeys(each.exercise for line in self.lines for each in line.exercises))

    @cached_property
    def waiting(self) -> tuple[str, ...]:
        """Exercises that a person still has to mark for more than half of the class.

        Until then they are left out of everybody's total, so that all are compared on the same points.
        """
        found = []
        for name in self.exercises:
            told = [each for line in self.lines if (each := line.exercise(name)) is not None]
            if sum(each.waits for each in told) * 2 > len(told):
                found.append(name)
        return tuple(found)

    @cached_property
    def counted(self) -> tuple[str, ...]:
        """Exercises that make the total: all that are not waiting."""
        return tuple(name for name in self.exercises if name not in self.waiting)

    @cached_property
    def graded(self) -> tuple[Line, ...]:
        """Students whose points are known, and none of the counted ones open."""
        return tuple(line for line in self.lines if self.points(line) is not None)

    @cached_property
    def tried(self) -> tuple[Line, ...]:
        """Students whose hand-in could be read, with no counted exercise open: of others too little was observed."""
        told = (line for line in self.lines if not (line.untold or line.refusal))
        return tuple(line for line in told if not self.open_points(line))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """By student, the number that stands for the name, from 1; it tells nothing of the alphabet."""
        ordered = sorted(self.lines, key=lambda line: line.seal)
        return {line.student: number for number, line in enumerate(ordered, start=1)}

    def shuffled(self) -> Roll:
        """The same class in the order of its numbers, so that no list on a page tells the alphabet."""
        return replace(self, lines=tuple(sorted(self.lines, key=lambda line: line.seal)))

    def joined_by(self, lines: Iterable[Line]) -> Roll:
        """The same class with these, in the order of names."""
        return replace(self, lines=tuple(sorted((*self.lines, *lines), key=lambda line: line.student)))

    def by_gradebook(self, gradebook: Mapping[str, Standing]) -> Roll:
        """The same class with the points that the ledger has, and everybody whom it knows.

        While a person has still to mark something for most, it has points of hardly anybody: till then all stays as it
        is.
        """
        if self.waiting:
            return self
        known = {line.student for line in self.lines}
        others = [
            replace(untold_line(self, name, NOWHERE if standing.report else NOTHING_HANDED_IN), here=False)
            for name, standing in gradebook.items()
            if name not in known
        ]
        return replace(self.joined_by(others), gradebook=gradebook)

    def as_reported(self) -> Roll:
        """The same class as the reports in the folder have it."""
        return replace(self, lines=tuple(line for line in self.lines if line.here), gradebook=None)

    @cached_property
    def places(self) -> dict[str, int]:
        """By student, the place in this order, from 0."""
        return {line.student: place for place, line in enumerate(self.lines)}

    def open_points(self, line: Line) -> float:
        """Counted points of this student that are neither earned nor lost."""
        return float(rounded(math.fsum(each.ungraded for each in line.exercises if each.exercise in self._counted)))

    def total(self, line: Line) -> float:
        """Counted points that this student's exercises have, before penalties."""
        return float(rounded(math.fsum(each.earned for each in line.exercises if each.exercise in self._counted)))

    @cached_property
    def out_of(self) -> float:
        """Counted points that can be had."""
        if self.gradebook is not None:
            return float(rounded(max((each.out_of for each in self.gradebook.values()), default=0.0)))
        each = (max(self._out_of(name), default=0.0) for name in self.counted)
        return float(rounded(math.fsum(each)))

    def _out_of(self, name: str) -> Iterator[float]:
        return (each.out_of for line in self.lines if (each := line.exercise(name)) is not None)

    @cached_property
    def _counted(self) -> frozenset[str]:
        return frozenset(self.counted)


def roll_of(reports: Iterable[Report | Unread]) -> Roll:
    """The roll, in the order of names.

    Raises UsageError if the reports are of several assignments, or two of the same student.
    """
    lines: dict[str, Line] = {}
    unread: dict[str, str] = {}
    assignments: dict[str, None] = {}
    for report in reports:
        if isinstance(report, Unread):
            unread[report.student] = report.why
            continue
        if report.student in lines:
            raise UsageError(f"there are two reports of {report.student!r}: take the folder of one away")
        lines[report.student] = _line(report)
        assignments[report.assignment] = None
    if len(assignments) > 1:
        raise UsageError(f"the reports are of several assignments: {', '.join(assignments)}; look at one at a time")
    roll = Roll(next(iter(assignments), ""), tuple(lines.values()))
    return roll.joined_by(untold_line(roll, student, why) for student, why in unread.items() if student not in lines)


def untold_line(roll: Roll, student: str, why: str) -> Line:
    """The line of a student of whom there is no report; sealed by what nobody has who has the class list alone."""
    return Line(student, _seal("".join(sorted(line.seal for line in roll.lines)), student), "", 0.0, (), why[:LONGEST])


def _line(report: Report) -> Line:
    seal = _seal(report.run.fingerprint, report.student)
    parts = tuple(map(_exercise, report.exercises))
    return Line(report.student, seal, report.refusal[:LONGEST], report.run.seconds, parts)


def _seal(secret: str, student: str) -> str:
    return hashlib.sha256(f"{secret}\0{student}".encode("utf-8", "surrogatepass")).hexdigest()


def _exercise(exercise: ExerciseReport) -> ExerciseLine:
    by_check: dict[str, list[GradedFinding]] = {}
    for finding in exercise.findings:
        by_check.setdefault(finding.check, []).append(finding)
    because = (f.message for f in exercise.findings if f.verdict is Verdict.UNGRADED)
    return ExerciseLine(
        intern(exercise.exercise),
        exercise.earned,
        exercise.out_of,
        exercise.ungraded,
        waits_for_a_person(exercise),
        exercise.found_in,
        tuple(NamedMistake(intern(each.name), intern(each.message[:LONGEST])) for each in exercise.mistakes),
        tuple(_check(check, findings) for check, findings in by_check.items()),
        tuple(dict.fromkeys(intern(message[:LONGEST]) for message in because)),
    )


def _check(check: str, findings: list[GradedFinding]) -> CheckLine:
    verdicts = {finding.verdict for finding in findings}
    order = (Verdict.FAIL, Verdict.UNGRADED, Verdict.PASS, Verdict.SKIP)
    verdict = next(each for each in order if each in verdicts)
    earned, out_of = math.fsum(f.earned for f in findings), math.fsum(f.out_of for f in findings)
    return CheckLine(intern(check), verdict, round(earned, 6), round(out_of, 6))
