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
    Mistake,
    NoCalls,
    NoImports,
    Patch,
    RandomStateUntouched,
    Regularization,
    Repeatable,
    SameAs,
    Variant,
    exercise,
)

from . import batches
from .slips import HALF_PENALTY, average_slips, penalty_slips, return_slips


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

SAYS = {
    "counts_correct_class": (
        "the sum runs over the correct class too: its margin against itself is 1, so that every example pays 1 too much"
    ),
    "no_margin": "the margin of 1 is missing: a wrong class should pay as soon as it comes within 1 of the right one",
    "margin_subtracted": "the margin of 1 is subtracted where it should be added",
    "margin_reversed": "the difference of the scores is the wrong way round: the right class pays for being ahead",
    "not_clipped": (
        "negative margins are added too: a class that is far enough behind should cost nothing, not earn something"
    ),
    "nothing_clipped": (
        "negative margins are added to the loss, and to the gradient: a class that is far enough behind "
        "should do neither"
    ),
    "gradient_of_all_classes": "the gradient counts every class, also those that are far enough behind to cost nothing",
    "correct_class_missing": (
        "the gradient forgets that each positive margin also depends on the score of the correct class: "
        "its column gets nothing"
    ),
    "correct_class_once": (
        "the correct class's column of the gradient is changed once per example; every class with a "
        "positive margin changes it"
    ),
    "wrong_classes_missing": (
        "only the correct class's column of the gradient is filled; the columns of the classes with a "
        "positive margin get nothing"
    ),
    "gradient_sign": "the gradient of the data's part has the wrong sign",
    "correct_class_sign": (
        "in the gradient, the correct class's column has the wrong sign: raising its score lowers the loss"
    ),
    "gradient_times_margin": (
        "the gradient multiplies each example by its margin: that belongs to the squared hinge; here a "
        "positive margin has slope 1"
    ),
    "squared": "the loss squares the margins, like the squared hinge; the gradient is that of the plain hinge",
    "squared_hinge": "the margins are squared, in loss and gradient: that is the squared hinge loss",
    "first_class_left_out": "the loop over the classes starts at 1 and leaves out the first class, class 0",
    "last_class_left_out": "the loop over the classes ends too early and leaves out the last class",
    "first_example_left_out": "the first example is left out: the loop over the examples starts at 1",
    "last_example_left_out": "the last example is left out: the loop over the examples ends too early",
    "first_example_only": "only the first example counts: does the function return inside the loop?",
    "above_one": "only margins above 1 count; any positive margin costs something",
    "at_least_one": "every class pays at least 1: the threshold for a margin is 0, not 1",
    "assigned": (
        "the columns of the gradient are assigned where they should be added to: the last example overwrites others"
    ),
    "averaged_over_classes": "the loss is averaged over the classes too: divide by the number of examples only",
    "correct_class_too_high": (
        "in the gradient, the correct class's own entry is not cleared: its column is too high by one for each example"
    ),
    "wrong_score_for_all": (
        "all examples are compared with a score that is not that of their own correct class: take one entry per example"
    ),
    "changes_weights": "the weights themselves are changed while the penalty's gradient is worked out",
    "loops": "the vectorised function loops over the examples",
    "counts_correct_class_twice": (
        "the correct class's own margin of 1 is counted, in the loss and in the gradient: take it out before both"
    ),
    "counts_correct_class_in_gradient": (
        "the gradient counts the correct class among those with a positive margin; the loss leaves it out"
    ),
}


def known(name, find, replace, *also):
    """The mistake of this name: what it changes in the solution."""
    return Mistake(name, SAYS[name], find, replace, also=also)


# ---------------------------------------------------------------- the loops

IN_LOOPS = [
    *average_slips("loss", "dW", "num_train"),
    *penalty_slips("reg * np.sum(W * W)", "2 * reg * W"),
    *return_slips("2 * reg * W"),
    known("counts_correct_class", "            if j == y[i]:\n                continue\n", ""),
    known("no_margin", "scores[j] - scores[y[i]] + 1.0", "scores[j] - scores[y[i]]"),
    known("margin_subtracted", "scores[j] - scores[y[i]] + 1.0", "scores[j] - scores[y[i]] - 1.0"),
    known("margin_reversed", "scores[j] - scores[y[i]] + 1.0", "scores[y[i]] - scores[j] + 1.0"),
    known(
        "not_clipped",
        "            if margin > 0:\n                loss += margin\n",
        "            loss += margin\n            if margin > 0:\n",
    ),
    known("nothing_clipped", "            if margin > 0:", "            if True:"),
    known(
        "gradient_of_all_classes",
        "                dW[:, j] += X[i]\n                dW[:, y[i]] -= X[i]\n",
        "            dW[:, j] += X[i]\n            dW[:, y[i]] -= X[i]\n",
    ),
    known("correct_class_missing", "                dW[:, y[i]] -= X[i]\n", ""),
    known(
        "correct_class_once",
        "                dW[:, y[i]] -= X[i]\n",
        "",
        Patch("    for i in range(num_train):\n", "    for i in range(num_train):\n        dW[:, y[i]] -= X[i]\n"),
    ),
    known("wrong_classes_missing", "                dW[:, j] += X[i]\n", ""),
    known("gradient_sign", "dW[:, j] += X[i]", "dW[:, j] -= X[i]", Patch("dW[:, y[i]] -= X[i]", "dW[:, y[i]] += X[i]")),
    known("correct_class_sign", "dW[:, y[i]] -= X[i]", "dW[:, y[i]] += X[i]"),
    known(
        "gradient_times_margin",
        "dW[:, j] += X[i]",
        "dW[:, j] += margin * X[i]",
        Patch("dW[:, y[i]] -= X[i]", "dW[:, y[i]] -= margin * X[i]"),
    ),
    known("squared", "loss += margin", "loss += margin ** 2"),
    known(
        "squared_hinge",
        "loss += margin",
        "loss += margin ** 2",
        Patch("dW[:, j] += X[i]", "dW[:, j] += 2 * margin * X[i]"),
        Patch("dW[:, y[i]] -= X[i]", "dW[:, y[i]] -= 2 * margin * X[i]"),
    ),
    known("first_class_left_out", "range(num_classes)", "range(1, num_classes)"),
    known("last_class_left_out", "range(num_classes)", "range(num_classes - 1)"),
    known("first_example_left_out", "range(num_train)", "range(1, num_train)"),
    known("last_example_left_out", "range(num_train)", "range(num_train - 1)"),
    known("first_example_only", "range(num_train)", "range(1)"),
    known("above_one", "if margin > 0", "if margin > 1"),
    known("at_least_one", "if margin > 0:", "if margin := max(margin, 1.0):"),
    known("assigned", "dW[:, j] += X[i]", "dW[:, j] = X[i]", Patch("dW[:, y[i]] -= X[i]", "dW[:, y[i]] = -X[i]")),
    known("changes_weights", "dW = dW / num_train + 2 * reg * W", "W *= 2 * reg\n    dW = dW / num_train + W"),
]

