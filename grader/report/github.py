"""What GitHub's Actions understand: annotations, a step's summary, and the result that Classroom's reporter reads.

Annotations are lines on stdout, at most ten of a kind per step; a summary has at most one mebibyte. A line that begins
with `::` is a command to the runner, so nothing of a submission is ever printed but escaped.
"""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from grader.model import ExerciseReport, Report
from grader.report.outcome import outcome, reason, why
from grader.report.plain import one_line, printable, whole
from grader.report.points import rounded, shown

MOST_ANNOTATIONS = 10
MOST_SUMMARY = 1024 * 1024
"""Bytes."""
_PLACE = re.compile(r"(?P<file>[^,]+), (?:cell \d+, )?line (?P<line>\d+)")
LONGEST = 1000
"""Characters of a message."""


def annotated(report: Report) -> list[str]:
    """One error per exercise that lost points, with its place; when there are more than fit, the last says so."""
    said = [_annotation(exercise) for exercise in report.exercises if why(exercise)]
    if report.refusal:
        said = [_command("error", {"title": report.assignment}, report.refusal)]
    if len(said) <= MOST_ANNOTATIONS:
        return said
    rest = f"{len(said) - MOST_ANNOTATIONS + 1} more exercises have failures: see the summary"
    return [*said[: MOST_ANNOTATIONS - 1], _command("error", {"title": report.assignment}, rest)]


def summary(report: Report) -> str:
    """Markdown for `$GITHUB_STEP_SUMMARY`: a table of exercises, then what failed in each."""
    head = f"## {_text(report.assignment)}: {shown(report.earned)} of {shown(report.out_of)} points\n\n"
    parts = [head + f"{_text(reason(report))}\n\n| | exercise | points | why |\n|---|---|---|---|\n"]
    parts += map(_row, report.exercises)
    parts += map(_details, report.exercises)
    return _fitting(parts)


def result(report: Report) -> str:
    """The result of one runner, as Classroom's reporter takes it: base64 of JSON, one line of ASCII."""
    broken = any(exercise.ungraded for exercise in report.exercises)
    right = rounded(report.earned) >= rounded(report.out_of)
    document = {
        "version": 1,
        "status": "error" if broken else ("pass" if right else "fail"),
        "max_score": rounded(report.out_of),
        "tests": [_test(exercise) for exercise in report.exercises],
    }
    return base64.b64encode(json.dumps(document, allow_nan=False).encode()).decode("ascii")


def _test(exercise: ExerciseReport) -> dict[str, Any]:
    file, line = _place(exercise.found_in)
    right = rounded(exercise.earned) >= rounded(exercise.out_of)
    return {
        "name": whole(exercise.exercise),
        "status": "error" if exercise.ungraded else ("pass" if right else "fail"),
        "score": rounded(exercise.earned),
        "message": one_line(whole(why(exercise)), LONGEST),
        "test_code": "",
        "filename": whole(file),
        "line_no": line,
        "duration": 0,
    }


def _annotation(exercise: ExerciseReport) -> str:
    file, line = _place(exercise.found_in)
    where = {"file": file, "line": str(line)} if file else {}
    points = f"{shown(exercise.earned)} of {shown(exercise.out_of)} points"
    return _command("error", {**where, "title": f"{exercise.exercise} ({points})"}, why(exercise))


def _command(kind: str, properties: dict[str, str], message: str) -> str:
    told = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{kind} {told}::{_data(one_line(whole(message), LONGEST))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(one_line(whole(text), LONGEST)).replace(":", "%3A").replace(",", "%2C")


def _place(found_in: str) -> tuple[str, int]:
    """File and line of `softmax.py, line 12`; a notebook's line is of a cell, so of no use there."""
    found = _PLACE.match(found_in)
    if not found:
        return "", 0
    return found["file"], int(found["line"]) if not found["file"].endswith(".ipynb") else 1


def _row(exercise: ExerciseReport) -> str:
    points = f"{shown(exercise.earned)} / {shown(exercise.out_of)}"
    return f"| {outcome(exercise).sign} | {_text(exercise.exercise)} | {points} | {_text(why(exercise))} |\n"


def _details(exercise: ExerciseReport) -> str:
    said: Iterable[str] = dict.fromkeys(
        f"{finding.check}{f' on {finding.case}' if finding.case else ''}: {finding.message}"
        for finding in exercise.findings
        if finding.verdict != "pass"
    )
    lines = "".join(f"- {_text(line)}\n" for line in said)
    return f"\n### {_text(exercise.exercise)}\n\n{lines}" if lines else ""


def _text(text: str) -> str:
    """On one line, with nothing in it that Markdown or HTML would obey."""
    line = html.escape(one_line(printable(whole(text)), LONGEST), quote=False)
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|~$@:])", r"\\\1", line)


def _fitting(parts: Iterable[str]) -> str:
    """As many whole parts as a summary may have."""
    return "".join(_within(parts, MOST_SUMMARY - 200))


def _within(parts: Iterable[str], room: int) -> Iterator[str]:
    for part in parts:
        room -= len(part.encode())
        if room < 0:
            yield "\n(The rest is left out.)\n"
            return
        yield part
