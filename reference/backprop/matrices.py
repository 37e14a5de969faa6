"""Vectors and matrices: gradients of a matrix product, of the softmax and of a squared norm.

CS231n, lecture 4. The gradient by an array has the array's shape, which is often enough to write it down: dX is (N, D)
and can only be made of dout (N, M) and W (D, M) in one way.
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
    exercise,
)

from .slips_matrices import IN_JACOBIANS, IN_MATRIX_PRODUCTS, IN_SQUARED_NORMS


# solution: begin
def matmul_backward(dout, X, W):
    """The gradients of a matrix product, out = X @ W.

    dout: (N, M) gradient of a loss with respect to out. X: (N, D). W: (D, M).

    Returns dX, of shape (N, D), and dW, of shape (D, M): the gradients of the loss with respect to X and W.
    """
    dX = dout @ W.T
    dW = X.T @ dout
    return dX, dW


def softmax_jacobian(scores):
    """The Jacobian of the softmax p of one vector of scores.

    scores: (C,) numbers, which may be in the thousands.

    Returns an array of shape (C, C): entry [i, j] is the derivative of p[i] with respect to scores[j].
    """
    shifted = scores - np.max(scores)
    p = np.exp(shifted) / np.sum(np.exp(shifted))
    return np.diag(p) - np.outer(p, p)


def squared_norm(x, W):
    """The squared norm of a product, f(x, W) = ‖W x‖², and its gradients.

    x: (D,). W: (M, D).

    Returns f, the sum of the squares of the entries of W x, a number; dx, its gradient with respect to x, of shape
    (D,); and dW, its gradient with respect to W, of shape (M, D).
    """
    q = W @ x
    f = np.sum(q**2)
    dx = 2.0 * W.T @ q
    dW = 2.0 * np.outer(q, x)
    return f, dx, dW


# solution: end


# ---------------------------------------------------------------- inputs for the matrix product


def product(rng, N, D, M):
    return {
        "dout": rng.standard_normal((N, M)),
        "X": rng.standard_normal((N, D)),
        "W": rng.standard_normal((D, M)),
    }


def small_product(rng):
    return product(rng, N=3, D=2, M=4)


def square_product(rng):
    """All sizes are equal, so that a transposed factor does not fail, but gives other numbers."""
    return product(rng, N=3, D=3, M=3)


def tall_product(rng):
    return product(rng, N=9, D=4, M=2)


def wide_product(rng):
    return product(rng, N=2, D=5, M=8)


def one_row(rng):
    return product(rng, N=1, D=4, M=3)


# ---------------------------------------------------------------- inputs for the softmax


def two_classes(rng):
    return _scored(rng, 2)


def three_classes(rng):
    return _scored(rng, 3)


def five_classes(rng):
    return _scored(rng, 5)


def eight_classes(rng):
    return _scored(rng, 8)


def huge_scores(rng):
    """In the thousands, the best of them close together, and thousands above the mean of all."""
    scores = rng.uniform(1e3, 3e3, 6)
    scores[:3] = rng.uniform(8e3, 1e4) - np.array([0.0, 0.7, 1.6])
    return {"scores": rng.permutation(scores)}


def far_below_zero(rng):
    return {"scores": -1000.0 + rng.uniform(-2.0, 2.0, 4)}


def _scored(rng, C):
    """Scores of order 1 whose probabilities all differ, and an upstream gradient."""
    return {"scores": rng.uniform(-1.5, 1.5, C), "dout": rng.standard_normal(C)}


# ---------------------------------------------------------------- inputs for the squared norm


def lecture_norm(rng):  # noqa: ARG001 - the lecture's numbers are not drawn
    return {"x": np.array([0.2, 0.4]), "W": np.array([[0.1, 0.5], [-0.3, 0.8]])}


def small_norm(rng):
    return _norm(rng, M=2, D=3)


def tall_norm(rng):
    return _norm(rng, M=7, D=4)


def wide_norm(rng):
    return _norm(rng, M=3, D=8)


def square_norm(rng):
    """As many rows as columns, so that a transposed factor does not fail, but gives other numbers."""
    return _norm(rng, M=4, D=4)


def _norm(rng, M, D):
    return {"x": rng.standard_normal(D), "W": rng.standard_normal((M, D))}


CLASSES = ("two_classes", "three_classes", "five_classes", "eight_classes")

EXERCISES = [
    exercise(
        "matmul_backward",
        title="The gradients of a matrix product",
        uses=["matmul_backward"],
        shapes={"dout": "N M", "X": "N D", "W": "D M", "dX": "N D", "dW": "D M", "total": ""},
        cases=[
            Case(
                small_product, visible=True, hint="write the shapes beside each factor: which product has that of dX?"
            ),
            Case(
                square_product, visible=True, hint="all sizes are equal here: the shapes don't tell what is transposed"
            ),
            Case(tall_product, hint="many rows: dW adds up what each of them contributes, and is not averaged"),
            Case(wide_product, hint="more columns than rows"),
            Case(one_row, hint="a single row: X is still a matrix"),
        ],
        checks=[
            Close("dX"),
            Close("dW"),
            Gradient("total", wrt="X", grad="dX"),
            Gradient("total", wrt="W", grad="dW"),
            InputsUnchanged(on=("small_product", "tall_product")),
            Repeatable(on=("small_product",)),
            RandomStateUntouched(on=("small_product",)),
        ],
        mistakes=IN_MATRIX_PRODUCTS,
    ),
    exercise(
        "softmax_jacobian",
        title="The Jacobian of the softmax",
        uses=["softmax_jacobian"],
        shapes={"scores": "C", "dout": "C", "jacobian": "C C", "dscores": "C", "total": ""},
        cases=[
            Case(two_classes, visible=True, hint="two classes: every entry is plus or minus p₀·p₁"),
            Case(three_classes, visible=True, hint="each row and each column of the Jacobian adds up to 0"),
            Case(five_classes, hint="every probability changes with every score"),
            Case(eight_classes, hint="every probability changes with every score"),
            Case(
                huge_scores,
                reserved=True,
                hint="exp(1000) is infinite: which shift leaves the probabilities as they are?",
            ),
            Case(far_below_zero, reserved=True, hint="every exp of these scores is 0 as it stands"),
        ],
        checks=[
            Close("jacobian", on=CLASSES),
            Gradient("total", wrt="scores", grad="dscores", on=CLASSES),
            Stable("jacobian", on=("huge_scores", "far_below_zero")),
            InputsUnchanged(on=("three_classes", "five_classes")),
            Repeatable(on=("three_classes",)),
            RandomStateUntouched(on=("three_classes",)),
        ],
        mistakes=IN_JACOBIANS,
    ),
    exercise(
        "squared_norm",
        title="A vectorised chain, the squared norm of W x",
        uses=["squared_norm"],
        shapes={"x": "D", "W": "M D", "f": "", "dx": "D", "dW": "M D"},
        cases=[
            Case(lecture_norm, visible=True, hint="the lecture's example: W x is [0.22, 0.26], and f is 0.116"),
            Case(small_norm, visible=True, hint="write q = W x first: f is the sum of its squares, and df/dq is 2q"),
            Case(tall_norm, hint="more rows than columns"),
            Case(wide_norm, hint="more columns than rows"),
            Case(square_norm, hint="as many rows as columns: the shapes don't tell what is transposed"),
        ],
        checks=[
            Known("f", 0.116, atol=0.0005, source="lecture 4", on=("lecture_norm",)),
            Close("f"),
            Close("dx"),
            Close("dW"),
            Gradient("f", wrt="x", grad="dx"),
            Gradient("f", wrt="W", grad="dW"),
            InputsUnchanged(on=("small_norm", "tall_norm")),
            Repeatable(on=("small_norm",)),
            RandomStateUntouched(on=("small_norm",)),
        ],
        mistakes=IN_SQUARED_NORMS,
    ),
]
