"""Questions that a person marks: a CSV of marks beside the automatic points."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from grader.errors import UsageError
from grader.model import ExerciseReport
from grader.rubric import Rubric

Marks: TypeAlias = Mapping[tuple[str, str], tuple[float, str]]
"""(student, question) → (points, comment)."""

COLUMNS = ("student", "question", "points")


def read_marks(path: Path, rubric: Rubric) -> Marks:
    """The marks in a CSV with the columns student, question, points and, if wanted, comment."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            lacking = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
            if lacking:
                raise UsageError(f"{path}:1: the column {lacking[0]} is missing; needed are {', '.join(COLUMNS)}")
            return dict(_mark(path, rows.line_num, row, rubric) for row in rows)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path}: the marks cannot be read: {error}") from error


def _mark(
    path: Path, line: int, row: Mapping[str, str | None], rubric: Rubric
) -> tuple[tuple[str, str], tuple[float, str]]:
    question = (row["question"] or "").strip()
    if question not in rubric.written:
        known = ", ".join(rubric.written) or "none"
        raise UsageError(f"{path}:{line}: there is no written question {question!r}; known: {known}")
    try:
        points = float(row["points"] or "")
    except ValueError:
        raise UsageError(f"{path}:{line}: {row['points']!r} is no number of points") from None
    if not 0 <= points <= rubric.written[question].points:
        most = rubric.written[question].points
        raise UsageError(f"{path}:{line}: {points:g} points for {question}, which has {most:g}")
    return ((row["student"] or "").strip(), question), (points, (row.get("comment") or "").strip())


def written_reports(rubric: Rubric, marks: Marks, student: str) -> list[ExerciseReport]:
    """One report per written question: its mark, or its points left open until somebody marks it."""
    reports = []
    for name, question in rubric.written.items():
        points, comment = marks.get((student, name), (0.0, ""))
        marked = (student, name) in marks
        note = comment or ("marked by hand" if marked else "not marked yet: a person marks this question")
        open_points = 0.0 if marked else question.points
        reports.append(ExerciseReport(name, question.title, points, question.points, open_points, "", notes=(note,)))
    return reports
