"""Is it the expected array? Values against the reference, against a worked number, and their range."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from grader.checks.comparison import ATOL, RTOL, compare, deviation, real, single_number
from grader.checks.picturing import of_error
from grader.checks.verdicts import failed, passed
from grader.checks.wording import number
from grader.model import Arrays, Drawn, Finding, Picture, Run, Seen

DOUBLED = "in_float64"
"""Label of the run on float32 inputs widened to float64."""


@dataclass(frozen=True)
class Close:
    """The output is the reference's: present, shape, dtype, finite, and within atol + rtol * max|expected|.

    For float32 inputs the tolerance is measured: 16 times what float32 costs the reference itself (the difference
    of its runs in both precisions), and at least 64 units of rounding.
    """

    output: str
    rtol: float = RTOL
    atol: float = ATOL
    on: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The output's name."""
        return self.output

    def needs(self, case: Drawn) -> Iterable[Run]:
        """A second run in float64 where the case's inputs are float32."""
        wide = {name: _widened(value) for name, value in case.inputs.items()}
        if any(wide[name] is not case.inputs[name] for name in wide):
            yield Run(DOUBLED, wide, seed=case.seed)

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:
        """Compare in the fixed order."""
        wanted = expected.base.arrays[self.output]
        rtol = self.tolerance(case, expected)
        got = seen.base.arrays.get(self.output)
        mismatch = compare(self.output, got, wanted, rtol, self.atol, case.shapes, case.letters)
        margin = deviation(got, wanted, rtol, self.atol)
        if mismatch is None:
            return replace(passed(self, case, telling=is_telling(wanted)), margin=margin)
        finding = replace(failed(self, case, mismatch.message, mismatch.discreet), margin=margin)
        return replace(finding, picture=self.picture(case, got, wanted, rtol)) if case.visible else finding

    def picture(self, case: Drawn, got: np.ndarray | None, wanted: np.ndarray, rtol: float) -> Picture | None:
        """The error over the array."""
        return of_error(self.output, got, wanted, rtol, self.atol, case.shapes.get(self.output, "").split())

    def tolerance(self, case: Drawn, expected: Seen) -> float:
        """The case's own tolerance, or the measured one for float32, or `rtol`."""
        if case.tolerance is not None:
            return case.tolerance
        if DOUBLED not in expected.runs:
            return self.rtol
        narrow, wide = expected.base.arrays[self.output], expected[DOUBLED].arrays[self.output]
        scale = float(np.max(np.abs(wide), initial=0.0)) or 1.0
        cost = float(np.max(np.abs(narrow - wide), initial=0.0)) / scale
        return 16 * cost + 64 * float(np.finfo(np.float32).eps)


@dataclass(frozen=True)
class Known:
    """The output is a number worked out by hand in the lecture, whatever the reference says."""

    output: str
    value: float
    atol: float
    source: str = "the lecture"
    on: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """`known_` and the output's name."""
        return f"known_{self.output}"

    def needs(self, case: Drawn) -> Iterable[Run]:  # noqa: ARG002 - nothing beside the base run
        """Nothing more."""
        return ()

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:  # noqa: ARG002 - independent of the reference
        """Compare with the worked number, to the digits given."""
        got = single_number(seen.base.arrays.get(self.output))
        if got is not None and abs(got - self.value) <= self.atol:
            return passed(self, case)
        came = f"{self.output} was not returned as a number" if got is None else f"it is {number(got)}"
        return failed(
            self,
            case,
            f"{self.output} should be {number(self.value)}, worked out by hand in {self.source}; {came}",
            f"{self.output} is not the number that {self.source} works out by hand",
        )


@dataclass(frozen=True, init=False)
class Stable:
    """The outputs stay finite and right on scores so large that exp overflows."""

    outputs: tuple[str, ...]
    on: tuple[str, ...]

    def __init__(self, *outputs: str, on: tuple[str, ...]) -> None:
        object.__setattr__(self, "outputs", outputs)
        object.__setattr__(self, "on", on)

    @property
    def key(self) -> str:
        """Always `stability`."""
        return "stability"

    def needs(self, case: Drawn) -> Iterable[Run]:  # noqa: ARG002 - the case's own inputs are the huge ones
        """Nothing more."""
        return ()

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:
        """The first output that is not right."""
        for output in self.outputs:
            wanted, got = expected.base.arrays[output], seen.base.arrays.get(output)
            rtol = case.tolerance or RTOL
            mismatch = compare(output, got, wanted, rtol, ATOL, case.shapes, case.letters)
            if mismatch is not None:
                cause = "; exp or log overflows on large scores" if mismatch.kind == "finite" else " on large scores"
                finding = failed(self, case, mismatch.message + cause, mismatch.discreet + cause)
                letters = case.shapes.get(output, "").split()
                picture = of_error(output, got, wanted, rtol, ATOL, letters) if case.visible else None
                return replace(finding, picture=picture)
        return passed(self, case)


@dataclass(frozen=True)
class Within:
    """Every entry lies in [low, high], and both ends are reached."""

    output: str
    low: float
    high: float
    on: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Always `range`."""
        return "range"

    def needs(self, case: Drawn) -> Iterable[Run]:  # noqa: ARG002 - nothing beside the base run
        """Nothing more."""
        return ()

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:  # noqa: ARG002 - a range needs no reference
        """Smallest and largest entry against the ends, within 1e-9 of the width."""
        got = seen.base.arrays.get(self.output)
        wanted = f"{self.output} should run from {number(self.low)} to {number(self.high)}"
        if got is None or got.size == 0 or not np.isfinite(got).all():
            return failed(self, case, f"{wanted}; it is missing, empty or not finite", wanted)
        got = real(got)
        low, high, slack = float(got.min()), float(got.max()), 1e-9 * (self.high - self.low)
        if abs(low - self.low) <= slack and abs(high - self.high) <= slack:
            return passed(self, case)
        return failed(self, case, f"{wanted}; it runs from {number(low)} to {number(high)}", f"{wanted}; it does not")


def is_telling(expected: np.ndarray) -> bool:
    """Whether zeros, ones, or any one constant (nan among them) would be wrong here."""
    if expected.ndim == 0:
        return bool(np.isfinite(expected)) and float(expected) not in (0.0, 1.0)
    constant = np.full_like(expected, expected.flat[0] if expected.size else 0)
    return not np.array_equal(expected, constant, equal_nan=True)


def _widened(value: object) -> object:
    narrow = isinstance(value, np.ndarray) and value.dtype == np.float32
    return value.astype(np.float64) if narrow else value  # type: ignore[attr-defined]


__all__ = ["Arrays", "Close", "Known", "Stable", "Within", "is_telling"]
