"""What people enter: points in place of ours, marks, extensions, groups, requests and whether names are shown.

Each entry has an author, a reason and a time. None is changed: the latest for the same thing holds, and an override is
withdrawn by one more entry, without points.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import hmac
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.errors import UsageError
from grader.ledger.book import Author, Ledger

WHOLE = ""
"""In place of an exercise: all points of the assignment."""
EXTENSION_COLUMNS = ("student", "reason", "author")
GROUP_COLUMNS = ("student", "group")


@dataclass(frozen=True)
class Override:
    """Points that a person gave."""

    id: int
    attempt: int | None
    """None for whatever is handed in: marks of written questions."""
    exercise: str
    """WHOLE for all points."""
    check: str
    """Empty for the exercise as a whole."""
    points: float
    base: float | None
    """What ours were then."""
    author: str
    reason: str
    made: str

    @property
    def target(self) -> str:
        """What it stands for, in words."""
        return f"{self.exercise}, check {self.check}" if self.check else self.exercise or "all points"


@dataclass(frozen=True)
class Extension:
    """A deadline of one's own."""

    due: str | None
    days: float | None
    author: str
    reason: str
    made: str


# ---------------------------------------------------------------- points


def overrides(ledger: Ledger, student: int, assignment: str) -> list[Override]:
    """The ones that hold, in the order in which they were made."""
    rows = ledger.rows(
        "SELECT * FROM overrides WHERE assignment = ? AND student = ? ORDER BY id", *(assignment, student)
    )
    latest = {(row["attempt"], row["exercise"], row["check_key"]): row for row in rows}
    return [
        Override(
            *(row["id"], row["attempt"], row["exercise"], row["check_key"], row["points"], row["base"]),
            *(row["author"], row["reason"], row["made"]),
        )
        for row in sorted(latest.values(), key=lambda row: row["id"])
        if row["points"] is not None
    ]


def enter_points(  # noqa: PLR0913 - an entry has these parts, all by name
    ledger: Ledger,
    student: int,
    assignment: str,
    *,
    attempt: int | None,
    exercise: str,
    check: str = "",
    points: float | None,
    base: float | None,
    author: Author,
) -> int:
    """An override; a withdrawal without points."""
    target = {"attempt": attempt, "exercise": exercise, "check_key": check}
    given = {"points": points, "base": base}
    return ledger.add("overrides", student=student, assignment=assignment, **target, **given, **author.row())


def enter_marks(
    ledger: Ledger, assignment: str, marks: Mapping[tuple[str, str], tuple[float, str]], author: str
) -> int:
    """The marks that are new or changed; how many these are."""
    entered = 0
    for (name, question), (points, comment) in marks.items():
        student = ledger.student(name)
        held = [each for each in overrides(ledger, student, assignment) if each.attempt is None]
        if any((each.exercise, each.points, each.reason) == (question, points, comment) for each in held):
            continue
        enter_points(
            *(ledger, student, assignment),
            attempt=None,
            exercise=question,
            points=points,
            base=None,
            author=Author(author, comment),
        )
        entered += 1
    return entered


# ---------------------------------------------------------------- deadlines and groups


def extension(ledger: Ledger, student: int, assignment: str) -> Extension | None:
    """The one that holds."""
    row = ledger.row(
        "SELECT * FROM extensions WHERE assignment = ? AND student = ? ORDER BY id DESC LIMIT 1", assignment, student
    )
    return None if row is None else Extension(row["due"], row["days"], row["author"], row["reason"], row["made"])


def enter_extensions(ledger: Ledger, assignment: str, file: Path, *, dated: bool) -> int:
    """The extensions in a CSV with student, reason, author and either due or days; how many are new or changed.

    `dated` says whether the assignment has a deadline that days can be added to.
    """
    entered = 0
    for line, row in _lines(file, EXTENSION_COLUMNS):
        for column in EXTENSION_COLUMNS:
            if not row[column]:
                raise UsageError(f"{file}:{line}: the {column} is missing; say who moves whose deadline, and why")
        due, days = _deadline(file, line, row, dated=dated)
        student = ledger.student(row["student"])
        held = extension(ledger, student, assignment)
        if held is None or (held.due, held.days, held.reason) != (due, days, row["reason"]):
            who = Author(row["author"], row["reason"])
            ledger.add("extensions", student=student, assignment=assignment, due=due, days=days, **who.row())
            entered += 1
    return entered


def _deadline(file: Path, line: int, row: Mapping[str, str], *, dated: bool) -> tuple[str | None, float | None]:
    due, days = row.get("due", ""), row.get("days", "")
    if bool(due) == bool(days):
        raise UsageError(f"{file}:{line}: give either the new deadline (due) or the days that are added (days)")
    if due:
        try:
            return dt.datetime.fromisoformat(due).isoformat(), None
        except ValueError:
            raise UsageError(f"{file}:{line}: {due!r} is no time; write 2030-01-31T23:59:00+00:00") from None
    try:
        number = float(days)
    except ValueError:
        number = -1.0
    if not 0 <= number < 10000:
        raise UsageError(f"{file}:{line}: {days!r} is no number of days")
    if not dated:
        raise UsageError(f"{file}:{line}: the rubric has no `due` that days could be added to; give the column due")
    return None, number


