"""What the losses have in common: the inputs they are tried on, and the ways to get averages and penalty wrong.

All sizes of a case differ (a transposed or misdirected sum then has the wrong shape or the wrong number), weights are
of order 0.5 and the penalty is strong: with the tiny weights of a fresh classifier most mistakes would be invisible.
"""

from __future__ import annotations

import numpy as np

from grader.authoring import Mistake, Patch

# ---------------------------------------------------------------- the worked numbers of the lecture

CAT, CAR, FROG = (3.2, 5.1, -1.7), (1.3, 4.9, 2.0), (2.2, 2.5, -3.1)
"""Scores of the classes cat, car and frog for three pictures, which show a cat, a car and a frog."""


def _scored(scores, labels):
    """Every picture is a unit vector of its own, so that the weights are the scores themselves."""
    W = np.array(scores, dtype=float)
    return {"W": W, "X": np.eye(len(W)), "y": np.array(labels), "reg": 0.0}


def lecture_cat(rng):  # noqa: ARG001 - the lecture's numbers are not drawn
    return _scored([CAT], [0])


def lecture_car(rng):  # noqa: ARG001
    return _scored([CAR], [1])


def lecture_frog(rng):  # noqa: ARG001
    return _scored([FROG], [2])


def lecture_three(rng):  # noqa: ARG001
    return _scored([CAT, CAR, FROG], [0, 1, 2])


def lecture_comparison(rng):  # noqa: ARG001
    """The picture on which the lecture compares the hinge loss with the cross-entropy."""
    return _scored([(-2.85, 0.86, 0.28)], [2])


# ---------------------------------------------------------------- drawn inputs


def draw(rng, N, D, C, reg, clearance=0.05):
    """N examples of all C classes; redrawn until every margin keeps its distance from the hinge's kink."""
    y = rng.permutation(np.arange(N) % C)
    while True:
        W, X = 0.5 * rng.standard_normal((D, C)), rng.standard_normal((N, D))
        scores = X @ W
        others = np.arange(C) != y[:, None]
        margins = (scores - scores[np.arange(N), y][:, None] + 1.0)[others]
        if np.min(np.abs(margins)) > clearance:
            return {"W": W, "X": X, "y": y, "reg": reg}


def small_batch(rng):
    return draw(rng, N=5, D=4, C=3, reg=0.5)


def strong_penalty(rng):
    return draw(rng, N=7, D=6, C=4, reg=0.7)


def many_classes(rng):
    return draw(rng, N=4, D=6, C=9, reg=0.3, clearance=0.02)


def two_classes(rng):
    return draw(rng, N=9, D=5, C=2, reg=1.3)


def one_example(rng):
    return draw(rng, N=1, D=6, C=5, reg=0.4)


def large(rng):
    """Big enough that a Python loop over the examples takes a hundred times as long as numpy's."""
    N, D, C = 2000, 60, 20
    W, X = 0.2 * rng.standard_normal((D, C)), rng.standard_normal((N, D))
    return {"W": W, "X": X, "y": rng.integers(0, C, N), "reg": 0.1}


def with_scores(rng, scores, y, reg, D):
    """Random weights, and the examples that get exactly these scores from them; D is at least the number of classes."""
    W = 0.5 * rng.standard_normal((D, scores.shape[1]))
    return {"W": W, "X": scores @ np.linalg.pinv(W), "y": y, "reg": reg}


# ---------------------------------------------------------------- the penalty, and how it goes wrong

HALF_SAYS = "the penalty is counted as ½·reg·‖W‖², with the gradient reg·W"


def penalty_mistakes(loss, dW):
    """The usual mistakes in `{loss} + reg * np.sum(W * W)` and `{dW} + 2 * reg * W`: the text before the plus signs."""
    value, slope = f"{loss} + reg * np.sum(W * W)", f"{dW} + 2 * reg * W"
    no_slope = (Patch(slope, dW),)
    return [
        Mistake(
            "penalty_forgotten",
            "the penalty on the weights is left out of both the loss and the gradient: reg has no effect",
            value,
            loss,
            also=no_slope,
        ),
        Mistake(
            "penalty_not_in_loss",
            "the gradient includes the penalty on the weights, but the loss does not",
            value,
            loss,
        ),
        Mistake(
            "penalty_not_in_gradient",
            "the loss includes the penalty on the weights, but the gradient does not",
            slope,
            dW,
        ),
        Mistake(
            "penalty_gradient_halved",
            "the loss adds reg·‖W‖², the gradient only half of its derivative: the factor 2 is missing",
            slope,
            f"{dW} + reg * W",
        ),
        Mistake(
            "penalty_halved_in_loss",
            "the loss adds half of reg·‖W‖², but the gradient adds the derivative of the whole of it",
            value,
            f"{loss} + 0.5 * reg * np.sum(W * W)",
        ),
        Mistake(
            "penalty_averaged",
            (
                "the penalty is divided by the number of examples, like the data's part; it belongs to "
                "the weights, not to the examples"
            ),
            value,
            f"{loss} + reg * np.sum(W * W) / len(y)",
            also=(Patch(slope, f"{dW} + 2 * reg * W / len(y)"),),
        ),
        Mistake(
            "penalty_averaged_in_loss",
            (
                "the loss divides the penalty by the number of examples: it is added before the average "
                "is taken, not after"
            ),
            value,
            f"{loss} + reg * np.sum(W * W) / len(y)",
        ),
        Mistake(
            "penalty_averaged_in_gradient",
            (
                "the gradient divides the penalty's part by the number of examples: it is added before "
                "the average is taken, not after"
            ),
            slope,
            f"{dW} + 2 * reg * W / len(y)",
        ),
        Mistake(
            "penalty_not_squared",
            "the penalty sums the weights themselves, not their squares",
            value,
            f"{loss} + reg * np.sum(W)",
        ),
        Mistake(
            "penalty_is_a_root",
            "the penalty is the norm of the weights, the root of the sum of squares, not the sum of squares itself",
            value,
            f"{loss} + reg * np.sqrt(np.sum(W * W))",
        ),
        Mistake(
            "penalty_subtracted",
            "the gradient subtracts the penalty's part where the loss adds the penalty",
            slope,
            f"{dW} - 2 * reg * W",
        ),
        Mistake(
            "penalty_gradient_summed",
            "the gradient adds one number, the sum over all weights, to every entry; each weight has its own slope",
            slope,
            f"{dW} + 2 * reg * np.sum(W)",
        ),
    ]


def average_mistakes(loss, dW, count):
    """The usual mistakes in the averages `{loss} / {count}` and `{dW} / {count}`."""
    mean, slope = f"{loss} / {count}", f"{dW} / {count}"
    return [
        Mistake(
            "summed",
            "loss and gradient are summed over the examples, not averaged",
            mean,
            loss,
            also=(Patch(slope, dW),),
        ),
        Mistake(
            "loss_summed", "the loss is summed over the examples, not averaged; the gradient is averaged", mean, loss
        ),
        Mistake(
            "gradient_summed", "the gradient is summed over the examples, not averaged; the loss is averaged", slope, dW
        ),
        Mistake(
            "averaged_twice",
            "loss and gradient are divided by the number of examples twice",
            mean,
            f"{mean} / {count}",
            also=(Patch(slope, f"{slope} / {count}"),),
        ),
        Mistake(
            "loss_averaged_twice", "the loss is divided by the number of examples twice", mean, f"{mean} / {count}"
        ),
        Mistake(
            "gradient_averaged_twice",
            "the gradient is divided by the number of examples twice",
            slope,
            f"{slope} / {count}",
        ),
    ]
