import numpy as np
from regularization import *


def stable_softmax(s):
    """rows of s -> log-probabilities"""
    t = s - s.max(axis=1, keepdims=True)
    return t - np.log(np.exp(t).sum(axis=1, keepdims=True))


def softmax_loss_vectorized(W, X, y, reg):
    R, dR = l2_penalty(W, reg)
    lp = stable_softmax(X.dot(W))
    N = len(y)
    loss = -lp[np.arange(N), y].sum() / N
    d = np.exp(lp)
    d[np.arange(N), y] -= 1
    return loss + R, X.T.dot(d) / N + dR


def softmax_loss_naive(W, X, y, reg):
    R, dR = l2_penalty(W, reg)
    loss, dW = 0, 0
    for i in range(len(y)):
        lp = stable_softmax(X[i:i + 1].dot(W))[0]
        loss = loss - lp[y[i]]
        d = np.exp(lp)
        d[y[i]] -= 1
        dW = dW + np.outer(X[i], d)
    return loss / len(y) + R, dW / len(y) + dR
