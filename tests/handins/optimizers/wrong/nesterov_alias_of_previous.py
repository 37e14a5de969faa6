import numpy as np


def nesterov(w, dw, config=None):
    if config is None:
        config = {}
    config.setdefault('learning_rate', 1e-2)
    config.setdefault('momentum', 0.9)
    config.setdefault('velocity', np.zeros_like(w))
    v = config["velocity"]
    v_prev = v
    v *= config["momentum"]
    v -= config["learning_rate"] * dw
    w += -config["momentum"] * v_prev + (1 + config["momentum"]) * v
    config["velocity"] = v
    return w, config
