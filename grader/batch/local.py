"""A class graded on this machine: what is done stays done, the rest runs a few at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from grader.batch.output import OutputFolder
from grader.grade import Grading, grade
from grader.model import Report, Submission

AHEAD = 2
"""Submissions per worker that are read already: none waits for work, and no more than these are in memory."""


def grade_class(
    grading: Grading, submissions: Iterable[Submission], out: OutputFolder, workers: int
) -> Iterator[Report]:
    """Every submission's report, as it is done; written to `out` before it is handed on.

    Reports of an earlier run that still hold are handed on as they are. When the caller stops listening (or is
    interrupted), what has not begun is not begun.
    """
    pool = ThreadPoolExecutor(workers)
    running: dict[Future[Report], Submission] = {}
    try:
        for submission in submissions:
            done = out.finished(submission.student, grading.fingerprint(submission))
            if done is not None:
                yield done
                continue
            running[pool.submit(grade, grading, submission)] = submission
            if len(running) >= AHEAD * workers:
                yield from _next(running, out)
        while running:
            yield from _next(running, out)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _next(running: dict[Future[Report], Submission], out: OutputFolder) -> Iterator[Report]:
    """Waits until one is done at least; those that are leave the table."""
    finished, _ = wait(running, return_when=FIRST_COMPLETED)
    done = [(future, running.pop(future)) for future in finished]
    for future, submission in done:
        report = future.result()
        out.write(report, submission)
        yield report
