"""Does training train? Curves that must fall and small sets that must be learned by heart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from grader.checks.comparison import real, single_number
from grader.checks.picturing import of_curve
from grader.checks.verdicts import failed, passed
from grader.checks.wording import number
from grader.model import Drawn, Finding, Run, Seen


@dataclass(frozen=True)
class Falls:
    """The mean of the curve's last tenth is at most `to` times the mean of its first tenth."""

    output: str
    to: float
    on: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Always `falls`."""
        return "falls"

    def needs(self, case: Drawn) -> Iterable[Run]:  # noqa: ARG002 - nothing beside the base run
        """Nothing more."""
        return ()

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:  # noqa: ARG002 - needs no reference
        """First tenth against last tenth: single minibatches are noisy."""
        curve = seen.base.arrays.get(self.output)
        if curve is None or curve.ndim != 1 or curve.size < 10 or not np.isfinite(curve).all():
            said = f"{self.output} should be a finite curve with one value per step"
            return failed(self, case, said, said)
        curve = real(curve)
        tenth = max(1, curve.size // 10)
        first, last = float(curve[:tenth].mean()), float(curve[-tenth:].mean())
        if first > 0 and last <= self.to * first:
            return passed(self, case)
        said = f"{self.output} should fall to {self.to:.0%} of where it starts or less"
        told = f"{said}; it goes from {number(first)} to {number(last)}"
        picture = of_curve(self.output, curve, None, self.to * first) if case.visible else None
        return replace(failed(self, case, told, f"{said}; it does not"), picture=picture)


@dataclass(frozen=True)
class Overfits:
    """A handful of examples is learned by heart: the accuracy on them reaches `at_least`."""

    output: str = "accuracy"
    at_least: float = 1.0
    on: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Always `overfits`."""
        return "overfits"

    def needs(self, case: Drawn) -> Iterable[Run]:  # noqa: ARG002 - nothing beside the base run
        """Nothing more."""
        return ()

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:  # noqa: ARG002 - needs no reference
        """The accuracy against the one that a working loop reaches."""
        accuracy = single_number(seen.base.arrays.get(self.output))
        if accuracy is not None and accuracy >= self.at_least:
            return passed(self, case)
        said = f"training on a handful of separable examples should reach an accuracy of {self.at_least:.0%} on them"
        came = "none was returned" if accuracy is None else f"it reaches {accuracy:.0%}"
        return failed(self, case, f"{said}; {came}", f"{said}; it does not")
