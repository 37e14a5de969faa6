"""What every student has: the attempt that counts, with what people changed and what lateness costs.

`standings` is what gradebooks are filled from. Nothing here is stored: it follows from the ledger's rows.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest
from typing import TypeAlias

from grader.ledger.adjusted import adjusted
from grader.ledger.book import Ledger
from grader.ledger.entries import Extension, Override, extension, overrides
from grader.ledger.policy import Counted, HandIn, counted, instant, is_open, the_one
from grader.ledger.regradings import Beginning
from grader.marks import written_reports
from grader.model import ExerciseReport, Report, Standing, Submission
from grader.report.points import counted as points_of
from grader.rubric import LatePolicy, Rubric
from grader.writeup import put_together, total, written_core

REPORTS = 512
"""Exercises' reports that are kept in memory: right answers are told alike."""


@dataclass(frozen=True)
class Decision:
    """How one student's standing in one assignment came about."""

    standing: Standing
    attempt: int | None
    """The one that counts."""
    grading: int | None
    free: int = 0
    """Free days that it used."""
    overrides: tuple[Override, ...] = ()
    """Those that hold on it."""


@dataclass(frozen=True)
class _Tried:
    """An attempt with its latest grading."""

    row: sqlite3.Row
    grading: int
    report: Report
    overrides: tuple[Override, ...]
    comments: tuple[str, ...]

    @property
    def hand_in(self) -> HandIn:
        """What the policy looks at."""
        return HandIn(self.row["id"], instant(self.row["received"]), self.report.earned, self.report.ungraded)


def standings(ledger: Ledger, assignment: str) -> list[Standing]:
    """What every student has in this assignment, sorted by name; students who were forgotten are left out."""
    return [each.standing for each in Standings(ledger, assignment).everybody()]


