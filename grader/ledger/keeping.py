"""What is not kept for ever: one student is forgotten, old recordings are let go, a copy is made of all.

Removing is the one thing that a ledger's triggers forbid; here they are taken away for the length of a transaction,
the removal is entered, and the file is written anew, so that no byte of what is gone stays in it.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from grader.errors import UsageError
from grader.ledger.book import Author, Ledger
from grader.ledger.schema import guards, loosened
from grader.ledger.standings import Standings

_OF_ATTEMPT = ("hand_ins",)
_OF_GRADING = ("observations", "examinations")
_OF_STUDENT = ("overrides", "extensions", "members", "requests", "pseudonyms", "outputs")


def forget(ledger: Ledger, name: str, author: Author) -> str:
    """Removes all that is known of this student; points stay, under the number that is returned as a name.

    UsageError if there is no such student.
    """
    student = ledger.known(name)
    called = f"forgotten-{student}"
    with _removing(ledger):
        for assignment in ledger.assignments():
            standing = Standings(ledger, assignment, outlines=True).of(student, name).standing
            if standing.report is not None or standing.raw:
                ledger.add(
                    "tombstones",
                    student=student,
                    assignment=assignment,
                    out_of=standing.out_of,
                    raw=standing.raw,
                    penalty=standing.penalty,
                    **author.row(),
                )
        _remove(ledger, student)
        ledger.rows("UPDATE attempts SET handed_in_by = ? WHERE handed_in_by = ?", called, name)
        ledger.rows("UPDATE students SET name = ? WHERE id = ?", called, student)
        ledger.add("removals", what=f"student {called} was forgotten", **author.row())
    _rewrite(ledger)
    return called


def prune(ledger: Ledger, author: Author, today: dt.datetime) -> dict[str, int]:
    """Lets go what the rubrics keep no longer, by their `[keep]`; how many recordings and hand-ins that were."""
    gone = {"observations": 0, "submissions": 0}
    with _removing(ledger):
        for assignment in ledger.assignments():
            keep = ledger.rubric_now(assignment).keep
            if keep.observations is not None:
                gone["observations"] += _count(
                    ledger,
                    "DELETE FROM observations WHERE grading IN (SELECT gradings.id FROM gradings JOIN attempts "
                    "ON attempts.id = attempt WHERE assignment = ? AND made < ?)",
                    *(assignment, _before(today, keep.observations)),
                )
            if keep.submissions is not None:
                gone["submissions"] += _count(
                    ledger,
                    "DELETE FROM hand_ins WHERE attempt IN (SELECT id FROM attempts WHERE assignment = ? "
                    "AND recorded < ?)",
                    *(assignment, _before(today, keep.submissions)),
                )
        _sweep(ledger)
        if any(gone.values()):
            what = f"{gone['observations']} recordings and {gone['submissions']} hand-ins were kept long enough"
            ledger.add("removals", what=what, **author.row())
    if any(gone.values()):
        _rewrite(ledger)
    return gone


def backup(ledger: Ledger, target: Path) -> None:
    """A copy of the ledger as it is now, while others may go on reading and writing. UsageError if it is there."""
    if target.exists():
        raise UsageError(f"{target} exists already; name a new file, so that no older backup is lost")
    try:
        with closing(sqlite3.connect(target)) as copy:
            ledger.connection.backup(copy)
    except sqlite3.Error as error:
        target.unlink(missing_ok=True)
        raise UsageError(f"{target} cannot be written: {error}") from error


def _remove(ledger: Ledger, student: int) -> None:
    attempts = "SELECT id FROM attempts WHERE student = ?"
    gradings = f"SELECT id FROM gradings WHERE attempt IN ({attempts})"  # noqa: S608 - as below
    ledger.rows("DELETE FROM answers WHERE request IN (SELECT id FROM requests WHERE student = ?)", student)
    for table in _OF_STUDENT:
        ledger.rows(f"DELETE FROM {table} WHERE student = ?", student)  # noqa: S608 - names of ours
    for table in _OF_GRADING:
        ledger.rows(f"DELETE FROM {table} WHERE grading IN ({gradings})", student)  # noqa: S608 - as above
    ledger.rows(f"DELETE FROM gradings WHERE attempt IN ({attempts})", student)  # noqa: S608 - as above
    for table in _OF_ATTEMPT:
        ledger.rows(f"DELETE FROM {table} WHERE attempt IN ({attempts})", student)  # noqa: S608 - as above
    ledger.rows("DELETE FROM attempts WHERE student = ?", student)
    _sweep(ledger)


def _sweep(ledger: Ledger) -> None:
    """Contents that nothing names any more."""
    ledger.rows(
        "DELETE FROM blobs WHERE hash NOT IN (SELECT content FROM hand_ins UNION SELECT content FROM rubrics "
        "UNION SELECT content FROM observations UNION SELECT findings FROM examinations)"
    )


@contextmanager
def _removing(ledger: Ledger) -> Iterator[None]:
    with ledger.transaction():
        for statement in loosened():
            ledger.connection.execute(statement)
        yield
        for statement in guards():
            ledger.connection.execute(statement)


def _rewrite(ledger: Ledger) -> None:
    """The whole file anew, and its log emptied: what was removed is nowhere in them."""
    with ledger.told():
        ledger.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        ledger.connection.execute("VACUUM")
        ledger.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _count(ledger: Ledger, statement: str, *values: object) -> int:
    with ledger.told():
        return ledger.connection.execute(statement, values).rowcount


def _before(today: dt.datetime, days: int) -> str:
    return (today.astimezone(dt.UTC) - dt.timedelta(days=days)).isoformat(timespec="seconds")
