import numpy as np


def relu_forward(x):
    return np.max(x, 0), x


def relu_backward(dout, cache):
    x = cache
    return dout * (x > 0)
