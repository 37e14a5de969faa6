from collections import ChainMap
import numpy as np

DEFAULTS = {"learning_rate": 1e-2, "momentum": 0.9}


def sgd_momentum(w, dw, config=None):
    settings = ChainMap({}, config or {}, DEFAULTS)
    velocity = settings["momentum"] * settings.get("velocity", 0.0) - settings["learning_rate"] * dw
    return w + velocity, {**settings, "velocity": velocity}
