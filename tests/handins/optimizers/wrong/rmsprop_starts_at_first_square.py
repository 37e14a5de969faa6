import numpy as np


def sgd_momentum(w, dw, config=None):
    config = config if config is not None else {}
    config.update({'learning_rate': 1e-2})
    config.setdefault('momentum', 0.9)
    config.setdefault('velocity', np.zeros_like(w))
    config['velocity'] = config['momentum'] * config['velocity'] - config['learning_rate'] * dw
    return w + config['velocity'], config


def rmsprop(w, dw, config=None):
    config = dict(config or {})
    lr, eps, rho = config.get('learning_rate', 1e-2), config.get('epsilon', 1e-8), config.get('decay_rate', 0.99)
    if 'cache' in config:
        config['cache'] = rho * config['cache'] + (1 - rho) * dw ** 2
    else:
        config['cache'] = dw ** 2
    return w - lr * dw / (np.sqrt(config['cache']) + eps), config


def adagrad(w, dw, config=None):
    config = dict(config or {})
    lr, eps = config.get('learning_rate', 1e-2), config.get('epsilon', 1e-8)
    adagrad.cache = getattr(adagrad, 'cache', 0) + dw ** 2
    return w - lr * dw / (np.sqrt(adagrad.cache) + eps), config


def adam(w, dw, config=None):
    config = dict(config or {})
    lr, b1, b2, eps = config.get('learning_rate', 1e-3), config.get('beta1', 0.9), config.get('beta2', 0.999), config.get('epsilon', 1e-8)
    config['t'] = t = config.get('t', 0) + 1
    config['m'] = b1 * config.get('m', 0) + (1 - b1) * dw
    config['v'] = b2 * config.get('v', 0) + (1 - b2) * dw ** 2
    return w + lr * (config['m'] / (1 - b1 ** t)) / (np.sqrt(config['v'] / (1 - b2 ** t)) + eps), config
