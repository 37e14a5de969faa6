from math import sqrt
import numpy as np

# the order of computation at the end of section 2 of the paper
def adam(w, dw, config=None):
    if config is None:
        config = {}
    lr = config.get('learning_rate', 1e-3)
    b1 = config.get('beta1', 0.9)
    b2 = config.get('beta2', 0.999)
    eps = config.get('epsilon', 1e-8)
    first = config.get('first', np.zeros(w.shape))
    second = config.get('second', np.zeros(w.shape))
    n = config.get('updates', 0) + 1
    first = b1 * first + (1 - b1) * dw
    second = b2 * second + (1 - b2) * dw * dw
    alpha = lr * sqrt(1 - b2 ** n) / (1 - b1 ** n)
    w = w - alpha * first / (np.sqrt(second) + eps)
    config['first'], config['second'], config['updates'] = first, second, n
    return w, config
