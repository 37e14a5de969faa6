"""A backward function against its own forward function, without small steps: by the laws that a gradient obeys.

Where f is linear (convolution, average pooling), its gradient is the adjoint map: <dout, f(x + v) - f(x)> = <dx, v> for
*every* v, large ones too, so that nothing is lost to a difference quotient. Where f is linear piece by piece
(max pooling, ReLU), the same holds for v that stay within the piece. Where f is convex and has no derivative (a tie
of maxima, a margin of exactly 0), a gradient still has to be a subgradient, whichever of the right ones it is:
f(x + v) >= f(x) + <dx, v>.

Sources: Claerbout, Earth Soundings Analysis (1992), ch. 5, "the dot-product test"; Rockafellar, Convex Analysis
(1970), section 23.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from grader.checks.comparison import RTOL, alike
from grader.checks.metamorphic import stream
from grader.checks.verdicts import ended, failed, passed
from grader.checks.wording import number, shape_words
from grader.model import Drawn, Finding, Observation, Run, Seen, Status

DIRECTIONS = 4
"""A wrong entry escapes one direction only if the direction is almost orthogonal to the error."""


@dataclass(frozen=True)
class Adjoint:
    """`grad` is the gradient of sum(upstream * output) by the input `wrt`, for a function that is linear in it.

    `of` is the exercise whose function gives the output; it is called with the case's inputs but for `upstream`. For
    functions that are linear piece by piece, `reach` says how far no entry of the input may be moved, at most, to
    stay within the piece. A right gradient is never blamed on a wrong forward function: where `grad` is the
    reference's the check passes.
    """

    grad: str
    wrt: str
    of: str
    output: str = "out"
    upstream: str = "dout"
    reach: float | None = None
    on: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """`adjoint_` and the input."""
        return f"adjoint_{self.wrt}"

    def needs(self, case: Drawn) -> Iterable[Run]:
        """The forward function where it is, and moved along each direction."""
        steps = [np.zeros_like(case.inputs[self.wrt]), *self._directions(case)]
        for turn, step in enumerate(steps):
            yield forward_run(self, case, turn, step)

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:
        """<dout, f(x + v) - f(x)> against <dx, v>, along every direction."""
        grad, ours = seen.base.arrays.get(self.grad), expected.base.arrays[self.grad]
        if alike(grad, ours):
            return passed(self, case)
        runs = [seen[forward_label(self, turn)] for turn in range(DIRECTIONS + 1)]
        broken = why_not(self, case, runs, grad)
        if broken is not None:
            return broken
        told = self._told(case, runs)
        assert grad is not None
        claimed = np.array([float(np.sum(grad * step)) for step in self._directions(case)])
        limit = self._limit(case, expected, ours, grad, runs)
        wrong = ~(np.abs(told - claimed) <= limit)
        if not wrong.any():
            return passed(self, case, f"{self.grad} fits your {self.of}; that function is what is wrong")
        said = f"{self.grad} is not the gradient of your {self.of}: what it says of a change of {self.wrt} is not so"
        numbers = f"; along a random direction the output changes by {number(told[wrong][0])}, {self.grad} says "
        return failed(self, case, said + numbers + number(claimed[wrong][0]), said)

    def _told(self, case: Drawn, runs: Iterable[Observation]) -> np.ndarray:
        """<dout, f(x + v) - f(x)> for every v, by these runs."""
        first, *others = (run.arrays[self.output] for run in runs)
        return np.array([float(np.sum(case.inputs[self.upstream] * (other - first))) for other in others])

    def _limit(
        self, case: Drawn, expected: Seen, ours: np.ndarray, grad: np.ndarray, runs: list[Observation]
    ) -> np.ndarray:
        """16 times what the reference departs from the law, and what the terms that are summed may be rounded by."""
        steps = self._directions(case)
        right = self._told(case, [expected[forward_label(self, turn)] for turn in range(DIRECTIONS + 1)])
        departure = np.abs(right - np.array([float(np.sum(ours * step)) for step in steps]))
        outputs = np.abs(case.inputs[self.upstream]) * np.abs(runs[0].arrays[self.output])
        summed = np.array([float(np.sum(np.abs(grad * step))) for step in steps])
        limit: np.ndarray = 16 * departure + RTOL * summed + 64 * np.finfo(np.float64).eps * float(np.sum(outputs))
        return limit

    def _directions(self, case: Drawn) -> list[np.ndarray]:
        """Gaussian, as large as the input; or with no entry above `reach`."""
        x = np.asarray(case.inputs[self.wrt])
        drawn = stream(case, 0x6164).standard_normal((DIRECTIONS, *x.shape))
        if self.reach is None:
            return list(drawn * (float(np.std(x)) or 1.0))
        return [step * self.reach / (np.max(np.abs(step), initial=0.0) or 1.0) for step in drawn]


@dataclass(frozen=True)
class Subgradient:
    """`grad` is one of the subgradients, whichever, of a convex function at a kink: a tie of maxima, a hinge at 0.

    The function is sum(upstream * output) of the exercise `of`; it has to be convex in the input `wrt`: a maximum
    with an upstream >= 0. Give it a case that lies on the kink, `reserved`: other checks have no right answer there.
    """

    grad: str
    wrt: str
    of: str
    says: str
    """What a student reads where it is none: which rule holds at a kink."""
    output: str = "out"
    upstream: str = "dout"
    on: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Always `kink`."""
        return "kink"

    def needs(self, case: Drawn) -> Iterable[Run]:
        """The forward function at the kink, and away from it on all sides."""
        steps = [np.zeros_like(case.inputs[self.wrt]), *self._directions(case)]
        for turn, step in enumerate(steps):
            yield forward_run(self, case, turn, step)

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:
        """f(x + v) - f(x) >= <dx, v> for every v. The forward function is ours, so that only the gradient is judged."""
        grad = seen.base.arrays.get(self.grad)
        steps = self._directions(case)
        runs = [expected[forward_label(self, turn)] for turn in range(len(steps) + 1)]
        broken = why_not(self, case, runs, grad)
        if broken is not None:
            return broken
        assert grad is not None
        first, *others = (float(np.sum(case.inputs[self.upstream] * run.arrays[self.output])) for run in runs)
        for step, moved in zip(steps, others, strict=True):
            claimed = float(np.sum(grad * step))
            slack = RTOL * (abs(first) + abs(moved) + float(np.sum(np.abs(grad * step))))
            if not moved - first >= claimed - slack:
                return failed(self, case, f"{self.grad} is no gradient here: {self.says}", self.says)
        return passed(self, case)

    def _directions(self, case: Drawn) -> list[np.ndarray]:
        """Up and down as a whole, which tells what is counted twice and what is missing; and at random."""
        ones = np.ones_like(case.inputs[self.wrt])
        drawn = stream(case, 0x7375).standard_normal((DIRECTIONS, *ones.shape))
        return [ones, -ones, *drawn, *-drawn]