def enter_groups(ledger: Ledger, assignment: str, file: Path, author: Author) -> int:
    """The groups in a CSV with student and group; how many students are in another one than before."""
    held = teams(ledger, assignment)
    entered, told = 0, dict[str, int]()
    for line, row in _lines(file, GROUP_COLUMNS):
        name, team = row["student"], row["group"]
        if not name or not team:
            raise UsageError(f"{file}:{line}: give a student and a group")
        if name in told:
            raise UsageError(f"{file}:{line}: {name} stands in line {told[name]} already; a student is in one group")
        told[name] = line
        if held.get(name) != team:
            ledger.add("members", student=ledger.student(name), assignment=assignment, team=team, **author.row())
            entered += 1
    return entered


def teams(ledger: Ledger, assignment: str) -> dict[str, str]:
    """The group of every student who is in one."""
    rows = ledger.rows(
        "SELECT name, team FROM members JOIN students ON students.id = student "
        "WHERE assignment = ? ORDER BY members.id",
        assignment,
    )
    return {row["name"]: row["team"] for row in rows}


def _lines(file: Path, columns: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of every row that is not empty."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            rows = csv.DictReader(text, restval="")
            lacking = [column for column in columns if column not in (rows.fieldnames or ())]
            if lacking:
                raise UsageError(f"{file}:1: the column {lacking[0]} is missing; needed are {', '.join(columns)}")
            for row in rows:
                cells = {key: value.strip() for key, value in row.items() if isinstance(value, str) and key}
                if any(cells.values()):
                    yield rows.line_num, cells
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{file} cannot be read: {error}") from error


# ---------------------------------------------------------------- names


def is_anonymous(ledger: Ledger, assignment: str) -> bool:
    """Whether reports and gradebook bear pseudonyms."""
    held = ledger.value("SELECT anonymous FROM naming WHERE assignment = ? ORDER BY id DESC", assignment)
    return bool(held)


def choose_naming(ledger: Ledger, assignment: str, author: Author, *, anonymous: bool) -> bool:
    """From now on with names, or without; whether that is a change."""
    if is_anonymous(ledger, assignment) is anonymous:
        return False
    ledger.add("naming", assignment=assignment, anonymous=anonymous, **author.row())
    return True


def shown_name(ledger: Ledger, student: int, name: str, assignment: str, secret: bytes | None = None) -> str:
    """What the student is called wherever names are not to be seen."""
    return pseudonym(ledger, student, assignment, secret) if is_anonymous(ledger, assignment) else name


def pseudonym(ledger: Ledger, student: int, assignment: str, secret: bytes | None = None) -> str:
    """The student's, the same every time; derived with the course's secret when it is first wanted."""
    held: str | None = ledger.value(
        "SELECT pseudonym FROM pseudonyms WHERE student = ? AND assignment = ?", student, assignment
    )
    if held is not None:
        return held
    if secret is None:
        raise UsageError("this student has no pseudonym yet; run `grader grade … --anonymous` once")
    name = ledger.value("SELECT name FROM students WHERE id = ?", student)
    mark = hmac.new(secret, f"{assignment}\0{name}".encode(), hashlib.sha256).hexdigest()
    taken = {row[0] for row in ledger.rows("SELECT pseudonym FROM pseudonyms WHERE assignment = ?", assignment)}
    made = next(made for size in range(8, 65) if (made := f"student-{mark[:size]}") not in taken)
    ledger.add("pseudonyms", student=student, assignment=assignment, pseudonym=made)
    return made


# ---------------------------------------------------------------- requests


@dataclass(frozen=True)
class Request:
    """Somebody wishes for a second look; with what was answered."""

    id: int
    student: str
    exercise: str
    author: str
    reason: str
    made: str
    answers: tuple[tuple[str, str, str], ...]
    """Author, words, time."""


def enter_request(ledger: Ledger, student: int, assignment: str, exercise: str, author: Author) -> int:
    """Its number."""
    return ledger.add("requests", student=student, assignment=assignment, exercise=exercise, **author.row())


def enter_answer(ledger: Ledger, request: int, author: Author) -> None:
    """One more answer. UsageError if there is no such request."""
    if ledger.value("SELECT 1 FROM requests WHERE id = ?", request) is None:
        raise UsageError(f"there is no request {request}; `grader request list` shows them")
    ledger.add("answers", request=request, **author.row())


def requests(ledger: Ledger, assignment: str, student: int | None = None) -> list[Request]:
    """All of them, or one student's, with their trail."""
    rows = ledger.rows(
        "SELECT requests.*, name FROM requests JOIN students ON students.id = student "
        "WHERE assignment = ? AND (? IS NULL OR student = ?) ORDER BY requests.id",
        *(assignment, student, student),
    )
    return [
        Request(
            *(row["id"], row["name"], row["exercise"], row["author"], row["reason"], row["made"]),
            tuple(
                (each["author"], each["reason"], each["made"])
                for each in ledger.rows("SELECT * FROM answers WHERE request = ? ORDER BY id", row["id"])
            ),
        )
        for row in rows
    ]
