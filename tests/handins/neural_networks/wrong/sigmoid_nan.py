import numpy as np


def sigmoid_forward(x):
    out = np.exp(x) / (np.exp(x) + 1)
    cache = out
    return out, cache


def sigmoid_backward(dout, cache):
    dx = dout * cache * (1 - cache)
    return dx
