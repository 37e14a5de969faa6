"""The mean squared error: what a prediction is off by, squared, averaged over the examples."""

from __future__ import annotations

import numpy as np

from grader.authoring import Case, Close, Gradient, InputsUnchanged, Known, Mistake, Patch, Repeatable, exercise


# solution: begin
def mse_loss(x, y):
    """The mean squared error of predictions, and its gradient.

    x: (N,) predictions. y: (N,) true values.

    Returns the loss, a number, and dx, the gradient of the loss with respect to x, of shape (N,).
    """
    difference = x - y
    loss = np.mean(difference**2)
    dx = 2 * difference / len(x)
    return loss, dx


# solution: end


# ---------------------------------------------------------------- the inputs, as keyword arguments of the probe


def worked_by_hand(rng):  # noqa: ARG001 - the handout's numbers are not drawn
    return {"x": np.array([1.0, 2.0, 4.0]), "y": np.array([1.0, 0.0, 1.0])}


def a_few(rng):
    return {"x": rng.standard_normal(5), "y": rng.standard_normal(5)}


def more(rng):
    return {"x": rng.standard_normal(8), "y": 3 + rng.standard_normal(8)}


def one_example(rng):
    return {"x": rng.standard_normal(1), "y": rng.standard_normal(1)}


EXERCISE = exercise(
    "mse_loss",
    title="Mean squared error",
    uses=["mse_loss"],
    shapes={"x": "N", "y": "N", "loss": "", "dx": "N"},
    cases=[
        Case(worked_by_hand, visible=True, hint="Do the three differences of the handout come out?"),
        Case(a_few, visible=True),
        Case(more, hint="What changes when there are more examples?"),
        Case(one_example),
    ],
    checks=[
        Known("loss", 13 / 3, atol=1e-9, source="the handout", on=("worked_by_hand",)),
        Close("loss"),
        Close("dx"),
        Gradient("loss", wrt="x", grad="dx"),
        InputsUnchanged(),
        Repeatable(),
    ],
    mistakes=[
        Mistake(
            "summed",
            "loss and gradient are summed over the examples, not averaged",
            find="np.mean(difference**2)",
            replace="np.sum(difference**2)",
            also=(Patch("2 * difference / len(x)", "2 * difference"),),
        ),
        Mistake(
            "gradient_summed",
            "the loss is averaged over the examples, but the gradient is not",
            find="2 * difference / len(x)",
            replace="2 * difference",
        ),
        Mistake(
            "factor_two_missing",
            "the gradient lacks the factor 2: the derivative of u² is 2u",
            find="2 * difference / len(x)",
            replace="difference / len(x)",
        ),
        Mistake(
            "wrong_sign",
            "the gradient points the other way: it is the one with respect to y, not x",
            find="2 * difference / len(x)",
            replace="-2 * difference / len(x)",
        ),
        Mistake(
            "root_taken",
            "the loss is the root of the mean squared error; no root was asked for",
            find="np.mean(difference**2)",
            replace="np.sqrt(np.mean(difference**2))",
        ),
        Mistake(
            "not_squared",
            "the loss averages the sizes of the differences, not their squares",
            find="difference**2",
            replace="np.abs(difference)",
        ),
    ],
)
