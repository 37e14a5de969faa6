"""The ledger: students, what they handed in, and what was found out about it; written once, read as it is now."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from grader.errors import InfrastructureError, UsageError
from grader.examine import Core, Examined
from grader.ledger.database import Database, now
from grader.ledger.frozen import frozen, thawed
from grader.model import ExerciseReport, RunBlock, Submission
from grader.rubric import Rubric
from grader.writeup import total

CORES = 1024
"""Judgements that are kept in memory: a class shares most of them."""


@dataclass(frozen=True)
class Author:
    """Who does something, and why."""

    name: str
    reason: str

    def row(self) -> dict[str, str]:
        """The columns of everything that a person causes."""
        return {"author": self.name, "reason": self.reason, "made": now()}


@dataclass(frozen=True)
class About:
    """What of an examination is one student's alone."""

    found_in: str = ""
    notes: tuple[str, ...] = ()
    printed: str = ""


@dataclass(frozen=True)
class Row:
    """One exercise of a grading, as it stands in the ledger."""

    exercise: str
    judged: str
    """Stamp of what it was judged by; that of the points beside it."""
    scored: str
    findings: bytes
    """Hash of the judgement."""
    is_open: bool
    """Whether a fault of ours left something undecided."""
    about: str
    """What is this student's alone, as text."""
    earned: float
    out_of: float
    ungraded: float


@dataclass(frozen=True)
class Outcome:
    """A grading to be entered."""

    how: str
    """graded, rejudged or rescored."""
    run: RunBlock
    rows: tuple[Row, ...]
    past_due: bool
    recordings: Mapping[str, bytes] = field(default_factory=dict)


