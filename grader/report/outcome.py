"""How a report is read, whatever it is drawn as: what became of each exercise, what each check says, and why.

Nothing is decided here: verdicts come from the checks, points from the score. This puts them in order and in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from grader.model import ExerciseReport, GradedFinding, Report, Verdict
from grader.report.plain import one_line
from grader.report.points import counted, lost, rounded


class Outcome(Enum):
    """What became of an exercise or a whole report: a sign and words, so that nobody has to tell colours apart."""

    FULL = ("full", "✓", "right")
    PARTLY = ("partly", "◐", "partly right")
    NONE = ("none", "✗", "not right")
    OPEN = ("open", "…", "still open")

    def __init__(self, id: str, sign: str, words: str) -> None:  # noqa: A002 - the CSS class of the outcome
        self.id, self.sign, self.words = id, sign, words


SIGNS = {Verdict.PASS: "✓", Verdict.FAIL: "✗", Verdict.SKIP: "○", Verdict.UNGRADED: "…"}


@dataclass(frozen=True)
class CheckSummary:
    """All findings of one check of one exercise, in the order of its cases."""

    check: str
    findings: tuple[GradedFinding, ...]

    def having(self, verdict: Verdict) -> tuple[GradedFinding, ...]:
        """The findings with this verdict."""
        return tuple(finding for finding in self.findings if finding.verdict is verdict)

    @property
    def failed(self) -> tuple[GradedFinding, ...]:
        """Failures; the ones whose inputs the student may see come first: they can be looked into."""
        return tuple(sorted(self.having(Verdict.FAIL), key=lambda finding: not finding.visible))

    @property
    def passed(self) -> tuple[GradedFinding, ...]:
        """Cases on which the check was content."""
        return self.having(Verdict.PASS)

    @property
    def earned(self) -> float:
        """Points earned over all cases, before any credit for known mistakes."""
        return sum(finding.earned for finding in self.findings)

    @property
    def out_of(self) -> float:
        """Points over all cases."""
        return sum(finding.out_of for finding in self.findings)

    @property
    def hints(self) -> tuple[str, ...]:
        """What to look at next, each said once."""
        return tuple(dict.fromkeys(finding.hint for finding in self.findings if finding.hint and _needs_help(finding)))


def outcome(exercise: ExerciseReport) -> Outcome:
    """By points; where there are none to win, by verdicts."""
    if not rounded(exercise.out_of) and any(finding.verdict is Verdict.FAIL for finding in exercise.findings):
        return Outcome.NONE
    return _by_points(exercise.earned, exercise.out_of, exercise.ungraded)


def overall(report: Report) -> Outcome:
    """The same for the whole report; a submission that could not be read is never right."""
    return Outcome.NONE if report.refusal else _by_points(report.earned, report.out_of, report.ungraded)


def _by_points(earned: float, out_of: float, ungraded: float) -> Outcome:
    """Lost points decide; open ones only where none are lost."""
    if lost(earned, out_of, ungraded):
        return Outcome.PARTLY if rounded(earned) > 0 else Outcome.NONE
    return Outcome.OPEN if rounded(ungraded) > 0 else Outcome.FULL


def by_check(exercise: ExerciseReport) -> tuple[CheckSummary, ...]:
    """The exercise's findings, gathered by check, in the order of the course."""
    keys = dict.fromkeys(finding.check for finding in exercise.findings)
    return tuple(CheckSummary(key, tuple(f for f in exercise.findings if f.check == key)) for key in keys)


def waits_for_a_person(exercise: ExerciseReport) -> bool:
    """Whether its open points are a question that is marked by hand, rather than a fault of ours."""
    return rounded(exercise.ungraded) > 0 and not any(f.verdict is Verdict.UNGRADED for f in exercise.findings)


def reason(report: Report, limit: int = 200) -> str:
    """Why these are not full marks, in one line; `full marks` if they are.

    The exercise that cost most speaks: its named mistake, else its dearest failure. Others are counted. Points that
    are only open are told apart from points that are lost.
    """
    if report.refusal:
        return one_line(report.refusal, limit)
    costly = sorted(filter(_cost, report.exercises), key=_cost, reverse=True)
    if costly:
        return _named(costly[0].exercise, _cause(costly[0]), others=len(costly) - 1, limit=limit)
    waiting = [exercise for exercise in report.exercises if rounded(exercise.ungraded) > 0]
    if waiting:
        return _named(waiting[0].exercise, _still_open(waiting[0]), others=len(waiting) - 1, limit=limit)
    return _of_the_total(report)


def _cost(exercise: ExerciseReport) -> float:
    """Points that this exercise lost."""
    return lost(exercise.earned, exercise.out_of, exercise.ungraded)


def _cause(exercise: ExerciseReport) -> str:
    """The named mistake, else the message of the failure that cost most; a visible case speaks before a hidden one."""
    if exercise.mistakes:
        return exercise.mistakes[0].message
    told = [finding for finding in exercise.findings if finding.verdict in (Verdict.FAIL, Verdict.SKIP)]
    if not told:
        return exercise.notes[0] if exercise.notes else f"{counted(_cost(exercise))} missing"
    first = max(told, key=_weight)
    return first.message or f"{first.check} failed on {first.case}"


def _weight(finding: GradedFinding) -> tuple[bool, bool, float]:
    """Failures before cases that were skipped for them, what can be looked into before what is hidden, then points."""
    return finding.verdict is Verdict.FAIL, finding.visible, rounded(finding.out_of - finding.earned)


def _still_open(exercise: ExerciseReport) -> str:
    """What an exercise says whose points are open."""
    why = "to be marked by a person" if waits_for_a_person(exercise) else "still open because of a fault of the grader"
    return f"{counted(exercise.ungraded)} {why}"


def _of_the_total(report: Report) -> str:
    """For a report whose exercises miss nothing: the total has the last word (penalties, no exercises at all)."""
    if rounded(report.ungraded) > 0:
        return f"{counted(report.ungraded)} still open"
    missing = lost(report.earned, report.out_of, report.ungraded)
    if not missing:
        return "full marks"
    return report.notes[0] if report.notes else f"{counted(missing)} taken off the total"


def _named(exercise: str, cause: str, others: int, limit: int) -> str:
    """`softmax_loss_naive: the loss is summed, not averaged (+2 more)`, never longer than `limit`."""
    more = f" (+{others} more)" if others else ""
    said = one_line(f"{exercise}: {cause}".rstrip(), limit - len(more))
    return f"{said.removesuffix('.')}{more}"


def _needs_help(finding: GradedFinding) -> bool:
    """Whether its hint is worth reading."""
    return finding.verdict is not Verdict.PASS
