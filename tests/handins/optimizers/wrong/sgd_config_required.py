import numpy as np


def sgd(w, dw, config=None):
    w = w - config["learning_rate"] * dw
    return w, config
