"""The folder that a class is graded into: a report per student, and the gradebook.

Every file is written whole elsewhere in the folder and then moved to its place, so an interruption leaves no half
report. All of it can be made anew from the ledger.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from grader.errors import InfrastructureError, UsageError
from grader.model import Report, Standing, Submission, Verdict
from grader.report import gradebook, html, json
from grader.sandbox.scratch import scratch, sweep


@dataclass(frozen=True)
class Written:
    """Hashes of a student's files, as hex."""

    json: str
    html: str


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

    def write(self, report: Report, submission: Submission | None = None) -> Written:
        """The student's report, for machines and for people; the page shows the submission's code, too."""
        folder = self.folder / report.student
        texts = {"report.html": html.write(report, submission, self.faults), "report.json": json.write(report)}
        with _written(folder):
            folder.mkdir(exist_ok=True)
            self._replace(folder, texts)
        return Written(*(_hash(texts[name].encode()) for name in ("report.json", "report.html")))

    def holds(self, student: str, written: Written) -> bool:
        """Whether both files are still what was written."""
        folder = self.folder / student
        try:
            found = [_hash((folder / name).read_bytes()) for name in ("report.json", "report.html")]
        except OSError:
            return False
        return Written(*found) == written

    def remove(self, student: str) -> None:
        """The student's report, and the folder if nothing else lies in it."""
        folder = self.folder / student
        with _written(folder):
            for name in ("report.json", "report.html"):
                (folder / name).unlink(missing_ok=True)
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()

    def strike(self, students: Container[str]) -> None:
        """Takes these students' rows out of grades.csv, and the log away, which may name anybody."""
        (self.folder / "faults.log").unlink(missing_ok=True)
        path = self.folder / "grades.csv"
        if path.is_file():
            with _written(path):
                self._replace(self.folder, {path.name: gradebook.without(path.read_text(encoding="utf-8"), students)})

    def write_gradebook(
        self, reports: Iterable[Report], exercises: Iterable[str], standings: Mapping[str, Standing] | None = None
    ) -> Path:
        """grades.csv, a row per student; with what lateness costs, if `standings` tell it."""
        path = self.folder / "grades.csv"
        ordered = sorted(reports, key=lambda report: report.student)
        with _written(path):
            self._replace(self.folder, {path.name: gradebook.write(ordered, list(exercises), standings)})
        return path

    def write_log(self, faults: Sequence[str]) -> None:
        """faults.log, for whoever mends the course or the grader; no file if nothing broke."""
        path = self.folder / "faults.log"
        with _written(path):
            if faults or self.faults:
                self._replace(self.folder, {path.name: "\n".join((*faults, *self.faults))})
            else:
                path.unlink(missing_ok=True)

    def _replace(self, folder: Path, texts: Mapping[str, str]) -> None:
        """Writes each text whole, or leaves what was there."""
        with scratch("report", self.folder) as beside:
            for name, text in texts.items():
                new = beside / name
                new.write_text(text, encoding="utf-8", newline="")
                new.replace(folder / name)


def left_open_by_us(report: Report) -> bool:
    """Whether points are open for a fault of ours, and not because a person has still to mark them."""
    findings = (finding for exercise in report.exercises for finding in exercise.findings)
    return any(finding.verdict is Verdict.UNGRADED for finding in findings)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@contextmanager
def _written(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InfrastructureError(
            f"{path} cannot be written: {error.strerror}; mend that and run the same command again: "
            "reports that were written are kept"
        ) from error
