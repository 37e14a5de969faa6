"""Gates: the smallest pieces of a computational graph, each with a forward and a backward pass.

CS231n, lecture 4. A gate knows its inputs and its local gradients, and nothing of the graph around it: the backward
pass multiplies the upstream gradient by the local ones. The add gate distributes the gradient, the mul gate switches
its inputs, the max gate routes the gradient to the larger input.
"""

from __future__ import annotations

import numpy as np

from grader.authoring import (
    Case,
    Close,
    Gradient,
    InputsUnchanged,
    Known,
    RandomStateUntouched,
    Repeatable,
    Stable,
    Variant,
    exercise,
)

from .slips_gates import IN_ADDING, IN_MAXIMA, IN_MULTIPLYING, IN_SIGMOID


# solution: begin
def add_forward(x, y):
    """The add gate: x + y, entry by entry.

    x, y: arrays of the same shape.

    Returns out, an array of that shape, and cache: whatever add_backward needs to know.
    """
    out = x + y
    cache = out.shape
    return out, cache


def add_backward(dout, cache):
    """The add gate, backward.

    dout: gradient of a loss with respect to out, of out's shape. cache: what add_forward returned beside out.

    Returns dx and dy, the gradients of the loss with respect to x and y.
    """
    dx = dout.reshape(cache)
    dy = dout * 1.0
    return dx, dy


def mul_forward(x, y):
    """The mul gate: x * y, entry by entry.

    x, y: arrays of the same shape.

    Returns out, an array of that shape, and cache: whatever mul_backward needs to know.
    """
    out = x * y
    cache = (x, y)
    return out, cache


def mul_backward(dout, cache):
    """The mul gate, backward.

    dout: gradient of a loss with respect to out, of out's shape. cache: what mul_forward returned beside out.

    Returns dx and dy, the gradients of the loss with respect to x and y.
    """
    x, y = cache
    dx = dout * y
    dy = x * dout
    return dx, dy


def max_forward(x, y):
    """The max gate: the larger of x and y, entry by entry.

    x, y: arrays of the same shape.

    Returns out, an array of that shape, and cache: whatever max_backward needs to know.
    """
    out = np.maximum(x, y)
    cache = (x, y)
    return out, cache


def max_backward(dout, cache):
    """The max gate, backward. Where x and y are equal, x counts as the larger one.

    dout: gradient of a loss with respect to out, of out's shape. cache: what max_forward returned beside out.

    Returns dx and dy, the gradients of the loss with respect to x and y.
    """
    x, y = cache
    to_x = 1.0 * (x >= y)
    dx = dout * to_x
    dy = (1.0 - to_x) * dout
    return dx, dy


def sigmoid_forward(x):
    """The sigmoid gate: 1 / (1 + exp(-x)), entry by entry.

    x: an array. Its entries may be in the thousands, of either sign.

    Returns out, an array of x's shape, and cache: whatever sigmoid_backward needs to know.
    """
    with np.errstate(over="ignore"):  # exp(1000) is infinite, and 1 / (1 + infinity) is 0, as it should be
        out = 1.0 / (1.0 + np.exp(-x))
    cache = out
    return out, cache


def sigmoid_backward(dout, cache):
    """The sigmoid gate, backward.

    dout: gradient of a loss with respect to out, of out's shape. cache: what sigmoid_forward returned beside out.

    Returns dx, the gradient of the loss with respect to x.
    """
    out = cache
    slope = out * (1.0 - out)
    return dout * slope


# solution: end


# ---------------------------------------------------------------- the inputs


def lecture_add(rng):  # noqa: ARG001 - the lecture's numbers are not drawn
    """The + of 2 · (x·y + max(z, w)), where -12 and 2 come in and the gradient 2 comes back."""
    return {"x": np.array([[-12.0]]), "y": np.array([[2.0]]), "dout": np.array([[2.0]])}


def lecture_mul(rng):  # noqa: ARG001
    """Its product, x = 3 and y = -4."""
    return {"x": np.array([[3.0]]), "y": np.array([[-4.0]]), "dout": np.array([[2.0]])}


