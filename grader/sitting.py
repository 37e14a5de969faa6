"""One exercise of one submission: its cases run, and judged under every convention that the rubric admits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from grader.bench import Bench, runs_for
from grader.checks.comparison import alike
from grader.checks.gradient import Gradient
from grader.conduct import Found
from grader.expect import STANDARD, followed
from grader.follow import nearest, upstream_names, upstream_of
from grader.judge import Judgement, judge_case
from grader.model import BASE, Drawn, Exercise, Finding, Observation, Run, Seen, Status, Verdict
from grader.score import kindest
from grader.trace import Traced, read

TRACED = "traced"
"""Label of the run in which calls of functions written before are written down."""
ROUNDS = 5
"""How often checks may ask for more runs of one case before what they have must do."""


class Observer(Protocol):
    """Makes runs: of a submission, or of our own code in its place."""

    def observe(self, exercise: Exercise, runs: Sequence[Run]) -> list[Observation]:
        """The outcomes of the first of these runs: as many as went well, and the first that did not."""


class Sitting:
    """One exercise of one submission: runs its cases, and judges them under every admitted convention."""

    def __init__(self, bench: Bench, exercise: Exercise, conduct: Observer, found: Found) -> None:
        self.bench, self.exercise, self.found = bench, exercise, found
        self._conduct = conduct
        self._others = bench.rubric.exercises[exercise.name].accepts
        self.seen: dict[str, Seen] = {}
        self.faults: list[str] = []
        self._wanted: dict[str, dict[str, Run]] = {}
        self._observed: dict[str, dict[str, Observation]] = {}
        self._findings: dict[tuple[str, str], tuple[Finding, ...]] = {}
        """By convention and case."""

    def run(self, case: Drawn) -> None:
        """All runs of one case, in rounds until no check asks for more; a base run that fails stands alone."""
        wanted = runs_for(self.exercise, case)
        observed: dict[str, Observation] = {}
        self.seen[case.name], self._wanted[case.name] = Seen(observed, self.found.facts), wanted
        self._observed[case.name] = observed
        for turn in range(ROUNDS):
            self._observe(case, [run for run in wanted.values() if not run.ours_only], observed)
            more = self._judge_conventions(case, last=turn == ROUNDS - 1)
            if not more:
                break
            wanted |= more
        self._trace(case)

    def judged(self, following: Iterable[str] = ()) -> dict[str, tuple[Finding, ...]]:
        """The findings by convention: the reference's own first, and alone where nothing is wrong by it.

        `following` are conventions by which mistakes made elsewhere are carried through.
        """
        cases = [case for case in self.bench.cases[self.exercise.name] if case.name in self.seen]
        carried = () if self.right else nearest(self.bench, self.exercise, self.seen, following)
        others = () if self.right else (*self._others, *carried)
        return {convention: self._all(convention, cases) for convention in (STANDARD, *others)}

    def best(self, following: Iterable[str] = ()) -> Judgement:
        """The judgement under the convention that is kindest; the reference's own where they are level."""
        judged = self.judged(following)
        name = self.exercise.name
        convention = kindest(judged, self.bench.rubric.exercises[name])
        return Judgement(convention, judged[convention], self.seen)

    @property
    def right(self) -> bool:
        """Whether everything passes by the reference's own convention."""
        return self._all_right(case for case in self.bench.cases[self.exercise.name] if case.name in self.seen)

    def runs(self) -> Iterator[tuple[Run, Observation]]:
        """Every run that was made, with its outcome."""
        for case, seen in self.seen.items():
            yield from ((self._wanted[case][label], each) for label, each in seen.runs.items())

    def traces(self) -> dict[str, tuple[Traced, ...]]:
        """By case, how the code called what was written before; nothing where the traced run gave something else."""
        traced = {name: (seen.base, seen.runs[TRACED]) for name, seen in self.seen.items() if TRACED in seen.runs}
        return {
            name: read(run.trace)
            for name, (base, run) in traced.items()
            if run.status is Status.OK and run.trace is not None and _same(run, base)
        }

    def _trace(self, case: Drawn) -> None:
        """One run more of a case that fails by every convention, if the code may call what was written before.

        No more of them where one did not end well: they cost no more time than they are worth.
        """
        functions = upstream_names(self.bench, self.exercise)
        called = not functions.isdisjoint((*self.exercise.uses, *self.found.facts.names))
        wrong = not any(self._all_right([case], each) for each in (STANDARD, *self._others))
        traced = [seen.runs[TRACED] for seen in self.seen.values() if TRACED in seen.runs]
        ended_well = all(run.status is Status.OK for run in (*traced, self.seen[case.name].base))
        if called and wrong and ended_well:
            upstream = tuple(upstream_of(self.bench, self.exercise))
            run = Run(TRACED, case.inputs, seed=case.seed, theirs_only=True, optional=True, traced=upstream)
            self._wanted[case.name][TRACED] = run
            self._observe(case, [run], self._observed[case.name])

    def _observe(self, case: Drawn, wanted: Sequence[Run], observed: dict[str, Observation]) -> None:
        """Makes the runs that are not made yet; none after a base run that failed.

        Where a fault of ours kept a run from being seen, the log says which.
        """
        waiting = [run for run in wanted if run.label not in observed]
        while waiting:
            seen = self._conduct.observe(self.exercise, waiting)
            for run, each in zip(waiting, seen, strict=False):
                observed[run.label] = each
                if each.status is Status.INFRASTRUCTURE:
                    self.faults.append(f"case {case.name}, run {run.label}: {each.message}")
            waiting = waiting[len(seen) :] if observed[BASE].status is Status.OK else []

    def _judge_conventions(self, case: Drawn, *, last: bool) -> dict[str, Run]:
        """The runs that are still wanted. Other conventions are tried only where the reference's own does not hold."""
        more = self._judge(case, STANDARD, last=last)
        if not self._all_right([case]) and self.seen[case.name].base.status is Status.OK:
            for convention in self._others:
                more |= self._judge(case, convention, last=last)
        return more

    def _judge(self, case: Drawn, convention: str, *, last: bool) -> dict[str, Run]:
        seen = self.seen[case.name]
        wanted = self._wanted[case.name]
        if seen.base.status is not Status.OK:  # there is nothing to compare; but ours may have to raise there, too
            wanted = {BASE: wanted[BASE]} if followed(convention) else {}
        ours = [run for run in wanted.values() if not run.theirs_only]
        expected = self.bench.expectations.expected(self.exercise, case, ours, convention)
        judged = judge_case(self.exercise, case, seen, expected, last=last)
        findings = judged.findings
        if followed(convention):
            findings = self._without_breaks(findings, case, expected)
            findings = tuple(self._without_slopes(finding, case, expected, convention) for finding in findings)
        else:
            self.faults += judged.faults
        self._findings[convention, case.name] = findings
        return {run.label: run for run in judged.wanted}

    def _without_breaks(self, findings: Iterable[Finding], case: Drawn, expected: Seen) -> tuple[Finding, ...]:
        """A check may have no answer by what a mistake made elsewhere gives: to a gradient of another shape, say.

        It passes then where the outputs are the expected ones; else it says what it says by the reference's own. So
        does a check that fails by both: that a mistake's gradient is no gradient has no other cause than the mistake.
        """
        theirs = self.seen[case.name].base
        ran = theirs.status is Status.OK  # else nothing was asked of ours, and there is nothing to compare
        same = ran and all(alike(theirs.arrays.get(name), array) for name, array in expected.base.arrays.items())
        plain = {finding.check: finding for finding in self._findings[STANDARD, case.name]}
        answered = {check for check, finding in plain.items() if finding.verdict is not Verdict.UNGRADED}

        def settled(finding: Finding) -> Finding:
            if finding.verdict is Verdict.UNGRADED and finding.check in answered:
                return replace(finding, verdict=Verdict.PASS, message="", discreet="") if same else plain[finding.check]
            twice = finding.verdict is Verdict.FAIL and finding.check in answered
            return plain[finding.check] if twice and plain[finding.check].verdict is Verdict.FAIL else finding

        return tuple(map(settled, findings))

    def _without_slopes(self, finding: Finding, case: Drawn, expected: Seen, convention: str) -> Finding:
        """Where a mistake is carried through, our gradient need not be that of our loss: then nor need theirs."""
        gradients = {check.key: check for check in self.exercise.checks if isinstance(check, Gradient)}
        if finding.verdict is not Verdict.FAIL or finding.check not in gradients:
            return finding
        check, ours, theirs = gradients[finding.check], expected.base.arrays, self.seen[case.name].base.arrays
        if check.grad not in ours or not alike(theirs.get(check.grad), ours[check.grad]):
            return finding
        plain = self.bench.expectations.mistaken(self.exercise, case, STANDARD, ()).arrays
        if alike(plain[check.grad], ours[check.grad]) and not alike(theirs.get(check.loss), ours[check.loss]):
            return finding
        said = f"{check.grad} does not fit {check.loss}: that follows from {' and '.join(followed(convention))}"
        return replace(finding, verdict=Verdict.PASS, message=said, discreet=said, hint="", where="", picture=None)

    def _all(self, convention: str, cases: Iterable[Drawn]) -> tuple[Finding, ...]:
        """Every finding under this convention; cases that were right by the reference's own are judged only now."""
        for case in cases:
            if (convention, case.name) not in self._findings:
                self._judge(case, convention, last=False)
                self._complete(convention, case)
        return tuple(finding for case in cases for finding in self._findings[convention, case.name])

    def _complete(self, convention: str, case: Drawn) -> None:
        """It is too late for further runs: a check that wants some says what it says by the reference's own."""
        findings = self._findings[convention, case.name]
        told = {finding.check for finding in findings}
        rest = tuple(finding for finding in self._findings[STANDARD, case.name] if finding.check not in told)
        self._findings[convention, case.name] = findings + rest

    def _all_right(self, cases: Iterable[Drawn], convention: str = STANDARD) -> bool:
        judged = [self._findings.get((convention, case.name)) for case in cases]
        findings = [finding for each in judged for finding in each or ()]
        return None not in judged and all(finding.verdict is Verdict.PASS for finding in findings)


def _same(one: Observation, two: Observation) -> bool:
    """Whether two runs gave the same arrays."""
    names = one.arrays.keys() == two.arrays.keys()
    return names and all(alike(one.arrays[name], array) for name, array in two.arrays.items())
