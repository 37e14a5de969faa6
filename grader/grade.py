"""The pipeline, in order: survey, find, run, judge, diagnose; then score and report.

The first part, `examine`, needs a submission's code or what was seen of it; the second, what was found and the rubric.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import time
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from grader.bench import Bench
from grader.errors import InfrastructureError
from grader.examine import Core, Examined, examined
from grader.follow import conventions, in_order
from grader.marks import written_reports
from grader.model import ExerciseReport, Report, RunBlock, Submission
from grader.replay import Replay, key_of, pack, unpack
from grader.sandbox.limits import Limits
from grader.sandbox.session import Job, Session
from grader.sandbox.walls import Wall
from grader.sitting import Sitting
from grader.stamps import Stamp, scored
from grader.writeup import is_past, put_together, run_block, write_up


@dataclass(frozen=True, eq=False)
class Grading:
    """What a batch is graded with."""

    bench: Bench
    wall: Wall
    limits: Limits = field(default_factory=Limits)
    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    """By exercise. Without them nothing is recorded, and nothing need be done twice."""
    faults: list[str] = field(default_factory=list)
    """Tracebacks of faults of ours: for the log, never for a report."""

    def fingerprint(self, submission: Submission) -> str:
        """Equal fingerprints need no second grading: same hand-in, same course, same grader."""
        bench, past = self.bench, is_past(self.bench.rubric)
        parts = [submission.digest, bench.digest, *(each.judged for each in self.stamps.values())]
        parts += [scored(section, past_due=past) for section in bench.rubric.exercises.values()]
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Kept:
    """What an earlier grading of the same hand-in left that still holds."""

    examined: Mapping[str, Examined] = field(default_factory=dict)
    """Exercises that need no judging."""
    recordings: Mapping[str, bytes] = field(default_factory=dict)
    """What was seen of the others, packed."""
    run: RunBlock | None = None
    """How those runs were made."""


@dataclass(frozen=True)
class Task:
    """A submission, and what need not be done again of it."""

    submission: Submission
    kept: Kept = field(default_factory=Kept)
    lost: bool = False
    """Whether what was handed in is not there any more, so that nothing of it can be run."""


@dataclass(frozen=True)
class Examination:
    """All that was found out about one submission, whatever its exercises are worth. It can be pickled."""

    submission: Submission
    exercises: tuple[Examined, ...]
    how: str
    """graded, rejudged from what was recorded, or rescored."""
    run: RunBlock
    recordings: Mapping[str, bytes] = field(default_factory=dict)
    """What was seen of the exercises that were judged, packed."""
    faults: tuple[str, ...] = ()
    """Tracebacks of faults of ours."""


def grade(grading: Grading, submission: Submission) -> Report:
    """One submission's report. Whatever goes wrong on our side leaves points open; nothing of it becomes a zero."""
    found = examine(grading, Task(submission))
    grading.faults.extend(found.faults)
    reports = exercise_reports(grading.bench, found.exercises)
    reports += written_reports(grading.bench.rubric, {}, submission.student)
    return put_together(grading.bench.assignment, submission, reports, found.run)


def exercise_reports(bench: Bench, exercises: Iterable[Examined]) -> list[ExerciseReport]:
    """What was found, scored by the bench's rubric."""
    past = is_past(bench.rubric)
    return [write_up(each, bench.rubric.exercises[each.exercise], past_due=past) for each in exercises]


