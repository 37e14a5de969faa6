import numpy as np


def tanh_forward(x):
    out = np.tanh(x)
    cache = out
    return out, cache


def tanh_backward(dout, cache):
    dx = dout * (1 - cache)
    return dx
