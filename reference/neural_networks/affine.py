"""Affine layers: every output is a weighted sum of all inputs, plus a bias.

CS231n, lecture 4. With one example per row, out = x @ w + b; the gradients follow from where each number goes: b[j]
goes into a whole column of out, w[d, j] into that column with weight x[n, d], x[n, d] into a row with weights w[d].
"""

from __future__ import annotations

import numpy as np

from grader.authoring import (
    Case,
    Close,
    InputsUnchanged,
    RandomStateUntouched,
    Repeatable,
    SinglePrecision,
    exercise,
)

from .layers import BETWEEN, FittingGradient
from .slips_affine import BACKWARD, FORWARD


# solution: begin
def affine_forward(x, w, b):
    """An affine layer, forward: x, each example laid out as one row, times w, plus b.

    x: (N, d_1, ..., d_k) examples of any shape, D = d_1 * ... * d_k numbers each. w: (D, M) weights. b: (M,) biases.

    Returns out, of shape (N, M), and a cache of your own choice for affine_backward.
    """
    rows = x.reshape(x.shape[0], -1)
    out = rows @ w + b
    return out, (x, w, b)


def affine_backward(dout, cache):
    """An affine layer, backward.

    dout: (N, M) gradient of some loss by the layer's output. cache: what affine_forward returned beside it.

    Returns dx, dw, db: the gradients by x, w and b, each of the shape of what it is the gradient by.
    """
    x, w, _ = cache
    rows_of_x = x.reshape(len(x), -1)
    dx = (dout @ w.T).reshape(x.shape)
    dw = rows_of_x.T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db


# solution: end


# ---------------------------------------------------------------- the inputs


def worked(rng):  # noqa: ARG001 - small numbers, to work out on paper
    return {
        "x": np.array([[1.0, 2.0], [3.0, -1.0], [0.0, 4.0]]),
        "w": np.array([[1.0, 0.0, -2.0, 3.0], [2.0, -1.0, 1.0, 0.5]]),
        "b": np.array([10.0, 20.0, 30.0, 40.0]),
    }


def draw(rng, shape, M):
    D = int(np.prod(shape[1:]))
    return {
        "x": rng.standard_normal(shape),
        "w": 0.5 * rng.standard_normal((D, M)),
        "b": rng.standard_normal(M) + 2.0,
    }


def pictures(rng):
    return draw(rng, (3, 2, 4), M=5)


def plain_rows(rng):
    return draw(rng, (7, 4), M=3)


def wide_output(rng):
    return draw(rng, (4, 2, 3), M=9)


def four_axes(rng):
    return draw(rng, (2, 3, 2, 4), M=5)


def one_example(rng):
    return draw(rng, (1, 2, 5), M=4)


def one_output(rng):
    return draw(rng, (6, 5), M=1)


def one_feature(rng):
    return draw(rng, (5, 1), M=3)


def as_large_as_it_is_wide(rng):
    """All of N, D and M are equal: no shape tells that something is transposed."""
    return draw(rng, (6, 2, 3), M=6)


def with_upstream(make):
    """The same inputs, and a gradient that comes back from above."""

    def made(rng):
        inputs = make(rng)
        dout = rng.standard_normal((len(inputs["x"]), inputs["w"].shape[1]))
        return {"dout": dout, **inputs}

    made.__name__ = make.__name__
    return made


HINTS = {
    worked: "work it out on paper: the first number of out is 1·1 + 2·2 + 10",
    pictures: "x has three axes here: every example becomes one row of numbers first",
    plain_rows: "x is (N, D) already: nothing to lay out",
    wide_output: "more outputs than features: which axis is which?",
    four_axes: "x has four axes, as a batch of colour images has",
    one_example: "a batch of a single example is still a batch",
    one_output: "a layer with a single output: keep its axis",
    one_feature: "a single feature: keep its axis",
    as_large_as_it_is_wide: "N, D and M are equal here, so that no shape can tell what is transposed",
}
VISIBLE = (worked, pictures)
SHAPES = {"dout": "N M", "dx": "N d_1 ... d_k", "w": "D M", "b": "M", "out": "N M", "dw": "D M", "db": "M"}
CONTRACTS = [
    InputsUnchanged(),
    Repeatable(on=("pictures", "plain_rows")),
    RandomStateUntouched(on=("pictures",)),
]

EXERCISES = [
    exercise(
        "affine_forward",
        title="Affine layer, forward",
        uses=["affine_forward"],
        prefer=["**/cs231n/layers.py", "**/layers.py"],
        shapes=SHAPES,
        cases=[Case(make, visible=make in VISIBLE, hint=hint) for make, hint in HINTS.items()],
        checks=[Close("out"), SinglePrecision("out", on=("pictures", "plain_rows")), *CONTRACTS],
        mistakes=FORWARD,
    ),
    exercise(
        "affine_backward",
        title="Affine layer, backward",
        uses=["affine_backward", "affine_forward"],
        follows=["affine_forward"],
        prefer=["**/cs231n/layers.py", "**/layers.py"],
        shapes=SHAPES,
        cases=[Case(with_upstream(make), visible=make in VISIBLE, hint=hint) for make, hint in HINTS.items()],
        checks=[
            Close("dx"),
            Close("dw"),
            Close("db"),
            *(FittingGradient("sum_of_dout_times_out", wrt=name, grad=f"d{name}") for name in ("x", "w", "b")),
            SinglePrecision("dx", "dw", "db", on=("pictures", "plain_rows")),
            InputsUnchanged(),
            Repeatable(on=("pictures", "plain_rows"), inputs=BETWEEN),
            RandomStateUntouched(on=("pictures",)),
        ],
        mistakes=BACKWARD,
    ),
]
