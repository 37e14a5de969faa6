"""Is the ledger whole? SQLite's own check, every reference, every hash, and all points added up anew from findings."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from grader.errors import GraderError
from grader.ledger.book import Ledger, Row
from grader.ledger.database import opened
from grader.replay import unpack
from grader.report.points import rounded
from grader.writeup import outline, total


def check(ledger: Ledger) -> Iterator[str]:
    """Every fault, as a sentence; none if all is well."""
    try:
        yield from _structure(ledger)
        yield from _contents(ledger)
        yield from _points(ledger)
    except (sqlite3.DatabaseError, GraderError) as error:
        yield f"it cannot be read to its end: {error}"


def _structure(ledger: Ledger) -> Iterator[str]:
    for row in ledger.rows("PRAGMA integrity_check"):
        if row[0] != "ok":
            yield f"the file is damaged: {row[0]}"
    for row in ledger.rows("PRAGMA foreign_key_check"):
        yield f"row {row[1]} of {row[0]} refers to a row of {row[2]} that is not there"


def _contents(ledger: Ledger) -> Iterator[str]:
    """Contents are what their names say, and what was recorded can be read."""
    recorded = {row[0] for row in ledger.rows("SELECT DISTINCT content FROM observations")}
    for row in ledger.connection.execute("SELECT hash, content FROM blobs"):
        try:
            content = opened(ledger.path, row["hash"], row["content"])
            if row["hash"] in recorded:
                unpack(content)
        except GraderError as error:
            yield str(error)


def _points(ledger: Ledger) -> Iterator[str]:
    """Every grading's points follow from its findings by the rubric that it was made with."""
    kept: dict[tuple[bytes, int], tuple[float, float, float]] = {}
    for grading in ledger.rows("SELECT * FROM gradings ORDER BY id"):
        rows = ledger.examinations(grading["id"])
        for row in rows:
            key = (row.findings, grading["rubric"])
            if key not in kept:
                section = ledger.rubric(grading["rubric"]).exercises[row.exercise]
                added = outline(ledger.core(row.findings), section)
                kept[key] = (added.earned, added.out_of, added.ungraded)
            yield from _differences(f"grading {grading['id']}, {row.exercise}", _of(row), kept[key])
        sums = (total(r.earned for r in rows), total(r.out_of for r in rows), total(r.ungraded for r in rows))
        told = (grading["earned"], grading["out_of"], grading["ungraded"])
        yield from _differences(f"grading {grading['id']}", told, sums)


def _of(row: Row) -> tuple[float, float, float]:
    return row.earned, row.out_of, row.ungraded


def _differences(what: str, told: tuple[float, float, float], added: tuple[float, float, float]) -> Iterator[str]:
    for name, one, two in zip(("points earned", "points in all", "open points"), told, added, strict=True):
        if rounded(one) != rounded(two):
            yield f"{what}: {name} are {rounded(one)}, and its findings add up to {rounded(two)}"
