"""Adam: momentum and adaptive learning rates together, both freed from the bias of a start at zero.

CS231n, lecture 7. Kingma & Ba, Adam: a method for stochastic optimization (2015), algorithm 1; its section 2 has the
other order of computation, in which epsilon stands beside the root of the uncorrected moment.
"""

from __future__ import annotations

import numpy as np

from grader.authoring import Patch, Variant, exercise

from . import by_pytorch
from .slips import EPSILON_BESIDE_UNCORRECTED, EPSILON_INSIDE, T_FROM_ONE
from .slips_adam import IN_ADAM
from .walks import OPTIM, WITH_MEMORY, Settings, cases_for


# solution: begin
def adam(w, dw, config=None):
    """Adam: a fading average of the gradients, divided by the root of one of their squares, weight by weight.

    w, dw, and what is returned: as in sgd. In config:
    - learning_rate: 1e-3
    - beta1: 0.9, the weight of the old average of gradients; the newest has the weight 1 - beta1
    - beta2: 0.999, the same for the average of their squares
    - epsilon: 1e-8, added to the root, so that nothing is divided by zero
    - m, v: of w's shape, zeros at first; the two averages, or moments, as they are before any correction
    - t: 0 at first; the number of steps made, counted up before it is used

    Both averages start at zero, which makes them too small. Before they are used they are divided by 1 - beta**t.
    """
    defaults = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
    config = {**defaults, "m": np.zeros_like(w), "v": np.zeros_like(w), "t": 0, **(config or {})}
    beta1, beta2 = config["beta1"], config["beta2"]
    t = config["t"] + 1
    m = beta1 * config["m"] + (1 - beta1) * dw
    v = beta2 * config["v"] + (1 - beta2) * dw**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    root, epsilon = np.sqrt(v_hat), config["epsilon"]
    next_w = w - config["learning_rate"] * m_hat / (root + epsilon)
    return next_w, {**config, "m": m, "v": v, "t": t}


# solution: end

SETTINGS = Settings(
    by_hand={"learning_rate": 0.5, "beta1": 0.5, "beta2": 0.75, "epsilon": 0.5},
    given={"learning_rate": 0.07, "beta1": 0.7, "beta2": 0.95, "epsilon": 1e-3},
    coarse={"learning_rate": 0.2, "beta1": 0.8, "beta2": 0.9, "epsilon": 0.02},
    quadratic={"learning_rate": 0.05},
    rosenbrock={"learning_rate": 0.05},
)
INSIDE = Patch("(root + epsilon)", "np.sqrt(root**2 + epsilon)")
BESIDE_UNCORRECTED = Patch("(root + epsilon)", "(root + epsilon / (1 - beta2**t) ** 0.5)")
FROM_ONE = ('"t": 0', '"t": 1')
VARIANTS = [
    Variant("epsilon_inside", EPSILON_INSIDE, INSIDE.find, INSIDE.replace),
    Variant(
        "epsilon_beside_uncorrected", EPSILON_BESIDE_UNCORRECTED, BESIDE_UNCORRECTED.find, BESIDE_UNCORRECTED.replace
    ),
    Variant("t_from_one", T_FROM_ONE, *FROM_ONE),
    Variant("t_from_one_epsilon_inside", f"{T_FROM_ONE}; {EPSILON_INSIDE}", *FROM_ONE, also=(INSIDE,)),
    Variant(
        "t_from_one_epsilon_beside_uncorrected",
        f"{T_FROM_ONE}; {EPSILON_BESIDE_UNCORRECTED}",
        *FROM_ONE,
        also=(BESIDE_UNCORRECTED,),
    ),
]

EXERCISE = exercise(
    "adam",
    title="Adam",
    oracle=by_pytorch.adam,
    uses=["adam"],
    prefer=OPTIM,
    cases=cases_for(
        SETTINGS, "the first corrected averages are the gradient and its square: 1 - 0.5 · 2 / (2 + 0.5) = 0.6"
    ),
    checks=WITH_MEMORY,
    mistakes=IN_ADAM,
    variants=VARIANTS,
)
