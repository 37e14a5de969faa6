"""`grades.csv`: one row per student, one column per exercise, for spreadsheets and scripts.

A name that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, their full-width forms, or with
apostrophes before one of these) gets an apostrophe in front; `plain_name` takes it away again. Numbers are left alone.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.report.plain import one_line, whole
from grader.report.points import rounded

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from grader.model import ExerciseReport, Report

LEADING = ("student", "earned", "out_of", "ungraded")
"""Columns before those of the exercises."""

_FORMULA = re.compile("'*[=+\\-@\uff1d\uff0b\uff0d\uff20]")
_DEFUSED = re.compile("'(?='*[=+\\-@\uff1d\uff0b\uff0d\uff20])")


def write(reports: Iterable[Report], exercises: Sequence[str] | None = None) -> str:
    r"""The text of `grades.csv`, rows sorted by student, lines ending in `\n`; to be saved as UTF-8.

    Columns are `exercises`, else all exercises in the order in which the reports name them. A cell is blank where all
    of the exercise's points are still open, or where the report does not speak of the exercise; `earned` counts
    graded points only.
    """
    rows = sorted(reports, key=lambda report: report.student)
    names = list(exercises if exercises is not None else _named_in(rows))
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow([*LEADING, *map(defused, names)])
    table.writerows(_row(report, names) for report in rows)
    return text.getvalue()


def without(text: str, students: Container[str]) -> str:
    """The text of a gradebook without the rows of these students."""
    rows = list(csv.reader(io.StringIO(text, newline="")))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(
        row for row in rows if not row or plain_name(row[0]) not in students or row is rows[0]
    )
    return out.getvalue()


def row_of(report: Report) -> Report:
    """The report without what a gradebook does not show: a class of thousands is kept as such rows."""
    exercises = (
        replace(exercise, found_in="", mistakes=(), findings=(), notes=(), printed="") for exercise in report.exercises
    )
    return replace(report, exercises=tuple(exercises), notes=())


def defused(name: str) -> str:
    """`name` on one line, with an apostrophe in front if a spreadsheet would compute it."""
    line = one_line(whole(name))
    return f"'{line}" if _FORMULA.match(line) else line


def plain_name(cell: str) -> str:
    """The name that `defused` was given."""
    return _DEFUSED.sub("", cell, count=1) if _DEFUSED.match(cell) else cell


def _named_in(reports: Iterable[Report]) -> Iterable[str]:
    """All exercises, each once."""
    return dict.fromkeys(exercise.exercise for report in reports for exercise in report.exercises)


def _row(report: Report, names: Iterable[str]) -> list[str | int | float]:
    """One student's cells."""
    by_name = {exercise.exercise: exercise for exercise in report.exercises}
    totals = [rounded(report.earned), rounded(report.out_of), rounded(report.ungraded)]
    return [defused(report.student), *totals, *(_cell(by_name.get(name)) for name in names)]


def _cell(exercise: ExerciseReport | None) -> str | int | float:
    """Points of the exercise; blank while nothing of it is graded."""
    if exercise is None or 0 < rounded(exercise.out_of) <= rounded(exercise.ungraded):
        return ""
    return rounded(exercise.earned)
