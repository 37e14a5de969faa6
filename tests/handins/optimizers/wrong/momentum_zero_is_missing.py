import numpy as np


def sgd(w, dw, config=None):
    config = config if config is not None else {}
    config.setdefault('learning_rate', 1e-2)
    return w - config['learning_rate'] * (dw + 1e-4 * w), config


def sgd_momentum(w, dw, config=None):
    config = config if config is not None else {}
    lr = config.get('learning_rate') or 1e-2
    mu = config.get('momentum') or 0.9
    v = mu * config.get('velocity', np.zeros_like(w)) - lr * dw
    config['velocity'] = v
    return w + v, config


def adagrad(w, dw, config=None):
    config = config if config is not None else {}
    lr, eps = config.get('learning_rate', 1e-2), config.get('epsilon', 1e-8)
    g = np.clip(dw, -1, 1)
    config['cache'] = config.get('cache', 0) + g ** 2
    return w - lr * g / (np.sqrt(config['cache']) + eps), config


def rmsprop(w, dw, config=None):
    config = config if config is not None else {}
    lr = config.setdefault('lr', config.get('learning_rate', 1e-2))
    eps, rho = config.get('epsilon', 1e-8), config.get('decay_rate', 0.99)
    config['cache'] = rho * config.get('cache', 0) + (1 - rho) * dw ** 2
    return w - lr * dw / (np.sqrt(config['cache']) + eps), config


def adam(w, dw, config=None):
    config = config if config is not None else {}
    lr, b1, b2, eps = config.get('learning_rate', 1e-3), config.get('beta1', 0.9), config.get('beta2', 0.999), config.get('epsilon', 1e-8)
    config['t'] = t = config.get('t', 0) + 1
    config['m'] = b1 * config.get('m', 0) + (1 - b1) * dw
    config['v'] = b2 * config.get('v', 0) + (1 - b2) * dw ** 2
    config['vmax'] = np.maximum(config.get('vmax', 0), config['v'] / (1 - b2 ** t))
    return w - lr * (config['m'] / (1 - b1 ** t)) / (np.sqrt(config['vmax']) + eps), config
