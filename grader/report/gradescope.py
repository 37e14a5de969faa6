"""Gradescope's `results.json`, as its autograder specification has it.

Tests are a check each, those on hidden cases apart from those on visible ones. One test that is not visible hides the
total from students, so the total tells nothing of hidden cases. Where grading broke, or somebody has still to look, the
file has neither `score` nor `tests`: Gradescope then says that the autograder failed, and nobody has a zero.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from grader.model import ExerciseReport, GradedFinding, Report, Verdict
from grader.report.outcome import reason, why
from grader.report.plain import printable, whole
from grader.report.points import counted, rounded

VISIBILITIES = ("visible", "after_due_date", "after_published", "hidden")
LONGEST = 4000
"""Characters of one output."""
_HIDDEN = {
    "after_due_date": "Tests on hidden cases, and the total, show after the due date.",
    "after_published": "Tests on hidden cases, and the total, show when grades are published.",
}
NOT_GRADED = (
    "This submission could not be graded, for a reason that is not in it. It has no points yet, and loses none."
)


def write(
    report: Report,
    *,
    hidden: str = "after_due_date",
    metadata: Mapping[str, Any] | None = None,
) -> str:
    """The text of `results.json`; tests on hidden cases have the visibility `hidden`."""
    told = _of_metadata(metadata or {})
    if _broken(report):
        return _dumped(broken(told["output"]) | {"extra_data": told["extra"]})
    tests = [test for exercise in report.exercises for test in _tests(exercise, hidden)]
    waiting = sum(exercise.ungraded for exercise in report.exercises)
    later = f"{counted(waiting)} more are given by a person." if waiting else ""
    why_not = reason(report) if hidden == "visible" else _HIDDEN.get(hidden, "")
    notes = [report.refusal or why_not, *report.notes, later, *told["output"]]
    results = {
        "score": rounded(report.earned),
        "execution_time": round(report.run.seconds, 3),
        "output": _cut("\n".join(filter(None, notes))),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": told["extra"] | {"fingerprint": report.run.fingerprint, "wall": report.run.wall},
        "tests": tests,
    }
    return _dumped(results)


def broken(said: Sequence[str] = ()) -> dict[str, Any]:
    """What the file holds when grading broke."""
    return {"output": _cut("\n".join([NOT_GRADED, *said])), "output_format": "text", "stdout_visibility": "hidden"}


def _broken(report: Report) -> bool:
    findings = (finding for exercise in report.exercises for finding in exercise.findings)
    return any(finding.verdict is Verdict.UNGRADED for finding in findings)


# ---------------------------------------------------------------- tests


def _tests(exercise: ExerciseReport, hidden: str) -> list[dict[str, Any]]:
    """One per check and kind of case, in the order of the course; a refused exercise is one test."""
    kinds = dict.fromkeys((finding.check, finding.visible) for finding in exercise.findings)
    found = [
        _test(exercise, [each for each in exercise.findings if (each.check, each.visible) == kind], hidden)
        for kind in kinds
    ]
    if not found and exercise.out_of and not exercise.ungraded:
        found = [_as_one(exercise)]
    first = next((test for test in found if test["status"] == "failed" and test["visibility"] == "visible"), None)
    causes = [mistake.message for mistake in exercise.mistakes]
    if causes and first is not None:
        first["output"] = _cut("\n".join([*(f"Likely cause: {cause}" for cause in causes), first["output"]]))
    return found


def _test(exercise: ExerciseReport, findings: list[GradedFinding], hidden: str) -> dict[str, Any]:
    visible = findings[0].visible
    passed = all(finding.verdict is Verdict.PASS for finding in findings)
    lines = [_line(finding) for finding in findings if finding.verdict is not Verdict.PASS]
    hints = [hint for finding in findings if finding.verdict is Verdict.FAIL for hint in finding.hint.split("\n")]
    name = f"{exercise.exercise}: {findings[0].check}" + ("" if visible else " (hidden cases)")
    return {
        "name": _cut(name, 200),
        "name_format": "text",
        "score": rounded(sum(finding.earned for finding in findings)),
        "max_score": rounded(sum(finding.out_of for finding in findings)),
        "status": "passed" if passed else "failed",
        "output": _cut("\n".join([*lines, *dict.fromkeys(filter(None, map(str.strip, hints)))])),
        "output_format": "text",
        "visibility": "visible" if visible else hidden,
        "tags": [exercise.exercise],
    }


def _as_one(exercise: ExerciseReport) -> dict[str, Any]:
    """An exercise without findings: refused, or marked by a person."""
    full = rounded(exercise.earned) >= rounded(exercise.out_of)
    return {
        "name": _cut(exercise.exercise, 200),
        "name_format": "text",
        "score": rounded(exercise.earned),
        "max_score": rounded(exercise.out_of),
        "status": "passed" if full else "failed",
        "output": _cut(why(exercise)),
        "output_format": "text",
        "visibility": "visible",
        "tags": [exercise.exercise],
    }


def _line(finding: GradedFinding) -> str:
    place = f"{finding.case}: " if finding.case else ""
    counts = " (not counted)" if finding.verdict is Verdict.SKIP else ""
    return f"{place}{finding.message}{counts}"


# ---------------------------------------------------------------- submission_metadata.json


def received(metadata: Mapping[str, Any]) -> str:
    """When it was handed in, ISO 8601; empty where it is not told."""
    moment = _moment(metadata.get("created_at"))
    return "" if moment is None else moment.isoformat()


def _of_metadata(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """What the metadata says of this hand-in: how late it is, and which attempt. It is read with suspicion."""
    earlier = metadata.get("previous_submissions")
    attempt = len(earlier) + 1 if isinstance(earlier, list) else 1
    extra: dict[str, Any] = {"attempt": attempt}
    output = []
    created, due = _moment(metadata.get("created_at")), _due(metadata)
    if created is not None and due is not None:
        late = created - due
        extra["late_seconds"] = max(0, round(late.total_seconds()))
        if late > dt.timedelta(0):
            output.append(f"Handed in {_in_words(late)} after the due date.")
    return {"extra": extra, "output": output}


def _due(metadata: Mapping[str, Any]) -> dt.datetime | None:
    """The student's own date where there are extensions, else the assignment's."""
    users = metadata.get("users")
    user = users[0] if isinstance(users, list) and users and isinstance(users[0], dict) else {}
    for holder in (user.get("assignment"), metadata.get("assignment")):
        if isinstance(holder, dict) and _moment(holder.get("due_date")) is not None:
            return _moment(holder["due_date"])
    return None


def _moment(value: object) -> dt.datetime | None:
    """With a zone, or None."""
    try:
        moment = dt.datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment if moment is None or moment.tzinfo else None


def _in_words(late: dt.timedelta) -> str:
    minutes = max(1, int(late.total_seconds() // 60))
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [
        f"{value} {unit}{'s' * (value != 1)}" for value, unit in ((days, "day"), (hours, "hour"), (minutes, "minute"))
    ]
    return " ".join(part for part in parts if not part.startswith("0 "))


def _cut(text: str, most: int = LONGEST) -> str:
    text = printable(whole(text))
    return text if len(text) <= most else text[: most - 1] + "…"


def _dumped(results: Mapping[str, Any]) -> str:
    return json.dumps(results, indent=2, allow_nan=False) + "\n"
