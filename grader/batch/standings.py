"""What everybody has, from a folder that a class was graded into."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from grader.batch import people
from grader.errors import UsageError
from grader.model import Report, Standing
from grader.report import json


def standings(out: Path) -> list[Standing]:
    """One per student, sorted by key; those who handed in nothing have no report. UsageError if nothing is there."""
    if not out.is_dir():
        raise UsageError(f"{out} is no folder that a class was graded into")
    reports = [_report(path) for path in sorted(out.glob("*/report.json"))]
    if not reports:
        raise UsageError(f"{out} holds no reports; grade a class into it first: grader grade SUBMISSIONS -o {out}")
    assignments = sorted({report.assignment for report in reports})
    if len(assignments) > 1:
        raise UsageError(f"{out} holds reports on several assignments: {', '.join(assignments)}")
    found = {report.student: _standing(report) for report in reports}
    out_of = max(report.out_of for report in reports)
    for person in people.known(out):
        found.setdefault(person.student, Standing(person.student, assignments[0], out_of, None))
    times = {person.student: person.received or None for person in people.known(out)}
    return [replace(found[student], received=times.get(student)) for student in sorted(found)]


def _report(path: Path) -> Report:
    try:
        return json.read(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, UsageError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error


def _standing(report: Report) -> Standing:
    raw = None if report.ungraded else report.earned
    return Standing(report.student, report.assignment, report.out_of, raw, report=report)
