"""Does it get there? A descent that feeds on its own results, against the reference's after as many steps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from grader.checks.picturing import of_curve
from grader.checks.verdicts import ended, failed, passed
from grader.checks.wording import number
from grader.model import BASE, Drawn, Finding, Run, Seen, Status

DESCENT = "on the way down"

SAME_START = 1e-6
"""Relative difference of two first losses that are the same: both are worked out before any step is made."""
ARRIVED = 1e-12
"""A loss this far below the first has arrived: what is left of it is rounding."""


@dataclass(frozen=True)
class Reaches:
    """A curve of losses, the first of them before any step, ends at `within` times the reference's end or less.

    The end is the mean of the last tenth: steps of a fixed length make the loss tremble around its lowest point. Unlike
    a comparison of values this also passes methods that go another way and arrive as well; `within` leaves room for
    them. The mistakes worth finding are slower by far, or run away.
    The probe makes the descent when its input `switch` is true; without a switch the case's own run is the descent.
    """

    output: str = "loss"
    within: float = 2.0
    switch: str = ""
    on: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Always `reaches`."""
        return "reaches"

    def needs(self, case: Drawn) -> Iterable[Run]:
        """The descent, where it is a run of its own: rounding grows on the way, and values should be everybody's."""
        if self.switch:
            yield Run(DESCENT, {**case.inputs, self.switch: True}, seed=case.seed)

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:
        """Length, start, whether it stays finite, and the end."""
        label = DESCENT if self.switch else BASE
        if seen[label].status is not Status.OK:
            return ended(self, case, seen[label], label)
        curve, wanted = seen[label].arrays.get(self.output), expected[label].arrays[self.output]
        steps, goal = len(wanted) - 1, _end(wanted)
        if curve is None or curve.shape != wanted.shape or not _close(curve[0], wanted[0]):
            said = f"{self.output} should be a curve of {steps + 1} values that begins before the first step"
            return failed(self, case, said, said)
        aim = self.within * max(goal, ARRIVED * float(wanted[0]))
        picture = of_curve(self.output, curve, wanted, aim) if case.visible and not _end(curve) <= aim else None
        if not np.isfinite(curve).all():
            gone = int(np.argmin(np.isfinite(curve)))
            told = f"{self.output} runs away"
            message = f"{told}: after {gone} steps it is no finite number any more"
            return replace(failed(self, case, message, told), picture=picture)
        if _end(curve) <= aim:
            return passed(self, case)
        told = f"{self.output} does not come down as it should in {steps} steps"
        came = f"from {number(curve[0])} to {number(_end(curve))}; the reference reaches {number(goal)}"
        return replace(failed(self, case, f"{told}: {came}", told), picture=picture)


def _close(one: float, two: float) -> bool:
    return bool(abs(one - two) <= SAME_START * abs(two))


def _end(curve: np.ndarray) -> float:
    return float(curve[-max(1, len(curve) // 10) :].mean())
