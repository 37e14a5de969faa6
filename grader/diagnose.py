"""Which known mistake explains this? Names are given only where the numbers say so on every failing case.

A mistake explains a submission when, on every case, the submission gives what the reference gives with that mistake
made: on failing cases, where the mistake differs from the reference, its wrong numbers; elsewhere the right ones.
Tried in this order: one mistake for everything; two mistakes at once; for each output by itself (a wrong loss and a
wrong gradient may have different causes) one mistake, or else a general shape: a constant factor, a transpose, an
added multiple of an input, one region. What comes out differently when it is asked again is told so instead: numbers
that depend on the calls before are no mistake's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, islice
from weakref import WeakKeyDictionary

import numpy as np

from grader.bench import Bench, runs_for
from grader.checks.comparison import alike
from grader.expect import STANDARD, Expectations, followed
from grader.follow import cause
from grader.general_shapes import shape_of_error
from grader.judge import Judgement
from grader.model import Drawn, Exercise, Mistake, NamedMistake, Observation, Run, Seen, Status, Verdict
from grader.rubric import ExerciseRubric


@dataclass(frozen=True)
class Comparison:
    """One case: what was seen, and what was expected."""

    case: Drawn
    seen: Observation
    expected: Observation


@dataclass(frozen=True)
class Diagnosis:
    """What explains the failures of one exercise."""

    mistakes: tuple[NamedMistake, ...] = ()
    whole: bool = False
    """Whether known mistakes account for every number that came back, and not just for their shape."""


def diagnose(bench: Bench, exercise: Exercise, judgement: Judgement, following: Iterable[str] = ()) -> Diagnosis:
    """The mistakes that explain the failures of this exercise; none if it is right or nothing known fits.

    They are looked for under the convention that the submission is judged by, then under the others that are admitted,
    and last behind all the mistakes made in what it calls (the widest of `following`).
    """
    section, cases = bench.rubric.exercises[exercise.name], bench.cases[exercise.name]
    widest = sorted(following, key=lambda convention: -len(followed(convention)))[:1]
    conventions = dict.fromkeys((judgement.convention, STANDARD, *section.accepts, *widest))
    inquiries = [Inquiry(exercise, cases, judgement.seen, convention, bench.expectations) for convention in conventions]
    kept = _kept(judgement)
    if not inquiries[0].anything_wrong:
        carried = followed(judgement.convention)
        return Diagnosis((cause(bench, judgement.convention),), whole=True) if carried else Diagnosis(kept)
    searches = [(inquiry, number) for number in (Inquiry.one, Inquiry.two) for inquiry in inquiries]
    for inquiry, search in searches:
        found = search(inquiry)
        if found:
            behind = [cause(bench, inquiry.convention)] if followed(inquiry.convention) else []
            return Diagnosis((*(_named(mistake, section) for mistake in found), *behind), whole=True)
    if kept:
        return Diagnosis(kept)
    elsewhere = inquiries[0].swapped() or inquiries[0].of_a_sibling(_siblings(bench, exercise))
    named = (elsewhere,) if elsewhere else tuple(inquiries[0].by_output(section))
    behind = [cause(bench, judgement.convention)] if named and followed(judgement.convention) else []
    return Diagnosis((*named, *behind))


def _kept(judgement: Judgement) -> tuple[NamedMistake, ...]:
    """What is said of a submission whose numbers are others the second time."""
    again = any(each.check == "repeatable" and each.verdict is Verdict.FAIL for each in judgement.findings)
    return (NamedMistake("general", KEPT),) if again else ()


KEPT = (
    "the same call gives other numbers when it is made again: something is kept from call to call (in a global name, "
    "an attribute, or a default value that is changed), or drawn at random"
)


def _siblings(bench: Bench, exercise: Exercise) -> list[str]:
    """Other exercises that take the same inputs: their answers may have been given here."""
    inputs = {name: set(drawn[0].inputs) for name, drawn in bench.cases.items() if drawn}
    own = inputs.get(exercise.name)
    return [name for name, theirs in inputs.items() if theirs == own and name != exercise.name]


class Inquiry:
    """One exercise of one submission, held against the known mistakes under one convention."""

    def __init__(
        self,
        exercise: Exercise,
        cases: Iterable[Drawn],
        seen: Mapping[str, Seen],
        convention: str,
        expectations: Expectations,
    ) -> None:
        self._exercise, self._seen, self.convention, self._expectations = exercise, seen, convention, expectations
        keys = {check.key for check in exercise.checks}
        self._watched = {"changed": "inputs_unchanged" in keys, "touched": "random_state_untouched" in keys}
        ended = [case for case in cases if case.name in seen and seen[case.name].base.status in _COMPARABLE]
        self._compared = [
            Comparison(case, self._relevant(seen[case.name].base), self._mistaken(case, ())) for case in ended
        ]

    @property
    def anything_wrong(self) -> bool:
        """Whether anything that came back is not what was expected."""
        return any(not _same(each.seen, each.expected) for each in self._compared)

    def one(self) -> tuple[Mistake, ...]:
        """The first mistake that gives the same on every case."""
        fitting = (each for each in self._exercise.mistakes if self._explains(self._compared, (each.id,), None))
        return tuple(islice(fitting, 1))

    def of_output(self, output: str) -> tuple[Mistake, ...]:
        """A mistake that gives the same numbers of this output; first of all one that gives all that it touches.

        One that does not is named only where it fits more than it misses, and spoils no output that is right here
        throughout: its sentence, "the loss and the gradients are summed", would not be true.

        Where none does and some cases end in nan or infinity, the others are asked: an overflow is a mistake beside.
        """
        able = _able(self._compared)
        finite = [each for each in able if _finite(each.seen.arrays.get(output))]
        enough = len(able) > len(finite) >= FEWEST_FINITE
        return self._of_output(output, able) or (self._of_output(output, finite) if enough else ())

    def _of_output(self, output: str, able: list[Comparison]) -> tuple[Mistake, ...]:
        possible = []
        for mistake in self._exercise.mistakes:
            if not self._explains(able, (mistake.id,), output):
                continue
            touched = {name for each in able for name in self._made_wrong(each, (mistake.id,)) if name}
            if all(self._explains(able, (mistake.id,), name) for name in touched):
                return (mistake,)
            if self._plausible(mistake, able):
                possible.append(mistake)
        return tuple(possible[:1])

    def _plausible(self, mistake: Mistake, able: list[Comparison]) -> bool:
        """Whether what this mistake makes wrong, case by case, is more often so here than right."""
        wrong = _wrong_outputs(able)
        fits = misses = 0
        for each in able:
            for name in self._made_wrong(each, (mistake.id,)):
                if name and name not in wrong:
                    return False
                fits += _same(each.seen, self._mistaken(each.case, (mistake.id,)), name or None)
                misses += _same(each.seen, each.expected, name or None)
        return fits > misses

    def two(self) -> tuple[Mistake, ...]:
        """The first pair that gives the same on every case; each must matter, or one alone would have explained it.

        Only pairs are tried whose wrong outputs, taken together, are the submission's: two mistakes rarely cancel.
        """
        wrong = self._wrong_places(())
        places = {mistake: self._wrong_places((mistake.id,)) for mistake in self._exercise.mistakes}
        candidates = [mistake for mistake in self._exercise.mistakes if places[mistake] <= wrong]
        for pair in combinations(candidates, 2):
            if places[pair[0]] | places[pair[1]] == wrong and self._explains(
                self._compared, (pair[0].id, pair[1].id), None
            ):
                return pair
        return ()

    def swapped(self) -> NamedMistake | None:
        """Two right outputs under each other's names."""
        able = _able(self._compared)
        for one, two in combinations(able[0].expected.arrays if able else (), 2):
            both = [each for each in able if {one, two} <= each.expected.arrays.keys()]
            differ = any(not alike(each.expected.arrays[one], each.expected.arrays[two]) for each in both)
            if differ and all(_has(each, one, two) and _has(each, two, one) for each in both):
                return NamedMistake("swapped", f"{one} and {two} are returned in the wrong order")
        return None

    def of_a_sibling(self, siblings: Iterable[str]) -> NamedMistake | None:
        """The right answer to another exercise."""
        able = [each for each in _able(self._compared) if not each.case.reserved]
        for name in siblings:
            theirs = [self._answer_of(name, each.case) for each in able]
            same = all(_same(each.seen, answer) for each, answer in zip(able, theirs, strict=True))
            if same and any(not _same(answer, each.expected) for each, answer in zip(able, theirs, strict=True)):
                return NamedMistake("other_exercise", f"this computes what {name} should: is it the wrong function?")
        return None

    def _answer_of(self, name: str, case: Drawn) -> Observation:
        run = Run(f"as {name}", case.inputs, probe=name, seed=case.seed)
        return self._relevant(self._expectations.expected(self._exercise, case, [run], self.convention)[run.label])

    def by_output(self, section: ExerciseRubric) -> Iterator[NamedMistake]:
        """For each wrong output by itself: a mistake that gives it, or else the general shape of its error."""
        told: set[str] = set()
        for output in _wrong_outputs(self._compared):
            mistakes = self.of_output(output)
            said = "" if mistakes else self._shape(output)
            named = [
                *(_named(mistake, section) for mistake in mistakes),
                *([NamedMistake("general", said)] if said else []),
            ]
            yield from (each for each in named if each.message not in told)
            told |= {each.message for each in named}
        if not told:
            yield from self._alone()

    def _alone(self) -> Iterator[NamedMistake]:
        """Nothing explains it; but the other outputs that are judged are right, so it is this one to look at."""
        wrong = _wrong_outputs(self._compared)
        able = _able(self._compared)
        judged = {getattr(check, "output", "") for check in self._exercise.checks}
        right = [name for name in (able[0].expected.arrays if able else ()) if name in judged and name not in wrong]
        returned = all(name in each.seen.arrays for each in able for name in right)
        if len(wrong) == 1 and right and returned and len(able) == len(self._compared):
            others = ", ".join(right[:-1]) + (" and " if right[:-1] else "") + right[-1]
            verb = "are" if right[:-1] else "is"
            yield NamedMistake("general", f"only {wrong[0]} is wrong: {others} {verb} right on every case")

    def _wrong_places(self, names: tuple[str, ...]) -> frozenset[tuple[str, str]]:
        """Case and output of everything that these mistakes make wrong; without any, what the submission has wrong.

        Reserved cases are left out: they are for one check each, and may be slow.
        """
        places: set[tuple[str, str]] = set()
        for each in self._compared:
            if not each.case.reserved:
                wrong = self._made_wrong(each, names) if names else _wrong_in(each.seen, each.expected)
                places |= {(each.case.name, name) for name in wrong}
        return frozenset(places)

    def _made_wrong(self, each: Comparison, names: tuple[str, ...]) -> tuple[str, ...]:
        """What these mistakes make wrong in one case: the same for every submission, so it is found once."""
        kept = _made_wrong.setdefault(self._expectations, {})
        key = (self._exercise.name, each.case.name, self.convention, names)
        if key not in kept:
            kept[key] = _wrong_in(self._mistaken(each.case, names), each.expected)
        return kept[key]

    def _shape(self, output: str) -> str:
        """The general shape on the cases' own inputs, or where a number among them is zero: the penalty, say."""
        shape = shape_of_error(output, _able(self._compared))
        if shape:
            return shape
        labels = {label: None for seen in self._seen.values() for label in seen.runs if label.endswith("=0.0")}
        for label in labels:
            part = [compared for each in self._compared for compared in self._beside(each.case, label)]
            if output in _wrong_outputs(part):
                shape = shape_of_error(output, _able(part))
            if shape:
                return f"{shape} (seen with {label.removesuffix('.0')})"
        return ""

    def _beside(self, case: Drawn, label: str) -> Iterator[Comparison]:
        """The run of this label, compared, where the case has one."""
        run = next((run for run in runs_for(self._exercise, case).values() if run.label == label), None)
        if run is not None and label in self._seen[case.name].runs:
            right = self._expectations.expected(self._exercise, case, [run], self.convention)[label]
            yield Comparison(case, self._seen[case.name][label], right)

    def _mistaken(self, case: Drawn, names: tuple[str, ...]) -> Observation:
        return self._relevant(self._expectations.mistaken(self._exercise, case, self.convention, names))

    def _relevant(self, run: Observation) -> Observation:
        """Without what no check of this exercise looks at: `train` may draw random numbers from where it likes."""
        changed = run.changed if self._watched["changed"] else ()
        touched = run.touched_random_state and self._watched["touched"]
        if (changed, touched) == (run.changed, run.touched_random_state):
            return run
        return replace(run, changed=changed, touched_random_state=touched)

    def _explains(self, compared: Iterable[Comparison], names: tuple[str, ...], output: str | None) -> bool:
        """Whether these mistakes give the same everywhere, and something other than expected somewhere.

        Where both raise in every case, they must also say the same: else any ValueError would explain any other.
        """
        given = []
        for each in compared:
            theirs = self._mistaken(each.case, names)
            if not _same(each.seen, theirs, output):
                return False
            given.append((each, theirs))
        if all(theirs.status is Status.RAISED for _, theirs in given):
            return all(_words(each.seen) == _words(theirs) for each, theirs in given) and bool(given)
        return any(not _same(theirs, each.expected, output) for each, theirs in given)


