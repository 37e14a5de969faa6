"""Canvas's gradebook: one assignment's column, filled into the file that Canvas exported.

Canvas finds students by `ID`, then `SIS User ID`, then `SIS Login ID`, then by name, assignments by the number in the
header; a header without a known number makes a new assignment, and a blank cell takes points away that are there
(`lib/gradebook_importer.rb` of canvas-lms). So the header is never ours, and what is still open stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from grader.errors import UsageError
from grader.identity import Identity
from grader.model import Standing
from grader.report.plain import one_line
from grader.report.points import rounded, shown
from grader.report.rows import Put, Rows, put_all
from grader.report.table import STILL_OPEN, Filled, Table, number, written

_IDS = {"ID": "canvas_id", "SIS User ID": "sis_user_id", "SIS Login ID": "sis_login_id"}
_ASSIGNMENT = re.compile(r"(?P<title>.*\S)\s*\((?P<id>\d+)\)")
_NOT_STUDENTS = re.compile(r"\s*(Muted|Manual Posting.*)?\s*", re.IGNORECASE)
EXCUSED, NOT_ASSIGNED = "EX", "N/A"


def fill(  # noqa: PLR0913 - what an instructor may choose
    text: str,
    name: str,
    standings: Sequence[Standing],
    people: Mapping[str, Identity],
    *,
    column: str | None = None,
    scale: bool = False,
    slim: bool = False,
) -> Filled:
    """The export `text`, called `name`, with the points put; `slim` leaves the other assignments' columns out.

    UsageError where this is no such export, the column is not known, or the points do not fit and `scale` is not set.
    """
    table = Table(text, name)
    section = table.column("Section")
    if len(table) < 2 or table.column("Student", "LastName") != 0 or table.column("ID") is None or section is None:
        raise UsageError(f"{name} is no gradebook of Canvas: export it there (Grades → Export), and give it unchanged")
    at = _column(table, section, column, standings)
    factor = _factor(table, at, standings, scale=scale)
    rows = _students(table)
    find = Rows(rows, "canvas_id", ("sis_user_id", "sis_login_id"))
    filled, sentences = put_all(rows, find, standings, people, lambda row, each: _put(table, row, at, each, factor))
    kept = [*range(section + 1), at] if slim else None
    return Filled(table.text(kept), (f"{table.header[at]}: {filled} cells filled", *sentences))


def _put(table: Table, row: int, at: int, standing: Standing, factor: float) -> Put:
    before, points = table.cell(row, at).strip(), standing.final
    if before.upper() in {EXCUSED, NOT_ASSIGNED}:
        return Put(filled=False, told=f"{before.upper()} in Canvas, left as they were")
    if points is None:
        return Put(filled=False, told=STILL_OPEN)
    table.put(row, at, written(points * factor, comma=table.delimiter == ";"))
    differs = _differs(before, points * factor)
    return Put(filled=True, told="had other points before", detail=before) if differs else Put(filled=True)


def _differs(before: str, points: float) -> bool:
    """Canvas exports two decimals."""
    old = number(before)
    return old is not None and abs(old - points) > 0.005


def _column(table: Table, section: int, wanted: str | None, standings: Sequence[Standing]) -> int:
    """By its header, its title or its number; without a wish, by the assignment's name."""
    found = {at: fit for at, head in enumerate(table.header) if at > section and (fit := _ASSIGNMENT.fullmatch(head))}
    names = [wanted] if wanted else [standings[0].assignment]
    fitting = [at for at, fit in found.items() if {fit.string, fit["title"], fit["id"]} & set(names)]
    if len(fitting) == 1:
        return fitting[0]
    known = ", ".join(f'"{one_line(fit.string)}"' for fit in found.values()) or "none"
    which = f"{len(fitting)} assignments are called" if fitting else "there is no assignment"
    raise UsageError(f'{which} "{names[0]}" in the gradebook; say --column with one of: {known}')


def _factor(table: Table, at: int, standings: Sequence[Standing], *, scale: bool) -> float:
    """From our points to theirs."""
    row = next((row for row in range(1, len(table)) if "Points Possible" in table.cell(row, 0)), None)
    said = "" if row is None else table.cell(row, at)
    if "read only" in said:
        raise UsageError(f"{table.header[at]} is read only in Canvas; choose another --column")
    possible, out_of = number(said), max(standing.out_of for standing in standings)
    if possible is None or rounded(possible) == rounded(out_of):
        return 1.0
    if not scale:
        raise UsageError(
            f"{table.header[at]} has {shown(possible)} points in Canvas, and {shown(out_of)} here: "
            "give --scale to convert them, or mend one of the two"
        )
    return possible / out_of if out_of else 1.0


def _students(table: Table) -> list[Identity]:
    """One per row that is a student's."""
    columns = {kind: table.column(head) for head, kind in _IDS.items()}
    last = table.header[0] == "LastName"
    found = []
    for row in range(1, len(table)):
        cells = table.row(row)
        if "Points Possible" in cells[0] or all(_NOT_STUDENTS.fullmatch(cell) for cell in cells):
            continue
        ids = {kind: table.cell(row, at).strip() for kind, at in columns.items() if at is not None}
        name = f"{cells[0]}, {table.cell(row, 1)}" if last else cells[0]
        found.append(Identity(str(row), name, {kind: value for kind, value in ids.items() if value}))
    return found
