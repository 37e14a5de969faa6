import numpy as np


def adagrad(w, dw, config=None):
    config = {"learning_rate": 1e-2, "epsilon": 1e-8, **(config or {})}
    if not hasattr(adagrad, "cache") or adagrad.cache.shape != w.shape:
        adagrad.cache = np.zeros_like(w)
    adagrad.cache += dw ** 2
    return w - config["learning_rate"] * dw / (np.sqrt(adagrad.cache) + config["epsilon"]), config
