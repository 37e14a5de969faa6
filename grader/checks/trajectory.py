"""Does it go the expected way, step after step? Where a path leaves the expected one, and in what manner.

A path is an array with one entry per step along its first axis: weights after every update, running means after every
batch. Its *steps* are the differences of neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from grader.checks.close import Close
from grader.checks.comparison import bound, compare
from grader.checks.manner import fading, manner
from grader.checks.picturing import of_path
from grader.checks.wording import amount, entry, number
from grader.model import Drawn, Finding, Run, Seen

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
        rtol = self.tolerance(case, expected)
        mismatch = compare(self.output, path, wanted, rtol, self.atol)
        if path is None or mismatch is None or mismatch.kind not in {"finite", "value"}:
            return finding
        off = ~(np.abs(path - wanted) <= bound(wanted, rtol, self.atol))
        first = int(np.argmax(off.reshape(len(off), -1).any(axis=1)))
        message, discreet = _departure(self.output, path[first], wanted[first], off[first], first)
        steps, ours = self._steps(path, case), self._steps(wanted, case)
        how = manner(steps, ours, first, self._forgetful(case, expected))
        if not how.said and self.start:
            how = fading(steps, ours, path - steps)
        finding = replace(finding, message=message + how.exactly, discreet=discreet + how.said)
        if not case.visible:
            return finding
        start = np.asarray(case.inputs[self.start]) if self.start else None
        limit = bound(wanted, rtol, self.atol)
        return replace(finding, picture=of_path(self.output, path, wanted, first, limit, start))

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
