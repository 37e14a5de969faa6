import numpy as np


CONFIG = {"learning_rate": 1e-2, "momentum": 0.9}


def sgd_momentum(w, dw, config=None):
    if config is None:
        config = CONFIG
    mu, lr = config.get("momentum", 0.9), config.get("learning_rate", 1e-2)
    config["velocity"] = mu * config.get("velocity", 0) - lr * dw
    return w + config["velocity"], config
