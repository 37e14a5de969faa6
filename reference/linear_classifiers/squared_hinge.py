"""The squared hinge loss: like the multiclass SVM, but a missing margin costs its square, which has no kink at zero.

CS231n, lecture 3 ("what if we used the square?").
"""

from __future__ import annotations

import numpy as np

from grader.authoring import (
    Case,
    Close,
    Gradient,
    InitialLoss,
    InputsUnchanged,
    Known,
    Mistake,
    Patch,
    RandomStateUntouched,
    Regularization,
    Repeatable,
    Variant,
    exercise,
)

from . import batches, by_pytorch
from .slips import HALF_PENALTY, average_slips, penalty_slips, return_slips


# solution: begin
def squared_hinge_loss(W, X, y, reg):
    """The squared hinge loss and its gradient: each positive margin of a wrong class counts with its square.

    W: (D, C) weights. X: (N, D) examples, one per row. y: (N,) labels, 0 <= y[i] < C.
    reg: strength of the penalty, reg * (sum of the squares of all weights).

    Returns the loss, a number, and dW, the gradient of the loss with respect to W, of shape (D, C).
    """
    examples = np.arange(len(y))
    scores = X @ W  # (N, C)
    right = scores[examples, y][:, None]
    margins = np.maximum(0.0, scores - right + 1.0)
    margins[examples, y] = 0.0

    # The square has slope 2 * margin, which takes care of the clipped margins too: theirs is zero.
    dscores = 2.0 * margins
    dscores[examples, y] = -dscores.sum(axis=1)

    loss = np.sum(margins**2) / len(y) + reg * np.sum(W * W)
    dW = X.T @ dscores / len(y) + 2 * reg * W
    return loss, dW


# solution: end


# ---------------------------------------------------------------- the inputs


def at_the_hinge(rng):
    """One margin of every example lies exactly at 0, where the square is smooth: value and slope are both zero."""
    N, D, C = 6, 5, 4
    y = rng.permutation(np.arange(N) % C)
    scores = rng.integers(-3, 4, (N, C)).astype(float)
    scores[np.arange(N), (y + 1) % C] = scores[np.arange(N), y] - 1.0
    W = np.vstack([np.eye(C), np.zeros((D - C, C))])
    return {"W": W, "X": np.hstack([scores, rng.standard_normal((N, D - C))]), "y": y, "reg": 0.4}


CASES = [
    Case(batches.lecture_cat, visible=True, hint="one positive margin, 2.9: the loss is its square, 8.41"),
    Case(batches.lecture_car, visible=True, hint="no other score comes within 1 of the car's: the loss is 0"),
    Case(batches.lecture_frog, visible=True, hint="two positive margins, 6.3 and 6.6: square each, then add"),
    Case(batches.lecture_three, visible=True, hint="the mean of the losses of three pictures: 8.41, 0 and 83.25"),
    Case(batches.small_batch, visible=True, hint="here reg is not zero: the penalty and its gradient count"),
    Case(batches.strong_penalty, hint="large weights and a strong penalty: what does your code do with reg?"),
    Case(batches.many_classes, hint="more classes than examples: is every sum taken over the axis you mean?"),
    Case(batches.two_classes, hint="two classes only: one margin per example"),
    Case(batches.one_example, hint="a batch of a single example"),
    Case(at_the_hinge, hint="some margins are exactly zero: they cost nothing, and their slope is zero too"),
]
DIFFERENTIATED = ("small_batch", "strong_penalty", "many_classes", "two_classes", "one_example")

SAYS = {
    "not_squared": "the margins are not squared: this is the plain hinge loss and its gradient",
    "loss_not_squared": (
        "the loss adds up the margins themselves, not their squares; the gradient is that of the squares"
    ),
    "hinge_gradient": (
        "the gradient is that of the plain hinge: the slope of a squared margin is twice the margin, not 1"
    ),
    "gradient_without_2": "the factor 2 that the square leaves in the slope is missing from the gradient",
    "gradient_doubled_only": "the slope of a squared margin is twice the margin; here it is 2 whatever the margin",
    "squared_after_the_sum": (
        "the margins of an example are added first and then squared; each is to be squared by itself"
    ),
    "sum_squared": (
        "the margins of an example are added first and the sum is squared, in loss and gradient; "
        "each margin is to be squared by itself"
    ),
    "halved": "loss and gradient of the data's part are halved: the squared hinge has no factor ½",
    "averaged_over_classes": "the loss is averaged over the classes too: divide by the number of examples only",
    "squared_after_the_average": "the whole hinge loss is squared; each margin is to be squared by itself",
    "not_clipped": "negative margins are squared and added too: a class that is far enough behind should cost nothing",
    "counts_correct_class": (
        "the sum runs over the correct class too: its margin against itself is 1, so that every example pays 1 too much"
    ),
    "counts_correct_class_twice": (
        "the correct class's own margin of 1 is counted, in the loss and in the gradient: take it out before both"
    ),
    "no_margin": "the margin of 1 is missing: a wrong class should pay as soon as it comes within 1 of the right one",
    "margin_reversed": "the difference of the scores is the wrong way round: the right class pays for being ahead",
    "correct_class_missing": (
        "the gradient forgets that each positive margin also depends on the score of the correct class: "
        "its column gets nothing"
    ),
    "correct_class_once": (
        "the correct class's column of the gradient counts its examples; it should add up the slopes of "
        "all positive margins"
    ),
    "correct_class_counts": (
        "the correct class's column of the gradient counts the positive margins; it should add up twice their values"
    ),
    "correct_class_counts_twice": (
        "the correct class's column of the gradient is twice the number of positive margins; it should add up twice "
        "their values"
    ),
    "correct_class_sign": (
        "in the gradient, the correct class's column has the wrong sign: raising its score lowers the loss"
    ),
    "gradient_sign": "the gradient of the data's part has the wrong sign",
    "changes_weights": "the weights themselves are changed while the penalty's gradient is worked out",
}


