import numpy as np


def sigmoid_forward(x):
    out = 0.5 * (1 + np.tanh(x))
    return out, out.copy()


def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)
