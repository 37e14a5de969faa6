import numpy as np


def sgd(w, dw, config=None):
    if config is None:
        config = {}
    config.setdefault('learning_rate', 0.1)
    return w - config["learning_rate"] * dw, config
