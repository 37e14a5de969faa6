"""What is found out about an exercise whatever the points are: judged by every convention, and diagnosed.

An `Examined` needs neither code nor numbers to be scored, and scored anew when the rubric's points change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from grader.as_called import carried_as_called
from grader.bench import Bench
from grader.checks.close import is_telling
from grader.diagnose import Diagnosis, diagnose
from grader.expect import STANDARD, followed, written_by
from grader.follow import carried_through, cause, lost_points
from grader.judge import Judgement
from grader.model import Drawn, Exercise, Finding, NamedMistake, Seen, Verdict
from grader.rubric import ExerciseRubric
from grader.score import kindest
from grader.sitting import Sitting

PRINTED = 4000
"""Characters of printed output that a report shows."""


@dataclass(frozen=True)
class AskedCase:
    """A case, as far as points go."""

    name: str
    visible: bool


@dataclass(frozen=True)
class Core:
    """What is the same for all whose answers are judged alike."""

    exercise: str
    cases: tuple[AskedCase, ...] = ()
    judged: Mapping[str, tuple[Finding, ...]] = field(default_factory=lambda: {STANDARD: ()})
    """By convention; the reference's own first. Empty where nothing could be read."""
    convention: str = STANDARD
    """The kindest one, under which it was diagnosed."""
    mistakes: tuple[NamedMistake, ...] = ()
    """With the credit that no rubric changes; known mistakes get theirs from the rubric."""
    substantial: bool = False
    """Whether known mistakes account for every number of an answer that computes: passes count by themselves."""
    carried: tuple[str, ...] = ()
    """What was named in exercises that this one follows, or lost points there, by the convention that carries it."""
    note: str = ""
    """By which convention it was judged, in words."""
    broken: bool = False
    """Whether grading broke: every point stays open."""

    def holds(self, section: ExerciseRubric, carried: Iterable[str]) -> bool:
        """Whether the diagnosis is still the one to be made, by these points and after these mistakes upstream.

        Where nothing could be read, nothing is made of what is upstream.
        """
        same = tuple(carried) == self.carried or not self.cases
        return same and kindest(self.judged, section) == self.convention

    @property
    def is_open(self) -> bool:
        """Whether a fault of ours left something undecided."""
        said = (finding.verdict for findings in self.judged.values() for finding in findings)
        return self.broken or Verdict.UNGRADED in said


@dataclass(frozen=True)
class Examined:
    """One exercise of one submission."""

    core: Core
    found_in: str = ""
    notes: tuple[str, ...] = ()
    printed: str = ""

    @property
    def exercise(self) -> str:
        """Its name."""
        return self.core.exercise


def examined(bench: Bench, sitting: Sitting, carried: Iterable[str] = ()) -> Examined:
    """The outcome of a sitting; `carried` say what was named, or lost points, in exercises that this one follows."""
    exercise, carried = sitting.exercise, tuple(carried)
    cases, section = bench.cases[exercise.name], bench.rubric.exercises[exercise.name]
    ways: tuple[str, ...] = ()
    if carried and not sitting.right:
        ways = carried_through(bench, exercise, carried, sitting.found.facts)
        bench, more = carried_as_called(bench, exercise, lost_points(carried), sitting.traces())
        sitting.bench, ways = bench, (*ways, *more)
    judged = sitting.judged(ways)
    convention = kindest(judged, section)
    judgement = Judgement(convention, judged[convention], sitting.seen)
    diagnosis = Diagnosis()
    if followed(convention) or any(each.verdict is not Verdict.PASS for each in judgement.findings):
        with np.errstate(all="ignore"):  # what came back may hold anything
            diagnosis = diagnose(bench, exercise, judgement, ways)
    core = Core(
        exercise.name,
        tuple(AskedCase(case.name, case.visible) for case in cases),
        judged,
        convention,
        tuple(_uncredited(exercise, mistake) for mistake in diagnosis.mistakes),
        diagnosis.whole and _computes(judgement, cases),
        carried,
        _convention_note(bench, exercise, convention),
    )
    return Examined(core, sitting.found.places, sitting.found.notes, _printed(cases, judgement.seen))


def _uncredited(exercise: Exercise, mistake: NamedMistake) -> NamedMistake:
    known = any(each.id == mistake.name for each in exercise.mistakes)
    return replace(mistake, credit=0.0) if known else mistake


def _computes(judgement: Judgement, cases: Iterable[Drawn]) -> bool:
    """Whether some hidden case gave, in every output, what no constant gives."""
    hidden = [case.name for case in cases if not case.visible and case.name in judgement.seen]
    seen = [judgement.seen[name].base for name in hidden]
    return any(run.arrays and all(is_telling(array) for array in run.arrays.values()) for run in seen)


def _convention_note(bench: Bench, exercise: Exercise, convention: str) -> str:
    said = [f"judged by what it calls: {cause(bench, convention).message}"] if followed(convention) else []
    variant = written_by(convention)
    said += [f"judged by the convention {each.says}" for each in exercise.variants if each.id == variant]
    return "; ".join(said)


def _printed(cases: Iterable[Drawn], seen: Mapping[str, Seen]) -> str:
    """What visible cases printed; what a hidden one prints is shown to nobody."""
    return "".join(seen[case.name].base.printed for case in cases if case.visible and case.name in seen)[:PRINTED]
