import numpy as np


def nesterov(w, dw, config=None):
    if config is None:
        config = {}
    config.setdefault('learning_rate', 1e-2)
    config.setdefault('momentum', 0.9)
    config.setdefault('velocity', np.zeros_like(w))
    mu = config["momentum"]
    prev = config["velocity"]
    v = mu * prev - config["learning_rate"] * dw
    config["velocity"] = v
    return w - mu * prev + (1 - mu) * v, config
