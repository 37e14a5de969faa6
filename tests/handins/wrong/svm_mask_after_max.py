import numpy as np


def svm_loss_vectorized(W, X, y, reg):
    n = X.shape[0]
    s = X.dot(W)
    m = np.maximum(0, s - s[np.arange(n), y][:, None] + 1)
    m[np.arange(n), y] = 0
    loss = m.sum() / n + reg * np.sum(W * W)
    ind = np.zeros_like(m)
    ind[m >= 0] = 1
    ind[np.arange(n), y] = 0
    ind[np.arange(n), y] = -ind.sum(axis=1)
    dW = X.T.dot(ind) / n + 2 * reg * W
    return loss, dW
