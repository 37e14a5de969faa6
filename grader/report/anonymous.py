"""A report, or a text, under a pseudonym: the student's name is replaced wherever it stands in it as a word."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.model import ExerciseReport, Report


def hiding(name: str, pseudonym: str) -> Callable[[str], str]:
    """What replaces the name in a text."""
    word = re.compile(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", re.IGNORECASE)
    return lambda text: word.sub(pseudonym, text)


def without_name(report: Report, name: str, pseudonym: str) -> Report:
    """The report as if it were this pseudonym's."""
    hide = hiding(name, pseudonym)
    return replace(
        report,
        student=pseudonym,
        notes=tuple(map(hide, report.notes)),
        refusal=hide(report.refusal),
        exercises=tuple(_hidden(exercise, hide) for exercise in report.exercises),
    )


def _hidden(exercise: ExerciseReport, hide: Callable[[str], str]) -> ExerciseReport:
    findings = (
        replace(each, message=hide(each.message), hint=hide(each.hint), where=hide(each.where))
        for each in exercise.findings
    )
    return replace(
        exercise,
        found_in=hide(exercise.found_in),
        notes=tuple(map(hide, exercise.notes)),
        printed=hide(exercise.printed),
        findings=tuple(findings),
    )
