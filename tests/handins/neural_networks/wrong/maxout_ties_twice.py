import numpy as np


def maxout_forward(x, w1, b1, w2, b2):
    z1, z2 = x @ w1 + b1, x @ w2 + b2
    return np.maximum(z1, z2), (x, w1, w2, z1, z2)


def maxout_backward(dout, cache):
    x, w1, w2, z1, z2 = cache
    m1, m2 = z1 >= z2, z2 >= z1
    d1, d2 = dout * m1, dout * m2
    dx = d1 @ w1.T + d2 @ w2.T
    return dx, x.T @ d1, d1.sum(0), x.T @ d2, d2.sum(0)
