import numpy as np

class State(dict):
    """A config with attributes."""
    __getattr__ = dict.__getitem__
    __setattr__ = dict.__setitem__

def nesterov(w, dw, config=None):
    s = State(learning_rate=1e-2, momentum=0.9, velocity=np.zeros_like(w))
    s.update(config or {})
    start = w - s.momentum * s.velocity      # where the weights really are
    s.velocity = s.momentum * s.velocity - s.learning_rate * dw
    weights = start + s.velocity
    return weights + s.momentum * s.velocity, s
