import numpy as np


def leaky_relu_forward(x, alpha=0.01):
    out = np.where(x > 0, alpha * x, x)
    cache = (x, alpha)
    return out, cache


def leaky_relu_backward(dout, cache):
    dx = np.where(cache[0] > 0, cache[1] * dout, dout)
    return dx
