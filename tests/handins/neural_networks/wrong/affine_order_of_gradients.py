import numpy as np


def affine_forward(x, w, b):
    out = x.reshape(x.shape[0], -1).dot(w) + b
    return out, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    dw, db = x.reshape(len(x), -1).T @ dout, dout.sum(0)
    dx = (dout @ w.T).reshape(x.shape)
    dx, dw, db = dw, db, dx
    return dx, dw, db
