import numpy as np

def rmsprop(w, dw, config=None):
    if config is None: config = {}
    lr = config.get('learning_rate', 0.01)
    rho = config.get('decay_rate', 0.99)
    eps = config.get('epsilon', 1e-08)
    E = config.get('E[g^2]', np.zeros_like(dw))
    E = rho * E + (1. - rho) * np.square(dw)
    config['E[g^2]'] = E
    next_w = w - lr / np.sqrt(E + eps) * dw
    return next_w, config