# ---------------------------------------------------------------- without loops

WITHOUT_LOOPS = [
    *average_slips("margins.sum()", "X.T @ dscores", "len(y)"),
    *penalty_slips("reg * np.sum(W**2)", "reg * 2 * W"),
    *return_slips("reg * 2 * W"),
    known(
        "loops",
        "    examples = np.arange(len(y))\n",
        "    return svm_loss_naive(W, X, y, reg)\n    examples = np.arange(len(y))\n",
    ),
    known(
        "counts_correct_class",
        "    margins[examples, y] = 0.0\n",
        "",
        Patch("-dscores.sum(axis=1)", "1.0 - dscores.sum(axis=1)"),
    ),
    known("counts_correct_class_twice", "    margins[examples, y] = 0.0\n", ""),
    known("counts_correct_class_in_gradient", "-dscores.sum(axis=1)", "-dscores.sum(axis=1) - 1.0"),
    known("no_margin", "scores - right + 1.0", "scores - right"),
    known("margin_subtracted", "scores - right + 1.0", "scores - right - 1.0"),
    known("margin_reversed", "scores - right + 1.0", "right - scores + 1.0"),
    known("not_clipped", "np.maximum(0.0, scores - right + 1.0)", "scores - right + 1.0"),
    known(
        "gradient_of_all_classes",
        "(margins > 0) * 1.0",
        "np.ones_like(scores)",
        Patch("-dscores.sum(axis=1)", "1.0 - dscores.sum(axis=1)"),
    ),
    known("correct_class_missing", "    dscores[examples, y] = -dscores.sum(axis=1)\n", ""),
    known("correct_class_once", "-dscores.sum(axis=1)", "-1.0"),
    known(
        "wrong_classes_missing",
        "dscores[examples, y] = -dscores.sum(axis=1)",
        "dscores = np.where(np.arange(W.shape[1]) == y[:, None], -dscores.sum(axis=1, keepdims=True), 0.0)",
    ),
    known("correct_class_sign", "-dscores.sum(axis=1)", "dscores.sum(axis=1)"),
    known("gradient_sign", "X.T @ dscores", "-X.T @ dscores"),
    known("gradient_times_margin", "(margins > 0) * 1.0", "margins.copy()"),
    known("squared", "margins.sum()", "(margins ** 2).sum()"),
    known("squared_hinge", "margins.sum()", "(margins ** 2).sum()", Patch("(margins > 0) * 1.0", "2.0 * margins")),
    known("averaged_over_classes", "margins.sum() / len(y)", "margins.mean()"),
    known("at_least_one", "np.maximum(0.0,", "np.maximum(1.0,"),
    known("correct_class_too_high", "-dscores.sum(axis=1)", "1.0 - dscores.sum(axis=1)"),
    known("wrong_score_for_all", "scores[examples, y][:, None]", "scores[:, y].mean(axis=1, keepdims=True)"),
    known(
        "changes_weights",
        "dW = X.T @ dscores / len(y) + reg * 2 * W",
        "W *= 2 * reg\n    dW = X.T @ dscores / len(y) + W",
    ),
]

EXERCISES = [
    exercise(
        "svm_loss_naive",
        title="Multiclass SVM loss, with loops",
        uses=["svm_loss_naive"],
        prefer=["**/linear_svm.py"],
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
        uses=["svm_loss_vectorized"],
        prefer=["**/linear_svm.py"],
        shapes=SHAPES,
        cases=CASES,
        checks=[
            *CHECKS,
            SameAs("svm_loss_naive", "loss", "dW", on=("small_batch", "strong_penalty", "many_classes")),
            Faster(loops="svm_loss_naive", on=("large",)),
            NoCalls("numpy.vectorize", "numpy.apply_along_axis", "numpy.frompyfunc", on=("small_batch",)),
            NoImports("torch", "tensorflow", "jax", "autograd", "sklearn", on=("small_batch",)),
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