def forward_label(check: Adjoint | Subgradient, turn: int) -> str:
    """Label of the run after this many directions; 0 for the run where the case stands."""
    return f"{check.of} by {check.wrt}, {turn}"


def forward_run(check: Adjoint | Subgradient, case: Drawn, turn: int, step: np.ndarray) -> Run:
    """The forward function with its input moved by this step; of the convex function, ours alone."""
    x = np.asarray(case.inputs[check.wrt])
    inputs = {name: value for name, value in case.inputs.items() if name != check.upstream}
    moved = {**inputs, check.wrt: (x + step).astype(x.dtype)}
    ours_only = isinstance(check, Subgradient)
    return Run(forward_label(check, turn), moved, probe=check.of, seed=case.seed, ours_only=ours_only)


def why_not(
    check: Adjoint | Subgradient, case: Drawn, runs: Iterable[Observation], grad: np.ndarray | None
) -> Finding | None:
    """The finding where the law cannot even be asked; None where it can."""
    shape = np.shape(case.inputs[check.wrt])
    if grad is None or grad.shape != shape or not np.isfinite(grad).all():
        how = "missing" if grad is None else f"of shape {shape_words(grad.shape, case.letters)}"
        how = "not finite" if grad is not None and grad.shape == shape else how
        said = f"{check.grad} is {how}; a gradient is as large as what it is taken by, {check.wrt}"
        return failed(check, case, said, said)
    for run in runs:
        if run.status is not Status.OK:
            return ended(check, case, run, f"in {check.of}")
        out = run.arrays.get(check.output)
        if out is None or out.shape != np.shape(case.inputs[check.upstream]) or not np.isfinite(out).all():
            said = f"{check.grad} is not right, and {check.of} gives no {check.output} to compare it with"
            return failed(check, case, said, said)
    return None