class Ledger(Database):
    """What a class handed in and has, in one file."""

    def __init__(self, path: Path, *, write: bool, make: bool = False) -> None:
        super().__init__(path, write=write, make=make)
        self.core = lru_cache(CORES)(self._core)
        self.rubric = lru_cache(64)(self._rubric)

    # ------------------------------------------------------------ students and rubrics

    def student(self, name: str) -> int:
        """The number of this student, who is entered if need be."""
        found = self.value("SELECT id FROM students WHERE name = ?", _text(name))
        return found if found is not None else self.add("students", name=_text(name), added=now())

    def known(self, name: str) -> int:
        """The number of a student who must be there, by name or pseudonym; UsageError if not."""
        found: int | None = self.value("SELECT id FROM students WHERE name = ?", _text(name))
        if found is None:
            found = self.value("SELECT student FROM pseudonyms WHERE pseudonym = ?", _text(name))
        if found is None:
            raise UsageError(f"there is no student {name!r} in {self.path}; `grader ledger show` lists them")
        return found

    def assignments(self) -> list[str]:
        """Every assignment, in the order in which they were first graded."""
        return [row[0] for row in self.rows("SELECT assignment FROM rubrics GROUP BY assignment ORDER BY min(id)")]

    def use_rubric(self, assignment: str, rubric: Rubric, author: Author) -> int:
        """The number of this rubric, which is the assignment's from now on."""
        content = self.put(rubric.model_dump_json().encode())
        latest = self.row("SELECT id, content FROM rubrics WHERE assignment = ? ORDER BY id DESC", assignment)
        if latest is not None and latest["content"] == content:
            return int(latest["id"])
        return self.add("rubrics", assignment=assignment, content=content, **author.row())

    def rubric_now(self, assignment: str) -> Rubric:
        """The rubric that holds for policy and written questions. UsageError if nothing was graded by one."""
        number = self.value("SELECT max(id) FROM rubrics WHERE assignment = ?", assignment)
        if number is None:
            known = ", ".join(self.assignments()) or "none"
            raise UsageError(f"nothing of {assignment!r} stands in {self.path}; it knows: {known}")
        return self.rubric(number)

    def _rubric(self, number: int) -> Rubric:
        content = self.value("SELECT content FROM rubrics WHERE id = ?", number)
        return Rubric.model_validate_json(self.get(content))

    # ------------------------------------------------------------ attempts

    def last_attempt(self, assignment: str, submission: Submission, handed_in_by: str) -> int | None:
        """The number of this attempt, if it is what the student handed in last."""
        latest = self.row(
            "SELECT attempts.id, digest, received FROM attempts JOIN students ON students.id = student "
            "WHERE assignment = ? AND name = ? AND handed_in_by = ? ORDER BY attempts.id DESC LIMIT 1",
            *(assignment, _text(submission.student), _text(handed_in_by)),
        )
        same = latest is not None and (latest["digest"], latest["received"]) == (submission.digest, submission.received)
        return int(latest["id"]) if latest is not None and same else None

    def attempt(self, assignment: str, submission: Submission, handed_in_by: str) -> int:
        """The number of this attempt, which is entered if it is a new one."""
        found = self.last_attempt(assignment, submission, handed_in_by)
        if found is not None:
            return found
        student = self.student(submission.student)
        number = self.add(
            "attempts",
            student=student,
            assignment=assignment,
            digest=submission.digest,
            content=replace(submission, student="").digest,
            received=submission.received,
            handed_in_by=_text(handed_in_by),
            notes=json.dumps(submission.notes),
            refusal=_text(submission.refusal),
            recorded=now(),
        )
        self.add("hand_ins", attempt=number, content=self.put(frozen(submission)))
        return number

    def submission(self, attempt: int) -> Submission | None:
        """What was handed in; None if it is not kept any more."""
        content = self.value("SELECT content FROM hand_ins WHERE attempt = ?", attempt)
        return None if content is None else thawed(Submission, self.get(content))

    def alike(self, assignment: str, submission: Submission) -> int | None:
        """The latest attempt of the same student with the same contents that was graded."""
        found: int | None = self.value(
            "SELECT max(attempts.id) FROM attempts JOIN students ON students.id = attempts.student "
            "JOIN gradings ON gradings.attempt = attempts.id WHERE assignment = ? AND name = ? AND digest = ?",
            *(assignment, _text(submission.student), submission.digest),
        )
        return found

    # ------------------------------------------------------------ gradings

    def record(self, attempt: int, rubric: int, outcome: Outcome, author: Author) -> int:
        """One more grading of this attempt; its number."""
        number = self.add(
            "gradings",
            attempt=attempt,
            rubric=rubric,
            past_due=outcome.past_due,
            how=outcome.how,
            run=frozen(outcome.run).decode(),
            earned=total(row.earned for row in outcome.rows),
            out_of=total(row.out_of for row in outcome.rows),
            ungraded=total(row.ungraded for row in outcome.rows),
            **author.row(),
        )
        with self.told():
            self.connection.executemany(
                "INSERT INTO examinations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        *(number, position, row.exercise, row.judged, row.scored, row.findings, row.is_open),
                        *(row.about, row.earned, row.out_of, row.ungraded),
                    )
                    for position, row in enumerate(outcome.rows)
                ],
            )
        for exercise, packed in outcome.recordings.items():
            self.add("observations", grading=number, exercise=exercise, content=self.put(packed, packed=True))
        return number

    def row_for(self, examined: Examined, outlined: ExerciseReport, judged: str, scored: str) -> Row:
        """What is entered of one exercise; its judgement is kept."""
        about = About(examined.found_in, examined.notes, examined.printed)
        points = (outlined.earned, outlined.out_of, outlined.ungraded)
        core = examined.core
        return Row(core.exercise, judged, scored, self.put(frozen(core)), core.is_open, frozen(about).decode(), *points)

    def latest(self, attempt: int, until: int | None = None) -> sqlite3.Row | None:
        """The grading of this attempt that holds; the one that held when `until` was the latest number of any."""
        if until is None:
            return self.row("SELECT * FROM gradings WHERE attempt = ? ORDER BY id DESC LIMIT 1", attempt)
        statement = "SELECT * FROM gradings WHERE attempt = ? AND id <= ? ORDER BY id DESC LIMIT 1"
        return self.row(statement, attempt, until)

    def examinations(self, grading: int) -> list[Row]:
        """What it found, in the order of the rubric."""
        columns = "exercise, judged, scored, findings, open, about, earned, out_of, ungraded"
        statement = f"SELECT {columns} FROM examinations WHERE grading = ? ORDER BY position"  # noqa: S608 - ours
        return [Row(*row) for row in self.rows(statement, grading)]

    def examined(self, row: Row) -> Examined:
        """What was found out about one exercise."""
        about = thawed(About, row.about)
        return Examined(self.core(row.findings), about.found_in, about.notes, about.printed)

    def recordings(self, attempt: int) -> Mapping[str, bytes]:
        """What was seen of this attempt, packed: of each exercise, the latest."""
        rows = self.rows(
            "SELECT exercise, content FROM observations JOIN gradings ON gradings.id = grading "
            "WHERE attempt = ? ORDER BY grading",
            attempt,
        )
        return {row["exercise"]: self.get(row["content"]) for row in {row["exercise"]: row for row in rows}.values()}

    def run_of(self, grading: sqlite3.Row) -> RunBlock:
        """How a grading came about."""
        return thawed(RunBlock, grading["run"])

    def _core(self, name: bytes) -> Core:
        try:
            return thawed(Core, self.get(name))
        except (ValueError, TypeError, KeyError) as error:
            raise InfrastructureError(f"the ledger {self.path} holds a judgement that cannot be read") from error


def _text(name: str) -> str:
    """A name as SQLite takes it: half a surrogate pair becomes its escape."""
    return name.encode("utf-8", "backslashreplace").decode()
