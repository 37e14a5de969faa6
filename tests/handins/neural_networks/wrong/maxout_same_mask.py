import numpy as np


def maxout_forward(x, w1, b1, w2, b2):
    z1 = x @ w1 + b1
    z2 = x @ w2 + b2
    mask = z1 >= z2
    out = np.where(mask, z1, z2)
    return out, (x, w1, w2, mask)


def maxout_backward(dout, cache):
    x, w1, w2, mask = cache
    d1 = dout * mask
    d2 = dout * mask
    dx = d1 @ w1.T + d2 @ w2.T
    return dx, x.T @ d1, d1.sum(0), x.T @ d2, d2.sum(0)
