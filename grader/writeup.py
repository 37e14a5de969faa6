"""What is written about a submission: reports put together from judgements, with nothing decided anew."""

from __future__ import annotations

import datetime as dt
import math
import platform
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from grader import __version__
from grader.bench import Bench
from grader.examine import Core, Examined, examined
from grader.follow import FOLLOWS
from grader.judge import OUR_FAULT
from grader.model import ExerciseReport, Finding, GradedFinding, NamedMistake, Report, RunBlock, Submission, Verdict
from grader.rubric import ExerciseRubric, Rubric
from grader.sandbox.walls import Wall
from grader.score import earnings, grade_findings, require_substance
from grader.sitting import Sitting


def exercise_report(bench: Bench, sitting: Sitting) -> ExerciseReport:
    """The best convention's judgement, diagnosed and scored."""
    section = bench.rubric.exercises[sitting.exercise.name]
    return write_up(examined(bench, sitting), section, past_due=is_past(bench.rubric))


def write_up(examined: Examined, section: ExerciseRubric, *, past_due: bool) -> ExerciseReport:
    """Findings times rubric: points, credit, and what the student may see."""
    report = written_core(examined.core, section, past_due=past_due)
    return replace(report, found_in=examined.found_in, notes=(*examined.notes, *report.notes), printed=examined.printed)


def written_core(core: Core, section: ExerciseRubric, *, past_due: bool) -> ExerciseReport:
    """The report without what is this student's alone."""
    if core.broken:
        return _open_report(core.exercise, section)
    mistakes = [_credited(mistake, section) for mistake in core.mistakes]
    graded = grade_findings(_counting(core), core.cases, section, mistakes, past_due=past_due)
    return replace(outline(core, section), findings=graded)


def outline(core: Core, section: ExerciseRubric) -> ExerciseReport:
    """The points and the mistakes; each finding is counted, and none is told."""
    if core.broken:
        return _open_report(core.exercise, section)
    findings = _counting(core)
    mistakes = tuple(_credited(mistake, section) for mistake in core.mistakes)
    points = earnings(findings, section, mistakes)
    earned = total(each for each, _ in points)
    still = zip(findings, points, strict=True)
    costly = earned < section.out_of
    return ExerciseReport(
        core.exercise,
        section.title,
        earned,
        section.out_of,
        total(out_of for finding, (_, out_of) in still if finding.verdict is Verdict.UNGRADED),
        "",
        mistakes if costly else (),
        notes=(*([core.note] if core.note else []), *(() if costly else _free(mistakes))),
    )


def _counting(core: Core) -> tuple[Finding, ...]:
    """The findings under the kindest convention, as they count."""
    findings = core.judged[core.convention]
    return findings if core.substantial else require_substance(findings, core.cases)


def _credited(mistake: NamedMistake, section: ExerciseRubric) -> NamedMistake:
    given = section.mistakes.get(mistake.name)
    return mistake if given is None else replace(mistake, credit=given.credit)


def _open_report(exercise: str, section: ExerciseRubric) -> ExerciseReport:
    """Grading itself broke: every point stays open."""
    out_of = section.out_of
    broken = GradedFinding(
        "grading", "", visible=True, verdict=Verdict.UNGRADED, earned=0.0, out_of=out_of, message=OUR_FAULT, hint=""
    )
    return ExerciseReport(exercise, section.title, 0.0, out_of, out_of, "", findings=(broken,))


def put_together(assignment: str, submission: Submission, exercises: Iterable[ExerciseReport], run: RunBlock) -> Report:
    """The whole report; points are sums of the exercises'."""
    exercises = tuple(exercises)
    return Report(
        submission.student,
        assignment,
        run,
        total(exercise.earned for exercise in exercises),
        total(exercise.out_of for exercise in exercises),
        total(exercise.ungraded for exercise in exercises),
        exercises,
        submission.notes,
        submission.refusal,
    )


def total(points: Iterable[float]) -> float:
    """A sum of points, free of the rounding of shares: thirds of a point add up to the point."""
    return round(math.fsum(points), 6)


def is_past(rubric: Rubric) -> bool:
    """Whether the assignment was due before now; never, where the rubric gives no date."""
    due = rubric.assignment.due
    return due is not None and dt.datetime.now(dt.UTC) >= due.astimezone(dt.UTC)


def run_block(wall: Wall, fingerprint: str, started: dt.datetime, seconds: float) -> RunBlock:
    """How the judgement came about."""
    return RunBlock(
        wall.name,
        tuple(wall.layers),
        tuple(wall.missing_layers),
        __version__,
        platform.python_version(),
        np.__version__,
        started.isoformat(timespec="seconds"),
        round(seconds, 3),
        fingerprint,
    )


def _free(mistakes: Iterable[NamedMistake]) -> list[str]:
    """Mistakes that cost nothing; what follows from elsewhere is told by its convention."""
    return [f"costs nothing here: {mistake.message}" for mistake in mistakes if mistake.name != FOLLOWS]
