"""Gradient descent: every step goes down the gradient of one minibatch.

CS231n, lectures 3 and 7; Robbins & Monro, A stochastic approximation method (1951).
"""

from __future__ import annotations

import numpy as np  # noqa: F401 - known mistakes are written with it

from grader.authoring import exercise

from . import by_pytorch
from .slips_descent import IN_SGD
from .walks import OPTIM, STATELESS, Settings, cases_for


# solution: begin
def sgd(w, dw, config=None):
    """Stochastic gradient descent: a step of learning_rate times the gradient, downhill.

    w: weights, an array of any shape. dw: the gradient of the loss with respect to w, of the same shape.
    config: a dictionary, or None; what it does not hold has its default:
    - learning_rate: 1e-2

    Returns next_w, the weights after the step, and config, to be given to the next step.
    """
    config = {"learning_rate": 1e-2, **(config or {})}
    next_w = w - config["learning_rate"] * dw
    return next_w, config


# solution: end

SETTINGS = Settings(
    by_hand={"learning_rate": 0.5},
    given={"learning_rate": 0.07},
    coarse={"learning_rate": 0.2},
    partial={},
    quadratic={"learning_rate": 0.015},
    rosenbrock={"learning_rate": 1.5e-3},
)

EXERCISE = exercise(
    "sgd",
    title="Gradient descent",
    oracle=by_pytorch.sgd,
    uses=["sgd"],
    prefer=OPTIM,
    cases=cases_for(SETTINGS, "learning rate 0.5: the first weight goes from 1 to 1 - 0.5 · 2 = 0"),
    checks=STATELESS,
    mistakes=IN_SGD,
)
