"""One exercise of one submission: its cases run, and judged under every convention that the rubric admits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from grader.bench import Bench, runs_for
from grader.conduct import Found
from grader.expect import STANDARD
from grader.judge import Judgement, judge_case
from grader.model import Drawn, Exercise, Finding, Observation, Run, Seen
from grader.score import grade_findings

ROUNDS = 3
"""How often checks may ask for more runs of one case before what they have must do."""


class Observer(Protocol):
    """Makes runs: of a submission, or of our own code in its place."""

    def observe(self, exercise: Exercise, run: Run) -> Observation:
        """The run's outcome."""


class Sitting:
    """One exercise of one submission: runs its cases, and judges them under every admitted convention."""

    def __init__(self, bench: Bench, exercise: Exercise, conduct: Observer, found: Found) -> None:
        self.bench, self.exercise, self.found = bench, exercise, found
        self._conduct = conduct
        section = bench.rubric.exercises[exercise.name]
        self.conventions = (STANDARD, *section.accepts)
        self.seen: dict[str, Seen] = {}
        self.expected: dict[str, dict[str, Seen]] = {convention: {} for convention in self.conventions}
        self.findings: dict[str, list[Finding]] = {convention: [] for convention in self.conventions}
        self.faults: list[str] = []

    def run(self, case: Drawn) -> None:
        """All runs of one case, in rounds until no check asks for more."""
        wanted = runs_for(self.exercise, case)
        observed: dict[str, Observation] = {}
        for _ in range(ROUNDS):
            for run in wanted.values():
                if run.label not in observed and not run.ours_only:
                    observed[run.label] = self._conduct.observe(self.exercise, run)
            seen = Seen(observed, self.found.facts)
            more = self._judge(case, seen, wanted)
            if not more:
                break
            wanted |= more
        self.seen[case.name] = seen

    def _judge(self, case: Drawn, seen: Seen, wanted: Mapping[str, Run]) -> dict[str, Run]:
        more: dict[str, Run] = {}
        for convention in self.conventions:
            expected = self.bench.expectations.expected(self.exercise, case, wanted.values(), convention)
            judged = judge_case(self.exercise, case, seen, expected)
            self.expected[convention][case.name] = expected
            self.faults += judged.faults
            more |= {run.label: run for run in judged.wanted}
            kept = [finding for finding in self.findings[convention] if finding.case != case.name]
            self.findings[convention] = [*kept, *judged.findings]
        return more

    def best(self) -> Judgement:
        """The judgement under the convention that is kindest; the reference's own where they are level."""
        section = self.bench.rubric.exercises[self.exercise.name]

        def passes(convention: str) -> float:
            cases = self.bench.cases[self.exercise.name]
            return sum(graded.earned for graded in grade_findings(self.findings[convention], cases, section))

        convention = max(self.conventions, key=passes)
        return Judgement(convention, tuple(self.findings[convention]), self.seen, self.expected[convention])
