"""Nesterov's momentum: the gradient is taken where the velocity is about to carry the weights.

CS231n, lecture 7. In terms of the point where the gradient is taken: Bengio, Boulanger-Lewandowski & Pascanu, Advances
in optimizing recurrent networks (2012); Sutskever, Martens, Dahl & Hinton, On the importance of initialization and
momentum in deep learning (2013).
"""

from __future__ import annotations

import numpy as np

from grader.authoring import Variant, exercise

from . import by_pytorch
from .momentum import OUTSIDE, SETTINGS
from .slips import RATE_OUTSIDE
from .slips_descent import IN_NESTEROV
from .walks import OPTIM, WITH_MEMORY, cases_for


# solution: begin
def nesterov(w, dw, config=None):
    """Nesterov's momentum: the gradient is taken where the velocity is about to carry the weights.

    The weights that are handed around are the ones that look ahead: dw is the gradient at w, and next_w looks ahead
    again. w, dw and what is returned: as in sgd. In config, as in sgd_momentum:
    - learning_rate: 1e-2
    - momentum: 0.9
    - velocity: of w's shape, zeros at first; without the look-ahead
    """
    config = {"learning_rate": 1e-2, "momentum": 0.9, "velocity": np.zeros_like(w), **(config or {})}
    mu, previous = config["momentum"], config["velocity"]
    velocity = mu * previous - config["learning_rate"] * dw
    # Back from where the previous velocity looked ahead to, one step, and ahead again.
    next_w = w - mu * previous + (1 + mu) * velocity
    return next_w, {**config, "velocity": velocity}


# solution: end

EXERCISE = exercise(
    "nesterov",
    title="Nesterov's momentum",
    oracle=by_pytorch.nesterov,
    uses=["nesterov"],
    prefer=OPTIM,
    cases=cases_for(SETTINGS, "the first weight goes 1, -0.5, -1.5: the first step is 1.5 times that of plain descent"),
    checks=WITH_MEMORY,
    mistakes=IN_NESTEROV,
    variants=[Variant("rate_outside", RATE_OUTSIDE, *OUTSIDE[0], also=(OUTSIDE[1],))],
)
