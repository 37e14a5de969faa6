import numpy as np


def l1_penalty(W, reg):
    s = 0
    dW = np.zeros(W.shape)
    for idx in np.ndindex(W.shape):
        w = W[idx]
        if w > 0:
            s += w
            dW[idx] = reg
        elif w < 0:
            s -= w
            dW[idx] = -reg
        # at 0 there is no derivative, leave 0
    return reg * s, dW


def l2_penalty(W, reg):
    s = 0
    dW = np.zeros(W.shape)
    it = np.nditer(W, flags=['multi_index'])
    while not it.finished:
        ix = it.multi_index
        s += W[ix] * W[ix]
        dW[ix] = 2 * reg * W[ix]
        it.iternext()
    return reg * s, dW


def elastic_net_penalty(W, reg, beta):
    s = 0.0
    for w in W.flatten():
        s += beta * w ** 2 + abs(w)
    grad = np.array([2 * beta * w + (w > 0) - (w < 0) for w in W.flatten()]).reshape(W.shape)
    return reg * s, reg * grad
