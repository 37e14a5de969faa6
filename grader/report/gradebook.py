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
    from collections.abc import Container, Iterable, Mapping, Sequence

    from grader.model import ExerciseReport, Report, Standing

LEADING = ("student", "earned", "out_of", "ungraded")
"""Columns before those of the exercises."""
LATENESS = ("penalty", "final")
"""Columns after these where lateness may cost points."""

_FORMULA = re.compile("'*[=+\\-@\uff1d\uff0b\uff0d\uff20]")
_DEFUSED = re.compile("'(?='*[=+\\-@\uff1d\uff0b\uff0d\uff20])")


def write(
    reports: Iterable[Report], exercises: Sequence[str] | None = None, standings: Mapping[str, Standing] | None = None
) -> str:
    r"""The text of `grades.csv`, rows sorted by student, lines ending in `\n`; to be saved as UTF-8.

    Columns are `exercises`, else all exercises in the order in which the reports name them. A cell is blank where all
    of the exercise's points are still open, or where the report does not speak of the exercise; `earned` counts
    graded points only.

    `standings`, by the names of the reports, add what lateness costs and what is left, blank while points are open.
    """
    rows = sorted(reports, key=lambda report: report.student)
    names = list(exercises if exercises is not None else _named_in(rows))
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow([*LEADING, *(() if standings is None else LATENESS), *map(defused, names)])
    table.writerows([*_leading(report, standings), *_cells(report, names)] for report in rows)
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


def _leading(report: Report, standings: Mapping[str, Standing] | None) -> list[str | int | float]:
    """One student's totals."""
    totals = [defused(report.student), rounded(report.earned), rounded(report.out_of), rounded(report.ungraded)]
    if standings is None:
        return totals
    standing = standings[report.student]
    return [*totals, rounded(standing.penalty), "" if standing.final is None else rounded(standing.final)]


def _cells(report: Report, names: Iterable[str]) -> list[str | int | float]:
    """One student's exercises."""
    by_name = {exercise.exercise: exercise for exercise in report.exercises}
    return [_cell(by_name.get(name)) for name in names]


def _cell(exercise: ExerciseReport | None) -> str | int | float:
    """Points of the exercise; blank while nothing of it is graded."""
    if exercise is None or 0 < rounded(exercise.out_of) <= rounded(exercise.ungraded):
        return ""
    return rounded(exercise.earned)
