import numpy as np


def squared_hinge_loss(W, X, y, reg):
    N = X.shape[0]
    s = X.dot(W)
    m = np.maximum(0, s - s[np.arange(N), y][:, None] + 1)
    m[np.arange(N), y] = 0
    loss = np.sum(m ** 2) / N + reg * np.sum(W * W)
    m[np.arange(N), y] = -m.sum(axis=1)
    return loss, X.T.dot(m) / N + 2 * reg * W