def lecture_max(rng):  # noqa: ARG001
    """Its maximum, z = 2 and w = -1."""
    return {"x": np.array([[2.0]]), "y": np.array([[-1.0]]), "dout": np.array([[2.0]])}


def lecture_sigmoid(rng):  # noqa: ARG001
    """The neuron of the lecture: its scores add up to 1, and the gradient that comes back is 1."""
    return {"x": np.array([[1.0]]), "dout": np.array([[1.0]])}


def draw(rng, N, D):
    """Two arrays of order 1 and of both signs, no entry of one near that of the other, and an upstream gradient."""
    x = rng.choice([-1.0, 1.0], (N, D)) * rng.uniform(0.3, 2.0, (N, D))
    y = x + rng.choice([-1.0, 1.0], (N, D)) * rng.uniform(0.2, 2.5, (N, D))
    return {"x": x, "y": y, "dout": rng.choice([-1.0, 1.0], (N, D)) * rng.uniform(0.3, 2.0, (N, D))}


def forward_only(rng):
    return _without_dout(draw(rng, N=2, D=3))


def forward_wide(rng):
    return _without_dout(draw(rng, N=3, D=7))


def forward_tall(rng):
    return _without_dout(draw(rng, N=6, D=2))


def small(rng):
    return draw(rng, N=2, D=3)


def wide(rng):
    return draw(rng, N=3, D=7)


def tall(rng):
    return draw(rng, N=8, D=5)


def used_twice(rng):
    """The gate goes forward on other inputs before it goes backward on these."""
    other = draw(rng, N=4, D=3)
    return {**draw(rng, N=4, D=3), "meanwhile": [other["x"], other["y"]]}


def with_zeros(rng):
    """Some entries of x and of y are exactly zero, never both."""
    drawn = draw(rng, N=5, D=4)
    places = rng.permutation(20)
    drawn["x"].flat[places[:4]] = 0.0
    drawn["y"].flat[places[:4]] = rng.uniform(0.5, 2.0, 4)
    drawn["y"].flat[places[4:8]] = 0.0
    return drawn


def ties(rng):
    """Some entries of x and y are equal, among them zeros."""
    drawn = draw(rng, N=5, D=4)
    places = rng.permutation(20)[:7]
    drawn["x"].flat[places[:2]] = 0.0
    drawn["y"].flat[places] = drawn["x"].flat[places]
    return drawn


def huge(rng):
    """Entries in the thousands, of both signs, beside ordinary ones."""
    x = rng.choice([-1.0, 1.0], (4, 5)) * rng.uniform(1e3, 1e4, (4, 5))
    x[1] = rng.uniform(-3.0, 3.0, 5)
    x[0, :2] = rng.uniform(1e3, 1e4, 2) * np.array([1.0, -1.0])
    return {"x": x, "dout": rng.uniform(0.5, 2.0, (4, 5))}


def _without_dout(drawn):
    return {name: value for name, value in drawn.items() if name != "dout"}


def _of_one(make):
    """The same inputs for a gate that has x alone."""

    def made(rng):
        drawn = make(rng)
        if "meanwhile" in drawn:
            drawn["meanwhile"] = drawn["meanwhile"][:1]
        return {name: value for name, value in drawn.items() if name != "y"}

    made.__name__ = make.__name__
    return made


FORWARD = [
    Case(forward_only, visible=True, hint="forward alone: entry by entry, an array as large as the inputs"),
    Case(forward_wide, hint="forward alone, on a wider array"),
    Case(forward_tall, hint="forward alone, on a taller array"),
]
BACKWARD = [
    Case(small, visible=True, hint="backward: upstream gradient times local gradient, entry by entry"),
    Case(wide, hint="backward on a wider array"),
    Case(tall, hint="backward on a taller array"),
    Case(used_twice, hint="the gate is used twice in a graph: each use has its own cache"),
]
FORWARD_NAMES = ("forward_only", "forward_wide", "forward_tall")
DRAWN = ("small", "wide", "tall", "used_twice")
SHAPES = {**dict.fromkeys(("x", "y", "dout", "out", "dx", "dy"), "N D"), "total": ""}
CONTRACT = [
    InputsUnchanged(on=("forward_only", "forward_tall", "small", "tall")),
    Repeatable(on=("small", "tall")),
    RandomStateUntouched(on=("small",)),
]