def known(name, find, replace, *also):
    """The mistake of this name: what it changes in the solution."""
    return Mistake(name, SAYS[name], find, replace, also=also)


EXERCISE = exercise(
    "squared_hinge_loss",
    title="Squared hinge loss",
    oracle=by_pytorch.squared_hinge,
    uses=["squared_hinge_loss"],
    prefer=["**/cs231n/classifiers/linear_svm.py", "**/classifiers/linear_svm.py", "**/linear_svm.py"],
    shapes={"W": "D C", "X": "N D", "y": "N", "loss": "", "dW": "D C"},
    cases=CASES,
    checks=[
        InitialLoss(one_less_than="C", on=("small_batch", "many_classes", "two_classes")),
        Known("loss", 30.55, atol=0.005, source="lecture 3, with its margins squared", on=("lecture_three",)),
        Close("loss"),
        Close("dW"),
        Gradient("loss", wrt="W", grad="dW", on=DIFFERENTIATED),
        Regularization(weights="W", strength="reg", loss="loss", grad="dW", on=("small_batch", "strong_penalty")),
        InputsUnchanged(on=("small_batch", "strong_penalty")),
        Repeatable(on=("small_batch", "strong_penalty")),
        RandomStateUntouched(on=("small_batch",)),
    ],
    variants=[
        Variant(
            "half_penalty",
            HALF_PENALTY,
            "    examples = np.arange(len(y))\n",
            "    examples, reg = np.arange(len(y)), reg / 2\n",
        ),
    ],
    mistakes=[
        *average_slips("np.sum(margins**2)", "X.T @ dscores", "len(y)"),
        *penalty_slips("reg * np.sum(W * W)", "2 * reg * W"),
        *return_slips("2 * reg * W"),
        known("not_squared", "np.sum(margins**2)", "np.sum(margins)", Patch("2.0 * margins", "(margins > 0) * 1.0")),
        known("loss_not_squared", "np.sum(margins**2)", "np.sum(margins)"),
        known("hinge_gradient", "2.0 * margins", "(margins > 0) * 1.0"),
        known("gradient_without_2", "2.0 * margins", "1.0 * margins"),
        known("gradient_doubled_only", "2.0 * margins", "(margins > 0) * 2.0"),
        known("squared_after_the_sum", "np.sum(margins**2)", "np.sum(margins.sum(axis=1) ** 2)"),
        known(
            "sum_squared",
            "np.sum(margins**2)",
            "np.sum(margins.sum(axis=1) ** 2)",
            Patch("2.0 * margins", "2.0 * margins.sum(axis=1, keepdims=True) * (margins > 0)"),
        ),
        known("halved", "np.sum(margins**2)", "0.5 * np.sum(margins**2)", Patch("2.0 * margins", "1.0 * margins")),
        known(
            "averaged_over_classes",
            "np.sum(margins**2)",
            "np.mean(margins**2)",
            Patch("/ len(y) + reg * np", "+ reg * np"),
        ),
        known("squared_after_the_average", "np.sum(margins**2) / len(y)", "(np.sum(margins) / len(y)) ** 2"),
        known("not_clipped", "np.maximum(0.0, scores - right + 1.0)", "scores - right + 1.0"),
        known(
            "counts_correct_class",
            "    margins[examples, y] = 0.0\n",
            "",
            Patch("-dscores.sum(axis=1)", "2.0 - dscores.sum(axis=1)"),
        ),
        known("counts_correct_class_twice", "    margins[examples, y] = 0.0\n", ""),
        known("no_margin", "scores - right + 1.0", "scores - right"),
        known("margin_reversed", "scores - right + 1.0", "right - scores + 1.0"),
        known("correct_class_missing", "    dscores[examples, y] = -dscores.sum(axis=1)\n", ""),
        known("correct_class_once", "-dscores.sum(axis=1)", "-1.0"),
        known("correct_class_counts", "-dscores.sum(axis=1)", "-np.sum(margins > 0, axis=1)"),
        known("correct_class_counts_twice", "-dscores.sum(axis=1)", "-2.0 * np.sum(margins > 0, axis=1)"),
        Mistake(
            "correct_class_without_2",
            "in the right class's column the gradient lacks the factor 2: the slope of a square is twice its root",
            "-dscores.sum(axis=1)",
            "-margins.sum(axis=1)",
        ),
        Mistake(
            "margins_cut_at_one",
            "margins are cut off above 1: only below 0 are they clipped",
            "np.maximum(0.0, scores - right + 1.0)",
            "np.clip(scores - right + 1.0, 0.0, 1.0)",
        ),
        known("correct_class_sign", "-dscores.sum(axis=1)", "dscores.sum(axis=1)"),
        known("gradient_sign", "X.T @ dscores", "-X.T @ dscores"),
        known(
            "changes_weights",
            "dW = X.T @ dscores / len(y) + 2 * reg * W",
            "W *= 2 * reg\n    dW = X.T @ dscores / len(y) + W",
        ),
    ],
)
