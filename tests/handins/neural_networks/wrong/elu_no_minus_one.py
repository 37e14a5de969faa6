import numpy as np


def elu_forward(x, alpha=1.0):
    out = np.where(x > 0, x, alpha * np.exp(np.minimum(x, 0)))
    cache = (x, alpha)
    return out, cache


def elu_backward(dout, cache):
    dx = np.where(cache[0] > 0, dout, cache[1] * np.exp(np.minimum(cache[0], 0)) * dout)
    return dx
