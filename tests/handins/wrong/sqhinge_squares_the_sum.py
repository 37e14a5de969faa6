import numpy as np


def squared_hinge_loss(W, X, y, reg):
    N = X.shape[0]
    s = X.dot(W)
    m = np.maximum(0, s - s[np.arange(N), y][:, None] + 1)
    m[np.arange(N), y] = 0
    L = np.sum(m, axis=1)
    loss = np.sum(L ** 2) / N + reg * np.sum(W * W)
    k = (m > 0).astype(float)
    k[np.arange(N), y] = -k.sum(axis=1)
    return loss, X.T.dot(2 * L[:, None] * k) / N + 2 * reg * W
