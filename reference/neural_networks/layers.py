"""Exercises for layers that treat every entry of x by itself: the same cases and checks for all of them."""

from __future__ import annotations

from grader.authoring import (
    Close,
    Gradient,
    InputsUnchanged,
    RandomStateUntouched,
    Repeatable,
    exercise,
)

from . import inputs

PREFER = ["**/cs231n/layers.py", "**/layers.py"]
CONTRACTS = [
    InputsUnchanged(),
    Repeatable(on=("many_columns",)),
    RandomStateUntouched(on=("many_columns",)),
]


def forward(name, title, mistakes, alpha=None):
    """The forward pass of the layer of this name."""
    return exercise(
        f"{name}_forward",
        title=f"{title}, forward",
        uses=[f"{name}_forward"],
        prefer=PREFER,
        cases=inputs.cases(alpha),
        checks=[Close("out"), *CONTRACTS],
        mistakes=mistakes,
    )


def backward(name, title, mistakes, variants=(), alpha=None):
    """Its backward pass, on the cache that the forward pass has left."""
    return exercise(
        f"{name}_backward",
        title=f"{title}, backward",
        uses=[f"{name}_backward", f"{name}_forward"],
        prefer=PREFER,
        cases=inputs.cases(alpha, backward=True),
        checks=[
            Close("dx"),
            Gradient("sum_of_dout_times_out", wrt="x", grad="dx", on=inputs.DIFFERENTIATED),
            *CONTRACTS,
        ],
        mistakes=mistakes,
        variants=variants,
    )
