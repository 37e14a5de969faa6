"""Follow-through for mistakes without a name: our later part, given what the student's own earlier functions gave.

How the student's code called them was traced, in the case's own run, on inputs that it gets anyway. Our later part is
run on the host with their answers in the place of ours (`grader.play`); what comes out is what the student's later part
had to give, had they made no mistake there. It is one more convention to judge by.

**What is asked of it**, so that it carries a mistake through and nothing else:
- the traced run gave what the base run gave;
- answers are taken over from functions of exercises that lost points, and of their caches' other halves, alone; and
  only where they are finite, tell something and have about the right size;
- some answer differs from ours, and our later part runs with them to its end;
- what then is expected still tells something, in every output (as with named mistakes), and nearly all known mistakes
  of this exercise still show in it, output by output. Where little could be seen, nothing is carried.

**Who lies.** The process that runs the student's code may tell of calls that never were. But a call counts only where
our later part makes it with the same arguments: who tells of it has computed what goes into it, step by step, and what
is given has to follow from the answers as in our later part. That is to have written it. What is gained at most are the
points of the later exercise, and the earlier one is charged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

from grader.bench import Bench
from grader.checks.comparison import alike
from grader.expect import AS_CALLED, STANDARD, ComputedExpectations, followed, following, written_by
from grader.follow import carries, upstream_names
from grader.model import BASE, Drawn, Exercise, Observation, Run, Seen, Status
from grader.play import Play
from grader.trace import Traced

SHOWN = 0.85
"""The part of the known mistakes that must show in an output, of those that show where all functions are ours. Nineteen
made-up mistakes upstream hid a tenth at most; a layer whose answers make the ReLU behind it invisible, a fifth and
more."""
TRIED = 3
"""Cases on which it is seen whether known mistakes still show."""


class CalledExpectations:
    """What is expected of one submission, where its own functions answer; all else is as ever. Not for threads."""

    def __init__(self, plain: ComputedExpectations, bench: Bench, traces: Mapping[str, tuple[Traced, ...]]) -> None:
        self._plain, self._bench, self._traces = plain, bench, traces
        self._kept: dict[tuple[str, str, str, tuple[str, ...]], tuple[Observation, set[str]]] = {}

    def expected(self, exercise: Exercise, case: Drawn, runs: Iterable[Run], convention: str = STANDARD) -> Seen:
        """These runs; only that on the case's own inputs is known by what the submission's functions gave."""
        if not _is_as_called(convention):
            return self._plain.expected(exercise, case, runs, convention)
        runs = list(runs)
        others = self._plain.expected(
            exercise, case, [run for run in runs if run.label != BASE], written_by(convention)
        )
        base = {run.label: self.mistaken(exercise, case, convention, ()) for run in runs if run.label == BASE}
        return Seen({**others.runs, **base})

    def mistaken(self, exercise: Exercise, case: Drawn, convention: str, mistakes: tuple[str, ...]) -> Observation:
        """The base run with these mistakes made in our later part."""
        if not _is_as_called(convention):
            return self._plain.mistaken(exercise, case, convention, mistakes)
        return self._played(exercise, case, convention, mistakes)[0]

    def answered(self, exercise: Exercise, case: Drawn, convention: str) -> set[str]:
        """The exercises whose functions gave something else than ours in this case."""
        return self._played(exercise, case, convention, ())[1]

    def as_ours(self, exercise: Exercise, case: Drawn, convention: str, mistakes: tuple[str, ...]) -> Observation:
        """The same where our part calls the same functions, and they are ours."""
        return self._plain.with_calls(exercise, case, convention, mistakes, self._called(case))

    def _played(
        self, exercise: Exercise, case: Drawn, convention: str, mistakes: tuple[str, ...]
    ) -> tuple[Observation, set[str]]:
        key = (exercise.name, case.name, convention, mistakes)
        if key not in self._kept:
            run, answered = Observation(Status.MISSING), set[str]()
            if case.name in self._traces:
                play = self._play(case, set(followed(convention)))
                run = self._plain.played(exercise, case, convention, mistakes, play)
                answered = {_home(self._bench, name).name for name in play.answered}
            if run.status is not Status.OK:
                run, answered = self._plain.mistaken(exercise, case, written_by(convention), mistakes), set()
            self._kept[key] = run, answered
        return self._kept[key]

    def _play(self, case: Drawn, wrong: set[str]) -> Play:
        calls = self._traces[case.name]
        homes = {call.name: _home(self._bench, call.name) for call in calls}
        return Play(
            calls,
            self._called(case),
            {name for name, home in homes.items() if home.name in wrong},
            {name: self._plain.returned(name, home) for name, home in homes.items()},
        )

    def _called(self, case: Drawn) -> tuple[str, ...]:
        """The exercises whose functions were called."""
        return tuple(sorted({_home(self._bench, call.name).name for call in self._traces[case.name]}))


def carried_as_called(
    bench: Bench, exercise: Exercise, lost: Iterable[str], traces: Mapping[str, tuple[Traced, ...]]
) -> tuple[Bench, tuple[str, ...]]:
    """Conventions by which mistakes in these exercises show here, and the bench that knows them; none in most cases."""
    known = upstream_names(bench, exercise)
    heard = {case: tuple(call for call in calls if call.name in known) for case, calls in traces.items()}
    heard = {case: calls for case, calls in heard.items() if calls}
    lost = list(lost)
    if not lost or not heard or not isinstance(bench.expectations, ComputedExpectations):
        return bench, ()
    expectations = CalledExpectations(bench.expectations, bench, heard)
    beside = replace(bench, expectations=expectations)
    cases = [case for case in bench.cases[exercise.name] if case.name in heard]
    widest = following({name: [AS_CALLED] for name in lost})
    answered = {name for case in cases for name in expectations.answered(exercise, case, widest)}
    wrong = {name: [AS_CALLED] for name in lost if name in answered}
    if not wrong:
        return bench, ()
    tried = ([case for case in cases if not case.reserved] or cases)[-TRIED:]
    if not _shows(expectations, exercise, tried, following(wrong)):
        return bench, ()
    told = [following(wrong, variant) for variant in (STANDARD, *bench.rubric.exercises[exercise.name].accepts)]
    ways = [way for way in told if carries(beside, exercise, way)]
    return (beside, tuple(ways)) if ways else (bench, ())


def _shows(expectations: CalledExpectations, exercise: Exercise, cases: Iterable[Drawn], convention: str) -> bool:
    """Whether nearly all known mistakes that change an output where the functions are ours change it here as well."""
    cases = list(cases)
    told, left = Counter[str](), Counter[str]()
    for mistake in exercise.mistakes:
        asked = [(exercise, case, convention, mistake.id) for case in cases]
        ours = {name for each in asked for name in _changed(expectations.as_ours, *each)}
        told.update(ours)
        left.update(ours & {name for each in asked for name in _changed(expectations.mistaken, *each)})
    return all(left[name] >= SHOWN * told[name] for name in told)


Base: TypeAlias = Callable[[Exercise, Drawn, str, tuple[str, ...]], Observation]
"""The base run of an exercise on a case, by a convention, with mistakes made."""


def _changed(base: Base, exercise: Exercise, case: Drawn, convention: str, mistake: str) -> set[str]:
    """The outputs that this mistake makes wrong."""
    right, wrong = (base(exercise, case, convention, made) for made in ((), (mistake,)))
    if wrong.status is not Status.OK:
        return set()
    return {name for name, array in right.arrays.items() if not alike(wrong.arrays.get(name), array)}


def _is_as_called(convention: str) -> bool:
    return any(AS_CALLED in ids for ids in followed(convention).values())


def _home(bench: Bench, function: str) -> Exercise:
    """The exercise that a function is written for: of those that use it the one that uses the fewest."""
    return min((each for each in bench.exercises if function in each.uses), key=lambda each: len(each.uses))
