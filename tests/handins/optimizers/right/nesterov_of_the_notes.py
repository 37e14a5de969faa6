import numpy as np

def nesterov(w, dw, config=None):
    if config is None:
        config = {}
    mu = config.setdefault('momentum', 0.9)
    learning_rate = config.setdefault('learning_rate', 1e-2)
    v = config.setdefault('velocity', np.zeros_like(w))
    v_prev = v # back this up
    v = mu * v - learning_rate * dw # velocity update stays the same
    w += -mu * v_prev + (1 + mu) * v # position update changes form
    config['velocity'] = v
    return w, config
