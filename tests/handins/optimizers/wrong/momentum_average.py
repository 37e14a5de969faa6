import numpy as np


def sgd_momentum(w, dw, config=None):
    if config is None:
        config = {}
    config.setdefault('learning_rate', 1e-2)
    config.setdefault('momentum', 0.9)
    config.setdefault('velocity', np.zeros_like(w))
    b = config["momentum"]
    v = b * config["velocity"] + (1 - b) * dw
    config["velocity"] = v
    return w - config["learning_rate"] * v, config
