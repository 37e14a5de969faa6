import numpy as np


def elu_forward(x, alpha=1.0):
    out = np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))
    cache = out
    return out, cache


def elu_backward(dout, cache):
    dx = dout * np.where(cache > 0, 1, cache + 1)
    return dx
