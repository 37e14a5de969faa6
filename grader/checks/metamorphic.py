"""Relations between runs: laws that hold for a right function whatever its right numbers are.

A sum of two images gives the sum of their outputs; a moved image gives a moved output; examples of a batch know nothing
of each other. Such a law needs no expected value, and the sentence that it fails with says what the function does
wrong, not only where (Chen, Cheung & Yiu, Metamorphic testing: a new approach for generating next test cases, 1998).

Both sides of a law are the same terms summed in different order, so that they differ by rounding alone. How much that
is depends on the inputs; it is measured: 16 times what the reference departs from the law on the same inputs, and
beside it RTOL of the largest entry in float64, or 64 units of rounding in float32.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.checks.comparison import ATOL, RTOL
from grader.checks.verdicts import ended, failed, passed
from grader.checks.wording import in_brackets, number, shape_words
from grader.model import BASE, Check, Drawn, Finding, Run, Seen, Status

Sides = Iterable[tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class Law:
    """One relation: what it says, between which outputs of which runs, and its two sides computed from them."""

    says: str
    outputs: tuple[str, ...]
    runs: tuple[str, ...]
    sides: Callable[[Seen], Sides]
    """May take for granted that every output of every run is there, finite, and of the reference's shape."""


def decide(check: Check, case: Drawn, seen: Seen, expected: Seen, law: Law) -> Finding:
    """Whether the two sides are equal but for rounding; a run that ended badly or misshapen is told first."""
    for label in law.runs:
        if seen[label].status is not Status.OK:
            return ended(check, case, seen[label], f"({label})")
        for output in law.outputs:
            got, ours = seen[label].arrays.get(output), expected[label].arrays[output]
            said = _unfit(output, got, ours, case)
            if said:
                return failed(check, case, f"{law.says}; {said}", f"{law.says}; {said}")
    for output, sides, ours in _beside(law, seen, expected):
        apart, limit = departure(*sides), allowance(*ours)
        if not apart <= limit:
            size = number(largest(*sides))
            said = f"{law.says}; {output} misses that by {number(apart)}, where its entries go up to {size}"
            return failed(check, case, said, f"{law.says}; {output} does not")
    return passed(check, case)


def _beside(law: Law, seen: Seen, expected: Seen) -> Iterator[tuple[str, Any, Any]]:
    """Each pair of sides with the output it is of, and the same pair of the reference. Outputs take turns."""
    pairs = zip(law.sides(seen), law.sides(expected), strict=True)
    return ((law.outputs[turn % len(law.outputs)], one, two) for turn, (one, two) in enumerate(pairs))


def _unfit(output: str, got: np.ndarray | None, ours: np.ndarray, case: Drawn) -> str:
    """Why this output cannot be held against another run's; empty if it can."""
    if got is None:
        return f"{output} was not returned"
    if got.shape != ours.shape:
        spelled = case.shapes.get(output, "").split()
        wanted = in_brackets(spelled) if spelled else shape_words(ours.shape, case.letters)
        return f"{output} has shape {shape_words(got.shape, case.letters)}; expected {wanted}"
    return "" if np.isfinite(got).all() else f"{output} is not finite"


def departure(left: np.ndarray, right: np.ndarray) -> float:
    """The largest difference between two arrays of one shape."""
    return float(np.max(np.abs(left - right), initial=0.0))


def largest(left: np.ndarray, right: np.ndarray) -> float:
    """The largest entry of either."""
    return float(max(np.max(np.abs(side), initial=0.0) for side in (left, right)))


def allowance(left: np.ndarray, right: np.ndarray) -> float:
    """The largest difference that is no error, from what the reference gave on both sides."""
    narrow = np.float32 in (left.dtype, right.dtype)
    relative = 64 * float(np.finfo(np.float32).eps) if narrow else RTOL
    return 16 * departure(left, right) + relative * largest(left, right) + ATOL


def stream(case: Drawn, salt: int) -> np.random.Generator:
    """Random numbers for what a law changes in the inputs: never from the stream that made the data."""
    return np.random.default_rng([case.seed & 0xFFFFFFFF, case.seed >> 32, salt])


