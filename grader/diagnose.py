"""Which known mistake explains this? Names are given only where the numbers say so on every failing case.

A mistake explains a submission when, on every case, the submission gives what the reference gives with that mistake
made: on failing cases, where the mistake differs from the reference, its wrong numbers; elsewhere the right ones.
Tried in this order: one mistake for everything; two mistakes at once; for each output by itself (a wrong loss and a
wrong gradient may have different causes) one mistake, or else a general shape: a constant factor, a transpose, an
added multiple of an input, one region.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from grader.bench import runs_for
from grader.checks.comparison import alike
from grader.expect import Expectations
from grader.general_shapes import shape_of_error
from grader.judge import Judgement
from grader.model import Drawn, Exercise, Mistake, NamedMistake, Observation, Status
from grader.rubric import ExerciseRubric


@dataclass(frozen=True)
class Comparison:
    """One case: what was seen, and what was expected."""

    case: Drawn
    seen: Observation
    expected: Observation


def diagnose(
    exercise: Exercise,
    cases: Sequence[Drawn],
    judgement: Judgement,
    expectations: Expectations,
    section: ExerciseRubric,
) -> tuple[NamedMistake, ...]:
    """The mistakes that explain the failures of this exercise; empty if it is right or nothing known fits."""

    def mistaken(case: Drawn, names: tuple[str, ...]) -> Observation:
        return expectations.mistaken(exercise, case, judgement.convention, names)

    seen = {case.name: judgement.seen[case.name].base for case in cases if case.name in judgement.seen}
    ended = [case for case in cases if case.name in seen and seen[case.name].status in (Status.OK, Status.RAISED)]
    compared = [Comparison(case, seen[case.name], mistaken(case, ())) for case in ended]
    if not any(_differs(each.seen, each.expected) for each in compared):
        return ()
    whole = _one(exercise, compared, mistaken) or _two(exercise, compared, mistaken)
    if whole:
        return tuple(_named(mistake, section) for mistake in whole)
    named: dict[str, NamedMistake] = {}
    for output, able in _wrong_outputs(compared).items():
        mistake = _one(exercise, able, mistaken, output)
        if mistake:
            named[mistake[0].id] = _named(mistake[0], section)
        else:
            said = shape_of_error(output, able) or _shape_in_part(exercise, output, able, judgement, expectations)
            named |= {f"general: {output}": NamedMistake("general", said)} if said else {}
    return tuple(named.values())


def _shape_in_part(
    exercise: Exercise,
    output: str,
    able: Sequence[Comparison],
    judgement: Judgement,
    expectations: Expectations,
) -> str:
    """A general shape that shows where a number among the inputs is zero: with the penalty switched off, say."""
    cases = [each.case for each in able]
    for label in {label: None for case in cases for label in judgement.seen[case.name].runs if label.endswith("=0.0")}:
        part = []
        for case in cases:
            run = next((run for run in runs_for(exercise, case).values() if run.label == label), None)
            if run is not None and label in judgement.seen[case.name].runs:
                right = expectations.expected(exercise, case, [run], judgement.convention)[label]
                part.append(Comparison(case, judgement.seen[case.name][label], right))
        said = shape_of_error(output, _wrong_outputs(part).get(output, []))
        if said:
            return f"{said} (seen with {label.removesuffix('.0')})"
    return ""


Mistaken = Callable[[Drawn, tuple[str, ...]], Observation]


def _one(
    exercise: Exercise, compared: Sequence[Comparison], mistaken: Mistaken, output: str | None = None
) -> tuple[Mistake, ...]:
    """The first mistake that gives the same on every case; the same numbers of one output, if that is named."""
    for mistake in exercise.mistakes:
        if _explains(compared, _making(mistaken, mistake.id), output):
            return (mistake,)
    return ()


def _two(exercise: Exercise, compared: Sequence[Comparison], mistaken: Mistaken) -> tuple[Mistake, ...]:
    """The first pair that gives the same on every case; each must matter, or one alone would have explained it."""
    for pair in combinations(exercise.mistakes, 2):
        if _explains(compared, _making(mistaken, pair[0].id, pair[1].id)):
            return pair
    return ()


def _making(mistaken: Mistaken, *names: str) -> Callable[[Drawn], Observation]:
    return lambda case: mistaken(case, names)


def _explains(compared: Iterable[Comparison], given: Callable[[Drawn], Observation], output: str | None = None) -> bool:
    """Whether the same came out everywhere (of one output, if named), and something other than expected somewhere."""
    telling = False
    for each in compared:
        theirs = given(each.case)
        if not _same(each.seen, theirs, output):
            return False
        telling = telling or not _same(theirs, each.expected, output)
    return telling


def _differs(one: Observation, two: Observation) -> bool:
    return not _same(one, two)


def _same(one: Observation, two: Observation, output: str | None = None) -> bool:
    """The same ending, the same numbers, the same inputs changed; of one output, its numbers alone."""
    if one.status is not two.status:
        return False
    if one.status is Status.RAISED:
        return one.message.split(":")[0] == two.message.split(":")[0]
    if output is not None:
        return output in two.arrays and alike(one.arrays.get(output), two.arrays[output])
    return (
        one.arrays.keys() == two.arrays.keys()
        and set(one.changed) == set(two.changed)
        and one.touched_random_state == two.touched_random_state
        and all(alike(one.arrays[name], array) for name, array in two.arrays.items())
    )


def _wrong_outputs(compared: Iterable[Comparison]) -> Mapping[str, list[Comparison]]:
    """By output, all comparisons in which it can be compared, for the outputs that are wrong in at least one."""
    able = [each for each in compared if each.seen.status is each.expected.status is Status.OK]
    outputs: dict[str, list[Comparison]] = {}
    for each in able:
        for name, array in each.expected.arrays.items():
            if name in each.seen.arrays and not alike(each.seen.arrays[name], array):
                outputs[name] = able
    return outputs


def _named(mistake: Mistake, section: ExerciseRubric) -> NamedMistake:
    credit = section.mistakes.get(mistake.id)
    return NamedMistake(mistake.id, mistake.says, credit.credit if credit else 0.0)


def same_everywhere(first: Mapping[str, Observation], second: Mapping[str, Observation]) -> bool:
    """Whether two sets of observations, by case, cannot be told apart: mistakes of one such group share a name."""
    return first.keys() == second.keys() and all(_same(first[name], second[name]) for name in first)


def unlike(seen: Mapping[str, Observation], expected: Mapping[str, Observation]) -> Iterator[str]:
    """Names of the cases on which these differ."""
    return (name for name in expected if _differs(seen[name], expected[name]))
