"""What is written about a submission: reports put together from judgements, with nothing decided anew."""

from __future__ import annotations

import datetime as dt
import platform
from collections.abc import Iterable, Mapping

import numpy as np

from grader import __version__
from grader.bench import Bench
from grader.diagnose import diagnose
from grader.judge import OUR_FAULT
from grader.model import (
    Drawn,
    Exercise,
    ExerciseReport,
    Report,
    RunBlock,
    Seen,
    Submission,
    Verdict,
)
from grader.sandbox.walls import Wall
from grader.score import grade_findings, require_substance
from grader.sitting import Sitting

PRINTED = 4000
"""Characters of printed output that a report shows."""


def exercise_report(bench: Bench, sitting: Sitting) -> ExerciseReport:
    """The best convention's judgement, diagnosed and scored."""
    exercise = sitting.exercise
    section, cases = bench.rubric.exercises[exercise.name], bench.cases[exercise.name]
    judgement = sitting.best()
    mistakes = diagnose(exercise, cases, judgement, bench.expectations, section)
    findings = judgement.findings if mistakes else require_substance(judgement.findings, cases)
    past_due = _is_past(bench.rubric.assignment.due)
    graded = grade_findings(findings, cases, section, mistakes, past_due=past_due)
    return ExerciseReport(
        exercise.name,
        section.title or exercise.title,
        sum(each.earned for each in graded),
        section.out_of,
        sum(each.out_of for each in graded if each.verdict is Verdict.UNGRADED),
        sitting.found.places,
        mistakes,
        graded,
        (*sitting.found.notes, *_convention_note(exercise, judgement.convention)),
        _printed(cases, judgement.seen),
    )


def refused_reports(bench: Bench) -> list[ExerciseReport]:
    """Nothing could be read: no points, and the one sentence why stands at the top of the report."""
    return [
        ExerciseReport(name, section.title or bench.exercise(name).title, 0.0, section.out_of, 0.0, "")
        for name, section in bench.rubric.exercises.items()
    ]


def open_reports(bench: Bench) -> list[ExerciseReport]:
    """Grading itself broke: every point stays open."""
    return [
        ExerciseReport(
            name,
            section.title or bench.exercise(name).title,
            0.0,
            section.out_of,
            section.out_of,
            "",
            notes=(OUR_FAULT,),
        )
        for name, section in bench.rubric.exercises.items()
    ]


def put_together(submission: Submission, bench: Bench, exercises: Iterable[ExerciseReport], run: RunBlock) -> Report:
    """The whole report; points are sums of the exercises'."""
    exercises = tuple(exercises)
    return Report(
        submission.student,
        bench.assignment,
        run,
        sum(exercise.earned for exercise in exercises),
        sum(exercise.out_of for exercise in exercises),
        sum(exercise.ungraded for exercise in exercises),
        exercises,
        submission.notes,
        submission.refusal,
    )


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


def _is_past(due: dt.datetime | None) -> bool:
    return due is not None and dt.datetime.now(dt.UTC) >= due.astimezone(dt.UTC)


def _convention_note(exercise: Exercise, convention: str) -> list[str]:
    return [f"judged by the convention {each.says}" for each in exercise.variants if each.id == convention]


def _printed(cases: Iterable[Drawn], seen: Mapping[str, Seen]) -> str:
    """What visible cases printed; what a hidden one prints is shown to nobody."""
    return "".join(seen[case.name].base.printed for case in cases if case.visible and case.name in seen)[:PRINTED]
