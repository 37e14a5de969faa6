import numpy as np


def sgd_momentum(w, dw, config=None):
    if config is None:
        config = {}
    config.setdefault('learning_rate', 1e-2)
    config.setdefault('momentum', 0.9)
    v = config.get('velocity', w)
    v = config['momentum'] * v - config['learning_rate'] * dw
    next_w = w + v
    config['velocity'] = v
    return next_w, config


def _cfg(config, **defaults):
    out = dict(defaults)
    if config:
        out.update(config)
    return out


def nesterov(w, dw, config=None):
    c = _cfg(config, learning_rate=0.01, momentum=0.9)
    vel = c.get('velocity')
    if vel is None:
        vel = np.zeros(w.shape, w.dtype)
    vel = c['momentum'] * vel + dw
    c['velocity'] = vel
    return w - c['learning_rate'] * (vel + c['momentum'] * dw), c
