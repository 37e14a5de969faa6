import numpy as np


def squared_hinge_loss(W, X, y, reg):
    N = X.shape[0]
    s = X.dot(W)
    m = np.maximum(0, s - s[np.arange(N), y][:, None] + 1)
    loss = np.sum(np.square(m)) / N + reg * np.sum(W * W)
    m[np.arange(N), y] = 0
    g = 2 * m
    g[np.arange(N), y] = -g.sum(axis=1)
    return loss, X.T.dot(g) / N + 2 * reg * W
