import numpy as np


def sgd(w, dw, config=None):
    lr = (config or {}).get('learning_rate', 1e-2)
    out = np.empty_like(w)
    for idx in np.ndindex(w.shape):
        out[idx] = w[idx] - lr * dw[idx]
    return out, config


def sgd_momentum(w, dw, config=None):
    # loops, weight by weight
    config = {} if config is None else dict(config)
    lr = config.get('learning_rate', 1e-2)
    mu = config.get('momentum', 0.9)
    v = config.get('velocity', np.zeros(w.shape)).copy()
    out = w.copy()
    it = np.nditer(w, flags=['multi_index'])
    while not it.finished:
        i = it.multi_index
        v[i] = mu * v[i] - lr * dw[i]
        out[i] += v[i]
        it.iternext()
    config['velocity'] = v
    return out, config


def nesterov(w, dw, config=None):
    config = {} if config is None else config
    lr = config.get('learning_rate', 1e-2)
    mu = config.get('momentum', 0.9)
    if 'velocity' not in config:
        config['velocity'] = np.zeros_like(w)
    config['velocity'] = mu * config['velocity'] - lr * dw
    w = w + mu * config['velocity'] - lr * dw
    return w, config


def adagrad(w, dw, config=None):
    config = {} if config is None else config
    lr = config.get('learning_rate', 1e-2)
    eps = config.get('epsilon', 1e-8)
    if 'grads' not in config:
        config['grads'] = []
    config['grads'].append(dw.copy())
    total = sum(g ** 2 for g in config['grads'])
    return w - lr * dw / (np.sqrt(total) + eps), config
