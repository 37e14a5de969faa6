"""Maxout: the larger of two affine layers, unit by unit; ReLU and leaky ReLU are special cases of it.

CS231n, lecture 6; Goodfellow et al., Maxout networks (2013). Where both pieces are equal there is no derivative: any
split of dout between them is a subgradient, but they share it, so that it is neither lost nor counted twice.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from grader.authoring import Case, Close, Patch, SinglePrecision, Variant, exercise

from .affine import affine_backward, affine_forward  # noqa: F401 - two of them make a maxout
from .layers import CONTRACTS, CONTRACTS_BEHIND, PREFER, FittingGradient
from .slips_maxout import BACKWARD, FORWARD


# solution: begin
def maxout_forward(x, w1, b1, w2, b2):
    """A maxout layer of two pieces, forward: every output is the larger of x @ w1 + b1 and x @ w2 + b2.

    x: (N, D) examples, one per row. w1, w2: (D, M) weights. b1, b2: (M,) biases.

    Returns out, of shape (N, M), and a cache of your own choice for maxout_backward.
    """
    one = x @ w1 + b1
    two = x @ w2 + b2
    out = np.maximum(one, two)
    return out, (x, w1, w2, one, two)


def maxout_backward(dout, cache):
    """A maxout layer of two pieces, backward.

    dout: (N, M) gradient of some loss by the layer's output. cache: what maxout_forward returned beside it.

    Returns dx, dw1, db1, dw2, db2: the gradients by x, w1, b1, w2 and b2, each of the shape of what it is by. Where
    both pieces are equal, dout goes to either of them, or is shared.
    """
    x, w1, w2, one, two = cache
    done = dout * (one >= two)
    dtwo = dout * (one < two)
    dx = done @ w1.T + dtwo @ w2.T
    dw1, db1 = x.T @ done, done.sum(axis=0)
    dw2, db2 = x.T @ dtwo, dtwo.sum(axis=0)
    return dx, dw1, db1, dw2, db2


# solution: end


# ---------------------------------------------------------------- the inputs


def draw(rng, N, D, M, clearance=0.05):
    """Redrawn until no unit is near a tie, and each piece wins somewhere in every batch of more than one unit."""
    while True:
        inputs = {
            "x": rng.standard_normal((N, D)),
            **{f"w{i}": 0.5 * rng.standard_normal((D, M)) for i in (1, 2)},
            **{f"b{i}": rng.standard_normal(M) + 0.5 for i in (1, 2)},
        }
        lead = inputs["x"] @ (inputs["w1"] - inputs["w2"]) + inputs["b1"] - inputs["b2"]
        if np.min(np.abs(lead)) > clearance and 0 < np.sum(lead > 0) < lead.size:
            return {name: inputs[name] for name in ("x", "w1", "b1", "w2", "b2")}


def worked(rng):  # noqa: ARG001 - small numbers, to work out on paper
    return {
        "x": np.array([[1.0, 2.0], [-1.0, 3.0], [2.0, 0.0]]),
        "w1": np.array([[1.0, 0.0, -1.0, 2.0], [1.0, -1.0, 0.5, 0.0]]),
        "b1": np.array([0.5, 1.0, -1.0, 0.0]),
        "w2": np.array([[0.0, 2.0, 1.0, -1.0], [2.0, 0.0, 1.0, 1.5]]),
        "b2": np.array([-1.0, 0.25, 1.0, 0.75]),
    }


def more_features(rng):
    return draw(rng, N=3, D=7, M=4)


def more_examples(rng):
    return draw(rng, N=9, D=4, M=5)


def one_example(rng):
    return draw(rng, N=1, D=5, M=6)


def negative_pieces(rng):
    """Both pieces lie far below zero: the larger one is still the output."""
    inputs = draw(rng, N=5, D=3, M=4)
    return {**inputs, "b1": inputs["b1"] - 20.0, "b2": inputs["b2"] - 20.0}


def twins(rng):
    """Both pieces are equal in some units: a tie for every example, and an exact one, in whatever order it is added up.

    All numbers are multiples of 1/8, so that nothing is rounded.
    """
    while True:
        inputs = {name: np.round(8 * value) / 8 for name, value in draw(rng, N=6, D=3, M=5).items()}
        lead = inputs["x"] @ (inputs["w1"] - inputs["w2"]) + inputs["b1"] - inputs["b2"]
        if lead.all():
            break
    for one, two in (("w1", "w2"), ("b1", "b2")):
        inputs[two][..., :2] = inputs[one][..., :2]
    return inputs


HINTS = {
    worked: "work it out on paper: the first output is the larger of 1 + 2 + 0.5 and 4 - 1",
    more_features: "more features than outputs",
    more_examples: "more examples than features",
    one_example: "a batch of a single example",
    negative_pieces: "both pieces are negative: the larger one is the output, not 0",
    twins: "in some units both pieces are equal: neither lose dout there, nor count it twice",
}
DIFFERENTIATED = ("worked", "more_features", "more_examples", "one_example", "negative_pieces")
NAMES = ("x", "w1", "b1", "w2", "b2")
SHAPES = {"dout": "N M", "x": "N D", "out": "N M", "dx": "N D"} | {
    name: shape
    for i in (1, 2)
    for name, shape in ((f"w{i}", "D M"), (f"b{i}", "M"), (f"dw{i}", "D M"), (f"db{i}", "M"))
}


def with_upstream(make):
    """The same inputs, and a gradient that comes back from above."""

    def made(rng):
        inputs = make(rng)
        shape = len(inputs["x"]), len(inputs["b1"])
        return {"dout": rng.standard_normal(shape), **inputs}

    made.__name__ = make.__name__
    return made


CHECKS_OF_CALLS, CHECKS_OF_CALLS_BEHIND = (
    [replace(check, on=tuple("more_features" for _ in check.on)) for check in checks]
    for checks in (CONTRACTS, CONTRACTS_BEHIND)
)
TIES = "    done = dout * (one >= two)\n    dtwo = dout * (one < two)\n"

BACK_THROUGH_BOTH = (
    "    through_one = affine_backward(done, affine_forward(x, w1, np.zeros(w1.shape[1], x.dtype))[1])\n"
    "    through_two = affine_backward(dtwo, affine_forward(x, w2, np.zeros(w2.shape[1], x.dtype))[1])\n"
)
EXERCISES = [
    exercise(
        "maxout_forward",
        title="Maxout, forward",
        uses=["maxout_forward"],
        follows={
            "affine_forward": [
                Patch("one = x @ w1 + b1", "one = affine_forward(x, w1, b1)[0]"),
                Patch("two = x @ w2 + b2", "two = affine_forward(x, w2, b2)[0]"),
            ]
        },
        prefer=PREFER,
        shapes=SHAPES,
        cases=[Case(make, visible=make is worked, hint=hint) for make, hint in HINTS.items()],
        checks=[Close("out"), SinglePrecision("out", on=("more_features",)), *CHECKS_OF_CALLS],
        mistakes=FORWARD,
    ),
    exercise(
        "maxout_backward",
        title="Maxout, backward",
        uses=["maxout_backward", "maxout_forward"],
        follows={
            "maxout_forward": [],
            "affine_backward": [
                Patch("    dx = done @ w1.T", f"{BACK_THROUGH_BOTH}    dx = done @ w1.T"),
                Patch("done @ w1.T + dtwo @ w2.T", "through_one[0] + through_two[0]"),
                Patch("x.T @ done, done.sum(axis=0)", "through_one[1], through_one[2]"),
                Patch("x.T @ dtwo, dtwo.sum(axis=0)", "through_two[1], through_two[2]"),
            ],
        },
        prefer=PREFER,
        shapes=SHAPES,
        cases=[Case(with_upstream(make), visible=make is worked, hint=hint) for make, hint in HINTS.items()],
        checks=[
            *(Close(f"d{name}") for name in NAMES),
            *(FittingGradient("sum_of_dout_times_out", wrt=name, grad=f"d{name}", on=DIFFERENTIATED) for name in NAMES),
            SinglePrecision(*(f"d{name}" for name in NAMES), on=("more_features",)),
            *CHECKS_OF_CALLS_BEHIND,
        ],
        mistakes=BACKWARD,
        variants=[
            Variant(
                "ties_to_the_second",
                "where both pieces are equal, dout goes to the second",
                TIES,
                "    done = dout * (one > two)\n    dtwo = dout * (one <= two)\n",
            ),
            Variant(
                "ties_are_shared",
                "where both pieces are equal, each gets half of dout",
                TIES,
                "    done = np.where(one == two, dout / 2, dout * (one > two))\n    dtwo = dout - done\n",
            ),
        ],
    ),
]
