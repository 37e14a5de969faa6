"""Losses by scores: multiclass SVM and softmax, with the gradient by the scores, for whatever stands below them.

CS231n, lectures 3 and 4. Both are averages over the examples. The softmax loss takes the natural logarithm; scores are
shifted by the largest of their own row before `exp`, and the log is taken of the sum, never of a probability, which may
be too small for a float.
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
    RandomStateUntouched,
    Repeatable,
    SinglePrecision,
    Stable,
    exercise,
)

from . import by_pytorch, scores
from .layers import PREFER
from .slips_losses import SOFTMAX, SVM


# solution: begin
def svm_loss(x, y):
    """The multiclass SVM loss and its gradient by the scores.

    x: (N, C) scores, one row per example. y: (N,) labels, 0 <= y[i] < C.

    Returns the loss, a number, and dx, its gradient by x, of shape (N, C). The loss is the mean over the examples i of
    the sum over the classes j != y[i] of max(0, x[i, j] - x[i, y[i]] + 1).
    """
    rows = np.arange(len(y))
    right = x[rows, y][:, None]  # (N, 1), so that it is subtracted from every class
    margins = np.maximum(0, x - right + 1)
    margins[rows, y] = 0
    loss = margins.sum() / len(y)

    # A class with a positive margin is pushed down; the right class is pulled up once for each of them.
    pushes = (margins > 0).astype(x.dtype)
    pushes[rows, y] = -pushes.sum(axis=1)
    dx = pushes / len(y)
    return loss, dx


def softmax_loss(x, y):
    """The softmax loss (cross-entropy) and its gradient by the scores.

    x: (N, C) scores, one row per example. y: (N,) labels, 0 <= y[i] < C.

    Returns the loss, a number, and dx, its gradient by x, of shape (N, C). The loss is the mean over the examples of
    minus the natural logarithm of the right class's probability.
    """
    examples = np.arange(len(y))
    shifted = x - x.max(axis=1, keepdims=True)
    log_sums = np.log(np.exp(shifted).sum(axis=1))
    losses = log_sums - shifted[examples, y]
    total = losses.sum() / len(y)

    # The slope by a score is the class's probability, less 1 for the right class.
    slopes = np.exp(shifted - log_sums[:, None])
    slopes[examples, y] -= 1
    dx = slopes / len(y)
    return total, dx


# solution: end


class LogOfProbability(Stable):
    """The loss stays right where the right class's probability is too small for a float.

    Apart from `stability`, because the course's own notes take the log of the probability.
    """

    @property
    def key(self):
        return "log_of_probability"


SHAPES = {"x": "N C", "y": "N", "loss": "", "dx": "N C"}
COMPARED = ("small_batch", "many_classes", "two_classes", "many_examples")
CONTRACTS = [
    InputsUnchanged(on=("small_batch", "many_classes", "many_examples")),
    Repeatable(on=("small_batch",)),
    RandomStateUntouched(on=("small_batch",)),
]
LECTURE = {
    "svm": {
        scores.lecture_cat: "work it out on paper: only the car's score lies less than 1 below the cat's",
        scores.lecture_car: "work it out on paper: no other score comes within 1 of the car's",
        scores.lecture_frog: "work it out on paper: both other classes score above the frog's",
        scores.lecture_three: "the mean of the losses of three pictures: 2.9, 0 and 12.9",
    },
    "softmax": {
        scores.lecture_cat: "work it out on paper: the cat's probability is 0.13; the logarithm is the natural one",
        scores.lecture_three: "the mean of the losses of three pictures",
        scores.lecture_comparison: "scores -2.85, 0.86, 0.28 and label 2: the probability is 0.353",
    },
}


def cases(loss):
    """The lecture's numbers, one visible batch, and hidden ones."""
    return [
        *(Case(make, visible=True, hint=hint) for make, hint in LECTURE[loss].items()),
        Case(scores.small_batch, visible=True, hint="work out the first row by hand"),
        *(Case(make, hint=hint) for make, hint in scores.HIDDEN.items()),
    ]


EXERCISES = [
    exercise(
        "svm_loss",
        title="SVM loss by scores",
        oracle=by_pytorch.svm_loss,
        uses=["svm_loss"],
        prefer=PREFER,
        shapes=SHAPES,
        cases=[
            *cases("svm"),
            Case(scores.every_margin_met, hint="every margin is met: loss and gradient are 0"),
        ],
        checks=[
            InitialLoss(one_less_than="C", weights="x", on=("small_batch", "many_classes", "two_classes")),
            Known("loss", 5.27, atol=0.005, source="lecture 3", on=("lecture_three",)),
            Close("loss"),
            Close("dx"),
            Gradient("loss", wrt="x", grad="dx", on=(*COMPARED, "one_example")),
            SinglePrecision("loss", "dx", on=("many_examples",)),
            *CONTRACTS,
        ],
        mistakes=SVM,
    ),
    exercise(
        "softmax_loss",
        title="Softmax loss by scores",
        oracle=by_pytorch.softmax_loss,
        uses=["softmax_loss"],
        prefer=PREFER,
        shapes=SHAPES,
        cases=[
            *cases("softmax"),
            *(Case(make, reserved=True, tolerance=scores.LOUD, hint=hint) for make, hint in scores.STABLE.items()),
            *(Case(make, reserved=True, tolerance=scores.LOUD, hint=scores.HOPE) for make in scores.HOPELESS),
        ],
        checks=[
            InitialLoss(log_of="C", weights="x", on=("small_batch", "many_classes", "two_classes")),
            Known("loss", 2.04, atol=0.005, source="lecture 3", on=("lecture_cat",)),
            Close("loss"),
            Close("dx"),
            Gradient("loss", wrt="x", grad="dx", on=(*COMPARED, "one_example")),
            Stable("loss", "dx", on=tuple(make.__name__ for make in scores.STABLE)),
            LogOfProbability("loss", "dx", on=tuple(make.__name__ for make in scores.HOPELESS)),
            SinglePrecision("loss", "dx", on=("many_examples",)),
            *CONTRACTS,
        ],
        mistakes=SOFTMAX,
    ),
]
