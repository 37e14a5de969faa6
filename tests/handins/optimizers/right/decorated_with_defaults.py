import functools
import numpy as np


def optimizer(**defaults):
    def wrap(step):
        @functools.wraps(step)
        def rule(w, dw, config=None):
            full = dict(defaults)
            full.update(config or {})
            return step(w, dw, full), full
        return rule
    return wrap


@optimizer(learning_rate=1e-2)
def sgd(w, dw, c):
    return w - c["learning_rate"] * dw


@optimizer(learning_rate=1e-2, epsilon=1e-8)
def adagrad(w, dw, c):
    c["cache"] = c.get("cache", 0) + dw ** 2
    return w - c["learning_rate"] * dw / (np.sqrt(c["cache"]) + c["epsilon"])


@optimizer(learning_rate=1e-2, decay_rate=0.99, epsilon=1e-8)
def rmsprop(w, dw, c):
    c["cache"] = c["decay_rate"] * c.get("cache", 0) + (1 - c["decay_rate"]) * dw ** 2
    return w - c["learning_rate"] * dw / (np.sqrt(c["cache"]) + c["epsilon"])