def _checks(lecture, *special):
    """Forward by itself, so that it counts before there is a backward; then both gradients."""
    backward = (lecture, *DRAWN, *special)
    return [
        Close("out", on=FORWARD_NAMES),
        Close("dx", on=backward),
        Close("dy", on=backward),
        Gradient("total", wrt="x", grad="dx", on=DRAWN),
        Gradient("total", wrt="y", grad="dy", on=DRAWN),
        *CONTRACT,
    ]


EXERCISES = [
    exercise(
        "add_gate",
        title="The add gate",
        uses=["add_forward", "add_backward"],
        shapes=SHAPES,
        cases=[
            Case(lecture_add, visible=True, hint="-12 + 2 = -10; the upstream gradient is 2: who gets how much of it?"),
            *FORWARD,
            *BACKWARD,
        ],
        checks=_checks("lecture_add"),
        mistakes=IN_ADDING,
    ),
    exercise(
        "mul_gate",
        title="The mul gate",
        uses=["mul_forward", "mul_backward"],
        shapes=SHAPES,
        cases=[
            Case(lecture_mul, visible=True, hint="3 · (-4) = -12; the upstream gradient is 2, so dx = 2 · (-4)"),
            *FORWARD,
            *BACKWARD,
            Case(with_zeros, hint="some inputs are exactly zero: nothing has to be divided by"),
        ],
        checks=_checks("lecture_mul", "with_zeros"),
        mistakes=IN_MULTIPLYING,
    ),
    exercise(
        "max_gate",
        title="The max gate",
        uses=["max_forward", "max_backward"],
        shapes=SHAPES,
        cases=[
            Case(
                lecture_max, visible=True, hint="max(2, -1) = 2: the whole upstream gradient of 2 goes to x, none to y"
            ),
            *FORWARD,
            *BACKWARD,
            Case(ties, hint="x and y are equal in places: the handout says who gets the gradient there"),
        ],
        checks=_checks("lecture_max", "ties"),
        mistakes=IN_MAXIMA,
        variants=[
            Variant(
                "ties_to_y",
                "where x and y are equal, the gradient goes to y, one of the subgradients",
                "1.0 * (x >= y)",
                "1.0 * (x > y)",
            ),
            Variant(
                "ties_shared",
                "where x and y are equal, each gets half of the gradient, one of the subgradients",
                "1.0 * (x >= y)",
                "0.5 * (x >= y) + 0.5 * (x > y)",
            ),
        ],
    ),
    exercise(
        "sigmoid_gate",
        title="The sigmoid gate",
        uses=["sigmoid_forward", "sigmoid_backward"],
        shapes=SHAPES,
        cases=[
            Case(lecture_sigmoid, visible=True, hint="1 / (1 + exp(-1)) = 0.73, and 0.73 · (1 - 0.73) = 0.2"),
            *(Case(_of_one(case.make), visible=case.visible, hint=case.hint) for case in (*FORWARD, *BACKWARD)),
            Case(
                huge,
                reserved=True,
                hint="exp(1000) is infinite: which form of the sigmoid and of its slope survives it?",
            ),
        ],
        checks=[
            Known("total", 0.73, atol=0.005, source="lecture 4", on=("lecture_sigmoid",)),
            Close("out", on=FORWARD_NAMES),
            Close("dx", on=("lecture_sigmoid", *DRAWN)),
            Gradient("total", wrt="x", grad="dx", on=DRAWN),
            Stable("out", "dx", on=("huge",)),
            *CONTRACT,
        ],
        mistakes=IN_SIGMOID,
    ),
]
