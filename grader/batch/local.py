"""A class graded on this machine: what is done stays done, the rest runs a few at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed

from grader.batch.output import OutputFolder
from grader.grade import Grading, grade
from grader.model import Report, Submission


def grade_class(
    grading: Grading, submissions: Sequence[Submission], out: OutputFolder, workers: int
) -> Iterator[Report]:
    """Every submission's report, as it is done; written to `out` before it is handed on.

    Reports of an earlier run that still hold come first. When the caller stops listening (or is interrupted), what
    has not begun is not begun.
    """
    waiting = []
    for submission in submissions:
        done = out.finished(submission.student, grading.fingerprint(submission))
        if done is None:
            waiting.append(submission)
        else:
            yield done
    pool = ThreadPoolExecutor(workers)
    try:
        running: list[Future[Report]] = [pool.submit(grade, grading, submission) for submission in waiting]
        for future in as_completed(running):
            report = future.result()
            out.write(report)
            yield report
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
