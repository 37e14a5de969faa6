"""The folder that a class is graded into: a report per student, the gradebook, and what need not be done again.

Every file is written whole elsewhere in the folder and then moved to its place, so an interruption leaves no half
report; a report whose fingerprint is that of today's submission, course and grader is kept as it is.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from grader.errors import InfrastructureError, UsageError
from grader.model import Report, Submission, Verdict
from grader.report import gradebook, html, json
from grader.sandbox.scratch import scratch, sweep


class OutputFolder:
    """`OUT`, with one folder per student. What cannot be written is an InfrastructureError that says where and why."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[str] = []
        """What of a page could not be shown, for the log."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{folder}: cannot be made into an output folder: {error.strerror}") from error
        sweep(folder)

    def finished(self, student: str, fingerprint: str) -> Report | None:
        """The report of an earlier run, if nothing has changed since and nothing of it was left open by us."""
        path = self.folder / student / "report.json"
        try:
            report = json.read(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, UsageError):
            return None
        if report.run.fingerprint != fingerprint or report.student != student or left_open_by_us(report):
            return None
        return report

    def write(self, report: Report, submission: Submission | None = None) -> None:
        """The student's report, for machines and for people; the page shows the submission's code, too."""
        folder = self.folder / report.student
        with _written(folder):
            folder.mkdir(exist_ok=True)
            self._replace(folder / "report.html", html.write(report, submission, self.faults))
            self._replace(folder / "report.json", json.write(report))

    def write_gradebook(self, reports: Iterable[Report], exercises: Iterable[str]) -> Path:
        """grades.csv, a row per student."""
        path = self.folder / "grades.csv"
        ordered = sorted(reports, key=lambda report: report.student)
        with _written(path):
            self._replace(path, gradebook.write(ordered, list(exercises)))
        return path

    def write_log(self, faults: Sequence[str]) -> None:
        """faults.log, for whoever mends the course or the grader; no file if nothing broke."""
        path = self.folder / "faults.log"
        with _written(path):
            if faults or self.faults:
                self._replace(path, "\n".join((*faults, *self.faults)))
            else:
                path.unlink(missing_ok=True)

    def _replace(self, path: Path, text: str) -> None:
        """Writes the text whole, or leaves what was there."""
        with scratch("report", self.folder) as beside:
            new = beside / path.name
            with new.open("w", encoding="utf-8", newline="") as out:
                out.write(text)
                out.flush()
                os.fsync(out.fileno())
            new.replace(path)


def left_open_by_us(report: Report) -> bool:
    """Whether points are open for a fault of ours, and not because a person has still to mark them."""
    findings = (finding for exercise in report.exercises for finding in exercise.findings)
    return any(finding.verdict is Verdict.UNGRADED for finding in findings)


@contextmanager
def _written(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InfrastructureError(
            f"{path} cannot be written: {error.strerror}; mend that and run the same command again: "
            "reports that were written are kept"
        ) from error
