"""The multiclass SVM loss: every wrong class should score at least 1 less than the right one, or pay for the rest.

CS231n, lecture 3; Weston & Watkins, Support vector machines for multi-class pattern recognition (1999).
"""

from __future__ import annotations

import numpy as np

from grader.authoring import (
    Case,
    Close,
    Faster,
    Gradient,
    InitialLoss,
    InputsUnchanged,
    Known,
    NoCalls,
    RandomStateUntouched,
    Regularization,
    Repeatable,
    SameAs,
    Variant,
    exercise,
)

from . import batches, by_pytorch
from .slips import HALF_PENALTY
from .slips_svm import IN_LOOPS, WITHOUT_LOOPS


# solution: begin
def svm_loss_naive(W, X, y, reg):
    """The multiclass SVM loss and its gradient, with loops over the examples and the classes.

    W: (D, C) weights. X: (N, D) examples, one per row. y: (N,) labels, 0 <= y[i] < C.
    reg: strength of the penalty, reg * (sum of the squares of all weights).

    Returns the loss, a number, and dW, the gradient of the loss with respect to W, of shape (D, C).
    """
    num_train, num_classes = X.shape[0], W.shape[1]
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(num_train):
        scores = X[i] @ W
        for j in range(num_classes):
            if j == y[i]:
                continue
            margin = scores[j] - scores[y[i]] + 1.0
            if margin > 0:
                loss += margin
                dW[:, j] += X[i]
                dW[:, y[i]] -= X[i]

    # The data's part is an average over the examples; the penalty belongs to the weights and is added once.
    loss = loss / num_train + reg * np.sum(W * W)
    dW = dW / num_train + 2 * reg * W
    return loss, dW


def svm_loss_vectorized(W, X, y, reg):
    """The multiclass SVM loss and its gradient, without a loop: same inputs and outputs as svm_loss_naive."""
    examples = np.arange(len(y))
    scores = X @ W  # (N, C)
    right = scores[examples, y][:, None]  # (N, 1), so that it is subtracted from every class
    margins = np.maximum(0.0, scores - right + 1.0)
    margins[examples, y] = 0.0

    # A class with a positive margin is pushed down by X[i]; the right class is pulled up once for each of them.
    dscores = (margins > 0) * 1.0
    dscores[examples, y] = -dscores.sum(axis=1)

    loss = margins.sum() / len(y) + reg * np.sum(W**2)
    dW = X.T @ dscores / len(y) + reg * 2 * W
    return loss, dW


# solution: end


# ---------------------------------------------------------------- the inputs


def every_margin_met(rng):
    """The right class leads by more than 1 everywhere: only the penalty is left."""
    N, D, C = 7, 6, 4
    y = rng.permutation(np.arange(N) % C)
    scores = rng.uniform(-1.0, 1.0, (N, C))
    scores[np.arange(N), y] = rng.uniform(2.5, 4.0, N)
    return batches.with_scores(rng, scores, y, reg=0.6, D=D)


CASES = [
    Case(
        batches.lecture_cat,
        visible=True,
        hint="work it out on paper: only the car's score lies less than 1 below the cat's",
    ),
    Case(batches.lecture_car, visible=True, hint="work it out on paper: no other score comes within 1 of the car's"),
    Case(batches.lecture_frog, visible=True, hint="work it out on paper: both other classes score above the frog's"),
    Case(batches.lecture_three, visible=True, hint="the mean of the losses of three pictures: 2.9, 0 and 12.9"),
    Case(
        batches.lecture_comparison,
        visible=True,
        hint="scores -2.85, 0.86, 0.28 and label 2: only one margin is positive",
    ),
    Case(batches.small_batch, visible=True, hint="here reg is not zero: the penalty and its gradient count"),
    Case(batches.strong_penalty, hint="large weights and a strong penalty: what does your code do with reg?"),
    Case(batches.many_classes, hint="more classes than examples: is every sum taken over the axis you mean?"),
    Case(batches.two_classes, hint="two classes only: one margin per example"),
    Case(batches.one_example, hint="a batch of a single example"),
    Case(every_margin_met, hint="every margin is met: nothing but the penalty is left of the loss"),
    Case(batches.large, reserved=True),
]
SHAPES = {"W": "D C", "X": "N D", "y": "N", "loss": "", "dW": "D C"}
DIFFERENTIATED = ("small_batch", "strong_penalty", "many_classes", "two_classes", "one_example", "every_margin_met")
CHECKS = [
    InitialLoss(one_less_than="C", on=("small_batch", "many_classes", "two_classes")),
    Known("loss", 5.27, atol=0.005, source="lecture 3", on=("lecture_three",)),
    Close("loss"),
    Close("dW"),
    Gradient("loss", wrt="W", grad="dW", on=DIFFERENTIATED),
    Regularization(weights="W", strength="reg", loss="loss", grad="dW", on=("small_batch", "strong_penalty")),
    InputsUnchanged(on=("small_batch", "strong_penalty")),
    Repeatable(on=("small_batch", "strong_penalty")),
    RandomStateUntouched(on=("small_batch",)),
]

EXERCISES = [
    exercise(
        "svm_loss_naive",
        title="Multiclass SVM loss, with loops",
        oracle=by_pytorch.hinge,
        uses=["svm_loss_naive"],
        prefer=["**/cs231n/classifiers/linear_svm.py", "**/classifiers/linear_svm.py", "**/linear_svm.py"],
        shapes=SHAPES,
        cases=[case for case in CASES if case.make is not batches.large],
        checks=CHECKS,
        mistakes=IN_LOOPS,
        variants=[
            Variant(
                "half_penalty",
                HALF_PENALTY,
                "num_train, num_classes = X.shape[0], W.shape[1]",
                "num_train, num_classes, reg = X.shape[0], W.shape[1], reg / 2",
            ),
        ],
    ),
    exercise(
        "svm_loss_vectorized",
        title="Multiclass SVM loss, vectorised",
        oracle=by_pytorch.hinge,
        uses=["svm_loss_vectorized"],
        prefer=["**/cs231n/classifiers/linear_svm.py", "**/classifiers/linear_svm.py", "**/linear_svm.py"],
        shapes=SHAPES,
        cases=CASES,
        checks=[
            *CHECKS,
            SameAs("svm_loss_naive", "loss", "dW", on=("small_batch", "strong_penalty", "many_classes")),
            Faster(loops="svm_loss_naive", on=("large",)),
            NoCalls(*batches.NOT_BY_HAND, on=("small_batch",)),
        ],
        mistakes=WITHOUT_LOOPS,
        variants=[
            Variant(
                "half_penalty",
                HALF_PENALTY,
                "    examples = np.arange(len(y))\n",
                "    examples, reg = np.arange(len(y)), reg / 2\n",
            ),
        ],
    ),
]
