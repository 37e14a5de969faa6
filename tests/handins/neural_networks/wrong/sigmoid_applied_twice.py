import numpy as np


def sigmoid_forward(x):
    out = 1 / (1 + np.exp(-x))
    cache = out
    return out, cache


def sigmoid_backward(dout, cache):
    dx = dout * (1 / (1 + np.exp(-cache))) * (1 - 1 / (1 + np.exp(-cache)))
    return dx
