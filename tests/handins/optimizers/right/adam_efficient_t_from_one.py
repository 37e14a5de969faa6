import numpy as np

def adam(x, dx, config=None):
    if config is None: config = {}
    config.setdefault('learning_rate', 1e-3)
    config.setdefault('beta1', 0.9)
    config.setdefault('beta2', 0.999)
    config.setdefault('epsilon', 1e-8)
    config.setdefault('m', np.zeros_like(x))
    config.setdefault('v', np.zeros_like(x))
    config.setdefault('t', 1)
    config['t'] += 1
    b1, b2, t = config['beta1'], config['beta2'], config['t']
    config['m'] += (1 - b1) * (dx - config['m'])
    config['v'] += (1 - b2) * (dx ** 2 - config['v'])
    lr_t = config['learning_rate'] * np.sqrt(1 - b2 ** t) / (1 - b1 ** t)
    x -= lr_t * config['m'] / (np.sqrt(config['v']) + config['epsilon'])
    return x, config
