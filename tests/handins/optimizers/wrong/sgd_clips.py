import numpy as np


def sgd(w, dw, config=None):
    if config is None:
        config = {}
    config.setdefault('learning_rate', 1e-2)
    dw = np.clip(dw, -1, 1)
    w = w - config['learning_rate'] * dw
    return w, config
