import numpy as np

def sgd_momentum(w, dw, config=None):
    if config is None:
        config = {"learning_rate": 1e-2, "momentum": 0.9, "v": np.zeros_like(w)}
    lr = config.get("learning_rate", 1e-2)
    mu = config.get("momentum", 0.9)
    v = mu * config.get("v", np.zeros_like(w)) + lr * dw
    config["v"] = v
    return w - v, config
