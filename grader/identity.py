"""Who is who: the student's key in reports, and what platforms call the same person.

A key is what stays the same from one download to the next: the roster's id where there is a roster, else the
platform's. `students.csv` beside the reports keeps what is known of everybody, so that exports find the platform's rows
again; it has the columns of a roster, and can be used as one.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.errors import UsageError

IDS = ("email", "canvas_id", "sis_user_id", "sis_login_id", "moodle_id", "gradescope_sid", "github")
"""What platforms tell people apart by; columns of a roster."""
NUMBERS = ("canvas_id", "moodle_id")
"""Those that a platform counts: somebody else's key may be the same number."""
COLUMNS = ("student", "name", *IDS, "received", "late")
FILE = "students.csv"
"""Beside the students' folders."""
_MOST_BYTES = 50_000_000
"""A hundred times what a university has students."""


@dataclass(frozen=True)
class Identity:
    """One person."""

    student: str
    """The key in reports and gradebooks."""
    name: str = ""
    """As people say it, or `Last, First`; empty where it is not known or not to be known."""
    ids: Mapping[str, str] = field(default_factory=dict)
    """By a name of IDS; only those that are known."""
    received: str = ""
    """ISO 8601 time of the hand-in, where known."""
    late: bool = False
    """Whether the platform calls the hand-in late."""


def names_alike(name: str) -> frozenset[str]:
    """What the name is compared by: small letters alone, beginning with any of its words.

    So `Doe, Jane`, `Jane Doe` and Canvas's `doejane` meet.
    """
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", name).casefold().replace("_", ""))
    return frozenset("".join([*words[turn:], *words[:turn]]) for turn in range(len(words)))


class Directory:
    """People, found by what a platform calls them."""

    def __init__(self, people: Iterable[Identity]) -> None:
        self.people = tuple(people)
        self._by_id: dict[tuple[str, str], Identity] = {}
        self._by_key: dict[str, Identity] = {}
        for person in self.people:
            self._by_key.setdefault(_folded(person.student), person)
            for kind, value in person.ids.items():
                self._by_id.setdefault((kind, _folded(value)), person)
        counted = Counter(alike for person in self.people for alike in names_alike(person.name))
        self._by_name = {
            alike: person for person in self.people for alike in names_alike(person.name) if counted[alike] == 1
        }

    def by_ids(self, ids: Iterable[tuple[str, str]]) -> Identity | None:
        """Whoever has the first of these ids that anybody has. A number of one platform is nobody's on another."""
        found = (self._by_id.get((kind, _folded(value))) for kind, value in ids if value.strip())
        return next((person for person in found if person is not None), None)

    def by_key(self, key: str) -> Identity | None:
        """Whoever has this key."""
        return self._by_key.get(_folded(key))

    def by_name(self, name: str) -> Identity | None:
        """Whoever has this name, if nobody else has."""
        people = [self._by_name[alike] for alike in names_alike(name) & self._by_name.keys()]
        return people[0] if len({person.student for person in people}) == 1 else None


def read_people(path: Path) -> list[Identity]:
    """A roster, or a `students.csv`: a column `student`, and any of the others. UsageError says what is wrong where."""
    people: dict[str, Identity] = {}
    for place, person in _rows(path, "student"):
        if not person.student:
            raise UsageError(f"{place}: this row has no `student`; give everybody an id")
        if _folded(person.student) in people:
            raise UsageError(f"{place}: {person.student!r} stands here a second time")
        people[_folded(person.student)] = person
    return list(people.values())


def read_times(path: Path) -> list[Identity]:
    """When people handed in: a column `received`, and `student` or a platform's id. UsageError as for a roster."""
    found = []
    for place, person in _rows(path, "received"):
        try:
            dt.datetime.fromisoformat(person.received)
        except ValueError:
            raise UsageError(f"{place}: {person.received!r} is no time; write 2026-05-01T23:59:00+02:00") from None
        found.append(replace(person, student=person.student or next(iter(person.ids.values()), "")))
    return found


def _rows(path: Path, needed: str) -> Iterator[tuple[str, Identity]]:
    """Each row with its place, for sentences; UsageError where the needed column is missing."""
    text = _text(path)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        columns = [(column or "").strip() for column in rows.fieldnames or ()]
        if needed not in columns:
            known = ", ".join(column for column in COLUMNS if column != needed)
            raise UsageError(f"{path}:1: the column `{needed}` is missing; beside it there may be {known}")
        rows.fieldnames = columns
        for row in rows:
            yield f"{path}:{rows.line_num}", _person(row)
    except csv.Error as error:
        raise UsageError(f"{path}:{rows.line_num}: this is no CSV: {error}") from error


def write_people(people: Iterable[Identity]) -> str:
    r"""The text of `students.csv`, sorted by key, lines ending in `\n`; what a spreadsheet would compute is defused."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    for person in sorted(people, key=lambda person: person.student):
        ids = [person.ids.get(kind, "") for kind in IDS]
        cells = [person.student, person.name, *ids, person.received, "yes" if person.late else ""]
        table.writerow([_defused(cell) for cell in cells])
    return text.getvalue()


def merged(earlier: Iterable[Identity], present: Iterable[Identity], absent: Iterable[Identity]) -> list[Identity]:
    """All of them; the later word counts, but who hands in nothing now may have handed in before."""
    people = {person.student: person for person in earlier}
    for person in absent:
        before = people.get(person.student, person)
        people[person.student] = replace(person, received=before.received, late=before.late)
    people.update((person.student, person) for person in present)
    return list(people.values())


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read as a roster: {error.strerror}") from error
    if len(data) > _MOST_BYTES:
        raise UsageError(f"{path} is too large for a roster")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8; save it as `CSV UTF-8`") from None


def _delimiter(text: str) -> str:
    """Spreadsheets of many languages write semicolons."""
    first = text.split("\n", 1)[0]
    return ";" if first.count(";") > first.count(",") else ","


def _person(row: Mapping[str, str | None]) -> Identity:
    cells = {column: _plain((row.get(column) or "").strip(" ")) for column in COLUMNS}
    ids = {kind: cells[kind] for kind in IDS if cells[kind]}
    late = cells["late"].casefold() == "yes"
    return Identity(cells["student"], cells["name"], ids, cells["received"], late)


_FORMULA = re.compile("'*[=+\\-@\uff1d\uff0b\uff0d\uff20]")


def _defused(cell: str) -> str:
    """On one line, with an apostrophe in front where a spreadsheet would compute it."""
    line = " ".join(cell.encode("utf-8", "backslashreplace").decode("utf-8").splitlines()).strip(" ")
    return f"'{line}" if _FORMULA.match(line) else line


def _plain(cell: str) -> str:
    """What `_defused` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip(" ").casefold()
