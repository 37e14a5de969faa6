"""The pipeline, in order: survey, find, run, judge, diagnose, score, report."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
import traceback
from dataclasses import dataclass, field

from grader import __version__
from grader.bench import Bench
from grader.conduct import Conduct, find
from grader.errors import InfrastructureError
from grader.marks import Marks, written_reports
from grader.model import ExerciseReport, Report, Submission
from grader.sandbox.limits import Limits
from grader.sandbox.session import Job
from grader.sandbox.walls import Wall
from grader.sitting import Sitting
from grader.writeup import exercise_reports, is_past, open_reports, put_together, refused_reports, run_block


@dataclass(frozen=True, eq=False)
class Grading:
    """What a batch is graded with."""

    bench: Bench
    wall: Wall
    limits: Limits = field(default_factory=Limits)
    marks: Marks = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    """Tracebacks of faults of ours: for the log, never for a report."""

    def fingerprint(self, submission: Submission) -> str:
        """Equal fingerprints need no second grading: same hand-in, same course, same grader, same marks."""
        marks = sorted(str(mark) for mark in self.marks.items() if mark[0][0] == submission.student)
        parts = (submission.digest, self.bench.digest, __version__, str(is_past(self.bench.rubric)), *marks)
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def grade(grading: Grading, submission: Submission) -> Report:
    """One submission's report. Whatever goes wrong on our side leaves points open; nothing of it becomes a zero."""
    started, clock = dt.datetime.now(dt.UTC), time.monotonic()
    try:
        if submission.fault:
            raise InfrastructureError(submission.fault)  # noqa: TRY301 - it ends as every fault of ours does
        exercises = refused_reports(grading.bench) if submission.refusal else _grade_files(grading, submission)
    except Exception:  # noqa: BLE001 - one submission's trouble, ours by definition, is not the batch's
        grading.faults.append(f"{submission.student}:\n{traceback.format_exc()}")
        exercises = open_reports(grading.bench)
    exercises += written_reports(grading.bench.rubric, grading.marks, submission.student)
    run = run_block(grading.wall, grading.fingerprint(submission), started, time.monotonic() - clock)
    return put_together(submission, grading.bench, exercises, run)


def _grade_files(grading: Grading, submission: Submission) -> list[ExerciseReport]:
    """Visible cases of all exercises first, then hidden ones: no later case can show what a hidden one taught."""
    bench = grading.bench
    with grading.wall.open(Job(submission.files, bench.probes), grading.limits) as session:
        survey = session.survey()
        found = {exercise.name: find(exercise, survey) for exercise in bench.exercises}
        conduct = Conduct(session, found)
        sittings = [Sitting(bench, exercise, conduct, found[exercise.name]) for exercise in bench.exercises]
        for visible in (True, False):
            for sitting in sittings:
                for case in bench.cases[sitting.exercise.name]:
                    if case.visible is visible:
                        sitting.run(case)
    for sitting in sittings:
        grading.faults.extend(f"{submission.student}, {sitting.exercise.name}, {fault}" for fault in sitting.faults)
    return exercise_reports(bench, sittings)
