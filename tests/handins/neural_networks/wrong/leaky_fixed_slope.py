import numpy as np


def leaky_relu_forward(x, alpha=0.01):
    out = np.where(x > 0, x, 0.01 * x)
    cache = (x, alpha)
    return out, cache


def leaky_relu_backward(dout, cache):
    dx = np.where(cache[0] > 0, dout, 0.01 * dout)
    return dx