def examine(grading: Grading, task: Task) -> Examination:
    """What is to be said of this submission, doing no more than what is not known already."""
    submission, bench = task.submission, grading.bench
    started, clock = dt.datetime.now(dt.UTC), time.monotonic()
    faults: list[str] = []
    how, recordings = "graded", dict[str, bytes]()
    try:
        if submission.fault:
            raise InfrastructureError(submission.fault)  # noqa: TRY301 - it ends as every fault of ours does
        if submission.refusal:
            exercises = [Examined(Core(exercise.name)) for exercise in bench.exercises]
        else:
            how, exercises, recordings = _examine_files(grading, task, faults)
    except Exception:  # noqa: BLE001 - one submission's trouble, ours by definition, is not the batch's
        faults.append(f"{submission.student}:\n{traceback.format_exc()}")
        exercises = [Examined(Core(exercise.name, broken=True)) for exercise in bench.exercises]
    run = run_block(grading.wall, grading.fingerprint(submission), started, time.monotonic() - clock)
    if how != "graded" and task.kept.run is not None:
        run = replace(task.kept.run, grader=run.grader, seconds=run.seconds, fingerprint=run.fingerprint)
    return Examination(submission, tuple(exercises), how, run, recordings, tuple(faults))


def _examine_files(grading: Grading, task: Task, faults: list[str]) -> tuple[str, list[Examined], dict[str, bytes]]:
    """How it was done, what was found, and what was seen."""
    bench, submission = grading.bench, task.submission
    observed = {name: stamp.observed for name, stamp in grading.stamps.items()}
    job = Job(submission.files, bench.probes)

    def begin() -> Session:
        if task.lost:
            raise InfrastructureError("what was handed in is not kept any more, so it cannot be run again")
        return grading.wall.open(job, grading.limits)

    replay = Replay(bench.exercises, observed, begin)
    for name, packed in task.kept.recordings.items():
        replay.recall(name, unpack(packed))
    again = {exercise.name for exercise in bench.exercises if exercise.name not in task.kept.examined}
    try:
        while True:
            sittings = _sit(bench, replay, again)
            found, overtaken = _judged(bench, sittings, task.kept.examined)
            if not overtaken:
                break
            again |= overtaken
            replay.end()
    finally:
        replay.end()
    for name, sitting in sittings.items():
        faults.extend(f"{submission.student}, {name}, {fault}" for fault in sitting.faults)
    recordings = {name: _packed(sitting, observed) for name, sitting in sittings.items()} if observed else {}
    how = "graded" if replay.ran else "rejudged" if sittings else "rescored"
    return how, found, {name: packed for name, packed in recordings.items() if packed is not None}


def _sit(bench: Bench, replay: Replay, names: Iterable[str]) -> dict[str, Sitting]:
    """Visible cases of all exercises first, then hidden ones: no later case can show what a hidden one taught."""
    names = set(names)
    wanted = [exercise for exercise in bench.exercises if exercise.name in names]
    sittings = {each.name: Sitting(bench, each, replay, replay.found(each)) for each in wanted}
    for visible in (True, False):
        for sitting in sittings.values():
            for case in bench.cases[sitting.exercise.name]:
                if case.visible is visible:
                    sitting.run(case)
    return sittings


def _judged(
    bench: Bench, sittings: Mapping[str, Sitting], kept: Mapping[str, Examined]
) -> tuple[list[Examined], set[str]]:
    """All exercises, what others follow before them; and which of the kept ones have to be judged after all.

    That is so where something else is named upstream now, or where by these points another convention is kinder.
    """
    found: dict[str, Examined] = {}
    overtaken: set[str] = set()
    reports: dict[str, ExerciseReport] = {}
    for exercise in in_order(bench, bench.exercises):
        name, section = exercise.name, bench.rubric.exercises[exercise.name]
        carried = conventions(bench, exercise, reports)
        if name in sittings:
            found[name] = examined(bench, sittings[name], carried)
        else:
            found[name] = kept[name]
            if not kept[name].core.holds(section, carried):
                overtaken.add(name)
        reports[name] = write_up(found[name], section, past_due=is_past(bench.rubric))
    return [found[exercise.name] for exercise in bench.exercises], overtaken


def _packed(sitting: Sitting, observed: Mapping[str, str]) -> bytes | None:
    name = sitting.exercise.name
    return pack(sitting.found, ((key_of(run, observed[run.probe or name]), run, seen) for run, seen in sitting.runs()))
