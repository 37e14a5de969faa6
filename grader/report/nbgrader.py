"""A table with the columns of `nbgrader export`, a row per student."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from grader.identity import Identity
from grader.model import Standing
from grader.report.gradebook import defused
from grader.report.points import rounded

COLUMNS = (
    *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
    *("raw_score", "late_submission_penalty", "score", "max_score"),
)


def write(standings: Sequence[Standing], people: Mapping[str, Identity], due: str = "") -> str:
    r"""The text, quoted as CSV demands (nbgrader's own is not), lines ending in `\n`; open points are empty cells."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    for standing in standings:
        who = people.get(standing.student, Identity(standing.student))
        last, first = _names(who.name)
        raw = "" if standing.raw is None else rounded(standing.raw)
        score = "" if standing.final is None else rounded(standing.final)
        names = [standing.student, last, first, who.ids.get("email", "")]
        said = [defused(cell) for cell in (standing.assignment, due, standing.received or "", *names)]
        table.writerow([*said, raw, rounded(standing.penalty), score, rounded(standing.out_of)])
    return text.getvalue()


def _names(name: str) -> tuple[str, str]:
    """`Doe, Jane` as it says; of `Jane Doe` the last word is the last name."""
    last, comma, first = name.partition(",")
    if comma:
        return last.strip(), first.strip()
    first, _, last = name.strip().rpartition(" ")
    return last, first.strip()
