"""Every check's word on every case it concerns. Pure: observations in, findings out."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from grader.bench import concerns, labels_of
from grader.checks.comparison import compare
from grader.checks.verdicts import ended, failed, passed, skipped, ungraded
from grader.model import BASE, Check, Drawn, Exercise, Finding, MoreRuns, Run, Seen, Status

NOT_REACHED = "not reached: what is called raises an error, and that is charged where it is written"
OUR_FAULT = "this could not be graded because of a fault of ours; the points stay open"


@dataclass(frozen=True)
class CaseJudgement:
    """What the checks say of one case, and which further runs they want before they decide."""

    findings: tuple[Finding, ...]
    wanted: tuple[Run, ...] = ()
    faults: tuple[str, ...] = ()
    """Tracebacks of checks that broke: for our log, never for a report."""


def judge_case(exercise: Exercise, case: Drawn, seen: Seen, expected: Seen, *, last: bool = False) -> CaseJudgement:
    """Every concerned check on one case; `last` if there will be no further runs, whatever a check wishes.

    A base run that did not end well is told once, by the first check; the others are skipped for it. Ours fails to run
    only where a mistake made in what it calls is carried through: there, nothing is said against theirs.
    """
    checks = [check for check in exercise.checks if concerns(check, case)]
    if not checks:
        return CaseJudgement(())
    if seen.base.status is Status.INFRASTRUCTURE:
        return CaseJudgement(tuple(ungraded(check, case, OUR_FAULT) for check in checks))
    ours = expected.runs.get(BASE)
    if ours is not None and seen.base.status is ours.status is Status.RAISED:
        return CaseJudgement(tuple(passed(check, case, NOT_REACHED) for check in checks))
    if seen.base.status is not Status.OK:
        first, *others = checks
        told = ended(first, case, seen.base)
        rest = (skipped(check, case, "not reached: the call itself failed") for check in others)
        return CaseJudgement((told, *rest))
    findings: list[Finding] = []
    wanted: list[Run] = []
    faults: list[str] = []
    for check in checks:
        labels = labels_of(exercise, check, case)
        answer: Finding | MoreRuns | None = None
        if not any(_broken(label, seen) for label in labels):
            answer = _judge(check, case, seen, expected, faults) or _by_its_kind(check, case, labels, seen, expected)
        if answer is None:
            answer = ungraded(check, case, OUR_FAULT)
        if isinstance(answer, MoreRuns) and last:
            faults.append(f"check {check.key} on case {case.name} wishes for runs without end")
            findings.append(ungraded(check, case, OUR_FAULT))
        elif isinstance(answer, MoreRuns):
            wanted.extend(answer.runs)
        else:
            findings.append(answer)
    return CaseJudgement(tuple(findings), tuple(wanted), tuple(faults))


def _judge(check: Check, case: Drawn, seen: Seen, expected: Seen, faults: list[str]) -> Finding | MoreRuns | None:
    """The check's word; None if it broke."""
    try:
        with np.errstate(all="ignore"):  # what came back may hold anything, and checks expect that
            return check.judge(case, seen, expected)
    except Exception:  # noqa: BLE001 - a check that breaks is our fault; what came back may be wrong all the same
        faults.append(f"check {check.key} on case {case.name}:\n{traceback.format_exc()}")
        return None


def _by_its_kind(check: Check, case: Drawn, labels: Iterable[str], seen: Seen, expected: Seen) -> Finding | None:
    """A broken check leaves no points open where an output is not even an array like the expected one."""
    for label in dict.fromkeys((BASE, *labels)):
        if label in seen.runs and label in expected.runs and seen[label].status is Status.OK:
            for name, wanted in expected[label].arrays.items():
                odd = compare(name, seen[label].arrays.get(name), wanted)
                if odd is not None and odd.kind != "value":
                    return failed(check, case, odd.message, odd.discreet)
    return None


def _broken(label: str, seen: Seen) -> bool:
    return label in seen.runs and seen.runs[label].status is Status.INFRASTRUCTURE


@dataclass(frozen=True, eq=False)
class Judgement:
    """An exercise under one convention: all findings, beside what was seen, by case name."""

    convention: str
    findings: tuple[Finding, ...]
    seen: Mapping[str, Seen]
