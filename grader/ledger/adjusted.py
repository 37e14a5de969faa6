"""A report with the points that people gave: in place of all, of an exercise's, of a check's; and how that is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from grader.ledger.entries import Override
from grader.model import ExerciseReport, GradedFinding, Report, Verdict
from grader.report.points import shown
from grader.writeup import total


def adjusted(report: Report, entries: Iterable[Override]) -> tuple[Report, list[str]]:
    """The report with these overrides, and a sentence for each; the largest thing that one stands for has the word."""
    entries = [each for each in entries if each.attempt is not None]
    if not entries:
        return report, []
    exercises, comments = [], list[str]()
    for exercise in report.exercises:
        mine = [each for each in entries if each.exercise == exercise.exercise]
        changed, told = _exercise(exercise, mine)
        exercises.append(changed)
        comments += [f"{exercise.exercise}: {each}" for each in told]
    report = replace(
        report,
        earned=total(each.earned for each in exercises),
        ungraded=total(each.ungraded for each in exercises),
        exercises=tuple(exercises),
    )
    for each in (each for each in entries if not each.exercise):
        said = _said(each, report.earned)
        report = replace(report, earned=each.points, ungraded=0.0, notes=(*report.notes, f"All points: {said}"))
        comments.append(f"all points: {said}")
    return report, comments


def base_of(report: Report, exercise: str, check: str) -> tuple[float, float]:
    """What our points for this are, and how many there can be. KeyError if there is no such exercise or check."""
    if not exercise:
        return report.earned, report.out_of
    found = {each.exercise: each for each in report.exercises}[exercise]
    if not check:
        return found.earned, found.out_of
    findings = {each.check: _of(found, each.check) for each in found.findings}[check]
    return total(each.earned for each in findings), total(each.out_of for each in findings)


def _exercise(exercise: ExerciseReport, entries: Iterable[Override]) -> tuple[ExerciseReport, list[str]]:
    said = []
    entries = sorted(entries, key=lambda each: (not each.check, each.id))
    for each in entries:
        if each.check:
            mine = _of(exercise, each.check)
            before = total(finding.earned for finding in mine)
            findings = tuple(_shared(finding, each, mine) for finding in exercise.findings)
            exercise = replace(
                exercise,
                findings=findings,
                earned=total(finding.earned for finding in findings),
                ungraded=total(finding.out_of for finding in findings if finding.verdict is Verdict.UNGRADED),
            )
            said.append(f"check {each.check} {_said(each, before)}")
        else:
            said.append(_said(each, exercise.earned))
            exercise = replace(exercise, earned=each.points, ungraded=0.0)
    return replace(exercise, notes=(*exercise.notes, *said)), said


def _of(exercise: ExerciseReport, check: str) -> list[GradedFinding]:
    return [finding for finding in exercise.findings if finding.check == check]


def _shared(finding: GradedFinding, entry: Override, mine: list[GradedFinding]) -> GradedFinding:
    """Its share of the check's new points; what was open is decided."""
    if finding.check != entry.check:
        return finding
    out_of = sum(each.out_of for each in mine)
    share = finding.out_of / out_of if out_of else 1 / len(mine)
    verdict = Verdict.SKIP if finding.verdict is Verdict.UNGRADED else finding.verdict
    return replace(finding, earned=entry.points * share, verdict=verdict)


def _said(entry: Override, before: float) -> str:
    return f"set to {shown(entry.points)} (was {shown(before)}) by {entry.author} on {entry.made[:10]}: {entry.reason}"
