import numpy as np

# the root itself is kept, not the sum of squares
def adagrad(w, dw, config=None):
    config = config or {}
    root = np.hypot(config.get("root", 0.0), dw)
    new = dict(config, root=root)
    return w - config.get("learning_rate", 1e-2) * dw / (root + config.get("epsilon", 1e-8)), new

def rmsprop(w, dw, config=None):
    config = config or {}
    decay = config.get("decay_rate", 0.99)
    root = np.hypot(np.sqrt(decay) * config.get("root", 0.0), np.sqrt(1 - decay) * dw)
    new = dict(config, root=root)
    return w - config.get("learning_rate", 1e-2) * dw / (root + config.get("epsilon", 1e-8)), new
