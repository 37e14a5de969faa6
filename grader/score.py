"""Findings times rubric: points, credit, and what the student may see of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from grader.model import Finding, GradedFinding, NamedMistake, Verdict
from grader.rubric import ExerciseRubric

NOTHING_RIGHT = "earns nothing by itself: no value of this exercise is right yet on a case that tells"


class Asked(Protocol):
    """What points want to know of a case."""

    @property
    def name(self) -> str:
        """As findings name it."""

    @property
    def visible(self) -> bool:
        """Whether the student may see it."""


def require_substance(findings: Sequence[Finding], cases: Iterable[Asked]) -> tuple[Finding, ...]:
    """Passes count only where some value is right that no constant, echo or learned-by-heart answer would give.

    Such a value is a telling pass on a hidden case; where there is no hidden case, on a visible one. Without it, zeros
    would earn the points of "inputs unchanged" and of every case whose answer happens to be zero.
    """
    hidden = {case.name for case in cases if not case.visible}
    telling = [finding for finding in findings if finding.telling and finding.verdict is Verdict.PASS]
    open_ones = any(finding.verdict is Verdict.UNGRADED for finding in findings)
    if any(finding.case in hidden or not hidden for finding in telling) or open_ones:
        return tuple(findings)
    return tuple(
        replace(finding, verdict=Verdict.SKIP, message=NOTHING_RIGHT, discreet=NOTHING_RIGHT, telling=False)
        if finding.verdict is Verdict.PASS
        else finding
        for finding in findings
    )


def share_points(findings: Sequence[Finding], section: ExerciseRubric) -> tuple[float, ...]:
    """What each finding is out of: a check's points split evenly over its cases."""
    cases = Counter(finding.check for finding in findings)
    return tuple(section.points[finding.check] / cases[finding.check] for finding in findings)


def kindest(judged: Mapping[str, Sequence[Finding]], section: ExerciseRubric) -> str:
    """The convention that earns most, before anything is said of its mistakes; the first of those that are level."""
    if len(judged) == 1:
        return next(iter(judged))
    return max(judged, key=lambda name: sum(earned for earned, _ in earnings(judged[name], section)))


def earnings(
    findings: Sequence[Finding], section: ExerciseRubric, mistakes: Sequence[NamedMistake] = ()
) -> list[tuple[float, float]]:
    """What each finding earns, credit for named mistakes included, and what it is out of."""
    credit = min((mistake.credit for mistake in mistakes), default=0.0)
    spoilt = {finding.check for finding in findings if finding.verdict in (Verdict.FAIL, Verdict.SKIP)}
    spoilt.intersection_update(section.all_or_nothing)
    return [
        (out_of * _fraction(finding.verdict, whole=finding.check not in spoilt, credit=credit), out_of)
        for finding, out_of in zip(findings, share_points(findings, section), strict=True)
    ]


def grade_findings(
    findings: Sequence[Finding],
    cases: Iterable[Asked],
    section: ExerciseRubric,
    mistakes: Sequence[NamedMistake] = (),
    *,
    past_due: bool = False,
) -> tuple[GradedFinding, ...]:
    """Each finding with its share of the points, credit for named mistakes included, in words that may be shown."""
    visible = {case.name: case.visible for case in cases}
    graded = []
    for finding, (earned, out_of) in zip(findings, earnings(findings, section, mistakes), strict=True):
        shown = visible[finding.case] and _may_show(section.visibility.get(finding.check, "visible"), past_due=past_due)
        graded.append(_graded(finding, shown=shown, earned=earned, out_of=out_of, hints=section.hints))
    return tuple(graded)


def _fraction(verdict: Verdict, *, whole: bool, credit: float) -> float:
    if verdict is Verdict.PASS:
        return 1.0 if whole else credit
    return credit if verdict in (Verdict.FAIL, Verdict.SKIP) else 0.0


def _may_show(visibility: str, *, past_due: bool) -> bool:
    return past_due if visibility == "after_deadline" else visibility == "visible"


def _graded(finding: Finding, *, shown: bool, earned: float, out_of: float, hints: Mapping[str, str]) -> GradedFinding:
    wrong = finding.verdict is Verdict.FAIL
    hint = "\n".join(part for part in (finding.hint, hints.get(finding.check, "")) if part) if wrong else ""
    message = finding.message if shown else finding.discreet
    where, picture = (finding.where, finding.picture) if shown and wrong else ("", None)
    return GradedFinding(
        finding.check, finding.case, shown, finding.verdict, earned, out_of, message, hint, where, picture
    )