class Standings:
    """One assignment's standings, over one state of the ledger's rubric."""

    def __init__(
        self, ledger: Ledger, assignment: str, *, outlines: bool = False, before: Beginning | None = None
    ) -> None:
        """With `outlines`, reports hold points and no findings: what a gradebook shows, many times as fast.

        By the gradings and the rubric that held `before` a regrading began, if it is given.
        """
        self._ledger, self.assignment, self._outlines = ledger, assignment, outlines
        self.rubric = ledger.rubric_now(assignment) if before is None else ledger.rubric(before.rubric)
        self._until = None if before is None else before.gradings
        self._written = lru_cache(REPORTS)(self._core_written)
        self._before = _earlier(ledger, assignment, self.rubric)

    def everybody(self) -> list[Decision]:
        """Every student who handed something in, or was given points; sorted by name."""
        rows = self._ledger.rows(
            "SELECT id, name FROM students WHERE id IN (SELECT student FROM attempts WHERE assignment = :a UNION "
            "SELECT student FROM overrides WHERE assignment = :a) ORDER BY name".replace(":a", "?1"),
            self.assignment,
        )
        return [self.of(row["id"], row["name"]) for row in rows]

    def of(self, student: int, name: str) -> Decision:
        """One student's."""
        held = overrides(self._ledger, student, self.assignment)
        tried, number = self._tried(student, name, held)
        if not tried:
            return self._nothing_handed_in(name, held)
        moved = extension(self._ledger, student, self.assignment)
        due, late = self.due(moved), self.rubric.late
        left = self._free_left(student, name)
        several = [counted(each.hand_in, late, due, left) for each in tried]
        which = self.rubric.assignment.attempts
        one = the_one(several, which)
        chosen = tried[several.index(one)]
        said = [
            *_attempts_said(number - len(several) + 1 + several.index(one), number, which),
            *_lateness_said(one, late, moved, due),
        ]
        report = replace(chosen.report, notes=(*chosen.report.notes, *said))
        raw = None if is_open(one, several, which) else report.earned
        comments = (*said, *chosen.comments)
        standing = Standing(
            *(name, self.assignment, report.out_of, raw, one.penalty, chosen.row["received"], one.charged),
            *(report, comments),
        )
        return Decision(standing, chosen.row["id"], chosen.grading, one.free, chosen.overrides)

    def due(self, moved: Extension | None) -> dt.datetime | None:
        """The student's own deadline."""
        due = self.rubric.assignment.due
        general = None if due is None else due.astimezone(dt.UTC)
        if moved is None:
            return general
        if moved.due is not None:
            return instant(moved.due)
        return None if general is None else general + dt.timedelta(days=moved.days or 0)

    def report(self, grading: sqlite3.Row, attempt: sqlite3.Row, name: str, entries: Iterable[Override] = ()) -> Report:
        """The report as the grader alone would have it, with the marks of written questions."""
        entries = list(entries)
        marks = [each for each in entries if each.attempt is None and each.exercise in self.rubric.written]
        whole = not self._outlines or any(each.check for each in entries)
        reports = self._told(grading) if whole else self._outlined(grading)
        given = {(name, mark.exercise): (mark.points, mark.reason) for mark in marks}
        reports += written_reports(self.rubric, given, name)
        submission = Submission(name, notes=tuple(json.loads(attempt["notes"])), refusal=attempt["refusal"])
        return put_together(self.assignment, submission, reports, self._ledger.run_of(grading))

    def _outlined(self, grading: sqlite3.Row) -> list[ExerciseReport]:
        rows = self._ledger.examinations(grading["id"])
        return [ExerciseReport(row.exercise, "", row.earned, row.out_of, row.ungraded, "") for row in rows]

    def _told(self, grading: sqlite3.Row) -> list[ExerciseReport]:
        """With every finding, in the words of the rubric that it was graded by."""
        past, reports = bool(grading["past_due"]), []
        for row in self._ledger.examinations(grading["id"]):
            base, own = self._written(row.findings, grading["rubric"], past), self._ledger.examined(row)
            notes = (*own.notes, *base.notes)
            reports.append(replace(base, found_in=own.found_in, notes=notes, printed=own.printed))
        return reports

    def _core_written(self, findings: bytes, rubric: int, past: bool) -> ExerciseReport:  # noqa: FBT001 - a key
        core = self._ledger.core(findings)
        return written_core(core, self._ledger.rubric(rubric).exercises[core.exercise], past_due=past)

    def attempts(self) -> list[sqlite3.Row]:
        """Every attempt that may count: of each student the last, or where the best counts, all."""
        rows = sorted(self._ledger.rows("SELECT * FROM attempts WHERE assignment = ?", self.assignment), key=_handed_in)
        if self.rubric.assignment.attempts == "best":
            return rows
        return list({row["student"]: row for row in rows}.values())

    def own(self, attempt: int) -> Report:
        """The report on this attempt without what people changed."""
        row = self._ledger.row(
            "SELECT attempts.*, name FROM attempts JOIN students ON students.id = student WHERE attempts.id = ?",
            attempt,
        )
        grading = self._ledger.latest(attempt)
        assert row is not None
        assert grading is not None
        return self.report(grading, row, row["name"])

    def _tried(self, student: int, name: str, held: Iterable[Override]) -> tuple[list[_Tried], int]:
        """In the order of handing in: the last, or where the best counts, all; and how many there are."""
        rows = self._ledger.rows(
            "SELECT * FROM attempts WHERE assignment = ? AND student = ? ORDER BY id", *(self.assignment, student)
        )
        rows.sort(key=_handed_in)
        graded = [
            (row, grading) for row in rows if (grading := self._ledger.latest(row["id"], self._until)) is not None
        ]
        graded = [pair for pair, after in zip_longest(graded, graded[1:]) if not _read_again(pair, after)]
        number = len(graded)
        graded = graded if self.rubric.assignment.attempts == "best" else graded[-1:]
        tried = []
        for row, grading in graded:
            mine = tuple(each for each in held if each.attempt in (None, row["id"]))
            report, comments = adjusted(self.report(grading, row, name, mine), mine)
            marks = [each for each in mine if each.attempt is None and each.exercise in self.rubric.written]
            comments += [f"{each.exercise}: {points_of(each.points)} by {each.author}: {each.reason}" for each in marks]
            tried.append(_Tried(row, grading["id"], report, mine, tuple(comments)))
        return tried, number

    def _nothing_handed_in(self, name: str, held: list[Override]) -> Decision:
        whole = [each.points for each in held if not each.exercise]
        raw = whole[-1] if whole else total(each.points for each in held)
        given = "nothing was handed in"
        comments = tuple(f"{given}; {each.target}: {points_of(each.points)} by {each.author}" for each in held)
        return Decision(Standing(name, self.assignment, self.rubric.out_of, raw, comments=comments), None, None)

    def _free_left(self, student: int, name: str) -> int:
        """Free days that assignments that were due before have left."""
        late = self.rubric.late
        if late is None or not late.free_days:
            return 0
        return late.free_days - sum(each.of(student, name).free for each in self._before)


