import numpy as np


def squared_hinge_loss(W, X, y, reg):
    N = X.shape[0]
    s = X.dot(W)
    m = np.maximum(0, s - s[np.arange(N), y][:, None] + 1)
    m[np.arange(N), y] = 0
    loss = np.sum(m ** 2) / N + reg * np.sum(W * W)
    # gradient as in the svm
    k = (m > 0).astype(float)
    k[np.arange(N), y] = -k.sum(axis=1)
    return loss, X.T.dot(k) / N + 2 * reg * W
