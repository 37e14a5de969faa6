import numpy as np


def tanh_forward(x):
    out = (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))
    cache = out
    return out, cache


def tanh_backward(dout, cache):
    dx = dout * (1 - cache ** 2)
    return dx
