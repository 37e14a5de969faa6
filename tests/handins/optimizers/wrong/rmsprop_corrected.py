import numpy as np


def rmsprop(w, dw, config=None):
    if config is None:
        config = {}
    config.setdefault('learning_rate', 1e-2)
    config.setdefault('decay_rate', 0.99)
    config.setdefault('epsilon', 1e-8)
    config.setdefault('cache', np.zeros_like(w))
    lr, rho, eps = config['learning_rate'], config['decay_rate'], config['epsilon']
    cache = rho * config['cache'] + (1 - rho) * dw ** 2
    config['t'] = config.get('t', 0) + 1
    new_w = w - lr * dw / (np.sqrt(cache / (1 - rho ** config['t'])) + eps)
    config['cache'] = cache
    return new_w, config


def adagrad(w, dw, config=None):
    if config is None:
        config = {}
    config.setdefault('learning_rate', 1e-2)
    config.setdefault('epsilon', 1e-8)
    config.setdefault('cache', np.zeros_like(w))
    config['cache'] = config['cache'] + np.mean(dw ** 2)
    step = config['learning_rate'] * dw / (np.sqrt(config['cache']) + config['epsilon'])
    return w - step, config
