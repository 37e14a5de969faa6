import numpy as np

class Saved:
    def __init__(self, *values):
        self.values = [np.copy(v) for v in values]

def add_forward(x, y):
    out = x.copy()
    out += y
    return out, Saved()

def add_backward(dout, cache):
    dx = np.ones(dout.shape) * dout
    dy = np.ones(dout.shape) * dout
    return [dx, dy]

def mul_forward(x, y):
    return x * y, Saved(x, y)

def mul_backward(dout, cache):
    x, y = cache.values
    dx = dout.copy(); dx *= y
    dy = dout.copy(); dy *= x
    return [dx, dy]

def max_forward(x, y):
    return np.amax(np.stack([x, y]), axis=0), Saved(np.argmax(np.stack([x, y]), axis=0))

def max_backward(dout, cache):
    which, = cache.values
    return [dout * (which == 0), dout * (which == 1)]
