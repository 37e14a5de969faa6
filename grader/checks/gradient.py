"""Does the gradient fit the loss? Directional derivatives of the student's own loss along secret directions.

For a direction v the slope <dL/dW, v> is measured by central differences on a fixed ladder of steps, each
extrapolated with its half (Richardson: the h² term cancels), and compared with <dW, v>. A few directions see every
entry of the gradient at once, whatever its size: a wrong entry escapes one of them only if v is almost orthogonal to
the error.

Rounding noise of a difference quotient is about eps·|L|/h, truncation is estimated from two neighbouring rungs, and
the rung where their sum is least is taken. The tolerance grows with that measured error, so no constant has to fit
every loss.

Near a kink (a hinge margin that changes sign within the step) the rungs disagree; smaller steps do not cross it.
If no rung settles, the loss has a kink at the point itself: such a case decides nothing against the student, and the
gradient is compared with the reference's instead.

Sources: Richardson (1911) on extrapolation; Moré & Wild, Estimating computational noise (2011).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from grader.checks.comparison import compare
from grader.checks.verdicts import ended, failed, passed
from grader.checks.wording import number, shape_words
from grader.model import Drawn, Finding, Run, Seen, Status, Sweep

DIRECTIONS = 4
DECADES = tuple(10.0**-power for power in range(1, 7))
"""1e-1 down to 1e-6: for losses of O(1) to O(1e4) the best rung lies within, with room on both sides."""


@dataclass(frozen=True)
class Gradient:
    """`grad` is the gradient of `loss` with respect to the input `wrt`.

    For a layer, `loss` is its output and `upstream` the input that comes from above, of the output's shape ("dout"):
    then `grad` is the gradient of the number sum(upstream * output). The probe runs forward and backward, so that the
    backward pass works on the student's own cache.
    """

    loss: str
    wrt: str
    grad: str
    on: tuple[str, ...] = ()
    upstream: str = ""

    @property
    def key(self) -> str:
        """`gradient`, or `gradient_<wrt>` for inputs other than W."""
        return "gradient" if self.wrt == "W" else f"gradient_{self.wrt}"

    @property
    def followed(self) -> str:
        """The number that is differentiated, in words."""
        return f"the sum of {self.upstream}·{self.loss}" if self.upstream else self.loss

    @property
    def _role(self) -> str:
        return "output" if self.upstream else "loss"

    @property
    def label(self) -> str:
        """Label of the sweep."""
        return f"sweep of {self.loss} over {self.wrt}"

    def needs(self, case: Drawn) -> Iterable[Run]:
        """One sweep: every direction, every rung and its half, both signs."""
        directions = draw_directions(case.seed, np.shape(case.inputs[self.wrt]))
        steps = tuple(step for rung in DECADES for step in (rung, rung / 2))
        sweep = Sweep(self.wrt, self.loss, directions, steps, self._weights(case))
        yield Run(self.label, case.inputs, sweep=sweep, seed=case.seed)

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:
        """Shape first, then the student's gradient against the student's own loss."""
        grad, truth = seen.base.arrays.get(self.grad), expected.base.arrays[self.grad]
        sweep = seen[self.label]
        if grad is None or grad.shape != truth.shape:
            got = "missing" if grad is None else f"of shape {shape_words(grad.shape, case.letters)}"
            said = f"{self.grad} is {got}; a gradient has the shape of what it is taken by, {self.wrt}"
            return failed(self, case, said, said)
        if sweep.status is not Status.OK:
            return ended(self, case, sweep, f"with {self.wrt} moved a little")
        return self._compare_slopes(case, seen, expected, grad.astype(np.float64))

    def _weights(self, case: Drawn) -> np.ndarray | None:
        """What the output is contracted with; None for a loss, which is a number."""
        return np.asarray(case.inputs[self.upstream], dtype=np.float64) if self.upstream else None

    def _scale(self, case: Drawn, seen: Seen) -> float:
        """The size of the terms that the differentiated number is the sum of: it bounds their rounding from below."""
        output, weights = seen.base.arrays.get(self.loss), self._weights(case)
        if output is None:
            return float("nan")
        terms = np.abs(output if weights is None or weights.shape != output.shape else output * weights)
        return float(terms.sum())

    def _compare_slopes(self, case: Drawn, seen: Seen, expected: Seen, grad: np.ndarray) -> Finding:
        directions = draw_directions(case.seed, grad.shape)
        truth = expected.base.arrays[self.grad].astype(np.float64)
        slopes, errors = read_slopes(seen[self.label].arrays["sweep"], self._scale(case, seen))
        claimed = np.tensordot(directions, grad, axes=grad.ndim)
        size = float(np.linalg.norm(truth))
        rounding = 64 * np.finfo(np.float64).eps * np.tensordot(np.abs(directions), np.abs(grad), axes=grad.ndim)
        tolerance = 10 * errors + 1e-7 * size / np.sqrt(grad.size) + rounding
        if not np.any(np.abs(slopes) > errors) and size > 0:
            said = f"{self.followed} does not change when {self.wrt} does: nothing to take a gradient of"
            return failed(self, case, said, said)
        if np.any(errors > 1e-4 * max(size, float(np.linalg.norm(grad)))):
            return self._undecided(case, seen, expected)
        wrong = ~(np.abs(slopes - claimed) <= tolerance)
        if wrong.any():
            return self._explain(case, seen, expected, (float(slopes[wrong][0]), float(claimed[wrong][0])))
        return passed(self, case, self._remark(seen, expected))

    def _undecided(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:
        """No rung settles: a kink at the point, or a loss that is not the same twice. The reference decides."""
        mismatch = compare(self.grad, seen.base.arrays.get(self.grad), expected.base.arrays[self.grad])
        if mismatch is None:
            return passed(self, case)
        said = f"{self.followed} cannot be differentiated here by small steps, and {self.grad} is not the expected one"
        return failed(self, case, said, said)

    def _remark(self, seen: Seen, expected: Seen) -> str:
        """Told apart: right for the loss that was written, and right."""
        if compare(self.loss, seen.base.arrays.get(self.loss), expected.base.arrays[self.loss]) is None:
            return ""
        if self.upstream:
            return f"{self.grad} is right for the {self.loss} that you compute; {self.loss} is what is wrong"
        return f"{self.grad} is right for the loss that you wrote; the loss is what is wrong"

    def _explain(self, case: Drawn, seen: Seen, expected: Seen, pair: tuple[float, float]) -> Finding:
        said = f"{self.grad} is not the gradient of your {self.loss}"
        if self.upstream:
            said = f"{self.grad} is not the gradient of {self.followed}, with your own {self.loss}"
        if compare(self.grad, seen.base.arrays.get(self.grad), expected.base.arrays[self.grad]) is None:
            said = f"{self.grad} is as expected, but your {self.loss} is not the {self._role} that it belongs to"
        measured, claimed = (number(each) for each in pair)
        numbers = f": along a random direction {self.followed} changes at {measured}, {self.grad} says {claimed}"
        return failed(self, case, said + numbers, said)


def draw_directions(seed: int, shape: tuple[int, ...]) -> np.ndarray:
    """(K, *shape) unit directions, Rademacher and Gaussian in turn, from a stream that never made any data."""
    rng = np.random.default_rng([seed & 0xFFFFFFFF, seed >> 32, 0x6772_6164])
    drawn = [
        rng.choice([-1.0, 1.0], size=shape) if turn % 2 == 0 else rng.standard_normal(shape)
        for turn in range(DIRECTIONS)
    ]
    return np.stack([direction / (np.linalg.norm(direction) or 1.0) for direction in drawn])


def read_slopes(sweep: np.ndarray, scale: float) -> tuple[np.ndarray, np.ndarray]:
    """Slopes (K,) and estimates of their errors (K,) from a sweep (K, 2·rungs, 2) of a loss of the given size."""
    steps = np.array([step for rung in DECADES for step in (rung, rung / 2)])
    quotients = (sweep[..., 0] - sweep[..., 1]) / (2 * steps)
    whole, half = quotients[:, 0::2], quotients[:, 1::2]
    extrapolated = (4 * half - whole) / 3
    noise = 8 * np.finfo(np.float64).eps * np.maximum(scale, np.abs(sweep).max(axis=(1, 2)))[:, None]
    rungs = np.array(DECADES)
    change = np.abs(np.diff(extrapolated, axis=1))
    error = np.abs(extrapolated[:, 1:] - half[:, 1:]) * rungs[1:] + change + noise / rungs[1:]
    error = np.where(np.isfinite(error), error, np.inf)
    best = np.argmin(error, axis=1)
    rows = np.arange(len(sweep))
    return extrapolated[rows, best + 1], error[rows, best]