FEWEST_FINITE = 3
"""Cases whose numbers have to speak for a mistake, where others end in nan or infinity."""


def _finite(array: np.ndarray | None) -> bool:
    """Whether there are numbers, and finite ones."""
    return array is not None and array.dtype.kind in "biuf" and bool(np.isfinite(array).all())


_COMPARABLE = (Status.OK, Status.RAISED)
_made_wrong: WeakKeyDictionary[Expectations, dict[tuple[str, str, str, tuple[str, ...]], tuple[str, ...]]]
_made_wrong = WeakKeyDictionary()
"""By exercise, case, convention and mistakes; as long as what is expected is kept."""


def _wrong_in(given: Observation, expected: Observation) -> tuple[str, ...]:
    """The outputs that are not as expected; an empty name where only the ending or the inputs are not."""
    outputs = expected.arrays if given.status is Status.OK else ()
    wrong = tuple(name for name in outputs if not _same(given, expected, name))
    return wrong if wrong or _same(given, expected) else ("",)


def _has(each: Comparison, output: str, other: str) -> bool:
    """Whether this output holds what was expected of the other."""
    return output in each.seen.arrays and alike(each.seen.arrays[output], each.expected.arrays[other])


def _able(compared: Iterable[Comparison]) -> list[Comparison]:
    """Those whose outputs can be compared."""
    return [each for each in compared if each.seen.status is each.expected.status is Status.OK]


