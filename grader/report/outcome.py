"""How a report is read, whatever it is drawn as: what became of each exercise, what is said of it, and why.

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
class Remark:
    """Findings of one exercise that say the same: one sentence for a person, with all the places it is true of."""

    findings: tuple[GradedFinding, ...]
    hints: tuple[tuple[str, str], ...] = ()
    """What to look at next, with the cases it is about if these are not all of them."""

    @property
    def verdict(self) -> Verdict:
        """The verdict that all of them share."""
        return self.findings[0].verdict

    @property
    def visible(self) -> bool:
        """Whether the student may see the cases."""
        return self.findings[0].visible

    @property
    def message(self) -> str:
        """The sentence; may be empty."""
        return self.findings[0].message

    @property
    def checks(self) -> tuple[str, ...]:
        """The checks that say it."""
        return tuple(dict.fromkeys(finding.check for finding in self.findings))

    @property
    def earned(self) -> float:
        """Points earned over all places."""
        return sum(finding.earned for finding in self.findings)

    @property
    def out_of(self) -> float:
        """Points over all places."""
        return sum(finding.out_of for finding in self.findings)

    @property
    def spoilt(self) -> bool:
        """Whether it passed and still earns less than its share: a check that counts only if every case passes."""
        return self.verdict is Verdict.PASS and rounded(self.earned) < rounded(self.out_of)

    @property
    def places(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Checks with their cases; none for what is said of an exercise as a whole."""
        return tuple((key, tuple(f.case for f in self.findings if f.check == key and f.case)) for key in self.checks)


def remarks(exercise: ExerciseReport, verdict: Verdict) -> tuple[Remark, ...]:
    """The findings with this verdict, gathered by what they say; those whose cases may be looked into come first.

    Each line of a hint is one. It is given once per exercise, and not at all where several checks say the same: then
    their cause is a common one (the call failed, the function is missing), and the hint of a case does not speak of it.
    """
    alike: dict[tuple[bool, str], list[GradedFinding]] = {}
    for finding in exercise.findings:
        if finding.verdict is verdict:
            alike.setdefault((not finding.visible, finding.message), []).append(finding)
    said: set[str] = set()
    return tuple(_remark(alike[key], said) for key in sorted(alike, key=lambda key: key[0]))


def not_counted(exercise: ExerciseReport) -> tuple[Remark, ...]:
    """What was skipped, gathered by reason alone: nobody looks into single cases of it."""
    found = [finding for finding in exercise.findings if finding.verdict is Verdict.SKIP]
    reasons = dict.fromkeys(finding.message for finding in found)
    return tuple(Remark(tuple(f for f in found if f.message == message)) for message in reasons)


def passed(exercise: ExerciseReport) -> tuple[Remark, ...]:
    """What passed, one remark per check, in the order of the course."""
    found = [finding for finding in exercise.findings if finding.verdict is Verdict.PASS]
    checks = dict.fromkeys(finding.check for finding in found)
    return tuple(Remark(tuple(f for f in found if f.check == check)) for check in checks)


def _remark(findings: list[GradedFinding], said: set[str]) -> Remark:
    """One remark with the hints that are new; they are noted in `said`."""
    if len({finding.check for finding in findings}) > 1:
        return Remark(tuple(findings))
    about: dict[str, list[str]] = {}
    for finding in findings:
        for hint in filter(None, map(str.strip, finding.hint.split("\n"))):
            about.setdefault(hint, []).append(finding.case)
    new = {hint: cases for hint, cases in about.items() if hint not in said}
    said.update(new)
    everywhere = len(findings)
    hints = ((", ".join(cases) if len(cases) < everywhere else "", hint) for hint, cases in new.items())
    return Remark(tuple(findings), tuple(hints))


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


def told_of(report: Report) -> tuple[ExerciseReport, ...]:
    """The exercises that there is something to say about; of a refused submission, what a person marks."""
    if not report.refusal:
        return report.exercises
    return tuple(each for each in report.exercises if each.findings or each.notes or each.earned or each.ungraded)


def given_back(exercise: ExerciseReport) -> float:
    """The fraction of lost points that its named mistakes give back together: the least that one of them gives."""
    return min((mistake.credit for mistake in exercise.mistakes), default=0.0)


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
        return _named(costly, limit)
    waiting = [exercise for exercise in report.exercises if rounded(exercise.ungraded) > 0]
    return _named(waiting, limit) if waiting else one_line(_of_the_total(report), limit)


def why(exercise: ExerciseReport) -> str:
    """Why this exercise has not its full marks, on one line; empty if it has."""
    if _cost(exercise):
        return one_line(_cause(exercise))
    return _still_open(exercise) if rounded(exercise.ungraded) > 0 else ""


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
    return one_line(first.message) or f"{first.check} failed" + (f" on {first.case}" if first.case else "")


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


def _named(exercises: list[ExerciseReport], limit: int) -> str:
    """`softmax_loss_naive: the loss is summed, not averaged (+2 more)`: why the first, and how many others."""
    more = f" (+{len(exercises) - 1} more)" if len(exercises) > 1 else ""
    said = one_line(f"{exercises[0].exercise}: {why(exercises[0])}", max(limit - len(more), 0))
    return f"{said.removesuffix('.')}{more}"
