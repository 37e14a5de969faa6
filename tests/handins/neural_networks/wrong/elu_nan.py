import numpy as np


def elu_forward(x, alpha=1.0):
    out = (x > 0) * x + (x <= 0) * alpha * (np.exp(x) - 1)
    cache = (x, alpha)
    return out, cache


def elu_backward(dout, cache):
    dx = dout * ((cache[0] > 0) + (cache[0] <= 0) * cache[1] * np.exp(cache[0]))
    return dx
