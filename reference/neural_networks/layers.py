"""Exercises for layers that treat every entry of x by itself: the same cases and checks for all of them."""

from __future__ import annotations

from dataclasses import replace

from grader.authoring import (
    Close,
    Gradient,
    InputsUnchanged,
    RandomStateUntouched,
    Repeatable,
    SinglePrecision,
    exercise,
    passed,
)
from grader.checks.comparison import compare

from . import inputs

PREFER = ["**/cs231n/layers.py", "**/layers.py"]
IN_SINGLE = ("many_columns", "more_axes")
CONTRACTS = [
    InputsUnchanged(),
    Repeatable(on=("many_columns",)),
    RandomStateUntouched(on=("many_columns",)),
]
BETWEEN = {"between": True}
"""Another forward pass comes before the backward pass."""
CONTRACTS_BEHIND = [replace(check, inputs=BETWEEN) if isinstance(check, Repeatable) else check for check in CONTRACTS]


class FittingGradient(Gradient):
    """The expected gradient; or, where it is another, that of the student's own forward pass.

    A backward pass is not charged for a forward pass that computes something else.
    """

    def judge(self, case, seen, expected):
        if compare(self.grad, seen.base.arrays.get(self.grad), expected.base.arrays[self.grad]) is None:
            return passed(self, case)
        return super().judge(case, seen, expected)


def forward(name, title, mistakes, alpha=None, default=None):
    """The forward pass of the layer of this name; `default` is that of alpha, if it has one."""
    return exercise(
        f"{name}_forward",
        title=f"{title}, forward",
        uses=[f"{name}_forward"],
        prefer=PREFER,
        cases=[*inputs.cases(alpha), *inputs.cases_of_default(default)],
        checks=[Close("out"), SinglePrecision("out", on=IN_SINGLE), *CONTRACTS],
        mistakes=mistakes,
    )


def backward(name, title, mistakes, variants=(), alpha=None):
    """Its backward pass, on the cache that the forward pass has left."""
    return exercise(
        f"{name}_backward",
        title=f"{title}, backward",
        uses=[f"{name}_backward", f"{name}_forward"],
        follows=[f"{name}_forward"],
        prefer=PREFER,
        cases=inputs.cases(alpha, backward=True),
        checks=[
            Close("dx"),
            FittingGradient("sum_of_dout_times_out", wrt="x", grad="dx", on=inputs.DIFFERENTIATED),
            SinglePrecision("dx", on=IN_SINGLE),
            *CONTRACTS_BEHIND,
        ],
        mistakes=mistakes,
        variants=variants,
    )
