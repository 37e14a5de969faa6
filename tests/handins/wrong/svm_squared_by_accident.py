import numpy as np


def svm_loss_vectorized(W, X, y, reg):
    n = X.shape[0]
    s = X.dot(W)
    m = np.maximum(0, s - s[np.arange(n), y][:, None] + 1)
    m[np.arange(n), y] = 0
    loss = np.sum(m ** 2) / n + reg * np.sum(W * W)
    g = 2 * m
    g[np.arange(n), y] = -g.sum(axis=1)
    dW = X.T.dot(g) / n + 2 * reg * W
    return loss, dW
