import numpy as np


def sgd(w, dw, config=None):
    lr = 1e-2 if config is None else config.get("learning_rate", 1e-2)
    return w - lr * dw, {}
