"""The inputs that all losses are tried on.

All sizes of a case differ (a transposed or misdirected sum then has the wrong shape or the wrong number), weights are
of order 0.5 and the penalty is strong: with the tiny weights of a fresh classifier most mistakes would be invisible.
No strength is 1 or 1/2, where reg, reg² and ½·reg could be taken for each other.
"""

from __future__ import annotations

import numpy as np

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
    return draw(rng, N=5, D=4, C=3, reg=0.8)


def strong_penalty(rng):
    return draw(rng, N=7, D=6, C=4, reg=0.7)


def many_classes(rng):
    return draw(rng, N=4, D=6, C=9, reg=0.3, clearance=0.02)


def two_classes(rng):
    return draw(rng, N=9, D=5, C=2, reg=1.3)


def one_example(rng):
    return draw(rng, N=1, D=6, C=5, reg=0.4)


def large(rng):
    """Many examples of few features: a loop over them has nothing to hide behind, and an (N, N) array is no slower."""
    N, D, C = 2000, 12, 5
    W, X = 0.2 * rng.standard_normal((D, C)), rng.standard_normal((N, D))
    return {"W": W, "X": X, "y": rng.integers(0, C, N), "reg": 0.1}


def with_scores(rng, scores, y, reg, D):
    """Random weights, and the examples that get exactly these scores from them; D is at least the number of classes."""
    W = 0.5 * rng.standard_normal((D, scores.shape[1]))
    return {"W": W, "X": scores @ np.linalg.pinv(W), "y": y, "reg": reg}


# ---------------------------------------------------------------- what vectorised functions do without

NOT_BY_HAND = (
    *("numpy.vectorize", "numpy.apply_along_axis", "numpy.frompyfunc"),
    *("torch.*", "tensorflow.*", "jax.*", "autograd.*", "sklearn.*"),
)
"""Calls that hide a loop, or in which somebody else has done the work."""