_Graded: TypeAlias = tuple[sqlite3.Row, sqlite3.Row]
"""An attempt, and its latest grading."""


def _read_again(one: _Graded, after: _Graded | None) -> bool:
    """Whether this is no attempt of the student's: nothing of it could be graded, and the same came once more."""
    row, grading = one
    if after is None or row["received"] != after[0]["received"]:
        return False
    return bool(grading["ungraded"] >= grading["out_of"] > 0)


def _handed_in(row: sqlite3.Row) -> tuple[dt.datetime, int]:
    """When, as far as it is known; else when it was first graded."""
    known = instant(row["received"]) or instant(row["recorded"])
    assert known is not None
    return known, row["id"]


def _earlier(ledger: Ledger, assignment: str, rubric: Rubric) -> list[Standings]:
    """The assignments that draw on the same budget before this one does."""
    if rubric.late is None or not rubric.late.free_days:
        return []
    mine = _rank(rubric, assignment)
    rubrics = {name: ledger.rubric_now(name) for name in ledger.assignments() if name != assignment}
    earlier = [name for name, theirs in rubrics.items() if _draws(theirs) and _rank(theirs, name) < mine]
    return [Standings(ledger, name, outlines=True) for name in earlier]


def _draws(rubric: Rubric) -> bool:
    return rubric.late is not None and rubric.late.free_days > 0


def _rank(rubric: Rubric, name: str) -> tuple[dt.datetime, str]:
    due = rubric.assignment.due
    return (dt.datetime.max.replace(tzinfo=dt.UTC) if due is None else due.astimezone(dt.UTC)), name


# ---------------------------------------------------------------- in words


def _attempts_said(one: int, number: int, which: str) -> list[str]:
    return [f"Attempt {one} of {number} counts: the {which}."] if number > 1 else []


def _lateness_said(
    one: Counted, late: LatePolicy | None, moved: Extension | None, due: dt.datetime | None
) -> list[str]:
    said = []
    if moved is not None and due is not None:
        said.append(f"The deadline was moved to {due.isoformat(timespec='minutes')} by {moved.author}: {moved.reason}")
    if late is None or due is None:
        return said
    if one.hand_in.received is None:
        return [*said, "When it was handed in is not known; it is taken to be in time."]
    if not one.days:
        return said
    told = f"Handed in {_days(one.days)} late"
    if one.too_late:
        return [*said, f"{told}: more than {_days(late.most_days or 0)} late earns nothing."]
    if one.free:
        told += f"; {_days(one.free)} of the free ones used"
    cost = f"{points_of(one.penalty)} taken off" if one.charged else "it costs nothing"
    return [*said, f"{told}: {cost}."]


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


def by_name(decisions: Iterable[Decision]) -> Mapping[str, Decision]:
    """Decisions by student."""
    return {each.standing.student: each for each in decisions}