# ---------------------------------------------------------------- laws of a function of one array


@dataclass(frozen=True)
class Linear:
    """The output is linear in the input `wrt`, but for a constant: f(2x - z) = 2 f(x) - f(z) for any z of x's shape."""

    output: str
    wrt: str
    on: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """`linear_in_` and the input."""
        return f"linear_in_{self.wrt}"

    @property
    def _labels(self) -> tuple[str, str]:
        return f"another {self.wrt}", f"2 {self.wrt} less another"

    def needs(self, case: Drawn) -> Iterable[Run]:
        """The function at z, as large as x, and at 2x - z."""
        x = np.asarray(case.inputs[self.wrt])
        z = (stream(case, 0x6C69).standard_normal(x.shape) * (float(np.std(x)) or 1.0)).astype(x.dtype)
        for label, moved in zip(self._labels, (z, 2 * x - z), strict=True):
            yield Run(label, {**case.inputs, self.wrt: moved}, seed=case.seed)

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:
        """The output of the mixture against the mixture of the outputs."""
        other, mixed = self._labels

        def sides(runs: Seen) -> Sides:
            f = [runs[label].arrays[self.output] for label in (BASE, other, mixed)]
            return [(f[2], 2 * f[0] - f[1])]

        says = f"{self.output} should be linear in {self.wrt}: sums of {self.wrt} give sums of {self.output}"
        return decide(self, case, seen, expected, Law(says, (self.output,), (BASE, other, mixed), sides))