def _same(one: Observation, two: Observation, output: str | None = None) -> bool:
    """The same ending, the same numbers, the same inputs changed; of one output, its numbers alone."""
    if one.status is not two.status:
        return False
    if one.status is Status.RAISED:
        return _kind(one) == _kind(two)
    if output is not None:
        given, wanted = one.arrays.get(output), two.arrays.get(output)
        return given is None if wanted is None else alike(given, wanted)
    return (
        one.arrays.keys() == two.arrays.keys()
        and set(one.changed) == set(two.changed)
        and one.touched_random_state == two.touched_random_state
        and all(alike(one.arrays[name], array) for name, array in two.arrays.items())
    )


def _kind(raised: Observation) -> str:
    """`ValueError` of `ValueError: operands could not be broadcast together`."""
    return raised.message.split(":")[0]


def _words(raised: Observation) -> str:
    """What was raised, without its numbers: the same mistake, written otherwise, may name other shapes.

    `x @ w` and `x.dot(w)` have words of their own for sizes that do not fit; the sizes are the same.
    """
    for product in _PRODUCTS:
        if sizes := product.search(raised.message):
            return f"a product of sizes {' and '.join(sorted(sizes.groups()))}"
    return re.sub(r"[\d(), ]+", " ", raised.message)


_PRODUCTS = (
    re.compile(r"not aligned: (\d+) \(dim \d+\) != (\d+) \(dim \d+\)"),  # numpy.dot
    re.compile(r"mismatch in its core dimension .*\(size (\d+) is different from (\d+)\)"),  # numpy.matmul
)


def _wrong_outputs(compared: Iterable[Comparison]) -> list[str]:
    """The outputs that came back, and are wrong in at least one case; in the order of the probe."""
    wrong = {
        name: None
        for each in _able(compared)
        for name, array in each.expected.arrays.items()
        if name in each.seen.arrays and not alike(each.seen.arrays[name], array)
    }
    return list(wrong)


def _named(mistake: Mistake, section: ExerciseRubric) -> NamedMistake:
    credit = section.mistakes.get(mistake.id)
    return NamedMistake(mistake.id, mistake.says, credit.credit if credit else 0.0)


def same_everywhere(first: Mapping[str, Observation], second: Mapping[str, Observation]) -> bool:
    """Whether two sets of observations, by case, cannot be told apart: mistakes of one such group share a name."""
    return first.keys() == second.keys() and all(_same(first[name], second[name]) for name in first)
