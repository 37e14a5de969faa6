"""Momentum: a velocity that remembers the steps before.

CS231n, lecture 7; Polyak, Some methods of speeding up the convergence of iteration methods (1964).
"""

from __future__ import annotations

import numpy as np

from grader.authoring import Patch, Variant, exercise

from . import by_pytorch
from .slips import RATE_OUTSIDE
from .slips_descent import IN_MOMENTUM
from .walks import OPTIM, WITH_MEMORY, Settings, cases_for


# solution: begin
def sgd_momentum(w, dw, config=None):
    """Gradient descent with momentum: a velocity remembers the steps before and fades by the factor momentum.

    w, dw, and what is returned: as in sgd. In config, beside the learning rate:
    - learning_rate: 1e-2
    - momentum: 0.9; at 0 this is sgd
    - velocity: of w's shape, zeros at first; what you keep from step to step
    """
    config = {"learning_rate": 1e-2, "momentum": 0.9, "velocity": np.zeros_like(w), **(config or {})}
    velocity = config["momentum"] * config["velocity"] - config["learning_rate"] * dw
    next_w = w + velocity
    return next_w, {**config, "velocity": velocity}


# solution: end

SETTINGS = Settings(
    by_hand={"learning_rate": 0.5, "momentum": 0.5},
    given={"learning_rate": 0.07, "momentum": 0.6},
    coarse={"learning_rate": 0.2, "momentum": 0.97},
    quadratic={"learning_rate": 0.005, "momentum": 0.8},
    rosenbrock={"learning_rate": 5e-4, "momentum": 0.9},
    at_zero={"learning_rate": 0.07, "momentum": 0.0},
)

OUTSIDE = (
    (
        "**(config or {})}\n",
        '**(config or {})}\n    config["velocity"] = config["learning_rate"] * config["velocity"]\n',
    ),
    Patch('"velocity": velocity}', '"velocity": velocity / config["learning_rate"]}'),
)
"""The velocity is kept without the learning rate: so all mistakes can be made under this convention, too."""

EXERCISE = exercise(
    "sgd_momentum",
    title="Momentum",
    oracle=by_pytorch.momentum,
    uses=["sgd_momentum"],
    prefer=OPTIM,
    cases=cases_for(SETTINGS, "the first weight goes 1, 0, -1: half of the first step is made once more in the second"),
    checks=WITH_MEMORY,
    mistakes=IN_MOMENTUM,
    variants=[Variant("rate_outside", RATE_OUTSIDE, *OUTSIDE[0], also=(OUTSIDE[1],))],
)
