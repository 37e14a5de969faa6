from functools import partial
import numpy as np


def _momentum(w, dw, config=None, look_ahead=False):
    config = config or {}
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("momentum", 0.9)
    config.setdefault("velocity", np.zeros_like(w))
    before = config["velocity"]
    config["velocity"] = config["momentum"] * before - config["learning_rate"] * dw
    step = config["velocity"]
    if look_ahead:
        step = step + config["momentum"] * (step - before)
    return w + step, config


sgd_momentum = partial(_momentum, look_ahead=False)
nesterov = partial(_momentum, look_ahead=True)
sgd = lambda w, dw, config=None: (w - (config or {}).get("learning_rate", 1e-2) * dw, config or {})
