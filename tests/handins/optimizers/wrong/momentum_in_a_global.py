import numpy as np


velocity = None


def sgd_momentum(w, dw, config=None):
    global velocity
    config = config or {"learning_rate": 1e-2, "momentum": 0.9}
    if velocity is None or velocity.shape != w.shape:
        velocity = np.zeros_like(w)
    velocity = config.get("momentum", 0.9) * velocity - config["learning_rate"] * dw
    return w + velocity, config
