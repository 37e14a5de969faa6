import numpy as np


def adam(w, dw, config=None):
    if config is None:
        config = {}
    config.setdefault('learning_rate', 1e-3)
    config.setdefault('beta1', 0.9)
    config.setdefault('beta2', 0.999)
    config.setdefault('epsilon', 1e-8)
    config.setdefault('t', 0)
    config.setdefault('v', np.zeros_like(w))
    b = config["beta2"]
    config["v"] = b * config["v"] + (1 - b) * dw ** 2
    return w - config["learning_rate"] * dw / (np.sqrt(config["v"]) + config["epsilon"]), config
