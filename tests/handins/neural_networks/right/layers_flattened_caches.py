import numpy as np


def affine_forward(x, w, b):
    x_row = x.reshape(len(x), -1)
    out = x_row @ w + b
    return out, [x.ravel(), x.shape, w.ravel(), w.shape]


def affine_backward(dout, cache):
    x, xs, w, ws = cache
    w = w.reshape(ws)
    return (dout @ w.T).reshape(xs), x.reshape(xs[0], -1).T @ dout, dout.sum(0)


def relu_forward(x):
    flat = x.flatten()
    positive = np.flatnonzero(flat > 0)
    out = np.zeros_like(flat)
    out[positive] = flat[positive]
    return out.reshape(x.shape), positive


def relu_backward(dout, positive):
    dx = np.zeros_like(dout).reshape(-1)
    dx[positive] = dout.reshape(-1)[positive]
    return dx.reshape(dout.shape)


def sigmoid_forward(x):
    out = 0.5 * (1 + np.tanh(0.5 * x))
    return out, out.ravel().copy()


def sigmoid_backward(dout, cache):
    return (dout.ravel() * cache * (1 - cache)).reshape(dout.shape)


def tanh_forward(x):
    e = np.exp(-2 * np.abs(x))
    out = np.sign(x) * (1 - e) / (1 + e)
    return out, (e.ravel(),)


def tanh_backward(dout, cache):
    (e,) = cache
    return dout * (4 * e / (1 + e) ** 2).reshape(dout.shape)
