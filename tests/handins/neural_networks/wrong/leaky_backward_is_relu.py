import numpy as np


def leaky_relu_forward(x, alpha=0.01):
    out = np.maximum(x, alpha * x)
    cache = x
    return out, cache


def leaky_relu_backward(dout, cache):
    dx = dout * (cache > 0)
    return dx
