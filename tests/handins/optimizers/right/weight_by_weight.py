import math
import numpy as np


def sgd(w, dw, config=None):
    if config is None:
        config = {}
    lr = config.get("learning_rate", 0.01)
    out = np.empty_like(w)
    for index in np.ndindex(w.shape):
        out[index] = w[index] - lr * dw[index]
    return out, config


def adam(w, dw, config=None):
    if config is None:
        config = {}
    lr, b1 = config.get("learning_rate", 1e-3), config.get("beta1", 0.9)
    b2, eps = config.get("beta2", 0.999), config.get("epsilon", 1e-8)
    m = config.get("m", np.zeros_like(w))
    v = config.get("v", np.zeros_like(w))
    t = config.get("t", 0) + 1
    next_w = np.zeros_like(w)
    for i in np.ndindex(*w.shape):
        m[i] = b1 * m[i] + (1 - b1) * dw[i]
        v[i] = b2 * v[i] + (1 - b2) * dw[i] * dw[i]
        next_w[i] = w[i] - lr * (m[i] / (1 - b1 ** t)) / (math.sqrt(v[i] / (1 - b2 ** t)) + eps)
    config.update(m=m, v=v, t=t)
    return next_w, config
