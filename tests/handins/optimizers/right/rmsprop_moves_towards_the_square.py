import numpy as np

def rmsprop(w, dw, config=None):
    config = {} if config is None else config
    config.setdefault('learning_rate', 1e-2)
    config.setdefault('decay_rate', 0.99)
    config.setdefault('epsilon', 1e-8)
    cache = config.get('cache')
    if cache is None:
        cache = np.zeros_like(w)
    cache += (1 - config['decay_rate']) * (dw * dw - cache)
    config['cache'] = cache
    scale = np.sqrt(cache)
    scale += config['epsilon']
    w -= config['learning_rate'] * dw / scale
    return w, config
