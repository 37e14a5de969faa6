"""Moodle's grading worksheet: `Grade` and `Feedback comments`, filled into the file that Moodle made.

Moodle finds students by the number at the end of `Identifier`, takes no grade above the maximum and none where grading
is locked, and reads feedback as HTML (`mod/assign/feedback/offline` of moodle). Its columns are called in the site's
language; for others than English they are named by the caller.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence

from grader.errors import UsageError
from grader.identity import Identity
from grader.model import Standing
from grader.report.outcome import reason, why
from grader.report.plain import one_line
from grader.report.points import rounded, shown
from grader.report.rows import Put, Rows, put_all
from grader.report.table import STILL_OPEN, Filled, Table, number, written

GRADE, FEEDBACK = "Grade", "Feedback comments"
MARK = "grader: "
"""What our feedback begins with: it is written anew, a person's is kept."""
LONGEST = 300
"""Characters of a sentence: what people read beside a grade; the report has the rest."""


def fill(  # noqa: PLR0913 - what an instructor may choose
    text: str,
    name: str,
    standings: Sequence[Standing],
    people: Mapping[str, Identity],
    *,
    column: str | None = None,
    feedback: str | None = None,
    scale: bool = False,
) -> Filled:
    """The worksheet `text`, called `name`, with grades and feedback put; UsageError as for Canvas."""
    table = Table(text, name)
    grade, comments = table.column(column or GRADE), table.column(feedback or FEEDBACK)
    if len(table) < 2 or grade is None or not re.search(r"\d+$", table.cell(1, 0).strip()):
        asked = f"a column {(column or GRADE)!r} and numbers in the first"
        raise UsageError(
            f"{name} is no grading worksheet of Moodle ({asked}); in another language name it with --column"
        )
    rows = _students(table)
    filled, sentences = put_all(
        rows,
        Rows(rows, "moodle_id", ("email",)),
        standings,
        people,
        lambda row, each: _put(table, row, grade, comments, each, scale=scale),
    )
    return Filled(table.text(), (f"{table.header[grade]}: {filled} cells filled", *sentences))


def _put(  # noqa: PLR0913 - one row
    table: Table, row: int, grade: int, comments: int | None, standing: Standing, *, scale: bool
) -> Put:
    locked, most = table.column("Grade can be changed"), table.column("Maximum Grade", "Maximum grade")
    if locked is not None and table.cell(row, locked).strip().casefold() == "no":
        return Put(filled=False, told="locked in Moodle, left as they were")
    if standing.final is None:
        return Put(filled=False, told=STILL_OPEN)
    said = "" if most is None else table.cell(row, most)
    points = standing.final * _factor(table, row, said, standing.out_of, scale=scale)
    table.put(row, grade, written(points, comma="," in said))
    if comments is not None:
        before = table.cell(row, comments).strip()
        if not before or before.startswith(MARK):
            table.put(row, comments, comment(standing))
    return Put(filled=True)


def comment(standing: Standing) -> str:
    """What the student reads beside the grade: points, why not more, what was taken off. One line of HTML."""
    report = standing.report
    final = "" if standing.final is None else f"{shown(standing.final)} of {shown(standing.out_of)} points"
    lines = [final, *standing.comments]
    if report is not None:
        causes = [f"{each.exercise}: {why(each)}" for each in report.exercises if why(each)]
        lines += causes if causes and not report.refusal else [reason(report)]
    text = [html.escape(one_line(line, LONGEST), quote=False) for line in filter(None, lines)]
    return MARK + "<br>".join(text)


def _factor(table: Table, row: int, said: str, out_of: float, *, scale: bool) -> float:
    most = number(said)
    if most is None and said.strip():
        raise UsageError(f"{table.place(row)}: Moodle grades this by a scale ({one_line(said, 40)!r}), not by points")
    if most is None or rounded(most) == rounded(out_of):
        return 1.0
    if not scale:
        raise UsageError(
            f"{table.place(row)}: the maximum is {shown(most)} in Moodle, and {shown(out_of)} here: "
            "give --scale to convert the points, or mend one of the two"
        )
    return most / out_of if out_of else 1.0


def _students(table: Table) -> list[Identity]:
    name, email = table.column("Full name"), table.column("Email address")
    found = []
    for row in range(1, len(table)):
        number_of = re.search(r"\d+$", table.cell(row, 0).strip())
        ids = {"moodle_id": number_of[0]} if number_of else {}
        if email is not None and table.cell(row, email).strip():
            ids["email"] = table.cell(row, email).strip()
        called = table.cell(row, name) if name is not None else table.cell(row, 0)
        found.append(Identity(str(row), called, ids))
    return found
