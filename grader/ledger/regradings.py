"""Which regradings were begun and not ended: one that goes on compares with what held before the first of them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from grader.ledger.book import Author, Ledger


@dataclass(frozen=True)
class Beginning:
    """What held when a regrading began."""

    id: int
    gradings: int
    """The latest number of a grading then; 0 if there was none."""
    rubric: int
    made: str
    """When that was."""


def begin(ledger: Ledger, assignment: str, author: Author) -> Beginning:
    """Enters that a regrading begins, before anything is entered by it."""
    held = {
        "gradings": ledger.value("SELECT coalesce(max(id), 0) FROM gradings"),
        "rubric": ledger.value("SELECT max(id) FROM rubrics WHERE assignment = ?", assignment),
    }
    made = author.row()
    return Beginning(ledger.add("regradings", assignment=assignment, **held, **made), **held, made=made["made"])


def end(ledger: Ledger, beginning: Beginning, assignment: str, author: Author) -> None:
    """Enters that it has ended: what came of it has been told."""
    held = {"gradings": beginning.gradings, "rubric": beginning.rubric}
    ledger.add("regradings", assignment=assignment, ended=beginning.id, **held, **author.row())


def unfinished(ledger: Ledger, assignment: str) -> Beginning | None:
    """The one that was interrupted, if the last one was."""
    row: sqlite3.Row | None = ledger.row(
        "SELECT * FROM regradings WHERE assignment = ? ORDER BY id DESC LIMIT 1", assignment
    )
    if row is None or row["ended"] is not None:
        return None
    return Beginning(row["id"], row["gradings"], row["rubric"], row["made"])
