"""RMSProp: a learning rate for every weight, by the gradients it has met of late.

CS231n, lecture 7; Tieleman & Hinton, Neural networks for machine learning, lecture 6e (2012).
"""

from __future__ import annotations

import numpy as np

from grader.authoring import Variant, exercise

from . import by_pytorch
from .slips import EPSILON_INSIDE
from .slips_adaptive import IN_RMSPROP
from .walks import OPTIM, WITH_MEMORY, Settings, cases_for


# solution: begin
def rmsprop(w, dw, config=None):
    """RMSProp: the step is divided by the root of a fading average of the squared gradients, weight by weight.

    w, dw, and what is returned: as in sgd. In config:
    - learning_rate: 1e-2
    - decay_rate: 0.99, the weight of the old average; the newest square has the weight 1 - decay_rate
    - epsilon: 1e-8, added to the root, so that nothing is divided by zero
    - cache: of w's shape, zeros at first; the average of the squared gradients
    """
    defaults = {"learning_rate": 1e-2, "decay_rate": 0.99, "epsilon": 1e-8, "cache": np.zeros_like(w)}
    config = {**defaults, **(config or {})}
    decay_rate = config["decay_rate"]
    cache = decay_rate * config["cache"] + (1 - decay_rate) * dw**2
    root, epsilon = np.sqrt(cache), config["epsilon"]
    next_w = w - config["learning_rate"] * dw / (root + epsilon)
    return next_w, {**config, "cache": cache}


# solution: end

SETTINGS = Settings(
    by_hand={"learning_rate": 0.5, "decay_rate": 0.75, "epsilon": 0.25},
    given={"learning_rate": 0.07, "decay_rate": 0.6, "epsilon": 1e-3},
    coarse={"learning_rate": 0.2, "decay_rate": 0.8, "epsilon": 0.02},
    quadratic={"learning_rate": 0.01, "decay_rate": 0.9},
    rosenbrock={"learning_rate": 5e-3, "decay_rate": 0.9},
)

EXERCISE = exercise(
    "rmsprop",
    title="RMSProp",
    oracle=by_pytorch.rmsprop,
    uses=["rmsprop"],
    prefer=OPTIM,
    cases=cases_for(SETTINGS, "the first weight goes from 1 to 1 - 0.5 · 2 / (1 + 0.25) = 0.2: its cache is 4 / 4"),
    checks=WITH_MEMORY,
    mistakes=IN_RMSPROP,
    variants=[Variant("epsilon_inside", EPSILON_INSIDE, "(root + epsilon)", "np.sqrt(root**2 + epsilon)")],
)
