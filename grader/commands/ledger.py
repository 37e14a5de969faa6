"""Look into a ledger and look after it: show, history, check, backup, prune, forget, reveal.

A ledger holds every attempt, grading, override, extension and request, with author, reason and time.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from grader.batch import people
from grader.batch.output import OutputFolder
from grader.commands import options as shared
from grader.errors import UsageError
from grader.ledger.book import Author, Ledger
from grader.ledger.checkup import check
from grader.ledger.entries import is_anonymous, pseudonym
from grader.ledger.history import history
from grader.ledger.keeping import backup, forget, prune
from grader.ledger.standings import Decision, Standings
from grader.report.gradebook import defused
from grader.report.plain import one_line
from grader.report.points import rounded, shown

ACTIONS = {
    "show": "what every student has, and why it is not what was earned",
    "history": "everything that was entered of one student",
    "check": "is it whole, and do all points add up?",
    "backup": "a copy, while it may be in use",
    "prune": "let go what the rubrics' `[keep]` keeps no longer",
    "forget": "remove all that is known of a student; points stay without a name",
    "reveal": "who is behind the pseudonyms",
}
WRITE = ("prune", "forget")


def arguments(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True, dest="action")
    made = {name: actions.add_parser(name, help=said, description=said) for name, said in ACTIONS.items()}
    for name in ("history", "forget"):
        made[name].add_argument("student", metavar="STUDENT")
    made["backup"].add_argument("file", type=Path, metavar="FILE", help="a new file")
    made["reveal"].add_argument("pseudonym", nargs="?", metavar="PSEUDONYM", help="this one alone")
    made["show"].add_argument("--csv", type=Path, metavar="FILE", help="write a row per student")
    made["show"].add_argument("--json", action="store_true", help="one JSON object per student on stdout")
    for name in WRITE:
        shared.add_author(made[name])
    for each in made.values():
        shared.add_ledger(each)


def run(options: argparse.Namespace) -> int:
    """Returns 1 if `check` finds a fault."""
    with Ledger(shared.ledger_of(options), write=options.action in WRITE) as ledger:
        if options.action == "check":
            return _check(ledger)
        if options.action == "backup":
            backup(ledger, options.file)
            print(f"{options.file} holds the ledger as it is now")
        elif options.action == "history":
            print("\n".join(map(one_line, history(ledger, options.student))))
        elif options.action == "prune":
            gone = prune(ledger, Author(options.by, options.why), dt.datetime.now(dt.UTC))
            print(f"let go: {gone['observations']} recordings, {gone['submissions']} hand-ins")
        elif options.action == "forget":
            _forget(ledger, options)
        elif options.action == "reveal":
            print("\n".join(_revealed(ledger, shared.assignment_in(ledger, options), options.pseudonym)))
        else:
            _show(ledger, options)
    return 0


def _check(ledger: Ledger) -> int:
    faults = list(check(ledger))
    for fault in faults:
        print(fault)
    counted = ", ".join(
        f"{ledger.value(f'SELECT count(*) FROM {table}')} {table}"  # noqa: S608 - names of ours
        for table in ("students", "attempts", "gradings")
    )
    print(f"{ledger.path}: {'all is well' if not faults else f'{len(faults)} faults'} ({counted})")
    return 1 if faults else 0


def _forget(ledger: Ledger, options: argparse.Namespace) -> None:
    """The reports go first: what is told of them stands in the ledger alone."""
    student = ledger.known(options.student)
    names = {options.student}
    names |= {row[0] for row in ledger.rows("SELECT pseudonym FROM pseudonyms WHERE student = ?", student)}
    for row in ledger.rows("SELECT DISTINCT folder FROM outputs WHERE student = ?", student):
        if Path(row["folder"]).is_dir():
            out = OutputFolder(Path(row["folder"]))
            for name in names:
                out.remove(name)
            out.strike(names)
            people.strike(out.folder, names)
    called = forget(ledger, options.student, Author(options.by, options.why))
    print(f"all that was known of this student is gone; points stay as {called}'s")
    print("exports and backups that were made before may still hold the name: make them anew")


def _revealed(ledger: Ledger, assignment: str, pseudonym: str | None) -> Iterator[str]:
    rows = ledger.rows(
        "SELECT pseudonym, name FROM pseudonyms JOIN students ON students.id = student "
        "WHERE assignment = ? AND (? IS NULL OR pseudonym = ?) ORDER BY pseudonym",
        *(assignment, pseudonym, pseudonym),
    )
    if not rows:
        raise UsageError(f"there is no pseudonym {pseudonym or ''} in {assignment}".replace("  ", " "))
    yield from (f"{row['pseudonym']}  {one_line(row['name'])}" for row in rows)


# ---------------------------------------------------------------- showing


def _show(ledger: Ledger, options: argparse.Namespace) -> None:
    assignment = shared.assignment_in(ledger, options)
    decisions = Standings(ledger, assignment, outlines=True).everybody()
    rows = [_fields(each) for each in decisions]
    if is_anonymous(ledger, assignment):
        for row in rows:
            row["student"] = pseudonym(ledger, ledger.known(str(row["student"])), assignment)
    rows += [_tombstone(row) for row in ledger.rows("SELECT * FROM tombstones WHERE assignment = ?", assignment)]
    if options.csv:
        options.csv.write_text(_table(rows), encoding="utf-8")
    for row in rows:
        print(json.dumps(row) if options.json else _line(row))


def _fields(decision: Decision) -> dict[str, object]:
    standing = decision.standing
    return {
        "student": standing.student,
        "raw": None if standing.raw is None else rounded(standing.raw),
        "penalty": rounded(standing.penalty),
        "final": None if standing.final is None else rounded(standing.final),
        "out_of": rounded(standing.out_of),
        "received": standing.received,
        "late_days": standing.late_days,
        "comments": list(standing.comments),
    }


def _tombstone(row: object) -> dict[str, object]:
    raw, penalty = row["raw"], row["penalty"]  # type: ignore[index]
    return {
        "student": f"forgotten-{row['student']}",  # type: ignore[index]
        "raw": None if raw is None else rounded(raw),
        "penalty": rounded(penalty),
        "final": None if raw is None else rounded(max(0.0, raw - penalty)),
        "out_of": rounded(row["out_of"]),  # type: ignore[index]
        "received": None,
        "late_days": 0,
        "comments": [],
    }


def _line(row: dict[str, object]) -> str:
    final, out_of, comments = row["final"], row["out_of"], row["comments"]
    assert isinstance(out_of, int | float)
    assert isinstance(comments, list)
    points = "open" if not isinstance(final, int | float) else shown(final)
    return one_line(f"{row['student']}  {points} / {shown(out_of)}  {' '.join(map(str, comments))}")


def _table(rows: Iterable[dict[str, object]]) -> str:
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    columns = ("student", "final", "raw", "penalty", "out_of", "late_days", "received")
    table.writerow([*columns, "comments"])
    for row in rows:
        comments = row["comments"]
        assert isinstance(comments, list)
        cells = ["" if row[column] is None else row[column] for column in columns[1:]]
        table.writerow([defused(str(row["student"])), *cells, defused(" ".join(comments))])
    return text.getvalue()
