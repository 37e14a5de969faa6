import numpy as np

def nesterov(w, dw, config=None):
    cfg = {"learning_rate": 0.01, "momentum": 0.9, **({} if config is None else config)}
    mu, lr = cfg["momentum"], cfg["learning_rate"]
    old = cfg.get("vel", np.zeros_like(w))
    cfg["vel"] = mu * old - lr * dw
    # theta + mu^2 v - (1 + mu) lr g
    return w + mu ** 2 * old - (1 + mu) * lr * dw, cfg
