import numpy as np

def sgd_momentum(w, dw, config=None):
    """buf = mu * buf + g; p -= lr * buf"""
    config = {} if config is None else dict(config)
    lr, mu = config.get("learning_rate", 1e-2), config.get("momentum", 0.9)
    buf = config.get("momentum_buffer")
    buf = dw.copy() if buf is None else mu * buf + dw
    config["momentum_buffer"] = buf
    return w - lr * buf, config

def nesterov(w, dw, config=None):
    config = {} if config is None else dict(config)
    lr, mu = config.get("learning_rate", 1e-2), config.get("momentum", 0.9)
    buf = config.get("momentum_buffer")
    buf = dw.copy() if buf is None else mu * buf + dw
    config["momentum_buffer"] = buf
    return w - lr * (dw + mu * buf), config
