"""A class graded by whatever executor there is; what is done stays done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TypeAlias

from grader.batch.executor import Known, Lost
from grader.batch.local import LocalExecutor
from grader.batch.output import OutputFolder
from grader.batch.recipe import Graded, Here, report_of
from grader.grade import Grading
from grader.model import Report, Submission

Item: TypeAlias = Submission | Known[Submission, Graded]
Spread: TypeAlias = Callable[[Iterable[Item]], Iterator[tuple[Submission, Graded | Lost]]]
"""An executor that knows its recipe already."""


def grade_class(
    grading: Grading,
    submissions: Iterable[Submission],
    out: OutputFolder,
    workers: int,
    spread: Spread | None = None,
) -> Iterator[Report]:
    """Every submission's report, as it is done; written to `out` before it is handed on.

    Reports of an earlier run that still hold are handed on as they are. The work is done by `spread`, else by as many
    threads of this process as `workers`.
    """
    spread = spread or partial(LocalExecutor(workers).map, Here(grading))
    for submission, result in spread(_known(grading, submissions, out)):
        report = report_of(grading, submission, result)
        if not (isinstance(result, Graded) and result.kept):
            out.write(report)
        yield report


def _known(grading: Grading, submissions: Iterable[Submission], out: OutputFolder) -> Iterator[Item]:
    """Each submission, with its report if an earlier run made one that still holds."""
    for submission in submissions:
        done = out.finished(submission.student, grading.fingerprint(submission))
        yield submission if done is None else Known(submission, Graded(done, kept=True))
