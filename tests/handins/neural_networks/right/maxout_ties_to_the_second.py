import numpy as np


def maxout_forward(x, w1, b1, w2, b2):
    a = np.dot(x, w1) + b1
    b = np.dot(x, w2) + b2
    return np.where(a > b, a, b), (x, w1, w2, a, b)


def maxout_backward(dout, cache):
    x, w1, w2, a, b = cache
    mask = a > b
    da, db = dout * mask, dout * ~mask
    return np.dot(da, w1.T) + np.dot(db, w2.T), np.dot(x.T, da), da.sum(0), np.dot(x.T, db), db.sum(0)