@dataclass(frozen=True)
class Translated:
    """An image moved by one stride along `axes` gives an output moved by one entry (convolution, pooling).

    The lines that would be moved out of the image are cleared first, so that it holds with zero padding, too. Of the
    moved output the first line is left out: it sees what has come in.
    """

    output: str
    wrt: str = "x"
    axes: tuple[int, ...] = (2, 3)
    stride: str | int = "conv_param.stride"
    """The stride, or where it stands among the inputs; a dot leads into a dictionary."""
    on: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Always `translated`."""
        return "translated"

    def needs(self, case: Drawn) -> Iterable[Run]:
        """For each axis, the image with its last lines cleared, and the same moved."""
        step = self._step(case)
        for axis in self.axes:
            x = np.array(case.inputs[self.wrt])
            np.moveaxis(x, axis, 0)[-step:] = 0
            for label, image in zip(self._labels(axis), (x, np.roll(x, step, axis)), strict=True):
                yield Run(label, {**case.inputs, self.wrt: image}, seed=case.seed)

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:
        """All but the first line of the moved output against all but the last line of the other."""

        def sides(runs: Seen) -> Sides:
            for axis in self.axes:
                there, moved = (np.moveaxis(runs[label].arrays[self.output], axis, 0) for label in self._labels(axis))
                yield moved[1:], there[:-1]

        labels = tuple(label for axis in self.axes for label in self._labels(axis))
        says = f"when {self.wrt} moves by one stride, {self.output} should move by one entry"
        return decide(self, case, seen, expected, Law(says, (self.output,), labels, sides))

    def _step(self, case: Drawn) -> int:
        if isinstance(self.stride, int):
            return self.stride
        found: Any = case.inputs
        for name in self.stride.split("."):
            found = found[name]
        return int(found)

    def _labels(self, axis: int) -> tuple[str, str]:
        return f"cleared along axis {axis}", f"moved along axis {axis}"


@dataclass(frozen=True, init=False)
class ShiftInvariant:
    """Adding one number to all entries along `axis` of the input `wrt` changes none of these outputs (softmax scores).

    Every line gets a number of its own, of either sign, up to a few tens: exp of it does not overflow.
    """

    outputs: tuple[str, ...]
    wrt: str
    axis: int
    on: tuple[str, ...]

    def __init__(self, *outputs: str, wrt: str, axis: int = -1, on: tuple[str, ...] = ()) -> None:
        for name, value in (("outputs", outputs), ("wrt", wrt), ("axis", axis), ("on", on)):
            object.__setattr__(self, name, value)

    @property
    def key(self) -> str:
        """Always `shift_invariant`."""
        return "shift_invariant"

    def needs(self, case: Drawn) -> Iterable[Run]:
        """The case with its scores shifted."""
        scores = np.asarray(case.inputs[self.wrt])
        lines = np.sum(scores, axis=self.axis, keepdims=True).shape
        shift = (10 * stream(case, 0x7368).standard_normal(lines)).astype(scores.dtype)
        yield Run(f"{self.wrt} shifted", {**case.inputs, self.wrt: scores + shift}, seed=case.seed)

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:
        """Each output with the shift against the same without."""
        labels = (BASE, f"{self.wrt} shifted")

        def sides(runs: Seen) -> Sides:
            return [(runs[labels[1]].arrays[name], runs[BASE].arrays[name]) for name in self.outputs]

        says = f"adding the same number to all of {self.wrt} should change nothing: only differences of scores count"
        return decide(self, case, seen, expected, Law(says, self.outputs, labels, sides))


# ---------------------------------------------------------------- laws of a batch


@dataclass(frozen=True, init=False)
class PermutedBatch:
    """The examples of a batch in another order: outputs per example follow, all others stay as they are.

    Which inputs and outputs have an axis of examples, their first, is read from the exercise's `shapes`: letter N.
    """

    outputs: tuple[str, ...]
    on: tuple[str, ...]

    def __init__(self, *outputs: str, on: tuple[str, ...] = ()) -> None:
        object.__setattr__(self, "outputs", outputs)
        object.__setattr__(self, "on", on)

    @property
    def key(self) -> str:
        """Always `permuted_batch`."""
        return "permuted_batch"

    def needs(self, case: Drawn) -> Iterable[Run]:
        """The batch in another order."""
        order = self._order(case)
        moved = {name: value[order] for name, value in case.inputs.items() if of_examples(case, name)}
        yield Run("batch in another order", {**case.inputs, **moved}, seed=case.seed)

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:
        """Each output of the permuted batch against the permuted output of the batch."""
        labels, order = (BASE, "batch in another order"), self._order(case)

        def sides(runs: Seen) -> Sides:
            for name in self.outputs:
                there, moved = (runs[label].arrays[name] for label in labels)
                yield moved, there[order] if of_examples(case, name) else there

        says = "examples should not depend on each other: the batch in another order gives the same, in that order"
        return decide(self, case, seen, expected, Law(says, self.outputs, labels, sides))

    def _order(self, case: Drawn) -> np.ndarray:
        """A turn of the batch: every example leaves its place."""
        N = case.letters["N"]
        return np.roll(np.arange(N), int(stream(case, 0x7065).integers(1, max(N, 2))))


@dataclass(frozen=True, init=False)
class BatchOfOne:
    """An example alone gives what it gives in its batch. For outputs per example: `shapes` begin with the letter N."""

    outputs: tuple[str, ...]
    on: tuple[str, ...]

    def __init__(self, *outputs: str, on: tuple[str, ...] = ()) -> None:
        object.__setattr__(self, "outputs", outputs)
        object.__setattr__(self, "on", on)

    @property
    def key(self) -> str:
        """Always `batch_of_one`."""
        return "batch_of_one"

    def needs(self, case: Drawn) -> Iterable[Run]:
        """The last example alone."""
        alone = {name: value[-1:] for name, value in case.inputs.items() if of_examples(case, name)}
        yield Run("last example alone", {**case.inputs, **alone}, seed=case.seed)

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:
        """Its outputs against its rows in the batch's."""
        labels = (BASE, "last example alone")

        def sides(runs: Seen) -> Sides:
            return [(runs[labels[1]].arrays[name], runs[BASE].arrays[name][-1:]) for name in self.outputs]

        says = "an example alone should give what it gives in its batch"
        return decide(self, case, seen, expected, Law(says, self.outputs, labels, sides))


def of_examples(case: Drawn, name: str) -> bool:
    """Whether the first axis of this input or output counts the examples."""
    return case.shapes.get(name, "").split()[:1] == ["N"]
