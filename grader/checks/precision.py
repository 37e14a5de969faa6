"""The same inputs in float32: as right as float32 can be, in the precision that the inputs have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from grader.checks.comparison import ATOL, compare
from grader.checks.verdicts import ended, failed, passed
from grader.model import Drawn, Finding, Run, Seen, Status

NARROW = "in_float32"


@dataclass(frozen=True, init=False)
class SinglePrecision:
    """With all floats of the case in float32 the outputs are right, and no less precise than float32.

    A run of its own: rounding differs between right programs there, and no cause is looked for in it. The tolerance is
    measured: 16 times what float32 costs the reference (the difference of its runs in both precisions), and at
    least 64 units of rounding.
    """

    outputs: tuple[str, ...]
    on: tuple[str, ...]

    def __init__(self, *outputs: str, on: tuple[str, ...] = ()) -> None:
        object.__setattr__(self, "outputs", outputs)
        object.__setattr__(self, "on", on)

    @property
    def key(self) -> str:
        """Always `single_precision`."""
        return "single_precision"

    def needs(self, case: Drawn) -> Iterable[Run]:
        """The case in float32."""
        return (Run(NARROW, {name: _narrow(value) for name, value in case.inputs.items()}, seed=case.seed),)

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:
        """The first output that is not right."""
        run, ours = seen[NARROW], expected[NARROW].arrays
        if run.status is not Status.OK:
            return ended(self, case, run, "when the inputs are float32")
        for name in self.outputs:
            rtol = _tolerance(ours[name], expected.base.arrays[name])
            mismatch = compare(name, run.arrays.get(name), ours[name], rtol, ATOL, case.shapes, case.letters)
            if mismatch is not None:
                when = " when the inputs are float32"
                return failed(self, case, mismatch.message + when, mismatch.discreet + when)
        return passed(self, case)


def _tolerance(narrow: np.ndarray, wide: np.ndarray) -> float:
    scale = float(np.max(np.abs(wide), initial=0.0)) or 1.0
    cost = float(np.max(np.abs(narrow - wide), initial=0.0)) / scale
    return 16 * cost + 64 * float(np.finfo(np.float32).eps)


def _narrow(value: object) -> object:
    wide = isinstance(value, np.ndarray) and value.dtype == np.float64
    return value.astype(np.float32) if wide else value  # type: ignore[attr-defined]
