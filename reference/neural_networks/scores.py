"""Scores that the losses are tried on: the lecture's, drawn ones of all sizes, and some at which exp overflows."""

from __future__ import annotations

import numpy as np

CAT, CAR, FROG = (3.2, 5.1, -1.7), (1.3, 4.9, 2.0), (2.2, 2.5, -3.1)
"""Scores of the classes cat, car and frog for three pictures, which show a cat, a car and a frog."""

LOUD = 1e-9
"""Rounding of a score of 1e4 is 1e-12, and its exponential inherits it as a relative error."""


def _given(x, y):
    return {"x": np.array(x, dtype=float), "y": np.array(y)}


def lecture_cat(rng):  # noqa: ARG001 - the lecture's numbers are not drawn
    return _given([CAT], [0])


def lecture_car(rng):  # noqa: ARG001
    return _given([CAR], [1])


def lecture_frog(rng):  # noqa: ARG001
    return _given([FROG], [2])


def lecture_three(rng):  # noqa: ARG001
    return _given([CAT, CAR, FROG], [0, 1, 2])


def lecture_comparison(rng):  # noqa: ARG001
    """The picture on which the lecture compares the hinge loss with the cross-entropy."""
    return _given([(-2.85, 0.86, 0.28)], [2])


# ---------------------------------------------------------------- drawn


def draw(rng, N, C, clearance=0.03):
    """Redrawn until every margin keeps its distance from the hinge's kink, and some are met and some are not."""
    y = rng.permutation(np.arange(N) % C)
    while True:
        x = 1.5 * rng.standard_normal((N, C))
        margins = (x - x[np.arange(N), y][:, None] + 1.0)[np.arange(C) != y[:, None]]
        if np.min(np.abs(margins)) > clearance and np.any(margins > 0) and (N == 1 or np.any(margins < 0)):
            return {"x": x, "y": y}


def small_batch(rng):
    return draw(rng, N=5, C=3)


def many_classes(rng):
    return draw(rng, N=4, C=9)


def many_examples(rng):
    return draw(rng, N=17, C=6, clearance=0.01)


def two_classes(rng):
    return draw(rng, N=7, C=2)


def one_example(rng):
    """Its class is neither the first nor the best."""
    while True:
        made = draw(rng, N=1, C=5)
        made["y"] = rng.integers(1, 5, 1)
        x, right = made["x"][0], made["x"][0, made["y"][0]]
        margins = np.delete(x - right + 1.0, made["y"][0])
        if right < x.max() and np.min(np.abs(margins)) > 0.03:
            return made


def every_margin_met(rng):
    """The right class leads by more than 1 everywhere."""
    N, C = 7, 4
    y = rng.permutation(np.arange(N) % C)
    x = rng.uniform(-1.0, 1.0, (N, C))
    x[np.arange(N), y] = rng.uniform(2.5, 4.0, N)
    return {"x": x, "y": y}


HIDDEN = {
    many_classes: "more classes than examples: is every sum taken over the axis you mean?",
    many_examples: "a larger batch: the loss is a mean over its examples",
    two_classes: "two classes only",
    one_example: "a batch of a single example",
}

# ---------------------------------------------------------------- huge


def huge_scores(rng):
    """Scores between 1e3 and 1e4 of both signs; the right class is close to the best."""
    N, C = 6, 4
    x = rng.choice([-1.0, 1.0], (N, C)) * rng.uniform(1e3, 1e4, (N, C))
    y = rng.permutation(np.arange(N) % C)
    x[np.arange(N), y] = x.max(axis=1) - rng.uniform(0.2, 2.0, N)
    return {"x": x, "y": y}


def shifted_scores(rng):
    """Ordinary scores, all of them 1000 too high: the probabilities are those of the ordinary ones."""
    made = draw(rng, N=7, C=4)
    return {**made, "x": made["x"] + 1000.0}


def one_loud_row(rng):
    """The scores of one example lie 2000 above those of the others."""
    made = draw(rng, N=7, C=4)
    made["x"][rng.integers(7)] += 2000.0
    return made


def far_below_zero(rng):
    """Every exp of these scores is 0 as it stands; one row reaches from -3000 to 200, and the others lie near -1000."""
    N, C = 5, 3
    x = np.array([-1000.0, -999.0, -998.0]) + rng.uniform(-0.3, 0.3, (N, C))
    x[0] = np.array([-3000.0, 100.0, 200.0]) + rng.uniform(-3.0, 3.0, C)
    order = rng.permutation(N)
    return {"x": x[order], "y": np.array([1, 0, 1, 2, rng.integers(C)])[order]}


def far_behind(rng):
    """The right class trails by a little more than exp can take: exp(+gap) overflows, exp(-gap) is still a float."""
    N, C = 5, 4
    x = rng.uniform(-3.0, 3.0, (N, C))
    y = rng.permutation(np.arange(N) % C)
    rows = np.arange(N)
    x[rows, y] -= rng.uniform(3.0, 5.0, N)
    x[rows, y] -= 715.0 + x[rows, y] - x.max(axis=1)
    return {"x": x, "y": y}


def hopeless_scores(rng):
    """The right class lies so far behind that its probability is smaller than any float."""
    N, C = 6, 4
    y = rng.permutation(np.arange(N) % C)
    x = rng.uniform(1e3, 1e4, (N, C))
    x[np.arange(N), y] = -rng.uniform(1e3, 1e4, N)
    return {"x": x, "y": y}


def hopeless_example(rng):
    """A single example of that kind, among more classes."""
    x, y = rng.uniform(1e3, 1e4, (1, 6)), rng.integers(0, 6, 1)
    x[0, y] = -rng.uniform(1e3, 1e4)
    return {"x": x, "y": y}


STABLE = {
    huge_scores: "exp(1000) is infinite: which shift leaves the probabilities as they are?",
    shifted_scores: "adding the same to all scores of an example changes no probability",
    one_loud_row: "one example has much larger scores than the others: shift each by its own maximum",
    far_below_zero: "all scores lie far below zero: which of them do you subtract, and does its sign matter?",
    far_behind: "the right class trails by more than 700: exp(700) is nearly too much",
}
HOPELESS = (hopeless_scores, hopeless_example)
HOPE = "a probability below 1e-308 is 0 to the computer; simplify log(exp(a) / sum) on paper before you type it"
