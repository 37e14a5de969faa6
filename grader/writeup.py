"""What is written about a submission: reports put together from judgements, with nothing decided anew."""

from __future__ import annotations

import datetime as dt
import math
import platform
from collections.abc import Iterable, Mapping

import numpy as np

from grader import __version__
from grader.bench import Bench
from grader.checks.close import is_telling
from grader.diagnose import Diagnosis, diagnose
from grader.expect import followed, written_by
from grader.follow import FOLLOWS, cause, conventions
from grader.judge import OUR_FAULT, Judgement
from grader.model import (
    Drawn,
    Exercise,
    ExerciseReport,
    GradedFinding,
    NamedMistake,
    Report,
    RunBlock,
    Seen,
    Submission,
    Verdict,
)
from grader.rubric import Rubric
from grader.sandbox.walls import Wall
from grader.score import grade_findings, require_substance
from grader.sitting import Sitting
from grader.upstream import in_order

PRINTED = 4000
"""Characters of printed output that a report shows."""


def exercise_reports(bench: Bench, sittings: Iterable[Sitting]) -> list[ExerciseReport]:
    """All exercises, in their order; what others follow is judged before them."""
    by_name = {sitting.exercise.name: sitting for sitting in sittings}
    reports: dict[str, ExerciseReport] = {}
    exercises = {exercise.name: exercise for exercise in bench.exercises}
    for exercise in in_order(exercises, (sitting.exercise for sitting in by_name.values())):
        sitting = by_name[exercise.name]
        carried = () if sitting.right else conventions(bench, exercise, reports, sitting.found.facts)
        reports[exercise.name] = exercise_report(bench, sitting, carried)
    return [reports[name] for name in by_name]


def exercise_report(bench: Bench, sitting: Sitting, following: Iterable[str] = ()) -> ExerciseReport:
    """The best convention's judgement, diagnosed and scored; `following` carry through what went wrong elsewhere."""
    exercise = sitting.exercise
    section, cases = bench.rubric.exercises[exercise.name], bench.cases[exercise.name]
    judgement = sitting.best(following)
    diagnosis = Diagnosis()
    if followed(judgement.convention) or any(each.verdict is not Verdict.PASS for each in judgement.findings):
        with np.errstate(all="ignore"):  # what came back may hold anything
            diagnosis = diagnose(bench, exercise, judgement, following)
    findings = judgement.findings
    if not (diagnosis.whole and _computes(judgement, cases)):
        findings = require_substance(findings, cases)
    graded = grade_findings(findings, cases, section, diagnosis.mistakes, past_due=is_past(bench.rubric))
    earned = total(each.earned for each in graded)
    costly = earned < section.out_of
    return ExerciseReport(
        exercise.name,
        section.title or exercise.title,
        earned,
        section.out_of,
        total(each.out_of for each in graded if each.verdict is Verdict.UNGRADED),
        sitting.found.places,
        diagnosis.mistakes if costly else (),
        graded,
        (
            *sitting.found.notes,
            *_convention_note(bench, exercise, judgement.convention),
            *(() if costly else _free(diagnosis.mistakes)),
        ),
        _printed(cases, judgement.seen),
    )


def _computes(judgement: Judgement, cases: Iterable[Drawn]) -> bool:
    """Whether some hidden case gave, in every output, what no constant gives."""
    hidden = [case.name for case in cases if not case.visible and case.name in judgement.seen]
    seen = [judgement.seen[name].base for name in hidden]
    return any(run.arrays and all(is_telling(array) for array in run.arrays.values()) for run in seen)


def refused_reports(bench: Bench) -> list[ExerciseReport]:
    """Nothing could be read: no points, and the one sentence why stands at the top of the report."""
    return [
        ExerciseReport(name, section.title or bench.exercise(name).title, 0.0, section.out_of, 0.0, "")
        for name, section in bench.rubric.exercises.items()
    ]


def open_reports(bench: Bench) -> list[ExerciseReport]:
    """Grading itself broke: every point stays open."""
    reports = []
    for name, section in bench.rubric.exercises.items():
        out_of = section.out_of
        broken = GradedFinding(
            "grading", "", visible=True, verdict=Verdict.UNGRADED, earned=0.0, out_of=out_of, message=OUR_FAULT, hint=""
        )
        title = section.title or bench.exercise(name).title
        reports.append(ExerciseReport(name, title, 0.0, out_of, out_of, "", findings=(broken,)))
    return reports


def put_together(submission: Submission, bench: Bench, exercises: Iterable[ExerciseReport], run: RunBlock) -> Report:
    """The whole report; points are sums of the exercises'."""
    exercises = tuple(exercises)
    return Report(
        submission.student,
        bench.assignment,
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


def _convention_note(bench: Bench, exercise: Exercise, convention: str) -> list[str]:
    carried = [f"judged by what it calls: {cause(bench, convention).message}"] if followed(convention) else []
    variant = written_by(convention)
    return carried + [f"judged by the convention {each.says}" for each in exercise.variants if each.id == variant]


def _free(mistakes: Iterable[NamedMistake]) -> list[str]:
    """Mistakes that cost nothing; what follows from elsewhere is told by its convention."""
    return [f"costs nothing here: {mistake.message}" for mistake in mistakes if mistake.name != FOLLOWS]


def _printed(cases: Iterable[Drawn], seen: Mapping[str, Seen]) -> str:
    """What visible cases printed; what a hidden one prints is shown to nobody."""
    return "".join(seen[case.name].base.printed for case in cases if case.visible and case.name in seen)[:PRINTED]
