import numpy as np


def tanh_forward(x):
    out = 1 / (1 + np.exp(-x))
    cache = out
    return out, cache


def tanh_backward(dout, cache):
    dx = dout * cache * (1 - cache)
    return dx
