import numpy as np


def adam(w, dw, config=None):
    config = dict(config or {})
    lr, b1, b2, eps = config.get('learning_rate', 1e-3), config.get('beta1', 0.9), config.get('beta2', 0.999), config.get('epsilon', 1e-8)
    t = config.get('t', 0) + 1
    config['m'] = b1 * config.get('m', 0) + (1 - b1) * dw
    config['v'] = b2 * config.get('v', 0) + (1 - b2) * dw ** 2
    mh = config['m'] / (1 - b1 ** t)
    vh = config['v'] / (1 - b2 ** t)
    return w - lr * mh / (np.sqrt(vh) + eps), config


def rmsprop(w, dw, config=None):
    config = dict(config or {})
    lr, eps, rho = config.get('learning_rate', 1e-2), config.get('epsilon', 1e-8), config.get('decay_rate', 0.9)
    config['cache'] = rho * config.get('cache', 0) + (1 - rho) * dw ** 2
    return w - lr * dw / (np.sqrt(config['cache']) + eps), config


def adagrad(w, dw, config=None):
    config = dict(config or {})
    lr, eps = config.get('learning_rate', 1e-2), config.get('epsilon', 1e-4)
    config['cache'] = config.get('cache', 0) + dw ** 2
    return w - lr * dw / (np.sqrt(config['cache']) + eps), config
