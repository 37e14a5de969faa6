"""AdaGrad: a learning rate for every weight, by all the gradients it has met.

CS231n, lecture 7; Duchi, Hazan & Singer, Adaptive subgradient methods for online learning and stochastic optimization
(2011).
"""

from __future__ import annotations

import numpy as np

from grader.authoring import Variant, exercise

from . import by_pytorch
from .slips import EPSILON_INSIDE
from .slips_adaptive import IN_ADAGRAD
from .walks import OPTIM, WITH_MEMORY, Settings, cases_for


# solution: begin
def adagrad(w, dw, config=None):
    """AdaGrad: the step is divided by the root of the sum of all squared gradients so far, weight by weight.

    w, dw, and what is returned: as in sgd. In config:
    - learning_rate: 1e-2
    - epsilon: 1e-8, added to the root, so that nothing is divided by zero
    - cache: of w's shape, zeros at first; the sum of the squared gradients
    """
    config = {"learning_rate": 1e-2, "epsilon": 1e-8, "cache": np.zeros_like(w), **(config or {})}
    cache = config["cache"] + dw**2
    root, epsilon = np.sqrt(cache), config["epsilon"]
    next_w = w - config["learning_rate"] * dw / (root + epsilon)
    return next_w, {**config, "cache": cache}


# solution: end

SETTINGS = Settings(
    by_hand={"learning_rate": 0.5, "epsilon": 0.5},
    given={"learning_rate": 0.07, "epsilon": 1e-3},
    coarse={"learning_rate": 0.2, "epsilon": 0.02},
    quadratic={"learning_rate": 0.2},
    rosenbrock={"learning_rate": 1.0},
)

EXERCISE = exercise(
    "adagrad",
    title="AdaGrad",
    oracle=by_pytorch.adagrad,
    uses=["adagrad"],
    prefer=OPTIM,
    cases=cases_for(SETTINGS, "epsilon 0.5: the first weight goes from 1 to 1 - 0.5 · 2 / (2 + 0.5) = 0.6"),
    checks=WITH_MEMORY,
    mistakes=IN_ADAGRAD,
    variants=[Variant("epsilon_inside", EPSILON_INSIDE, "(root + epsilon)", "np.sqrt(root**2 + epsilon)")],
)
