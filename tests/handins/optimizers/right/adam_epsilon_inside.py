import numpy as np

def adam(w, dw, config=None):
    config = config if config else {}
    lr = config.setdefault("learning_rate", 0.001)
    b1 = config.setdefault("beta1", 0.9)
    b2 = config.setdefault("beta2", 0.999)
    eps = config.setdefault("epsilon", 1e-8)
    t = config["t"] = config.get("t", 0) + 1
    m = config["m"] = b1 * config.get("m", 0) + (1 - b1) * dw
    v = config["v"] = b2 * config.get("v", 0) + (1 - b2) * dw ** 2
    return w - lr * (m / (1 - b1 ** t)) / np.sqrt(v / (1 - b2 ** t) + eps), config
