"""Does it go the expected way, step after step? Where a path leaves the expected one, and in what manner.

A path is an array with one entry per step along its first axis: weights after every update, running means after every
batch. Its *steps* are the differences of neighbours. Where the inputs of every step are given in advance, a wrong step
does not spoil those after it, so how seen steps relate to expected ones tells what is kept wrongly between them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from grader.checks.close import Close
from grader.checks.comparison import bound
from grader.checks.wording import amount, entry, number
from grader.model import Drawn, Finding, Run, Seen, Verdict

FROM_SECOND = "from its second step"
"""Label of our own run that begins where the second step is."""


@dataclass(frozen=True)
class Trajectory(Close):
    """The output, one entry per step, is the reference's at every step; else: the first where it leaves, and how.

    The tolerance is that of `Close` for the whole path.
    """

    start: str = ""
    """Name of the input that the path starts from; empty if it has none, then its first entry counts as no step."""
    along: tuple[str, ...] = ()
    """Names of inputs that have one entry per step, such as gradients."""

    def needs(self, case: Drawn) -> Iterable[Run]:
        """Those of `Close`; and our own path without the first step, to recognise one that forgets."""
        yield from super().needs(case)
        if self.along and all(len(case.inputs[name]) > 1 for name in self.along if case.inputs[name] is not None):
            rest = {name: case.inputs[name][1:] for name in self.along if case.inputs[name] is not None}
            yield Run(FROM_SECOND, {**case.inputs, **rest}, seed=case.seed, ours_only=True)

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:
        """As by value; a path of the right shape is told by its first wrong step."""
        finding = super().judge(case, seen, expected)
        path, wanted = seen.base.arrays.get(self.output), expected.base.arrays[self.output]
        if (
            finding.verdict is Verdict.PASS
            or path is None
            or path.shape != wanted.shape
            or path.dtype.kind not in "fiu"
        ):
            return finding
        limit = bound(wanted, self.tolerance(case, expected), self.atol)
        off = ~(np.abs(path - wanted) <= limit)
        if not off.any():  # what is wrong is no value: the precision, say
            return finding
        first = int(np.argmax(off.reshape(len(off), -1).any(axis=1)))
        message, discreet = _departure(self.output, path[first], wanted[first], off[first], first)
        how = manner(self._steps(path, case), self._steps(wanted, case), first, self._forgetful(case, expected))
        return replace(finding, message=message + how.exactly, discreet=discreet + how.said)

    def _steps(self, path: np.ndarray, case: Drawn) -> np.ndarray:
        start: np.ndarray = np.asarray(case.inputs[self.start]) if self.start else path[0]
        return np.diff(path, axis=0, prepend=start[None])

    def _forgetful(self, case: Drawn, expected: Seen) -> np.ndarray | None:
        """What the second step would be if it were the first."""
        if FROM_SECOND not in expected.runs or self.output not in expected[FROM_SECOND].arrays:
            return None
        first: np.ndarray = self._steps(expected[FROM_SECOND].arrays[self.output], case)[0]
        return first


def _departure(name: str, seen: np.ndarray, wanted: np.ndarray, off: np.ndarray, first: int) -> tuple[str, str]:
    """At which step, in how many entries, and one of them."""
    leaves = (
        f"matches until step {first}, then leaves the expected path" if first else "leaves the expected path at once"
    )
    where = f"{name} {leaves}: step {first + 1} is off"
    difference = np.where(np.isfinite(seen), np.abs(seen - wanted), np.inf)
    worst = np.unravel_index(int(np.argmax(difference)), seen.shape)
    values = f"{number(seen[worst])}, expected {number(wanted[worst])}"
    if number(seen[worst]) == number(wanted[worst]):
        values += f", {number(seen[worst] - wanted[worst])} away"
    place = f" in {amount(off)}, most at {entry(worst)}" if seen.ndim else ""
    return f"{where}{place}: {values}", where + (f" in {amount(off, exact=False)}" if seen.ndim else "")


# ---------------------------------------------------------------- in what manner it leaves


@dataclass(frozen=True)
class Manner:
    """How the steps that were made relate to those expected; both empty if in no simple way."""

    exactly: str = ""
    said: str = ""
    """Without a number, for hidden cases."""


def manner(steps: np.ndarray, wanted: np.ndarray, first: int, forgetful: np.ndarray | None = None) -> Manner:
    """What the steps (T, …) are instead of the wanted ones, from index `first` on.

    `forgetful` is the wanted step at index 1 for something that keeps nothing from step 0.
    """
    if not np.isfinite(steps[first:]).all():
        return Manner()
    for question in (_still, _delayed, _ahead):
        words = question(steps, wanted, first)
        if words:
            return Manner(words, words)
    if first == 1 and forgetful is not None and _near(steps[1], forgetful):
        words = "; step 2 is what it would be if it were the first: is what it should remember kept?"
        return Manner(words, words)
    return _ratio(steps[first:], wanted[first:], first)


def _still(steps: np.ndarray, wanted: np.ndarray, first: int) -> str:
    if steps[first:].any() or not wanted[first:].any():
        return ""
    return "; from then on it never moves" if first else "; it never moves"


def _delayed(steps: np.ndarray, wanted: np.ndarray, first: int) -> str:
    """Seen step k is wanted step k - 1."""
    begin = max(first, 1)
    same = len(steps) - begin >= ENOUGH and _near(steps[begin:], wanted[begin - 1 : -1])
    told = "; each step is the one expected a step earlier: it is made before what it needs is updated"
    return told if same and not _near(wanted[begin:], wanted[begin - 1 : -1]) else ""


def _ahead(steps: np.ndarray, wanted: np.ndarray, first: int) -> str:
    """Seen step k is wanted step k + 1."""
    same = len(steps) - first > ENOUGH and _near(steps[first:-1], wanted[first + 1 :])
    told = "; each step is the one expected a step later: something is counted or updated once too often"
    return told if same and not _near(wanted[first:-1], wanted[first + 1 :]) else ""


def _ratio(steps: np.ndarray, wanted: np.ndarray, first: int) -> Manner:
    """Seen steps have the wanted directions: all times one number, or times a number that changes."""
    flat, other = steps.reshape(len(steps), -1), wanted.reshape(len(wanted), -1)
    sizes = np.sum(other * other, axis=1)
    if not sizes.all():
        return Manner()
    ratios = np.sum(flat * other, axis=1) / sizes
    hardly = np.abs(ratios - 1).max() <= SLACK
    if hardly or not ratios.all() or not all(map(_near, flat, ratios[:, None] * other)):
        return Manner()
    since = f"from step {first + 1} on " if first else ""
    if np.ptp(ratios) <= SLACK * np.abs(ratios).max():
        return _constant_ratio(float(ratios.mean()), since)
    if flat.shape[1] == 1 or len(ratios) < ENOUGH:  # a single number always has some ratio to another
        return Manner()
    words = f"; {since}every step has the right direction but not the right length, and the factor changes"
    ends = f"{number(ratios[0])} in step {first + 1}, {number(ratios[-1])} in step {first + len(ratios)}"
    return Manner(f"{words}: {ends}", f"{words}: look at what counts the steps")


def _constant_ratio(ratio: float, since: str) -> Manner:
    if abs(ratio + 1) <= SLACK:
        words = f"; {since}every step goes the opposite way"
        return Manner(words, words)
    back = " and goes the opposite way" if ratio < 0 else ""
    longer = "too long" if abs(ratio) > 1 else "too short"
    return Manner(
        f"; {since}every step is {number(abs(ratio))} times as long as expected{back}",
        f"; {since}every step is {longer}, always by the same factor{back}",
    )


SLACK = 1e-4
"""Steps are differences of stored values, exact to about eps·|value| / |step|: far below this, in float32 too where
steps are a hundredth of the value or more."""
ENOUGH = 3
"""Fewer steps than this agree with some pattern by accident."""


def _near(one: np.ndarray, two: np.ndarray) -> bool:
    return bool(np.max(np.abs(one - two), initial=0.0) <= SLACK * np.max(np.abs(two), initial=0.0))
